//! The threads of a channel: those that are open are known, those that were put away are fetched page by page.
import type { ChannelData } from '../../../gateway/events/channels';
import { Channel } from '../../../state/channel.svelte';
import type { Guild } from '../../../state/guild.svelte';
import type { Instance } from '../../../state/instance.svelte';

const PAGE = 25;

export class ArchivedThreads {
  found = $state.raw<readonly Channel[]>([]);
  hasMore = $state(true);
  busy = $state(false);
  error = $state.raw<unknown>(null);
  readonly #instance: Instance;
  readonly #guild: Guild;
  readonly #channelId: string;

  constructor(instance: Instance, guild: Guild, channelId: string) {
    this.#instance = instance;
    this.#guild = guild;
    this.#channelId = channelId;
  }

  async more(): Promise<void> {
    if (this.busy || !this.hasMore) return;
    this.busy = true;
    this.error = null;
    try {
      const before = this.found.at(-1)?.data.thread_metadata?.archive_timestamp;
      const path = `/channels/${this.#channelId}/threads/archived/public`;
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
