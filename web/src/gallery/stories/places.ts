//! The lists beside the room: guilds, channels, threads, who speaks, and what a forum shows.
import CategoryHead from '../../rooms/places/CategoryHead.svelte';
import ChannelLine from '../../rooms/places/ChannelLine.svelte';
import ChannelSign from '../../rooms/places/ChannelSign.svelte';
import GuildChannels from '../../rooms/places/GuildChannels.svelte';
import GuildHead from '../../rooms/places/GuildHead.svelte';
import MentionCount from '../../rooms/places/MentionCount.svelte';
import ConnectionLine from '../../rooms/shell/ConnectionLine.svelte';
import Missing from '../../rooms/shell/Missing.svelte';
import NoRoom from '../../rooms/shell/NoRoom.svelte';
import Rail from '../../rooms/shell/Rail.svelte';
import RailGuild from '../../rooms/shell/RailGuild.svelte';
import Sidebar from '../../rooms/shell/Sidebar.svelte';
import Forum from '../../rooms/talk/panels/Forum.svelte';
import NewPost from '../../rooms/talk/panels/NewPost.svelte';
import Pins from '../../rooms/talk/panels/Pins.svelte';
import PostCard from '../../rooms/talk/panels/PostCard.svelte';
import ThreadRoom from '../../rooms/talk/panels/ThreadRoom.svelte';
import Threads from '../../rooms/talk/panels/Threads.svelte';
import Room from '../../rooms/talk/Room.svelte';
import Several from '../Several.svelte';
import { nothing, story, type Story } from '../story';
import { CHANNELS, NOW_MS, THREADS, type Room as RoomName } from '../wire';

const line = (name: string, room: RoomName, open = false): Story => story(`channel/${name}`, ChannelLine, ({ world }) => ({ guild: world.guild, channel: world.room(room), open }));
const lorry = { channel: THREADS.lorry.id };

export const stories: readonly Story[] = [
  line('read', 'square'),
  line('open', 'square', true),
  line('unread', 'news'),
  line('mentions', 'logistics'),
  line('hidden from others', 'hosts'),
  line('muted, mentions', 'quiet'),
  line('forum', 'ideas'),
  line('voice, with people', 'yard'),
  line('stage', 'stage'),
  story('channel/draft, long name', ChannelLine, ({ world }) => ({ guild: world.guild, channel: world.room('draft'), open: false }), { prepare: (world) => world.instance.drafts.keep(CHANNELS.draft.id, { text: 'À finir', tokens: [], replyTo: null }, NOW_MS) }),
  story('channel/dragged over', ChannelLine, ({ world }) => ({ guild: world.guild, channel: world.room('news'), open: false, mark: 'after' as const, draggable: true })),
  story('thread', ChannelLine, ({ world }) => ({ guild: world.guild, channel: world.thread('lorry'), open: false })),
  story('category', Several, ({ world }) => ({ component: CategoryHead, column: true, all: [{ collapsed: false, onadd: nothing }, { collapsed: true }, { collapsed: false, muted: true }].map((it) => ({ category: world.room('organise'), muted: false, ontoggle: nothing, ...it })) })),
  story('signs', Several, { component: ChannelSign, all: [0, 2, 5, 13, 15, 11, 12].flatMap((type) => [{ type }, { type, isPrivate: true }]) }),
  story('counts', Several, { component: MentionCount, all: [{ count: 1 }, { count: 12 }, { count: 1234 }, { count: 3, faint: true }] }),
  story('rail/guild', Several, ({ world }) => ({ component: RailGuild, column: true, all: [{ open: false }, { open: true }, { open: false, mark: 'before' }].map((it) => ({ guild: world.guild, ...it })) })),
  story('rail', Rail, {}, { stage: 30 }),
  story('guild-head', GuildHead, ({ world }) => ({ guild: world.guild })),
  story('list', GuildChannels, ({ world }) => ({ guild: world.guild, openId: CHANNELS.square.id }), { stage: 34 }),
  story('sidebar', Sidebar, ({ world }) => ({ guild: world.guild }), { stage: 40 }),
  story('away', ConnectionLine, {}, { bare: true, prepare: (world) => (world.instance.connection = { state: 'away', nextTryAt: NOW_MS + 5000 }) }),
  story('no room/gone', NoRoom, { title: 'Parvis', isGone: true }, { stage: 20 }),
  story('missing', Missing, {}, { stage: 20 }),
  story('no room/none chosen', NoRoom, { title: 'Place commune', isGone: false }, { stage: 18 }),
  story('pins', Pins, ({ world }) => ({ channel: world.room('square'), close: nothing }), { stage: 36 }),
  story('pins/none', Pins, ({ world }) => ({ channel: world.room('slow'), close: nothing }), { stage: 20, channel: CHANNELS.slow.id }),
  story('threads', Threads, ({ world }) => ({ channel: world.room('logistics'), guild: world.guild, close: nothing }), { stage: 24, channel: CHANNELS.logistics.id }),
  story('thread/room', ThreadRoom, ({ world }) => ({ thread: world.thread('lorry'), guild: world.guild, close: nothing }), { stage: 30, ...lorry, prepare: nothing }),
  story('forum', Forum, ({ world }) => ({ channel: world.room('ideas'), guild: world.guild }), { stage: 36, channel: CHANNELS.ideas.id }),
  story('forum/post', PostCard, ({ world }) => ({ post: world.thread('party'), tags: CHANNELS.ideas.available_tags ?? [], guild: world.guild }), { channel: CHANNELS.ideas.id }),
  story('forum/new post', NewPost, ({ world }) => ({ channel: world.room('ideas'), guild: world.guild, onclose: nothing }), { channel: CHANNELS.ideas.id }),
  story('room', Room, ({ world }) => ({ channel: world.room('square'), guild: world.guild, message: null }), { stage: 44, wide: true, prepare: nothing, act: (_, world) => world.tellMembers() }),
];
