//! One listing and all that this person may do with it: as its author the questions and what fits, as another one's own question.
import type { Api } from '../../api/client';
import { AID_PATH, type AidListing, type AidMatch, type AskState, type OwnListing, type ReceivedAsk } from './words';

type Requests = Pick<Api, 'get' | 'post' | 'put' | 'patch' | 'delete' | 'token'>;

/** Whether the person may ask: for the first time, or again after they took a question back. */
export function mayAsk(listing: AidListing): boolean {
  return listing.state === 'open' && (listing.my_ask === null || listing.my_ask.state === 'withdrawn');
}

export class OneListing {
  listing = $state.raw<AidListing | OwnListing | null>(null);
  asks = $state.raw<readonly ReceivedAsk[]>([]);
  matches = $state.raw<readonly AidMatch[]>([]);
  /** Own listings that could be what is asked for. */
  own = $state.raw<readonly OwnListing[]>([]);
  error = $state.raw<unknown>(null);
  readonly #api: Requests;
  readonly #path: string;

  constructor(api: Requests, id: string) {
    this.#api = api;
    this.#path = `${AID_PATH}/${id}`;
  }

  async load(): Promise<void> {
    try {
      const listing = await this.#api.get<AidListing>(this.#path);
      if (listing.mine) {
        const [{ asks }, { matches }] = await Promise.all([
          this.#api.get<{ asks: ReceivedAsk[] }>(`${this.#path}/asks`),
          listing.state === 'open' ? this.#api.get<{ matches: AidMatch[] }>(`${this.#path}/matches`) : { matches: [] },
        ]);
        [this.asks, this.matches] = [asks, matches];
      } else if (this.#api.token !== null && mayAsk(listing)) {
        this.own = (await this.#api.get<{ listings: OwnListing[] }>(`${AID_PATH}/mine`)).listings.filter((it) => it.state === 'open');
      }
      this.listing = listing;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  async ask(amount: number, text: string, listingId: string | null): Promise<void> {
    await this.#api.post(`${this.#path}/asks`, { amount, text: text.trim(), ...(listingId !== null && { listing_id: listingId }) }, { isPatient: false });
    await this.load();
  }

  async withdraw(askId: string): Promise<void> {
    await this.#api.delete(`${this.#path}/asks/${askId}`);
    await this.load();
  }

  /** The author answers, or takes an answer back. */
  async answer(ask: ReceivedAsk, state: AskState): Promise<ReceivedAsk> {
    const answered = await this.#api.patch<ReceivedAsk>(`${this.#path}/asks/${ask.id}`, { state });
    await this.load();
    return answered;
  }

  async finish(): Promise<void> {
    await this.#api.put(`${this.#path}/done`);
    await this.load();
  }

  async cancel(): Promise<void> {
    await this.#api.delete(this.#path);
    await this.load();
  }
}
