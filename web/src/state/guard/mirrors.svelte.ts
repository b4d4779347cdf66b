//! Networks of mirror channels: who publishes what others publish, with every number by which it is said.
import type { Api } from '../../api/client';
import type { Added, ActionDay } from './action_days.svelte';
import { GUARD_PATH, type Person } from './words';

export const WHYS = ['content', 'timing', 'administrators', 'links'] as const;
export type Why = (typeof WHYS)[number];

export interface MirrorNode {
  channel_id: string;
  channel_name: string;
  guild_id: string;
  guild_name: string;
  posts: number;
  quotations: number;
  cluster: number | null;
}

export interface MirrorEdge {
  a: string;
  b: string;
  items: number;
  share_of_a: number;
  share_of_b: number;
  lag_median_s: number;
  lag_spread_s: number;
  administrators: number;
  name: number;
  why: Why[];
}

export interface Hand {
  user_id: string;
  user: Person | null;
  items: number;
  channels: number;
  administers: number;
}

export interface MirrorGraph {
  nodes: MirrorNode[];
  edges: MirrorEdge[];
  clusters: { channels: string[]; hands: Hand[] }[];
}

/** A network by itself: what is drawn, and what stands in its table. */
export interface Network {
  nodes: readonly MirrorNode[];
  edges: readonly MirrorEdge[];
  hands: readonly Hand[];
}

export function networksOf(graph: MirrorGraph): Network[] {
  return graph.clusters.map(({ channels, hands }) => ({
    nodes: graph.nodes.filter((it) => channels.includes(it.channel_id)),
    edges: graph.edges.filter((it) => it.why.length > 0 && channels.includes(it.a) && channels.includes(it.b)),
    hands,
  }));
}

/** Places on a circle, in a square from 0 to 100; the first one is above. */
export function around(count: number): { x: number; y: number }[] {
  return Array.from({ length: count }, (_, at) => {
    const angle = (at / count) * 2 * Math.PI - Math.PI / 2;
    return { x: 50 + 38 * Math.cos(angle), y: 50 + 38 * Math.sin(angle) };
  });
}

export class Mirrors {
  networks = $state.raw<readonly Network[] | null>(null);
  readonly #api: Pick<Api, 'get' | 'post'>;

  constructor(api: Pick<Api, 'get' | 'post'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    this.networks = networksOf(await this.#api.get<MirrorGraph>(`${GUARD_PATH}/mirrors`));
  }

  /** Puts those who have a hand in a network on a list of a new action day. `evidence` says what each of them did. */
  async prepare(network: Network, title: string, evidence: (hand: Hand) => string): Promise<void> {
    const day = await this.#api.post<ActionDay>(`${GUARD_PATH}/action-days`, { title });
    const accounts = network.hands.map((hand) => ({ account: hand.user_id, evidence: [{ name: 'mirrors', detail: evidence(hand), told: true }] }));
    await this.#api.post<Added>(`${GUARD_PATH}/action-days/${day.id}/clusters`, { title, origin: 'mirror', reason: network.nodes.map((it) => `${it.guild_name} #${it.channel_name}`).join('\n').slice(0, 2000), accounts });
  }
}
