//! The rules of a guild or of the house: conditions that run dry until people judged what they catch, lists of domains,
//! lines about files, and what a rule holds. What somebody changes is shown when the server has it.
import type { Api } from '../../api/client';
import type { components } from '../../api/parvis';
import { GUARD_PATH } from './words';

type Schemas = components['schemas'];
export type Policy = Schemas['GuardPolicy'];
export type Gate = Schemas['GuardPolicyGate'];
export type Measured = Schemas['GuardPolicyMeasured'];
export type Sample = Schemas['GuardPolicySample'];
export type Held = Schemas['GuardHeldMessage'] & { author: { username: string; global_name: string | null } | null };
export type DomainList = Schemas['GuardDomainList'];
export type MediaLine = Schemas['GuardMediaLine'];
export type Mode = Policy['mode'];
export type ActionKind = Policy['actions'][number]['kind'];

export interface Act {
  policy_id: string;
  name: string;
  act: 'made' | 'changed' | 'switched_off' | 'runs_dry' | 'switched_on' | 'deleted';
  user: { username: string; global_name: string | null } | null;
  at: string;
}

interface Overview {
  may_manage: boolean;
  policies: Policy[];
  lists: DomainList[];
  media: MediaLine[];
  acts: Act[];
}

export interface Feature {
  name: string;
  kind: 'bool' | 'int' | 'text' | 'ints' | 'texts';
  about: string;
}

export interface Reference {
  features: Feature[];
  actions: string[];
  gate: Gate;
  gate_of_restrictions: Gate;
}

export interface Tried {
  error: { line: number; column: number; text: string } | null;
  catches: boolean | null;
  why: Sample['why'];
  steps: number;
  steps_max: number;
}

const PATH = `${GUARD_PATH}/policies`;

type PoliciesApi = Pick<Api, 'get' | 'post' | 'put' | 'delete'>;

export class Policies {
  now = $state.raw<Overview | null>(null);
  held = $state.raw<readonly Held[]>([]);
  error = $state.raw<unknown>(null);
  readonly #api: PoliciesApi;
  /** The guild, or null for the house. */
  readonly guildId: string | null;

  constructor(api: PoliciesApi, guildId: string | null) {
    this.#api = api;
    this.guildId = guildId;
  }

  async load(): Promise<void> {
    this.error = null;
    try {
      const query = { guild_id: this.guildId };
      this.now = await this.#api.get<Overview>(PATH, { query });
      // Who sets rules without looking after messages has nothing to release.
      this.held = await this.#api.get<{ held: Held[] }>(`${PATH}/held`, { query }).then((page) => page.held, () => []);
    } catch (thrown) {
      this.error = thrown;
    }
  }

  /** Makes a rule, or changes one. */
  async save(id: string | null, wanted: object): Promise<void> {
    if (id === null) await this.#api.post(PATH, { ...wanted, guild_id: this.guildId });
    else await this.#api.put(`${PATH}/${id}`, wanted);
    await this.load();
  }

  async setMode(id: string, mode: Mode): Promise<void> {
    await this.#api.put(`${PATH}/${id}/mode`, { mode });
    await this.load();
  }

  async remove(id: string): Promise<void> {
    await this.#api.delete(`${PATH}/${id}`);
    await this.load();
  }

  async attempt(attempt: object): Promise<Tried> {
    return this.#api.post<Tried>(`${PATH}/trial`, { ...attempt, guild_id: this.guildId });
  }

  async reference(): Promise<Reference> {
    return this.#api.get<Reference>(`${PATH}/reference`);
  }

  async samples(id: string): Promise<Sample[]> {
    return (await this.#api.get<{ samples: Sample[] }>(`${PATH}/${id}/samples`)).samples;
  }

  async judge(id: string, place: number, isRight: boolean): Promise<Measured> {
    return this.#api.put<Measured>(`${PATH}/${id}/samples/${place}`, { is_right: isRight });
  }

  async decide(id: string, outcome: 'released' | 'refused'): Promise<void> {
    await this.#api.post(`${PATH}/held/${id}`, { outcome });
    this.held = this.held.filter((it) => it.id !== id);
  }

  async putList(list: DomainList): Promise<void> {
    await this.#api.put(`${PATH}/lists`, { ...list, guild_id: this.guildId });
    await this.load();
  }

  async removeList(name: string): Promise<void> {
    await this.#api.delete(`${PATH}/lists/${encodeURIComponent(name)}${this.guildId === null ? '' : `?guild_id=${this.guildId}`}`);
    await this.load();
  }

  async putMedia(lines: readonly MediaLine[]): Promise<void> {
    await this.#api.put(`${PATH}/media`, { guild_id: this.guildId, lines });
    await this.load();
  }
}
