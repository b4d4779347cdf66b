import { describe, expect, it } from 'vitest';

import type { MessageData } from '../gateway/events/messages';
import { type HistoryQuery, MessageWindow, PAGE, ROWS_MAX } from './message_window.svelte';
import { isOlder } from './snowflake';

function message(id: number, change: Partial<MessageData> = {}): MessageData {
  const author = { id: '7', username: 'nadia', global_name: null, discriminator: '0', avatar: null };
  return { id: String(id), channel_id: '1', author, content: `n${id}`, timestamp: new Date(id * 1000).toISOString(), edited_timestamp: null, mentions: [], mention_roles: [], mention_everyone: false, attachments: [], embeds: [], type: 0, tts: false, pinned: false, ...change } as unknown as MessageData;
}

/** A channel with messages `from`..`to`, answered as the server does: newest first. */
class Channel {
  ids: number[];
  asked: HistoryQuery[] = [];
  constructor(from: number, to: number) {
    this.ids = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }
  readonly fetch = (query: HistoryQuery): Promise<MessageData[]> => {
    this.asked.push(query);
    const { before, after, around, limit } = query;
    let found = this.ids;
    if (before !== undefined) found = found.filter((id) => id < Number(before)).slice(-limit);
    else if (after !== undefined) found = found.filter((id) => id > Number(after)).slice(0, limit);
    else if (around !== undefined) {
      const middle = found.findIndex((id) => id >= Number(around));
      found = found.slice(Math.max(0, middle - limit / 2), middle + limit / 2);
    } else found = found.slice(-limit);
    return Promise.resolve([...found].reverse().map((id) => message(id)));
  };
}

const ids = (window: MessageWindow) => window.rows.map((it) => Number(it.id));
const isOrdered = (window: MessageWindow) => window.rows.every((it, index, all) => index === 0 || isOlder(all[index - 1]?.id ?? '', it.id));

describe('the window into a history', () => {
  it('puts what was hidden back where it was, and not where the page does not reach', async () => {
    const window = new MessageWindow(new Channel(1000, 1200).fetch);
    await window.loadLatest();
    window.remove(['1190']);
    window.bringBack(message(1190, { content: 'de retour' }));
    expect([window.find('1190')?.data.content, isOrdered(window), ids(window).filter((it) => it === 1190).length]).toEqual(['de retour', true, 1]);
    window.bringBack(message(1001));
    expect(window.find('1001')).toBeUndefined();
    await window.loadAround('1050');
    window.bringBack(message(1199));
    expect(window.find('1199')).toBeUndefined();
  });

  it('opens at the end and knows whether there is more', async () => {
    const window = new MessageWindow(new Channel(1000, 1200).fetch);
    await window.loadLatest();
    expect(ids(window).at(-1)).toBe(1200);
    expect(window.rows).toHaveLength(PAGE);
    expect([window.hasOlder, window.hasNewer]).toEqual([true, false]);
  });

  it('is opened once for all who ask at the same time, and anew after it was left too early', async () => {
    const channel = new Channel(1000, 1200);
    const window = new MessageWindow(channel.fetch);
    const [first, second] = [window.open(null), window.open(null)];
    await Promise.all([first, second]);
    await window.open('1050');
    expect(channel.asked).toHaveLength(1);
    const other = new MessageWindow(channel.fetch);
    const early = other.open('1050');
    other.rest();
    await Promise.all([early, other.open('1050')]);
    expect(ids(other)).toContain(1050);
    expect(channel.asked).toHaveLength(3);
  });

  it('knows that a short history is whole', async () => {
    const window = new MessageWindow(new Channel(1000, 1010).fetch);
    await window.loadLatest();
    expect(window.hasOlder).toBe(false);
  });

  it('stays bounded while it grows at the beginning, and then knows that the end is cut', async () => {
    const window = new MessageWindow(new Channel(1000, 1999).fetch);
    await window.loadLatest();
    for (let step = 0; step < 5; step += 1) await window.loadOlder();
    expect(window.rows).toHaveLength(ROWS_MAX);
    expect(window.hasNewer).toBe(true);
    expect(isOrdered(window)).toBe(true);
  });

  it('comes back to the end by growing there, without a gap', async () => {
    const window = new MessageWindow(new Channel(1000, 1299).fetch);
    await window.loadAround('1050');
    while (window.hasNewer) await window.loadNewer();
    expect(ids(window).at(-1)).toBe(1299);
    expect(ids(window).every((id, index, all) => index === 0 || id === (all[index - 1] ?? 0) + 1)).toBe(true);
    expect(window.rows.length).toBeLessThanOrEqual(ROWS_MAX);
  });

  it('cuts the beginning for new messages only while the reader follows the end', async () => {
    const window = new MessageWindow(new Channel(1000, 1199).fetch);
    await window.loadLatest();
    for (let step = 0; step < 3; step += 1) await window.loadOlder();
    expect(window.rows).toHaveLength(ROWS_MAX);
    window.followsEnd = false;
    window.receive(message(1200));
    expect(ids(window)[0]).toBe(1000);
    expect(window.hasNewer).toBe(true);
  });

  it('spreads a burst over frames, in order and without loss', async () => {
    const frames: (() => void)[] = [];
    const window = new MessageWindow(new Channel(1000, 1010).fetch, (work) => frames.push(work));
    await window.loadLatest();
    for (let id = 1011; id < 1061; id += 1) window.receive(message(id));
    expect(frames).toHaveLength(1);
    const drawn: number[] = [];
    for (let work = frames.shift(); work; work = frames.shift()) {
      const before = window.rows.length;
      work();
      drawn.push(window.rows.length - before);
      expect(frames.length).toBeLessThanOrEqual(1);
    }
    expect(Math.max(...drawn)).toBeLessThan(10);
    expect(ids(window).slice(-50)).toEqual(Array.from({ length: 50 }, (_, index) => 1011 + index));
  });

  it('does not draw what passes by while it is far behind', async () => {
    const frames: (() => void)[] = [];
    const window = new MessageWindow(new Channel(1000, 1010).fetch, (work) => frames.push(work));
    await window.loadLatest();
    for (let id = 2000; id < 3000; id += 1) window.receive(message(id));
    frames.shift()?.();
    expect([window.rows.length, ids(window).at(-1)]).toEqual([ROWS_MAX, 2999]);
  });

  it('takes what arrives while the end is being loaded, and nothing twice', async () => {
    let answer: (found: MessageData[]) => void = () => undefined;
    const window = new MessageWindow(() => new Promise((resolve) => (answer = resolve)));
    const loading = window.loadLatest();
    window.receive(message(12));
    window.receive(message(11));
    answer([message(11), message(10)]);
    await loading;
    expect(ids(window)).toEqual([10, 11, 12]);
  });

  it('does not bring back what was deleted while it was loading', async () => {
    let answer: (found: MessageData[]) => void = () => undefined;
    const window = new MessageWindow(() => new Promise((resolve) => (answer = resolve)));
    const loading = window.loadLatest();
    window.remove(['10']);
    answer([message(11), message(10)]);
    await loading;
    expect(ids(window)).toEqual([11]);
  });

  it('throws away the answer to an earlier wish', async () => {
    const answers: ((found: MessageData[]) => void)[] = [];
    const window = new MessageWindow(() => new Promise((resolve) => answers.push(resolve)));
    const first = window.loadLatest();
    const second = window.loadAround('5');
    answers[1]?.([message(5)]);
    answers[0]?.([message(99)]);
    await Promise.all([first, second]);
    expect(ids(window)).toEqual([5]);
  });

  it('keeps the objects of what it shows when it loads the end again', async () => {
    const window = new MessageWindow(new Channel(1000, 1010).fetch);
    await window.loadLatest();
    const kept = window.find('1005');
    await window.loadLatest();
    expect(window.find('1005')).toBe(kept);
  });

  it('replaces what it shows when a gap lies between, but not under who reads further up', async () => {
    const channel = new Channel(1000, 1100);
    const window = new MessageWindow(channel.fetch);
    await window.loadLatest();
    channel.ids = new Channel(1000, 1400).ids;
    window.followsEnd = false;
    await window.refresh();
    expect([ids(window).at(-1), window.hasNewer]).toEqual([1100, true]);
    await window.loadLatest();
    expect([ids(window)[0], ids(window).at(-1), window.hasNewer]).toEqual([1351, 1400, false]);
  });

  it('keeps one page of a channel that was left at its end, and nothing of one that was left elsewhere', async () => {
    const window = new MessageWindow(new Channel(1000, 1400).fetch);
    await window.loadLatest();
    await window.loadOlder();
    window.rest();
    expect(window.rows).toHaveLength(PAGE);
    await window.loadAround('1010');
    window.rest();
    expect([window.rows.length, window.loaded]).toEqual([0, false]);
  });

  it('says what went wrong, and works again', async () => {
    let fails = true;
    const channel = new Channel(1, 3);
    const window = new MessageWindow((query) => (fails ? Promise.reject(new Error('away')) : channel.fetch(query)));
    await window.loadLatest();
    expect(window.error).toBeInstanceOf(Error);
    fails = false;
    await window.loadLatest();
    expect([window.error, ids(window)]).toEqual([null, [1, 2, 3]]);
  });
});
