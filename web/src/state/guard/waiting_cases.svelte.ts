//! How many cases wait, and whether far more people join than usual, by guild: asked for once in guilds that the person
//! looks after, then again when something is told of them. The house is the guild of the empty name.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';

import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { CaseChange, GuardEvents, RaidChange } from '../../gateway/events/guard';
import type { SessionEvents } from '../../gateway/events/session';
import type { Guild } from '../guild.svelte';
import { Permission } from '../permissions';
import { onceMore } from './once_more';
import { GUARD_PATH, type CasePage } from './words';

const HOUSE = '';

/** Whether the person looks after the reports of a guild. */
export function looksAfter(guild: Guild): boolean {
  return guild.may(Permission.ManageMessages) || guild.may(Permission.ModerateMembers);
}

export class WaitingCases {
  #counts = new SvelteMap<string, number>();
  #ringing = new SvelteSet<string>();
  readonly #api: Pick<Api, 'get'>;
  // How to ask again, by what was asked for.
  readonly #asked = new Map<string, () => void>();

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api;
  }

  /** How many wait in a guild, or in the house. */
  count(guildId: string | null): number {
    return this.#counts.get(guildId ?? HOUSE) ?? 0;
  }

  /** Whether the alarm on joins rings in a guild. */
  rings(guildId: string): boolean {
    return this.#ringing.has(guildId);
  }

  /** Whether the person looks after the house, as far as it was asked. */
  get keepsHouse(): boolean {
    return this.#counts.has(HOUSE);
  }

  /** Asks for those of a guild, once. */
  async load(guildId: string | null): Promise<void> {
    const key = guildId ?? HOUSE;
    if (this.#asked.has(key)) return;
    this.#asked.set(key, onceMore(() => this.#ask(key)));
    await this.#ask(key);
  }

  async #ask(key: string): Promise<void> {
    try {
      const { counts } = await this.#api.get<Pick<CasePage, 'counts'>>(`${GUARD_PATH}/cases`, { query: { guild_id: key === HOUSE ? null : key, state: 'open', limit: 1 } });
      this.#counts.set(key, counts.open + counts.appeals_open);
    } catch {
      // The desk says what is wrong; a number that is missing does not need to. Most people do not look after the house.
      this.#counts.delete(key);
    }
    if (key !== HOUSE) await this.#listen(key);
  }

  async #listen(guildId: string): Promise<void> {
    try {
      const { ringing } = await this.#api.get<Pick<RaidChange, 'ringing'>>(`${GUARD_PATH}/guilds/${guildId}/raids`);
      this.#take({ guild_id: guildId, ringing });
    } catch {
      // As above.
    }
  }

  #take({ guild_id: guildId, ringing }: Pick<RaidChange, 'guild_id' | 'ringing'>): void {
    if (ringing) this.#ringing.add(guildId);
    else this.#ringing.delete(guildId);
  }

  sink(): Sink<Pick<SessionEvents, 'READY'> & Pick<GuardEvents, 'GUARD_CASE_CREATE' | 'GUARD_CASE_UPDATE' | 'GUARD_RAID_UPDATE'>> {
    const take = ({ guild_id: guildId }: CaseChange): void => {
      this.#asked.get(guildId ?? HOUSE)?.();
      // A guild may have asked the house to decide.
      if (guildId !== null && this.keepsHouse) this.#asked.get(HOUSE)?.();
    };
    return {
      // What came meanwhile is not known: it is asked for again where it is shown.
      READY: () => this.#asked.forEach((ask) => ask()),
      GUARD_CASE_CREATE: take,
      GUARD_CASE_UPDATE: take,
      GUARD_RAID_UPDATE: (change) => this.#take(change),
    };
  }
}
