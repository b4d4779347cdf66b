//! Messages in the list: all kinds of rows, on their way, failed, told by the server, and the list itself.
import type { MessageData } from '../../gateway/events/messages';
import ActionBar from '../../rooms/talk/messages/ActionBar.svelte';
import Beginning from '../../rooms/talk/messages/Beginning.svelte';
import MessageCard from '../../rooms/talk/messages/MessageCard.svelte';
import MessageList from '../../rooms/talk/messages/MessageList.svelte';
import MessageRow from '../../rooms/talk/messages/MessageRow.svelte';
import PendingRow from '../../rooms/talk/messages/PendingRow.svelte';
import { Pending, type Draft, type PendingState } from '../../state/outbox.svelte';
import { SAID } from '../messages';
import Several from '../Several.svelte';
import { nothing, story, type Story, type StoryOptions } from '../story';
import { CHANNELS, CONVERSATIONS, NOW_MS } from '../wire';
import type { World } from '../world';

const row = (name: string, data: MessageData, options: StoryOptions & { highlighted?: boolean; continues?: boolean } = {}): Story =>
  story(`row/${name}`, MessageRow, ({ world }) => ({ message: world.message(data), continues: options.continues ?? false, isEntry: false, highlighted: options.highlighted ?? false, pointed: false }), { bare: true, ...options });

function pending(state: PendingState, draft: Draft, more: { words?: string; progress?: number } = {}): Pending {
  const made = new Pending(`${state}${draft.content}`, CHANNELS.square.id, draft, new Date(NOW_MS));
  made.state = state;
  made.words = more.words ?? null;
  made.progress = more.progress ?? 0;
  return made;
}

const FILES = { content: 'Le plan arrive', files: [{ file: new Blob(['x']), filename: 'plan-de-la-place.png' }, { file: new Blob(['x']), filename: 'liste.pdf' }] };
const way = (name: string, made: Pending): Story => story(`pending/${name}`, PendingRow, { pending: made }, { bare: true });

/** Answers another message of the list than the one that is shown. */
const edits = (data: MessageData) => (world: World): void => {
  const message = world.message(data);
  world.instance.composing.editing = message;
};

export const stories: readonly Story[] = [
  story('row/grouped', Several, ({ world }) => ({ component: MessageRow, column: true, all: [SAID.first, SAID.again].map((it, at) => ({ message: world.message(it), continues: at > 0, isEntry: false, highlighted: false, pointed: false })) }), { bare: true }),
  row('edited', SAID.edited),
  row('own', SAID.own),
  row('reply', SAID.reply),
  row('reply to what is gone', SAID.replyGone),
  row('reply to somebody blocked', SAID.replyBlocked),
  row('mentions me', SAID.mention),
  row('arabic', SAID.arabic),
  row('long', SAID.long),
  row('only emojis', SAID.emoji),
  row('custom emojis', SAID.custom),
  row('reactions', SAID.reactions),
  row('pinned', SAID.pinned),
  row('found', SAID.own, { highlighted: true }),
  row('ephemeral', SAID.ephemeral),
  row('application thinks', SAID.thinking),
  row('webhook', SAID.webhook),
  row('suspicious link', SAID.suspicious),
  row('thread', SAID.threaded),
  row('forwarded', SAID.forwarded),
  row('sticker', SAID.sticker),
  row('joined', SAID.joined),
  row('notice of a pin', SAID.pinNotice),
  row('notice of a thread', SAID.threadNotice),
  row('notice of a new name', SAID.renamed),
  row('notice of a poll', SAID.poll),
  row('unknown notice', SAID.unknownNotice),
  story('row/being edited', MessageRow, ({ world }) => ({ message: world.instance.composing.editing ?? world.message(SAID.own), continues: false, isEntry: false, highlighted: false, pointed: false }), { bare: true, prepare: edits(SAID.own) }),
  way('sending', pending('sending', { content: 'J’arrive dans cinq minutes.' })),
  way('with files', pending('sending', FILES, { progress: 0.42 })),
  way('waiting', pending('waiting', { content: 'Écrit dans le métro.' })),
  way('failed', pending('failed', { content: 'Tout le monde est là ?' }, { words: 'Vous ne pouvez plus écrire ici.' })),
  story('action-bar', ActionBar, ({ world }) => ({ message: world.message(SAID.own), open: false })),
  story('card', MessageCard, ({ world }) => ({ message: world.message(SAID.pinned), ongo: nothing })),
  story('beginning/channel', Beginning, {}, { bare: true }),
  story('beginning/conversation', Beginning, {}, { bare: true, channel: CONVERSATIONS.ines.id }),
  story('list/whole', MessageList, ({ world }) => ({ channel: world.room('square'), guild: world.guild, message: null, main: false }), { stage: 46, wide: true }),
  story('list/unread', MessageList, ({ world }) => ({ channel: world.room('logistics'), guild: world.guild, message: null, main: false }), { stage: 24, channel: CHANNELS.logistics.id, prepare: nothing }),
  story('list/empty', MessageList, ({ world }) => ({ channel: world.room('slow'), guild: world.guild, message: null, main: false }), { stage: 16, channel: CHANNELS.slow.id, prepare: nothing }),
];
