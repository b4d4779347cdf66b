//! Rides and mutual aid: the list, one of them for others and for its author, and the steps of a new one.
import AidCard from '../../rooms/aid/AidCard.svelte';
import AidMine from '../../rooms/aid/AidMine.svelte';
import AidOffer from '../../rooms/aid/AidOffer.svelte';
import AidPage from '../../rooms/aid/AidPage.svelte';
import AidReports from '../../rooms/aid/AidReports.svelte';
import AidRoom from '../../rooms/aid/AidRoom.svelte';
import AskForm from '../../rooms/aid/AskForm.svelte';
import AskLine from '../../rooms/aid/AskLine.svelte';
import NeedsAccount from '../../rooms/aid/NeedsAccount.svelte';
import OwnAskBox from '../../rooms/aid/OwnAskBox.svelte';
import Promises from '../../rooms/aid/Promises.svelte';
import RemoveAid from '../../rooms/aid/RemoveAid.svelte';
import ReportAid from '../../rooms/aid/ReportAid.svelte';
import { emptyAid, type AidDraft } from '../../state/aid/aid_draft';
import type { AskState } from '../../state/aid/words';
import { ASKS, LISTINGS, REMOVED } from '../aid';
import { AREAS } from '../neighbourhood';
import Several from '../Several.svelte';
import { nothing, story, type Story } from '../story';
import { CONVERSATIONS, NOW_MS } from '../wire';

const done = (): Promise<void> => Promise.resolve();
const draft = (): AidDraft => ({ ...emptyAid(new Date(NOW_MS)), kind: 'ride_offer', area: AREAS.canal, destination: AREAS.station, via: [AREAS.heights], total: '3', conditions: ['luggage', 'pets'], cost: '2 €', text: 'Je rentre du marché.' });
const step = (name: string, at: number, rem: number): Story => story(`offer/${name}`, AidOffer, () => ({ begin: draft(), step: at }), { stage: rem });
const STATES: readonly AskState[] = ['asked', 'accepted', 'declined', 'withdrawn', 'cancelled'];

export const stories: readonly Story[] = [
  story('list', AidRoom, {}, { stage: 60 }),
  story('listings', Several, { component: AidCard, column: true, all: [...Object.values(LISTINGS), REMOVED].map((listing) => ({ listing })) }),
  story('listing', AidPage, { id: LISTINGS.ride.id }, { stage: 52 }),
  story('listing/asked', AidPage, { id: LISTINGS.wanted.id }, { stage: 34 }),
  story('listing/agreed', AidPage, { id: LISTINGS.help.id }, { stage: 34 }),
  story('listing/own', AidPage, { id: LISTINGS.mine.id }, { stage: 70 }),
  story('listing/removed', AidPage, { id: REMOVED.id }, { stage: 34 }),
  story('listing/gone', AidPage, { id: '1' }, { stage: 26 }),
  step('what', 0, 52),
  step('where', 1, 44),
  step('when', 2, 30),
  step('how', 3, 38),
  step('preview', 4, 38),
  story('ask', AskForm, { listing: LISTINGS.ride, own: [LISTINGS.mine], onsend: done }),
  story('asks', Several, { component: AskLine, column: true, all: ASKS.map((ask) => ({ ask, ride: true, onanswer: done })) }),
  story('own question', Several, { component: OwnAskBox, column: true, all: STATES.map((state) => ({ state, channelId: CONVERSATIONS.group.id, onwithdraw: done })) }),
  story('promises', Several, { component: Promises, column: true, all: [{ isPublic: true, endsAt: null }, { isPublic: false, endsAt: LISTINGS.mine.ends_at }] }),
  story('mine', AidMine, {}, { stage: 52 }),
  story('report', ReportAid, { listing: LISTINGS.ride, close: nothing }, { stage: 44 }),
  story('remove', RemoveAid, { listing: LISTINGS.ride, close: nothing }, { stage: 26 }),
  story('reports', AidReports, { guildId: null }, { stage: 34 }),
  story('account', NeedsAccount, {}),
];
