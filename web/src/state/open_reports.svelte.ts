//! Reports that nobody looks at yet, by guild: asked for once in guilds that the person looks after, then kept by events.
import { SvelteMap } from 'svelte/reactivity';

import type { Api } from '../api/client';
import type { Sink } from '../gateway/dispatch';
import type { GuildEvents, ReportChange } from '../gateway/events/guilds';
import type { SessionEvents } from '../gateway/events/session';
import type { Guild } from './guild.svelte';
import { Permission } from './permissions';

/** More are not counted. */
const COUNTED_MAX = 100;

/** Whether the person may see the reports of a guild. */
export function looksAfter(guild: Guild): boolean {
  return guild.may(Permission.ManageMessages) || guild.may(Permission.ModerateMembers);
}

export class OpenReports {
  #open = new SvelteMap<string, ReadonlySet<string>>();
  readonly #api: Pick<Api, 'get'>;
  readonly #asked = new Set<string>();

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api;
  }

  /** How many wait in a guild. */
  count(guildId: string): number {
    return this.#open.get(guildId)?.size ?? 0;
  }

  /** Asks for those of a guild, once. */
  async load(guildId: string): Promise<void> {
    if (this.#asked.has(guildId)) return;
    this.#asked.add(guildId);
    try {
      const { reports } = await this.#api.get<{ reports: { id: string }[] }>(`/parvis/v1/guilds/${guildId}/reports`, { query: { state: 'open', limit: COUNTED_MAX } });
      this.#open.set(guildId, new Set(reports.map((it) => it.id)));
    } catch {
      // The page of reports says what is wrong; a number that is missing does not need to.
      this.#asked.delete(guildId);
    }
  }

  #take({ id, guild_id: guildId, state }: ReportChange): void {
    if (!this.#asked.has(guildId)) return;
    const others = [...(this.#open.get(guildId) ?? [])].filter((it) => it !== id);
    this.#open.set(guildId, new Set(state === 'open' ? [...others, id] : others));
  }

  sink(): Sink<Pick<SessionEvents, 'READY'> & Pick<GuildEvents, 'MESSAGE_REPORT_CREATE' | 'MESSAGE_REPORT_UPDATE'>> {
    return {
      READY: () => {
        // What came meanwhile is not known: it is asked for again where it is shown.
        const shown = [...this.#asked];
        this.#asked.clear();
        for (const guildId of shown) void this.load(guildId);
      },
      MESSAGE_REPORT_CREATE: (change) => this.#take(change),
      MESSAGE_REPORT_UPDATE: (change) => this.#take(change),
    };
  }
}
