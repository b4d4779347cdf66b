import { describe, expect, it } from 'vitest';

import { kept } from '../../gallery/neighbourhood';
import { Drawing } from './drawing.svelte';
import { featuresIn } from './area_import.svelte';
import { Keeping } from './keeping.svelte';
import { ReviewQueue } from './moderation.svelte';
import { ScriptedApi } from './scripted_api';

const submission = (number: number) => ({ ...kept(number, { state: 'waiting' }), similar: [] });

describe('the queue of those who look after the map', () => {
  it('goes on to the next one when one is decided, and reads on at its end', async () => {
    let pages = 0;
    const api = new ScriptedApi([
      ['GET', /^\/submissions$/, () => ({ submissions: pages++ === 0 ? [submission(1), submission(2), submission(3)] : [submission(4)], has_more: pages === 1 })],
      ['POST', /decision$/, ({ path }) => kept(Number(path.split('/')[2]?.slice(-1)))],
    ]);
    const queue = new ReviewQueue(api);
    await queue.load();
    const ids = queue.all.map((it) => it.id);
    queue.step(1);
    await queue.decide(ids[1] ?? '', 'refuse', { text: 'Doublon' });
    expect(api.asked.at(-1)).toMatchObject({ path: `/submissions/${ids[1]}/decision`, body: { decision: 'refuse', text: 'Doublon' } });
    expect(queue.open?.id).toBe(ids[2]);
    for (const by of [1, 1, -1, -1, -1] as const) queue.step(by);
    expect(queue.at).toBe(0);
    await queue.decide(ids[0] ?? '', 'accept');
    await queue.decide(ids[2] ?? '', 'merge', { into_id: '9' });
    expect(queue.all.map((it) => it.id)).toEqual([submission(4).id]);
  });
});

describe('keeping a group', () => {
  it('goes dark and comes back by one action each, and is over when it was taken back', async () => {
    const api = new ScriptedApi([
      ['GET', /^\/receipts\/\w+$/, () => kept(1)],
      ['GET', /requests$/, () => ({ requests: [] })],
      ['PUT', /dark$/, () => null],
      ['DELETE', /./, () => null],
    ]);
    const keeping = new Keeping(api, { kind: 'receipt', receipt: 'abc' });
    await keeping.load();
    await keeping.setDark(true);
    expect(keeping.group?.dark).toBe(true);
    await keeping.setDark(false);
    expect([keeping.group?.dark, keeping.canWrite]).toEqual([false, true]);
    await keeping.withdraw();
    expect([keeping.isOver, keeping.canWrite, keeping.listing]).toEqual([true, false, null]);
    expect(api.asked.slice(2).map((it) => `${it.method} ${it.path}`)).toEqual(['PUT /receipts/abc/dark', 'DELETE /receipts/abc/dark', 'DELETE /receipts/abc']);
  });
});

describe('drawing a place', () => {
  it('closes its ring, takes corners back, and takes a pasted shape instead', () => {
    const drawing = new Drawing();
    for (const corner of [[0, 0], [1, 0], [1, 1]] as const) drawing.add(corner);
    expect(drawing.geometry).toEqual({ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] });
    drawing.move(2, [2, 2.123456789]);
    expect(drawing.bounds).toEqual([0, 0, 2, 2.123457]);
    drawing.undo();
    expect(drawing.geometry).toBeNull();
    const shape = { type: 'Polygon', coordinates: [[[0, 0], [4, 0], [4, 4], [0, 0]]] };
    for (const text of ['', '{', '[]', JSON.stringify({ type: 'Point', coordinates: [1, 1] })]) expect(drawing.paste(text)).toBe(false);
    for (const text of [shape, { type: 'Feature', geometry: shape }, { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: shape }] }]) expect(drawing.paste(JSON.stringify(text))).toBe(true);
    expect([drawing.geometry, drawing.bounds]).toEqual([shape, [0, 0, 4, 4]]);
  });

  it('counts the places of a file before it is sent', () => {
    expect(featuresIn(JSON.stringify({ type: 'FeatureCollection', features: [{}, {}] }))).toBe(2);
    for (const text of ['', '{"type":"Polygon"}', '{"type":"FeatureCollection"}', '5', 'null']) expect(featuresIn(text)).toBeNull();
  });
});
