//! What waits for the person, what they kept, and what they look for.
import Inbox from '../../rooms/inbox/Inbox.svelte';
import InboxRoom from '../../rooms/inbox/InboxRoom.svelte';
import Saved from '../../rooms/inbox/Saved.svelte';
import SearchField from '../../rooms/search/SearchField.svelte';
import SearchPanel from '../../rooms/search/SearchPanel.svelte';
import { nothing, story, type Story } from '../story';
import { CONVERSATIONS, NOW_MS, READY, USERS } from '../wire';

export const stories: readonly Story[] = [
  story('inbox', Inbox, {}, { stage: 44 }),
  story('inbox/empty', Inbox, {}, {
    stage: 24,
    prepare: (world) => {
      for (const { id } of READY.read_state.entries) world.tell('MESSAGE_ACK', { channel_id: id, message_id: String(BigInt(NOW_MS) << 22n), mention_count: 0, unread_count: 0 });
    },
  }),
  story('inbox/room', InboxRoom, ({ world }) => ({ channel: world.room('logistics'), guild: world.guild, onlyMentions: false })),
  story('inbox/conversation', InboxRoom, ({ world }) => ({ channel: world.channel(CONVERSATIONS.ines.id), guild: undefined, onlyMentions: false })),
  story('saved', Saved, {}, { stage: 44 }),
  story('search/field', SearchField, ({ world }) => ({ channel: world.room('square'), guild: world.guild, query: { chips: [{ operator: 'from' as const, value: USERS.ines.id }, { operator: 'has' as const, value: 'image' }], words: 'affiche' }, onsearch: nothing })),
  story('search/begin', SearchPanel, ({ world }) => ({ channel: world.room('square'), guild: world.guild, close: nothing }), { stage: 36 }),
  story('search/found', SearchPanel, ({ world }) => ({ channel: world.room('square'), guild: world.guild, close: nothing, query: 'camionnette' }), { stage: 40 }),
];
