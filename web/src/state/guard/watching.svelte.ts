//! Who is on watch over a place, and the note that the last ones left.
import type { Api } from '../../api/client';
import { GUARD_PATH, type Watch } from './words';

export class Watching {
  now = $state.raw<Watch | null>(null);
  readonly #api: Pick<Api, 'get' | 'put'>;
  readonly #guildId: string | null;
  readonly #ownId: string;

  constructor(api: Pick<Api, 'get' | 'put'>, guildId: string | null, ownId: string) {
    this.#api = api;
    this.#guildId = guildId;
    this.#ownId = ownId;
  }

  get isMine(): boolean {
    return this.now?.on_watch.some((it) => it.user.id === this.#ownId) ?? false;
  }

  async load(): Promise<void> {
    this.now = await this.#api.get<Watch>(`${GUARD_PATH}/watch`, { query: { guild_id: this.#guildId } });
  }

  async set(on: boolean): Promise<void> {
    this.now = await this.#api.put<Watch>(`${GUARD_PATH}/watch`, { guild_id: this.#guildId, on });
  }

  async leaveNote(text: string): Promise<void> {
    this.now = await this.#api.put<Watch>(`${GUARD_PATH}/handover`, { guild_id: this.#guildId, text });
  }
}
