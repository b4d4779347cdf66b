//! What can be done with a channel, thread or category: the same list for a right click, a long press and the button.
import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import Check from '@lucide/svelte/icons/check';
import Copy from '@lucide/svelte/icons/copy';
import Link from '@lucide/svelte/icons/link';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Move from '@lucide/svelte/icons/move';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Settings from '@lucide/svelte/icons/settings';
import Spool from '@lucide/svelte/icons/spool';
import Trash from '@lucide/svelte/icons/trash';
import UserPlus from '@lucide/svelte/icons/user-plus';

import { ChannelType } from '../../gateway/events/words';
import { t } from '../../i18n/i18n.svelte';
import { menuOf, type MenuItem } from '../../parts/menu';
import { router } from '../../router/router.svelte';
import { pathTo } from '../../router/routes';
import type { Channel } from '../../state/channel.svelte';
import { copyText } from '../../state/clipboard';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';
import { muteChange } from '../../state/muting';
import { notices } from '../../state/notices.svelte';
import { Permission } from '../../state/permissions';
import { overlays } from '../shell/overlays.svelte';
import { markRead } from './reading';

const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => notices.complain(error));

/** Mutes a channel for good, or lets it speak again. */
export function toggleMute(instance: Instance, channel: Channel): Promise<void> {
  const change = instance.attention.isMuted(channel) ? { muted: false, mute_config: null } : muteChange(null, new Date());
  return instance.settings.changeGuild(channel.guildId, { channel_overrides: { [channel.id]: change } });
}

export function channelMenu(instance: Instance, guild: Guild, channel: Channel): MenuItem[] {
  if (channel.isCategory) return categoryMenu(instance, guild, channel);
  if (channel.isThread) return threadMenu(instance, guild, channel);
  const manages = guild.may(Permission.ManageChannels, channel);
  const holdsThreads = channel.type === ChannelType.Text || channel.type === ChannelType.Announcement;
  return menuOf(
    ...reading(instance, [channel]),
    ...hearing(instance, guild, channel),
    { kind: 'line' },
    guild.may(Permission.CreateInvite, channel) && { kind: 'action', label: t('places.invite'), icon: UserPlus, act: () => overlays.open('invite', { guildId: guild.id, channelId: channel.id }) },
    holdsThreads && guild.may(Permission.CreatePublicThreads, channel) && { kind: 'action', label: t('places.new_thread'), icon: Spool, act: () => overlays.open('newThread', { channelId: channel.id, message: null }) },
    ...addressing(guild, channel),
    { kind: 'line' },
    ...(manages ? managing(instance, guild, channel) : []),
  );
}

function categoryMenu(instance: Instance, guild: Guild, category: Channel): MenuItem[] {
  const manages = guild.may(Permission.ManageChannels, category);
  return menuOf(
    ...reading(instance, guild.childrenOf(category.id)),
    ...hearing(instance, guild, category),
    { kind: 'line' },
    manages && { kind: 'action', label: t('places.new_channel'), icon: Plus, act: () => overlays.open('newChannel', { guildId: guild.id, parentId: category.id }) },
    ...(manages ? managing(instance, guild, category) : []),
    { kind: 'line' },
    { kind: 'action', label: t('places.copy_id'), icon: Copy, act: () => void copyText(category.id) },
  );
}

function threadMenu(instance: Instance, guild: Guild, thread: Channel): MenuItem[] {
  const manages = guild.may(Permission.ManageThreads, thread);
  const isOwn = thread.data.owner_id === instance.myId;
  const edit = (change: Record<string, unknown>) => attempt(instance.api.patch(`/channels/${thread.id}`, change));
  return menuOf(
    ...reading(instance, [thread]),
    ...hearing(instance, guild, thread),
    thread.joined
      ? { kind: 'action', label: t('places.leave_thread'), icon: LogOut, act: () => attempt(instance.api.delete(`/channels/${thread.id}/thread-members/@me`)) }
      : { kind: 'action', label: t('places.join_thread'), icon: LogIn, act: () => attempt(instance.api.put(`/channels/${thread.id}/thread-members/@me`)) },
    { kind: 'line' },
    ...addressing(guild, thread),
    { kind: 'line' },
    (manages || isOwn) && { kind: 'action', label: t('places.edit_thread'), icon: Pencil, act: () => overlays.open('editChannel', { channelId: thread.id }) },
    (manages || isOwn) &&
      (thread.isArchived
        ? { kind: 'action', label: t('places.open_thread'), icon: ArchiveRestore, act: () => edit({ archived: false }) }
        : { kind: 'action', label: t('places.close_thread'), icon: Archive, act: () => edit({ archived: true }) }),
    manages && { kind: 'action', label: t('places.delete_thread'), icon: Trash, danger: true, act: () => confirmDelete(instance, guild, thread) },
  );
}

function reading(instance: Instance, channels: Channel[]): MenuItem[] {
  const isUnread = channels.some((it) => instance.readStates.isUnread(it.id) || instance.readStates.mentions(it.id) > 0);
  return [{ kind: 'action', label: t('places.mark_read'), icon: Check, disabled: !isUnread, act: () => attempt(markRead(instance, channels)) }];
}

function hearing(instance: Instance, guild: Guild, channel: Channel): MenuItem[] {
  const isMuted = instance.attention.isMuted(channel);
  return [
    { kind: 'action', label: isMuted ? t('places.unmute') : t('places.mute'), icon: isMuted ? Bell : BellOff, act: () => attempt(toggleMute(instance, channel)) },
    { kind: 'action', label: t('places.notifications'), icon: Bell, act: () => overlays.open('notifications', { guildId: guild.id, channelId: channel.id }) },
  ];
}

function addressing(guild: Guild, channel: Channel): MenuItem[] {
  const address = location.origin + pathTo({ name: 'channel', guild: guild.id, channel: channel.id, message: null });
  return [
    { kind: 'action', label: t('places.copy_link'), icon: Link, act: () => void copyText(address) },
    { kind: 'action', label: t('places.copy_id'), icon: Copy, act: () => void copyText(channel.id) },
  ];
}

function managing(instance: Instance, guild: Guild, channel: Channel): MenuItem[] {
  const settings = new URLSearchParams({ channel: channel.id });
  return [
    { kind: 'action', label: channel.isCategory ? t('places.edit_category') : t('places.edit_channel'), icon: Pencil, act: () => overlays.open('editChannel', { channelId: channel.id }) },
    { kind: 'action', label: t('places.channel_settings'), icon: Settings, act: () => router.go({ name: 'guildSettings', guild: guild.id, page: 'channels' }, { query: settings }) },
    { kind: 'action', label: t('places.move'), icon: Move, act: () => overlays.open('moveChannel', { channelId: channel.id }) },
    { kind: 'action', label: channel.isCategory ? t('places.delete_category') : t('places.delete_channel'), icon: Trash, danger: true, act: () => confirmDelete(instance, guild, channel) },
  ];
}

function confirmDelete(instance: Instance, guild: Guild, channel: Channel): void {
  const text = channel.isCategory ? t('places.delete_category_text', { name: channel.name }) : t('places.delete_channel_text', { name: channel.name });
  overlays.open('confirm', {
    title: channel.isCategory ? t('places.delete_category') : channel.isThread ? t('places.delete_thread') : t('places.delete_channel'),
    text,
    action: t('core.delete'),
    danger: true,
    act: async () => {
      await instance.api.delete(`/channels/${channel.id}`);
      if (router.place.name === 'channel' && router.place.channel === channel.id) router.go({ name: 'guild', guild: guild.id }, { replace: true });
    },
  });
}
