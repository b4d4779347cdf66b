//! What is drawn of a graph of mirrors.
import { expect, test } from 'vitest';

import { around, networksOf, type MirrorGraph } from './mirrors.svelte';

const node = (channel_id: string, cluster: number | null) => ({ channel_id, channel_name: 'a', guild_id: '1', guild_name: 'b', posts: 20, quotations: 0, cluster });
const edge = (a: string, b: string, why: ('content' | 'timing')[]) => ({ a, b, items: 20, share_of_a: 1, share_of_b: 1, lag_median_s: 30, lag_spread_s: 5, administrators: 0, name: 0, why });

test('a network has its own channels, and the edges with a reason among them', () => {
  const graph: MirrorGraph = {
    nodes: [node('1', 0), node('2', 0), node('3', null)],
    edges: [edge('1', '2', ['content']), edge('2', '3', []), edge('1', '3', ['timing'])],
    clusters: [{ channels: ['1', '2'], hands: [] }],
  };
  const [network] = networksOf(graph);
  expect(network?.nodes.map((it) => it.channel_id)).toEqual(['1', '2']);
  expect(network?.edges.map((it) => [it.a, it.b])).toEqual([['1', '2']]);
});

test('channels stand around a circle without leaving the picture', () => {
  const places = around(7);
  expect(places[0]).toEqual({ x: 50, y: 12 });
  expect(places.every(({ x, y }) => x >= 12 && x <= 88 && y >= 12 && y <= 88)).toBe(true);
});
