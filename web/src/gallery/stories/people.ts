//! People: lines, lists, cards, friends, conversations.
import Conversations from '../../rooms/people/Conversations.svelte';
import GroupIcon from '../../rooms/people/GroupIcon.svelte';
import GuildMembers from '../../rooms/people/GuildMembers.svelte';
import MemberLine from '../../rooms/people/MemberLine.svelte';
import Members from '../../rooms/people/Members.svelte';
import Note from '../../rooms/people/Note.svelte';
import OwnCorner from '../../rooms/people/OwnCorner.svelte';
import People from '../../rooms/people/People.svelte';
import ProfileBody from '../../rooms/people/ProfileBody.svelte';
import ProfileRoles from '../../rooms/people/ProfileRoles.svelte';
import Several from '../Several.svelte';
import { nothing, story, type Story } from '../story';
import { CONVERSATIONS, GUILD_ID, USERS, type Person } from '../wire';

const card = (name: string, person: Person): Story => story(`card/${name}`, ProfileBody, { userId: USERS[person].id, guildId: GUILD_ID, close: nothing });

export const stories: readonly Story[] = [
  ...(Object.keys(USERS) as Person[]).map((person) => story(`member/${person}`, MemberLine, ({ world }) => ({ userId: USERS[person].id, guild: world.guild }))),
  story('members', GuildMembers, ({ world }) => ({ guild: world.guild, channelId: world.room('square').id }), { stage: 30, prepare: nothing, act: (_, world) => world.tellMembers() }),
  story('members/waiting', GuildMembers, ({ world }) => ({ guild: world.guild, channelId: world.room('square').id }), { stage: 10, prepare: nothing }),
  story('members/of a group', Members, ({ world }) => ({ channel: world.channel(CONVERSATIONS.group.id), guild: undefined, close: nothing }), { stage: 22 }),
  card('of a friend', 'ines'),
  card('of oneself', 'me'),
  card('of an application', 'bot'),
  card('who asks to be a friend', 'layla'),
  card('blocked and timed out', 'blocked'),
  card('long name', 'long'),
  story('roles', ProfileRoles, ({ world }) => ({ guild: world.guild, userId: USERS.ines.id })),
  story('note', Note, { userId: USERS.ines.id }),
  story('own corner', OwnCorner, {}, { bare: true }),
  story('conversations', Conversations, { openId: CONVERSATIONS.ines.id }, { stage: 22 }),
  story('conversations/none', Conversations, { openId: null }, { stage: 14, prepare: (world) => world.instance.guilds.conversations.clear() }),
  story('group icon', Several, ({ world }) => ({ component: GroupIcon, all: Object.values(CONVERSATIONS).map((it) => ({ channel: world.channel(it.id) })) })),
  story('friends', People, {}, { stage: 34 }),
];
