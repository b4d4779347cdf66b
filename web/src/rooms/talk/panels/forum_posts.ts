//! Which posts of a forum are shown, and in what order.
import type { Channel } from '../../../state/channel.svelte';
import { byAge } from '../../../state/snowflake';
import { PINNED_POST } from './thread_flags';

export type PostOrder = 'active' | 'created';

/** Posts with any of the chosen tags (or all posts), the pinned one first, then the latest. */
export function forumPosts(posts: readonly Channel[], order: PostOrder, tags: readonly string[]): Channel[] {
  const wanted = tags.length === 0 ? posts : posts.filter((it) => it.data.applied_tags?.some((tag) => tags.includes(tag)) ?? false);
  const pinned = (it: Channel) => ((it.data.flags ?? 0) & PINNED_POST) !== 0;
  const key = (it: Channel) => (order === 'active' ? (it.lastMessageId ?? it.id) : it.id);
  return [...wanted].sort((a, b) => Number(pinned(b)) - Number(pinned(a)) || byAge(key(b), key(a)));
}
