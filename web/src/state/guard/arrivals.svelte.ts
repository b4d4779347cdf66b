//! Who comes into a guild: whether more than usual, how they conduct themselves, and what is done about it.
import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { GuardEvents } from '../../gateway/events/guard';
import { onceMore } from './once_more';
import { ANSWERS, type Answer, type Answers, type Newcomer, type NewcomerPage, type Raids, type RaidSettings } from './raid_words';
import { GUARD_PATH, type Person } from './words';

const SHOWN = 50;

type ArrivalsApi = Pick<Api, 'get' | 'post' | 'put' | 'patch' | 'delete'>;

export class Arrivals {
  now = $state.raw<Raids | null>(null);
  newcomers = $state.raw<readonly Newcomer[]>([]);
  /** How many came in the last day, those that are not shown among them. */
  total = $state(0);
  error = $state.raw<unknown>(null);
  readonly guildId: string;
  readonly #api: ArrivalsApi;
  readonly #path: string;
  readonly #know: (user: Person) => void;

  constructor(api: ArrivalsApi, guildId: string, know: (user: Person) => void = () => undefined) {
    this.#api = api;
    this.guildId = guildId;
    this.#path = `${GUARD_PATH}/guilds/${guildId}/raids`;
    this.#know = know;
  }

  async load(): Promise<void> {
    try {
      const [now, page] = await Promise.all([this.#api.get<Raids>(this.#path), this.#api.get<NewcomerPage>(`${this.#path}/newcomers`, { query: { limit: SHOWN } })]);
      for (const it of page.newcomers) this.#know(it.user);
      [this.now, this.newcomers, this.total, this.error] = [now, page.newcomers, page.total, null];
    } catch (error) {
      this.error = error;
    }
  }

  /** Switches raid mode on, with everything that the person may have done. */
  async begin(answers: Answers): Promise<void> {
    await this.#change(this.#api.put<Raids>(`${this.#path}/mode`, answers));
  }

  async end(): Promise<void> {
    await this.#change(this.#api.delete<Raids>(`${this.#path}/mode`));
  }

  /** One more day of raid mode. */
  async prolong(): Promise<void> {
    await this.#change(this.#api.post<Raids>(`${this.#path}/confirm`, {}));
  }

  /** These may not write for so long, and that is a decision of the person. */
  async confirm(userIds: readonly string[], seconds: number): Promise<void> {
    await this.#change(this.#api.post<Raids>(`${this.#path}/confirm`, { user_ids: userIds, seconds }));
  }

  /** These may write; without anybody all of them, and raid mode ends. */
  async release(userIds: readonly string[] | null): Promise<void> {
    await this.#change(this.#api.post<Raids>(`${this.#path}/release`, { user_ids: userIds }));
  }

  async save(settings: Partial<Omit<RaidSettings, 'automatic'>> & { automatic?: Partial<Answers> }): Promise<void> {
    await this.#change(this.#api.patch<Raids>(`${this.#path}/settings`, settings));
  }

  sink(): Sink<Pick<GuardEvents, 'GUARD_RAID_UPDATE'>> {
    const again = onceMore(() => this.load());
    return {
      GUARD_RAID_UPDATE: (change) => {
        if (change.guild_id === this.guildId) again();
      },
    };
  }

  async #change(answer: Promise<Raids>): Promise<void> {
    this.now = await answer;
    await this.load();
  }
}

/** What of some answers is on. */
export function on(answers: Answers): Answer[] {
  return ANSWERS.filter((it) => answers[it]);
}
