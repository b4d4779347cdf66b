//! One channel, thread or private conversation.
import type { ChannelData } from '../gateway/events/channels';
import { ChannelType } from '../gateway/events/words';
import { isOlder } from './snowflake';

const THREADS: ReadonlySet<number> = new Set([ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread]);
const TEXTUAL: ReadonlySet<number> = new Set([ChannelType.Text, ChannelType.DM, ChannelType.GroupDM, ChannelType.Announcement, ChannelType.Voice, ChannelType.Stage, ...THREADS]);

export class Channel {
  data = $state.raw<ChannelData>({ id: '0', type: ChannelType.Text });
  lastMessageId = $state<string | null>(null);
  /** Whether the person is in this thread. */
  joined = $state(false);

  constructor(data: ChannelData) {
    this.update(data);
  }

  /** Takes what the server says of it. */
  update(data: ChannelData): void {
    this.data = { ...this.data, ...data };
    if (data.last_message_id != null) this.heard(data.last_message_id);
    if (data.member) this.joined = true;
  }

  /** A message with this id was written here. */
  heard(messageId: string): void {
    if (this.lastMessageId === null || isOlder(this.lastMessageId, messageId)) this.lastMessageId = messageId;
  }

  get id(): string {
    return this.data.id;
  }
  get guildId(): string | null {
    return this.data.guild_id ?? null;
  }
  get type(): ChannelType {
    return this.data.type;
  }
  get name(): string {
    return this.data.name ?? '';
  }
  get parentId(): string | null {
    return this.data.parent_id ?? null;
  }
  get position(): number {
    return this.data.position ?? 0;
  }
  get isThread(): boolean {
    return THREADS.has(this.type);
  }
  get isPrivate(): boolean {
    return this.type === ChannelType.DM || this.type === ChannelType.GroupDM;
  }
  get isCategory(): boolean {
    return this.type === ChannelType.Category;
  }
  /** Voice and stage channels. */
  get isSpoken(): boolean {
    return this.type === ChannelType.Voice || this.type === ChannelType.Stage;
  }
  /** Forums and media channels hold posts instead of messages. */
  get isForum(): boolean {
    return this.type === ChannelType.Forum || this.type === ChannelType.Media;
  }
  /** Whether messages are written in it. */
  get isTextual(): boolean {
    return TEXTUAL.has(this.type);
  }
  get isArchived(): boolean {
    return this.data.thread_metadata?.archived ?? false;
  }
}
