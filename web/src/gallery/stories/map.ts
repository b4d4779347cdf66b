//! The map of groups: places, groups, ways in, what keepers do, and what those who look after it decide.
import AreaLine from '../../rooms/map/AreaLine.svelte';
import AreaRoom from '../../rooms/map/AreaRoom.svelte';
import Courtyard from '../../rooms/map/Courtyard.svelte';
import FlagField from '../../rooms/map/FlagField.svelte';
import FlagSign from '../../rooms/map/FlagSign.svelte';
import GroupCard from '../../rooms/map/GroupCard.svelte';
import GroupRoom from '../../rooms/map/GroupRoom.svelte';
import JoinBox from '../../rooms/map/JoinBox.svelte';
import KeepGroup from '../../rooms/map/KeepGroup.svelte';
import Mine from '../../rooms/map/Mine.svelte';
import AreaDesk from '../../rooms/map/moderation/AreaDesk.svelte';
import Decide from '../../rooms/map/moderation/Decide.svelte';
import MapLog from '../../rooms/map/moderation/MapLog.svelte';
import Removals from '../../rooms/map/moderation/Removals.svelte';
import Reports from '../../rooms/map/moderation/Reports.svelte';
import Review from '../../rooms/map/moderation/Review.svelte';
import StaleGroups from '../../rooms/map/moderation/StaleGroups.svelte';
import OwnRequest from '../../rooms/map/OwnRequest.svelte';
import ReportGroup from '../../rooms/map/ReportGroup.svelte';
import SearchBox from '../../rooms/map/SearchBox.svelte';
import ShareGroup from '../../rooms/map/ShareGroup.svelte';
import SketchMap from '../../rooms/map/SketchMap.svelte';
import SubmitGroup from '../../rooms/map/SubmitGroup.svelte';
import UseVoucher from '../../rooms/map/UseVoucher.svelte';
import VoucherMade from '../../rooms/map/VoucherMade.svelte';
import { marksOf } from '../../state/directory/marks';
import { AREAS, GROUPS, kept, LISTING, SIMILAR } from '../neighbourhood';
import Several from '../Several.svelte';
import { nothing, story, type Story } from '../story';
import { timeAgo } from '../wire';

const quarters = [AREAS.canal, AREAS.station, AREAS.heights, AREAS.suburb];
const submission = { ...kept(201, { state: 'waiting', listing: null, proposed: LISTING }), similar: SIMILAR };
const code = 'x'.repeat(43);

export const stories: readonly Story[] = [
  story('whole', AreaRoom, { id: null }, { stage: 40, wide: true }),
  story('place', AreaRoom, { id: AREAS.city.id }, { stage: 48, wide: true }),
  story('place/groups', AreaRoom, { id: AREAS.canal.id }, { stage: 56, wide: true }),
  story('place/gone', AreaRoom, { id: '1' }, { stage: 30 }),
  story('places', Several, { component: AreaLine, column: true, all: quarters.map((area) => ({ area })) }),
  story('drawing', SketchMap, { marks: marksOf(quarters, []), area: AREAS.city, onspot: nothing }, { stage: 24 }),
  story('drawing/groups', SketchMap, { marks: marksOf([], Object.values(GROUPS)), area: AREAS.canal, onspot: nothing }, { stage: 24 }),
  story('drawing/nothing', SketchMap, { marks: [], area: null, onspot: nothing }, { stage: 10 }),
  story('search', SearchBox, { label: 'Chercher un lieu ou un groupe' }),
  story('groups', Several, { component: GroupCard, column: true, all: Object.values(GROUPS).map((group, at) => ({ group, withArea: at % 2 === 1, marked: at === 2 })) }),
  story('flags', Several, { component: FlagSign, all: [{ group: GROUPS.open }, { group: GROUPS.asking }, { group: GROUPS.open, size: 96 }] }),
  story('flag/choose', FlagField, { value: null }),
  story('group', GroupRoom, { id: GROUPS.open.id }, { stage: 52 }),
  story('group/asking', GroupRoom, { id: GROUPS.asking.id }, { stage: 60 }),
  story('group/gone', GroupRoom, { id: '1' }, { stage: 26 }),
  story('join', Several, { component: JoinBox, column: true, all: [{ group: GROUPS.open, isMember: false }, { group: GROUPS.elsewhere, isMember: false }, { group: GROUPS.vouched, isMember: false }, { group: GROUPS.closed, isMember: false }, { group: GROUPS.own, isMember: true }] }),
  story('voucher', VoucherMade, { voucher: { code, expires_at: timeAgo(-5000) }, name: 'Cour aux Tilleuls' }),
  story('voucher/use', UseVoucher, {}, { stage: 20 }),
  story('request', OwnRequest, {}, { stage: 26 }),
  story('share', ShareGroup, { group: GROUPS.open, close: nothing }, { stage: 40 }),
  story('report', ReportGroup, { group: GROUPS.open, close: nothing }, { stage: 48 }),
  story('submit', SubmitGroup, {}, { stage: 60 }),
  story('courtyard', Courtyard, {}, { stage: 34 }),
  story('mine', Mine, {}, { stage: 34 }),
  story('keep', KeepGroup, {}, { stage: 60 }),
  story('review', Review, {}),
  story('decide/ask', Decide, { decision: 'ask', submission, busy: false, onsend: nothing, close: nothing }, { stage: 26 }),
  story('decide/merge', Decide, { decision: 'merge', submission, busy: false, onsend: nothing, close: nothing }, { stage: 40 }),
  story('reports', Reports, {}),
  story('stale', StaleGroups, {}),
  story('removals', Removals, {}),
  story('places to look after', AreaDesk, {}),
  story('log', MapLog, {}),
];
