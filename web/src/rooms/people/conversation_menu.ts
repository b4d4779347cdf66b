//! What can be done with a conversation.
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import Check from '@lucide/svelte/icons/check';
import LogOut from '@lucide/svelte/icons/log-out';
import Pencil from '@lucide/svelte/icons/pencil';
import User from '@lucide/svelte/icons/user';
import UserPlus from '@lucide/svelte/icons/user-plus';
import X from '@lucide/svelte/icons/x';

import { ChannelType } from '../../gateway/events/words';
import { t } from '../../i18n/i18n.svelte';
import { menuOf, type MenuItem } from '../../parts/menu';
import { router } from '../../router/router.svelte';
import type { Channel } from '../../state/channel.svelte';
import type { Instance } from '../../state/instance.svelte';
import { notices } from '../../state/notices.svelte';
import { toggleMute } from '../places/channel_menu';
import { markRead } from '../places/reading';
import { overlays } from '../shell/overlays.svelte';

const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => notices.complain(error));

/** Closes a direct conversation, or leaves a group. */
export async function leaveConversation(instance: Instance, channel: Channel): Promise<void> {
  await instance.api.delete(`/channels/${channel.id}`);
  if (router.place.name === 'channel' && router.place.channel === channel.id) router.go({ name: 'home' }, { replace: true });
}

export function conversationMenu(instance: Instance, channel: Channel): MenuItem[] {
  const isGroup = channel.type === ChannelType.GroupDM;
  const other = isGroup ? undefined : channel.data.recipients?.[0];
  const isMuted = instance.attention.isMuted(channel);
  const calls = instance.readStates.isUnread(channel.id) || instance.readStates.mentions(channel.id) > 0;
  const leave = () =>
    overlays.open('confirm', {
      title: t('people.leave_group'),
      text: t('people.leave_group_text', { name: instance.guilds.titleOf(channel) }),
      action: t('places.leave'),
      danger: true,
      act: () => leaveConversation(instance, channel),
    });
  return menuOf(
    { kind: 'action', label: t('places.mark_read'), icon: Check, disabled: !calls, act: () => attempt(markRead(instance, [channel])) },
    { kind: 'action', label: isMuted ? t('places.unmute') : t('places.mute'), icon: isMuted ? Bell : BellOff, act: () => attempt(toggleMute(instance, channel)) },
    { kind: 'action', label: t('places.notifications'), icon: Bell, act: () => overlays.open('notifications', { guildId: null, channelId: channel.id }) },
    { kind: 'line' },
    other && { kind: 'action', label: t('people.profile'), icon: User, act: () => overlays.open('profile', { userId: other.id, guildId: null }) },
    isGroup && { kind: 'action', label: t('people.edit_group'), icon: Pencil, act: () => overlays.open('editChannel', { channelId: channel.id }) },
    isGroup && { kind: 'action', label: t('people.add_to_group'), icon: UserPlus, act: () => overlays.open('newConversation', { groupId: channel.id }) },
    { kind: 'line' },
    isGroup
      ? { kind: 'action', label: t('people.leave_group'), icon: LogOut, danger: true, act: leave }
      : { kind: 'action', label: t('people.close_conversation'), icon: X, act: () => attempt(leaveConversation(instance, channel)) },
  );
}
