//! What can be done with a guild: the same list in the rail and at the head of its channels.
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import BookOpen from '@lucide/svelte/icons/book-open';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import Check from '@lucide/svelte/icons/check';
import Compass from '@lucide/svelte/icons/compass';
import Copy from '@lucide/svelte/icons/copy';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Flag from '@lucide/svelte/icons/flag';
import FolderPlus from '@lucide/svelte/icons/folder-plus';
import IdCard from '@lucide/svelte/icons/id-card';
import LogOut from '@lucide/svelte/icons/log-out';
import Plus from '@lucide/svelte/icons/plus';
import Printer from '@lucide/svelte/icons/printer';
import Settings from '@lucide/svelte/icons/settings';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import UserPlus from '@lucide/svelte/icons/user-plus';

import { ChannelType } from '../../gateway/events/words';
import { t } from '../../i18n/i18n.svelte';
import { menuOf, type MenuItem } from '../../parts/menu';
import { router } from '../../router/router.svelte';
import { copyText } from '../../state/clipboard';
import { looksAfter } from '../../state/guard/waiting_cases.svelte';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';
import { muteChange } from '../../state/muting';
import { notices } from '../../state/notices.svelte';
import { Permission } from '../../state/permissions';
import { overlays } from '../shell/overlays.svelte';
import { guildsInOrder, movedBy } from './order';
import { openSheets } from './printing';
import { markGuildRead } from './reading';

const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => notices.complain(error));

/** The guilds of the person in their order. */
export function orderedGuilds(instance: Instance): Guild[] {
  const order = (instance.settings.account?.guild_folders ?? []).flatMap((it) => it.guild_ids ?? []);
  return guildsInOrder([...instance.guilds.all.values()], order);
}

/** Keeps an order of guilds, on all devices. */
export async function keepOrder(instance: Instance, ids: readonly string[]): Promise<void> {
  await instance.settings.change({ guild_folders: ids.map((id) => ({ guild_ids: [id] })) });
}

/** Rights of which one opens the settings of a guild. */
const SETTINGS_RIGHTS = [Permission.ManageGuild, Permission.ManageRoles, Permission.ManageChannels, Permission.ViewAuditLog, Permission.BanMembers, Permission.ManageWebhooks, Permission.ManageExpressions, Permission.ModerateMembers, Permission.ManageMessages, Permission.ViewInsights];

export function guildMenu(instance: Instance, guild: Guild, inRail: boolean): MenuItem[] {
  const isMuted = instance.attention.isGuildMuted(guild.id);
  const hides = instance.settings.ofGuild(guild.id)?.hide_muted_channels ?? false;
  const calls = instance.attention.roomsOf(guild).some((it) => instance.readStates.isUnread(it.id) || instance.readStates.mentions(it.id) > 0);
  const ids = orderedGuilds(instance).map((it) => it.id);
  const move = (step: -1 | 1) => attempt(keepOrder(instance, movedBy(ids, guild.id, step)));
  return menuOf(
    { kind: 'action', label: t('places.mark_read'), icon: Check, disabled: !calls, act: () => attempt(markGuildRead(instance, guild)) },
    guild.may(Permission.CreateInvite) && { kind: 'action', label: t('places.invite'), icon: UserPlus, act: () => overlays.open('invite', { guildId: guild.id, channelId: null }) },
    guild.may(Permission.CreateInvite) && { kind: 'action', label: t('places.print'), icon: Printer, act: () => openSheets(guild) },
    { kind: 'line' },
    { kind: 'action', label: isMuted ? t('places.unmute') : t('places.mute'), icon: isMuted ? Bell : BellOff, act: () => attempt(instance.settings.changeGuild(guild.id, isMuted ? { muted: false, mute_config: null } : muteChange(null, new Date()))) },
    { kind: 'action', label: t('places.notifications'), icon: Bell, act: () => overlays.open('notifications', { guildId: guild.id, channelId: null }) },
    { kind: 'action', label: t('places.hide_muted'), icon: EyeOff, checked: hides, act: () => attempt(instance.settings.changeGuild(guild.id, { hide_muted_channels: !hides })) },
    { kind: 'action', label: t('places.guide'), icon: BookOpen, act: () => router.go({ name: 'guide', guild: guild.id, slug: null }) },
    { kind: 'action', label: t('places.browse'), icon: Compass, act: () => router.go({ name: 'browse', guild: guild.id }) },
    { kind: 'line' },
    guild.may(Permission.ManageChannels) && { kind: 'action', label: t('places.new_channel'), icon: Plus, act: () => overlays.open('newChannel', { guildId: guild.id, parentId: null }) },
    guild.may(Permission.ManageChannels) && { kind: 'action', label: t('places.new_category'), icon: FolderPlus, act: () => overlays.open('newChannel', { guildId: guild.id, parentId: null, type: ChannelType.Category }) },
    looksAfter(guild) && { kind: 'action', label: t('places.desk'), icon: ShieldCheck, act: () => router.go({ name: 'desk', guild: guild.id, page: 'cases' }) },
    SETTINGS_RIGHTS.some((it) => guild.may(it)) && { kind: 'action', label: t('places.guild_settings'), icon: Settings, act: () => router.go({ name: 'guildSettings', guild: guild.id, page: null }) },
    { kind: 'action', label: t('places.own_profile_here'), icon: IdCard, act: () => overlays.open('profile', { userId: instance.myId, guildId: guild.id }) },
    { kind: 'line' },
    inRail && { kind: 'action', label: t('places.move_up'), icon: ArrowUp, disabled: ids[0] === guild.id, act: () => move(-1) },
    inRail && { kind: 'action', label: t('places.move_down'), icon: ArrowDown, disabled: ids.at(-1) === guild.id, act: () => move(1) },
    { kind: 'action', label: t('places.copy_id'), icon: Copy, act: () => void copyText(guild.id) },
    !guild.isOwner && { kind: 'line' },
    !guild.isOwner && { kind: 'action', label: t('places.report_guild'), icon: Flag, danger: true, act: () => overlays.open('report', { subject: { kind: 'guild', guild_id: guild.id }, guildId: null }) },
    !guild.isOwner && { kind: 'action', label: t('places.leave_guild'), icon: LogOut, danger: true, act: () => confirmLeave(instance, guild) },
  );
}

function confirmLeave(instance: Instance, guild: Guild): void {
  overlays.open('confirm', {
    title: t('places.leave_guild'),
    text: t('places.leave_guild_text', { name: guild.name }),
    action: t('places.leave'),
    danger: true,
    act: async () => {
      await instance.api.delete(`/users/@me/guilds/${guild.id}`);
      if ('guild' in router.place && router.place.guild === guild.id) router.go({ name: 'home' }, { replace: true });
    },
  });
}
