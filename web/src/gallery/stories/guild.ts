//! The settings of a guild, page by page, and their building blocks.
import Access from '../../rooms/guild_settings/Access.svelte';
import { draftOf, freshRule } from '../../rooms/guild_settings/automod_draft';
import AutoModeration from '../../rooms/guild_settings/AutoModeration.svelte';
import AuditLog from '../../rooms/guild_settings/AuditLog.svelte';
import Bans from '../../rooms/guild_settings/Bans.svelte';
import Bars from '../../rooms/guild_settings/Bars.svelte';
import Bots from '../../rooms/guild_settings/Bots.svelte';
import Channels from '../../rooms/guild_settings/Channels.svelte';
import ChannelSettings from '../../rooms/guild_settings/ChannelSettings.svelte';
import ChannelSwitches from '../../rooms/guild_settings/ChannelSwitches.svelte';
import DeleteGuild from '../../rooms/guild_settings/DeleteGuild.svelte';
import Emoji from '../../rooms/guild_settings/Emoji.svelte';
import Incidents from '../../rooms/guild_settings/Incidents.svelte';
import Invites from '../../rooms/guild_settings/Invites.svelte';
import Members from '../../rooms/guild_settings/Members.svelte';
import MemberSearch from '../../rooms/guild_settings/MemberSearch.svelte';
import Onboarding from '../../rooms/guild_settings/Onboarding.svelte';
import Overview from '../../rooms/guild_settings/Overview.svelte';
import RoleEditor from '../../rooms/guild_settings/RoleEditor.svelte';
import Policies from '../../rooms/guild_settings/Policies.svelte';
import Roles from '../../rooms/guild_settings/Roles.svelte';
import RuleEditor from '../../rooms/guild_settings/RuleEditor.svelte';
import Statistics from '../../rooms/guild_settings/Statistics.svelte';
import Webhooks from '../../rooms/guild_settings/Webhooks.svelte';
import WelcomeScreen from '../../rooms/guild_settings/WelcomeScreen.svelte';
import UnsavedBar from '../../rooms/settings_frame/UnsavedBar.svelte';
import { PAUSED, RULES } from '../guard';
import { nothing, story, type Story } from '../story';
import { ROLES } from '../wire';

export const stories: readonly Story[] = [
  story('overview', Overview, {}),
  story('roles', Roles, {}),
  story('role', RoleEditor, { role: ROLES.logistics, mayChange: true, close: nothing, ondeleted: nothing }),
  story('access', Access, {}),
  story('channels', Channels, {}),
  story('channel', ChannelSettings, ({ world }) => ({ channel: world.room('hosts'), close: nothing })),
  story('channel switches', ChannelSwitches, ({ world }) => ({ channel: world.room('square') })),
  story('onboarding', Onboarding, {}),
  story('welcome', WelcomeScreen, {}),
  story('emoji', Emoji, {}),
  story('members', Members, {}),
  story('member search', MemberSearch, { label: 'Chercher quelqu’un', onchoose: nothing }),
  story('invites', Invites, {}),
  story('automod', AutoModeration, {}),
  story('policies', Policies, {}),
  story('rule/words', RuleEditor, () => ({ rule: draftOf(RULES.words), onsaved: nothing, close: nothing }), { stage: 60 }),
  story('rule/mentions', RuleEditor, () => ({ rule: freshRule('mentions'), onsaved: nothing, close: nothing }), { stage: 54 }),
  story('rule/names', RuleEditor, () => ({ rule: freshRule('profile'), onsaved: nothing, close: nothing }), { stage: 54 }),
  story('raid', Incidents, ({ world }) => ({ guild: world.guild }), { prepare: (world) => { world.guild.data = { ...world.guild.data, incidents_data: PAUSED }; } }),
  story('bans', Bans, {}),
  story('audit log', AuditLog, {}),
  story('statistics', Statistics, {}),
  story('bars', Bars, { title: 'Messages par jour', labels: ['1er mai', '2 mai', '3 mai', '4 mai'], values: [12, 0, 40, 7] }),
  story('bots', Bots, {}),
  story('webhooks', Webhooks, {}),
  story('unsaved', UnsavedBar, {}, { stage: 8 }),
  story('delete', DeleteGuild, ({ world }) => ({ guild: world.guild, close: nothing }), { stage: 30 }),
];
