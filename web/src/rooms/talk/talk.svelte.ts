//! What the parts of one room share: whose room it is, what people are called in it, and what one can do with its messages.
import { getContext, setContext } from 'svelte';

import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';
import type { Message } from '../../state/message.svelte';
import { messageRights, type MessageRights } from '../../state/message_rights';
import { notices } from '../../state/notices.svelte';
import { router } from '../../router/router.svelte';
import { overlays } from '../shell/overlays.svelte';

export class Talk {
  /** The message to go to, and a new object for each time that somebody wants to. */
  wanted = $state.raw<{ id: string } | null>(null);
  /** The message under which the unread line is drawn by hand. */
  unreadFrom = $state.raw<{ id: string } | null>(null);
  /** The message whose emoji picker is open, and where. */
  picking = $state.raw<{ message: Message; at: Element } | null>(null);

  constructor(
    readonly instance: Instance,
    readonly channel: Channel,
    readonly guild: Guild | undefined,
  ) {}

  get ownId(): string {
    return this.instance.myId;
  }
  get developer(): boolean {
    return this.instance.settings.account?.developer_mode ?? false;
  }

  /** What the author of a message is called here. Webhooks bring their own name. */
  authorName(message: Message): string {
    const author = message.data.author;
    if (message.data.webhook_id !== undefined) return author.username;
    return this.nameOf(author.id, author.global_name ?? author.username);
  }

  nameOf(userId: string, otherwise?: string): string {
    const name = this.instance.guilds.nameOf(userId, this.guild);
    return name === userId && otherwise !== undefined ? otherwise : name;
  }

  colourOf(userId: string): number | null {
    return this.guild?.colorOf(userId) ?? null;
  }

  rights(message: Message): MessageRights {
    return messageRights({ message, channel: this.channel, guild: this.guild, ownId: this.ownId });
  }

  /** Whether a message means the reader: by name, by role, or everybody. */
  concerns(message: Message): boolean {
    const { mentions, mention_roles: roles, mention_everyone: everyone } = message.data;
    if (message.authorId === this.ownId) return false;
    if (everyone || mentions.some((it) => it.id === this.ownId)) return true;
    const own = this.guild?.me?.roles ?? [];
    return roles.some((it) => own.includes(it));
  }

  /** Goes to a message, here or in another room. */
  goTo(channelId: string, messageId: string, guildId = this.channel.guildId): void {
    if (channelId === this.channel.id) this.wanted = { id: messageId };
    else router.go({ name: 'channel', guild: guildId, channel: channelId, message: messageId });
  }

  showProfile(userId: string): void {
    overlays.open('profile', { userId, guildId: this.guild?.id ?? null });
  }

  /** Does something that the server may refuse, and says so. */
  async attempt(deed: () => Promise<unknown>, done?: string): Promise<void> {
    try {
      await deed();
      if (done !== undefined) notices.say(done);
    } catch (error) {
      notices.complain(error);
    }
  }

  /** The address of a message, for others. */
  linkTo(message: Message): string {
    return `${location.origin}/channels/${this.channel.guildId ?? '@me'}/${message.channelId}/${message.id}`;
  }
}

const KEY = Symbol('talk');

/** `talk` is asked whenever a component is made: one frame shows many rooms, one after the other. */
export function provideTalk(talk: () => Talk): void {
  setContext(KEY, talk);
}

/** The room around a component; to be called while it is made. */
export function useTalk(): Talk {
  return getContext<() => Talk>(KEY)();
}
