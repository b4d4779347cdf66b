//! What can be done about somebody: as a friend, and as a moderator.
import Ban from '@lucide/svelte/icons/ban';
import Copy from '@lucide/svelte/icons/copy';
import Flag from '@lucide/svelte/icons/flag';
import Pencil from '@lucide/svelte/icons/pencil';
import Timer from '@lucide/svelte/icons/timer';
import TimerOff from '@lucide/svelte/icons/timer-off';
import UserMinus from '@lucide/svelte/icons/user-minus';
import UserX from '@lucide/svelte/icons/user-x';

import { t } from '../../i18n/i18n.svelte';
import { menuOf, type MenuItem } from '../../parts/menu';
import { router } from '../../router/router.svelte';
import { copyText } from '../../state/clipboard';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';
import { notices } from '../../state/notices.svelte';
import { Permission } from '../../state/permissions';
import { overlays } from '../shell/overlays.svelte';
import { contextCommands } from '../talk/composer/context_commands';
import { outranks } from './ranks';
import { RelationshipType } from '../../state/people.svelte';

const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => notices.complain(error));

/** Asks somebody to be friends, or says yes to their asking. */
export function befriend(instance: Instance, userId: string): Promise<unknown> {
  return instance.api.put(`/users/@me/relationships/${userId}`, {});
}

/** Ends a friendship, a request or a block. */
export function endRelationship(instance: Instance, userId: string): Promise<unknown> {
  return instance.api.delete(`/users/@me/relationships/${userId}`);
}

export function confirmBlock(instance: Instance, userId: string, name: string): void {
  overlays.open('confirm', {
    title: t('people.block_title', { name }),
    text: t('people.block_text', { name }),
    action: t('people.block'),
    danger: true,
    act: async () => void (await instance.api.put(`/users/@me/relationships/${userId}`, { type: RelationshipType.Blocked })),
  });
}

export function profileMenu(instance: Instance, userId: string, guild: Guild | undefined): MenuItem[] {
  const name = instance.guilds.nameOf(userId, guild);
  const isMe = userId === instance.myId;
  const isBlocked = instance.people.isBlocked(userId);
  const channel = router.place.name === 'channel' ? instance.guilds.channel(router.place.channel) : undefined;
  return menuOf(
    ...(guild ? moderating(instance, userId, guild) : []),
    { kind: 'line' },
    instance.people.isFriend(userId) && { kind: 'action', label: t('people.unfriend'), icon: UserMinus, danger: true, act: () => attempt(endRelationship(instance, userId)) },
    !isMe && !isBlocked && { kind: 'action', label: t('people.block'), icon: Ban, danger: true, act: () => confirmBlock(instance, userId, name) },
    !isMe && isBlocked && { kind: 'action', label: t('people.unblock'), icon: Ban, act: () => attempt(endRelationship(instance, userId)) },
    !isMe && { kind: 'action', label: t('talk.report'), icon: Flag, danger: true, act: () => overlays.open('report', { subject: { kind: 'person', user_id: userId, ...(guild && { guild_id: guild.id }) }, guildId: guild?.id ?? null }) },
    { kind: 'action', label: t('places.copy_id'), icon: Copy, act: () => void copyText(userId) },
    ...(channel ? contextCommands('user', userId, { instance, channel, guild: instance.guilds.guildOf(channel) }) : []),
  );
}

function moderating(instance: Instance, userId: string, guild: Guild): MenuItem[] {
  const member = guild.members.get(userId);
  const isMe = userId === instance.myId;
  const isAbove = outranks(guild, instance.myId, userId);
  const until = member?.communication_disabled_until;
  const isTimedOut = until != null && Date.parse(until) > Date.now();
  const measure = (measure: 'timeout' | 'kick' | 'ban') => overlays.open('moderate', { userId, guildId: guild.id, measure });
  const maySetNick = isMe ? guild.may(Permission.ChangeNickname) : isAbove && guild.may(Permission.ManageNicknames);
  return menuOf(
    member && maySetNick && { kind: 'action', label: t('people.nickname'), icon: Pencil, act: () => overlays.open('nickname', { userId, guildId: guild.id }) },
    member && isAbove && guild.may(Permission.ModerateMembers) && !isTimedOut && { kind: 'action', label: t('people.timeout'), icon: Timer, danger: true, act: () => measure('timeout') },
    member && isAbove && guild.may(Permission.ModerateMembers) && isTimedOut && {
      kind: 'action',
      label: t('people.end_timeout'),
      icon: TimerOff,
      act: () => attempt(instance.api.patch(`/guilds/${guild.id}/members/${userId}`, { communication_disabled_until: null })),
    },
    member && isAbove && guild.may(Permission.KickMembers) && { kind: 'action', label: t('people.kick'), icon: UserX, danger: true, act: () => measure('kick') },
    isAbove && guild.may(Permission.BanMembers) && { kind: 'action', label: t('people.ban'), icon: Ban, danger: true, act: () => measure('ban') },
  );
}
