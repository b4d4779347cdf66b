//! The threads of a channel: those that are open are known, those that were put away are fetched page by page.
import type { ChannelData } from '../../../gateway/events/channels';
import { Channel } from '../../../state/channel.svelte';
import type { Guild } from '../../../state/guild.svelte';
import type { Instance } from '../../../state/instance.svelte';

const PAGE = 25;

/** Public ones, all private ones (for those who manage threads), or the private ones that the person is in. */
export type ArchivedKind = 'public' | 'private' | 'joined';

const PATHS: Record<ArchivedKind, string> = { public: 'threads/archived/public', private: 'threads/archived/private', joined: 'users/@me/threads/archived/private' };

export class ArchivedThreads {
  found = $state.raw<readonly Channel[]>([]);
  hasMore = $state(true);
  busy = $state(false);
  error = $state.raw<unknown>(null);
  readonly #instance: Pick<Instance, 'api'>;
  readonly #guild: Pick<Guild, 'id'>;
  readonly #channelId: string;
  readonly #kind: ArchivedKind;

  constructor(instance: Pick<Instance, 'api'>, guild: Pick<Guild, 'id'>, channelId: string, kind: ArchivedKind = 'public') {
    this.#instance = instance;
    this.#guild = guild;
    this.#channelId = channelId;
    this.#kind = kind;
  }

  async more(): Promise<void> {
    if (this.busy || !this.hasMore) return;
    this.busy = true;
    this.error = null;
    try {
      const last = this.found.at(-1);
      // The list of one's own goes by when threads were started, the others by when they were put away.
      const before = this.#kind === 'joined' ? last?.id : last?.data.thread_metadata?.archive_timestamp;
      const path = `/channels/${this.#channelId}/${PATHS[this.#kind]}`;
      const answer = await this.#instance.api.get<{ threads: ChannelData[]; has_more: boolean }>(path, { query: { limit: PAGE, before } });
      this.found = [...this.found, ...answer.threads.map((it) => new Channel({ ...it, guild_id: this.#guild.id }))];
      this.hasMore = answer.has_more;
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}
