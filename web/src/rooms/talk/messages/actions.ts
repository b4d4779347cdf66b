//! Everything that can be done with a message, as one list: for the bar, the button, the right click, the long press.
import AtSign from '@lucide/svelte/icons/at-sign';
import Bookmark from '@lucide/svelte/icons/bookmark';
import Copy from '@lucide/svelte/icons/copy';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Flag from '@lucide/svelte/icons/flag';
import Forward from '@lucide/svelte/icons/forward';
import Hash from '@lucide/svelte/icons/hash';
import Link from '@lucide/svelte/icons/link';
import MessageSquareDot from '@lucide/svelte/icons/message-square-dot';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import PinOff from '@lucide/svelte/icons/pin-off';
import Reply from '@lucide/svelte/icons/reply';
import SmilePlus from '@lucide/svelte/icons/smile-plus';
import Trash from '@lucide/svelte/icons/trash-2';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';

import { t, type Key } from '../../../i18n/i18n.svelte';
import { menuOf, type MenuItem } from '../../../parts/menu';
import type { Message } from '../../../state/message.svelte';
import { notices } from '../../../state/notices.svelte';
import { overlays } from '../../shell/overlays.svelte';
import { contextCommands } from '../composer/context_commands';
import type { Talk } from '../talk.svelte';

export type DeedName =
  | 'reply' | 'react' | 'edit' | 'delete' | 'dismiss' | 'pin' | 'save' | 'copy_text' | 'copy_link' | 'copy_id' | 'mark_unread'
  | 'forward' | 'create_thread' | 'report' | 'mention_author' | 'remove_embeds' | 'who_reacted';

interface Deed {
  name: DeedName;
  label: Key;
  icon: Component<{ size?: number | string }>;
  /** The key that does it while the message has the focus, as `KeyboardEvent.key` names it. */
  key?: string;
  danger?: boolean;
  act: (options: { sure: boolean; at: Element | null }) => void;
}

/** What can be done with a message, in the order in which it is offered. Only what the person may do is in it. */
export function deedsOn(talk: Talk, message: Message): Deed[] {
  const rights = talk.rights(message);
  const { deeds, composing } = talk.instance;
  const { attempt } = { attempt: talk.attempt.bind(talk) };
  const has = (wanted: boolean, deed: Deed): Deed[] => (wanted ? [deed] : []);
  const { content, reactions } = message.data;
  return [
    ...has(rights.react, { name: 'react', label: 'talk.react', icon: SmilePlus, key: '+', act: ({ at }) => pick(talk, message, at) }),
    ...has(rights.reply, { name: 'reply', label: 'talk.reply', icon: Reply, key: 'r', act: () => composing.reply(message, message.authorId !== talk.ownId) }),
    ...has(rights.edit, { name: 'edit', label: 'core.edit', icon: Pencil, key: 'e', act: () => { composing.editing = message; } }),
    ...has(rights.forward, { name: 'forward', label: 'talk.forward', icon: Forward, key: 'f', act: () => overlays.open('forward', { message }) }),
    ...has(rights.createThread, { name: 'create_thread', label: 'talk.create_thread', icon: MessagesSquare, key: 't', act: () => overlays.open('newThread', { channelId: message.channelId, message }) }),
    ...has(rights.mentionAuthor, { name: 'mention_author', label: 'talk.mention_author', icon: AtSign, act: () => { composing.insertion = { channelId: message.channelId, text: `<@${message.authorId}> ` }; } }),
    ...has(rights.pin, message.data.pinned
      ? { name: 'pin', label: 'talk.unpin', icon: PinOff, key: 'p', act: () => void attempt(() => deeds.setPinned(message, false), t('talk.unpinned')) }
      : { name: 'pin', label: 'talk.pin', icon: Pin, key: 'p', act: () => void attempt(() => deeds.setPinned(message, true), t('talk.pinned')) }),
    ...has(rights.keep, { name: 'save', label: 'talk.save', icon: Bookmark, key: 's', act: () => void attempt(() => deeds.save(message), t('talk.saved')) }),
    ...has(rights.keep, { name: 'mark_unread', label: 'talk.mark_unread', icon: MessageSquareDot, key: 'u', act: () => markUnread(talk, message) }),
    ...has(content !== '', { name: 'copy_text', label: 'talk.copy_text', icon: Copy, key: 'c', act: () => void copy(content) }),
    ...has(rights.keep, { name: 'copy_link', label: 'talk.copy_link', icon: Link, key: 'l', act: () => void copy(talk.linkTo(message)) }),
    ...has(talk.developer, { name: 'copy_id', label: 'talk.copy_id', icon: Hash, act: () => void copy(message.id) }),
    ...has((reactions?.length ?? 0) > 0, { name: 'who_reacted', label: 'talk.who_reacted', icon: Users, act: () => overlays.open('reactions', { message }) }),
    ...has(rights.removeEmbeds, { name: 'remove_embeds', label: 'talk.remove_embeds', icon: EyeOff, act: () => void attempt(() => deeds.removeEmbeds(message)) }),
    ...has(rights.report, { name: 'report', label: 'talk.report', icon: Flag, danger: true, act: () => overlays.open('report', { subject: { kind: 'message', channel_id: message.channelId, message_id: message.id }, guildId: talk.guild?.id ?? null }) }),
    ...has(rights.delete, { name: 'delete', label: 'core.delete', icon: Trash, key: 'Delete', danger: true, act: ({ sure }) => remove(talk, message, sure) }),
    ...has(rights.dismiss, { name: 'dismiss', label: 'talk.dismiss', icon: EyeOff, key: 'Delete', act: () => deeds.dismiss(message) }),
  ];
}

/** The same as a menu. `at` is where the emoji picker opens. */
export function messageMenu(talk: Talk, message: Message, at: Element | null, shift = false): MenuItem[] {
  const items = deedsOn(talk, message).map((deed): MenuItem => ({
    kind: 'action',
    label: t(deed.label),
    icon: deed.icon,
    danger: deed.danger ?? false,
    ...(deed.key === undefined ? {} : { shortcut: deed.key.length === 1 ? deed.key.toUpperCase() : t('talk.key_delete') }),
    act: () => deed.act({ sure: shift, at }),
  }));
  const danger = items.findIndex((it) => it.kind === 'action' && it.danger === true);
  if (danger > 0) items.splice(danger, 0, { kind: 'line' });
  return menuOf(...items, ...contextCommands('message', message.id, talk));
}

function pick(talk: Talk, message: Message, at: Element | null): void {
  if (at) talk.picking = { message, at };
}

function markUnread(talk: Talk, message: Message): void {
  talk.unreadFrom = { id: message.id };
  void talk.attempt(() => talk.instance.deeds.markUnread(message));
}

function remove(talk: Talk, message: Message, sure: boolean): void {
  const act = () => talk.attempt(() => talk.instance.deeds.delete(message));
  if (sure) void act();
  else overlays.open('confirm', { title: t('talk.delete_title'), text: t('talk.delete_text'), action: t('core.delete'), danger: true, act });
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.say(t('talk.copied'));
  } catch {
    notices.say(t('talk.copy_failed'), 'wrong');
  }
}
