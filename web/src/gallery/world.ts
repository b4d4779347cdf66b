//! The state of a client that has just been told of the small place: all that stories draw from.
import { Channel } from '../state/channel.svelte';
import type { Guild } from '../state/guild.svelte';
import { Instance } from '../state/instance.svelte';
import { Message } from '../state/message.svelte';
import type { MessageData } from '../gateway/events/messages';
import { CHANNELS, GUILD, GUILD_ID, MEMBERS, READY, THREADS, USERS, type Room } from './wire';

export class World {
  readonly instance = new Instance(location.origin, 'gallery', () => undefined);
  readonly guild: Guild;

  constructor() {
    // What was begun in another story is not begun here.
    localStorage.removeItem(`parvis.drafts.${USERS.me.id}`);
    this.instance.connection = { state: 'here' };
    this.tell('READY', READY);
    const guild = this.instance.guilds.get(GUILD_ID);
    if (!guild) throw new Error('the place is in READY');
    this.guild = guild;
  }

  /** As if it came over the gateway. */
  tell(event: string, data: unknown): void {
    this.instance.dispatcher.dispatch(event, data);
  }

  room(name: Room): Channel {
    return this.channel(CHANNELS[name].id);
  }
  thread(name: keyof typeof THREADS): Channel {
    return this.channel(THREADS[name].id);
  }
  channel(id: string): Channel {
    const found = this.instance.guilds.channel(id);
    if (!found) throw new Error(`no channel ${id}`);
    return found;
  }

  message(data: MessageData): Message {
    return new Message(data);
  }

  /** The person is somebody without rights here. */
  becomeGuest(): void {
    this.tell('GUILD_UPDATE', { ...GUILD, owner_id: USERS.ines.id });
    const own = MEMBERS.find((it) => it.user.id === USERS.me.id);
    if (own) this.tell('GUILD_MEMBER_UPDATE', { ...own, guild_id: GUILD_ID, roles: [] });
  }

  /** The list of members, as the server sends it to who looks at it. */
  tellMembers(): void {
    const here = MEMBERS.filter((it) => this.instance.people.statusOf(it.user.id) !== 'offline');
    const away = MEMBERS.filter((it) => !here.includes(it));
    const groups = [{ id: 'online', count: here.length }, { id: 'offline', count: away.length }];
    const items = [{ group: groups[0] }, ...here.map((member) => ({ member: { ...member, presence: this.instance.people.presenceOf(member.user.id) } })), { group: groups[1] }, ...away.map((member) => ({ member }))];
    this.tell('GUILD_MEMBER_LIST_UPDATE', { guild_id: GUILD_ID, id: 'everyone', member_count: MEMBERS.length, online_count: here.length, groups, ops: [{ op: 'SYNC', range: [0, 99], items }] });
  }
}
