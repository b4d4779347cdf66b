//! Guard: reporting, what one is told about a decision, and the desk at which cases are decided.
import AppealCard from '../../rooms/guard/AppealCard.svelte';
import AlarmState from '../../rooms/guard/AlarmState.svelte';
import AppealForm from '../../rooms/guard/AppealForm.svelte';
import CaseView from '../../rooms/guard/CaseView.svelte';
import ConfirmHold from '../../rooms/guard/ConfirmHold.svelte';
import DecideForm from '../../rooms/guard/DecideForm.svelte';
import DeskRoom from '../../rooms/guard/DeskRoom.svelte';
import ReportedContent from '../../rooms/guard/ReportedContent.svelte';
import RaidMode from '../../rooms/guard/RaidMode.svelte';
import RaidSettings from '../../rooms/guard/RaidSettings.svelte';
import Report from '../../rooms/guard/Report.svelte';
import StatementCard from '../../rooms/guard/StatementCard.svelte';
import Suspended from '../../rooms/guard/Suspended.svelte';
import UndoDialog from '../../rooms/guard/UndoDialog.svelte';
import GuardNews from '../../rooms/inbox/GuardNews.svelte';
import DecisionsPage from '../../rooms/settings/DecisionsPage.svelte';
import { unseenStatements } from '../../state/guard/unseen.svelte';
import { NEWCOMERS, RAIDS } from '../arrivals';
import { APPEALS, CASES, DECISIONS, STATEMENTS } from '../guard';
import { nothing, story, type Story } from '../story';
import { CHANNELS, GUILD_ID, USERS } from '../wire';

const done = (): Promise<void> => Promise.resolve();
const view = { isMine: true, busy: false, shown: false, writing: null, onclaim: nothing, onrelease: nothing, onprofile: nothing, onwrite: done, ondecide: done, onundo: nothing };
const close = nothing;

export const stories: readonly Story[] = [
  story('report/message', Report, { subject: { kind: 'message', channel_id: CHANNELS.square.id, message_id: '1' }, guildId: GUILD_ID, close }, { stage: 54 }),
  story('report/person', Report, { subject: { kind: 'person', user_id: USERS.ines.id }, guildId: null, close }, { stage: 54 }),
  story('statement/fresh', StatementCard, { statement: STATEMENTS.fresh, onappeal: done }, { wide: true }),
  story('statement/appealed', StatementCard, { statement: STATEMENTS.banned, onappeal: done }, { wide: true }),
  story('statement/undone', StatementCard, { statement: STATEMENTS.undone, onappeal: done }, { wide: true }),
  story('statement/law', StatementCard, { statement: STATEMENTS.law, onappeal: done }, { wide: true }),
  story('appeal form', AppealForm, { onsend: done, close }, { wide: true }),
  story('decisions', DecisionsPage, {}, { wide: true }),
  story('suspended', Suspended, ({ world }) => ({ api: world.instance.api }), { bare: true, wide: true, stage: 60 }),
  story('inbox', GuardNews, {}, { wide: true, prepare: () => unseenStatements.take([STATEMENTS.fresh]) }),
  story('content/covered', ReportedContent, { message: { content: CASES.spam.message?.content ?? '', attachments: [] } }, { wide: true }),
  story('content/shown', ReportedContent, { message: CASES.taken.message ?? { content: '', attachments: [] }, shown: true }, { wide: true }),
  story('case/mine', CaseView, { ...view, found: CASES.spam, shown: true }, { wide: true }),
  story('case/urgent', CaseView, { ...view, isMine: false, found: CASES.urgent }, { wide: true }),
  story('case/taken', CaseView, { ...view, isMine: false, found: CASES.taken, writing: 'note' }, { wide: true }),
  story('case/decided', CaseView, { ...view, isMine: false, found: CASES.decided }, { wide: true }),
  story('decide/house', DecideForm, { found: { ...CASES.person, guild_id: null, may: ['none', 'warn', 'suspend_account'] }, onsend: done }, { wide: true, act: (stage) => { for (const it of [...stage.querySelectorAll<HTMLElement>('[aria-pressed]')].slice(2)) it.click(); } }),
  story('undo', UndoDialog, { decision: DECISIONS.pause, act: done, close }, { stage: 26 }),
  story('appeal/late', AppealCard, { appeal: APPEALS.late, ondecide: done }, { wide: true }),
  story('appeal/not yours', AppealCard, { appeal: APPEALS.soon, ondecide: done }, { wide: true }),
  story('appeal/answered', AppealCard, { appeal: APPEALS.answered, ondecide: done }, { wide: true }),
  story('desk/cases', DeskRoom, { guildId: GUILD_ID, page: 'cases' }, { bare: true, wide: true, stage: 46 }),
  story('desk/appeals', DeskRoom, { guildId: GUILD_ID, page: 'appeals' }, { bare: true, wide: true, stage: 56 }),
  story('desk/log', DeskRoom, { guildId: GUILD_ID, page: 'log' }, { bare: true, wide: true, stage: 50 }),
  story('desk/watch', DeskRoom, { guildId: GUILD_ID, page: 'watch' }, { bare: true, wide: true, stage: 56 }),
  story('desk/arrivals', DeskRoom, { guildId: GUILD_ID, page: 'arrivals' }, { bare: true, wide: true, stage: 70 }),
  story('arrivals/quiet', AlarmState, { raids: RAIDS.quiet }, { wide: true }),
  story('arrivals/new place', AlarmState, { raids: RAIDS.fresh }, { wide: true }),
  story('arrivals/surge', AlarmState, { raids: RAIDS.moderator }, { wide: true }),
  story('arrivals/mode off', RaidMode, { raids: RAIDS.quiet, busy: false, onbegin: nothing, onend: nothing, onprolong: nothing }, { wide: true }),
  story('arrivals/settings', RaidSettings, { raids: RAIDS.quiet, busy: false, onsave: nothing }, { wide: true, act: (stage) => stage.querySelector('details')?.setAttribute('open', '') }),
  story('arrivals/confirm', ConfirmHold, { newcomer: NEWCOMERS.held, act: done, close }, { stage: 30 }),
  story('desk/guest', DeskRoom, { guildId: GUILD_ID, page: 'cases' }, { bare: true, wide: true, stage: 24, prepare: (world) => world.becomeGuest() }),
];
