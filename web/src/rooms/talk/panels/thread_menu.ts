//! What can be done with a thread.
import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import Link from '@lucide/svelte/icons/link';
import Lock from '@lucide/svelte/icons/lock';
import LockOpen from '@lucide/svelte/icons/lock-open';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Pin from '@lucide/svelte/icons/pin';
import Trash from '@lucide/svelte/icons/trash-2';

import type { ChannelData } from '../../../gateway/events/channels';
import { t } from '../../../i18n/i18n.svelte';
import { menuOf, type MenuItem } from '../../../parts/menu';
import { notices } from '../../../state/notices.svelte';
import { Permission } from '../../../state/permissions';
import { overlays } from '../../shell/overlays.svelte';
import { panes } from '../../shell/panes.svelte';
import type { Talk } from '../talk.svelte';
import { PINNED_POST } from './thread_flags';


export function threadMenu(talk: Talk): MenuItem[] {
  const { channel: thread, guild, instance } = talk;
  const { api } = instance;
  const manages = guild?.may(Permission.ManageThreads, thread) ?? false;
  const isOwn = thread.data.owner_id === talk.ownId;
  const archived = thread.isArchived;
  const locked = thread.data.thread_metadata?.locked ?? false;
  const flags = thread.data.flags ?? 0;
  const inForum = thread.parentId !== null && (guild?.channels.get(thread.parentId)?.isForum ?? false);
  const change = (body: Partial<ChannelData> & Record<string, unknown>) => () => {
    void talk.attempt(async () => thread.update(await api.patch<ChannelData>(`/channels/${thread.id}`, body)));
  };
  const membership = (joins: boolean) => () => {
    void talk.attempt(async () => {
      await (joins ? api.put(`/channels/${thread.id}/thread-members/@me`) : api.delete(`/channels/${thread.id}/thread-members/@me`));
      thread.joined = joins;
    });
  };
  return menuOf(
    thread.joined
      ? { kind: 'action', label: t('talk.thread_leave'), icon: LogOut, act: membership(false) }
      : { kind: 'action', label: t('talk.thread_join'), icon: LogIn, act: membership(true) },
    { kind: 'action', label: t('talk.copy_link'), icon: Link, act: () => void copyLink(talk) },
    { kind: 'line' },
    (manages || isOwn) && !locked && { kind: 'action', label: archived ? t('talk.thread_reopen') : t('talk.thread_archive'), icon: archived ? ArchiveRestore : Archive, act: change({ archived: !archived }) },
    manages && { kind: 'action', label: locked ? t('talk.thread_unlock') : t('talk.thread_lock'), icon: locked ? LockOpen : Lock, act: change(locked ? { locked: false, archived: false } : { locked: true }) },
    manages && inForum && { kind: 'action', label: flags & PINNED_POST ? t('talk.unpin') : t('talk.pin'), icon: Pin, act: change({ flags: flags ^ PINNED_POST }) },
    manages && { kind: 'action', label: t('talk.thread_delete'), icon: Trash, danger: true, act: () => remove(talk) },
  );
}

async function copyLink(talk: Talk): Promise<void> {
  await navigator.clipboard.writeText(`${location.origin}/channels/${talk.channel.guildId ?? '@me'}/${talk.channel.id}`);
  notices.say(t('talk.copied'));
}

function remove(talk: Talk): void {
  const act = async (): Promise<void> => {
    await talk.instance.api.delete(`/channels/${talk.channel.id}`);
    panes.closeRight();
  };
  overlays.open('confirm', { title: t('talk.thread_delete_title', { name: talk.channel.name }), text: t('talk.thread_delete_text'), action: t('core.delete'), danger: true, act });
}
