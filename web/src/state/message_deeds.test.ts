import { describe, expect, it } from 'vitest';

import type { Api } from '../api/client';
import { ApiError } from '../api/error';
import type { MessageData } from '../gateway/events/messages';
import { Message } from './message.svelte';
import { MessageDeeds, reactionName } from './message_deeds';
import type { Messages } from './messages.svelte';
import { notices } from './notices.svelte';
import type { ReadStates } from './read_states.svelte';

const THUMB = { id: null, name: '👍' };
const message = (reactions: unknown[] = []) => new Message({ id: '5', channel_id: '1', timestamp: '2026-11-22T12:00:00Z', reactions } as unknown as MessageData);
const counts = (it: Message) => it.data.reactions?.map(({ count, me }) => [count, me]);

/** A server that answers when it is told to. */
class Answers {
  asked: string[] = [];
  #waiting: { resolve: (value: unknown) => void; reject: (error: unknown) => void }[] = [];
  readonly api = {
    put: (path: string) => this.#ask(`PUT ${path}`),
    delete: (path: string) => this.#ask(`DELETE ${path}`),
  } as unknown as Api;
  #ask(what: string): Promise<unknown> {
    this.asked.push(what);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
  answer(error?: unknown): void {
    const next = this.#waiting.shift();
    if (error === undefined) next?.resolve(null);
    else next?.reject(error);
  }
}
const deedsOf = (answers: Answers) => new MessageDeeds(answers.api, {} as Messages, {} as ReadStates);

describe('reactions', () => {
  it('show at once, and the event that tells of them counts nothing twice', async () => {
    const answers = new Answers();
    const note = message();
    const done = deedsOf(answers).toggleReaction(note, THUMB);
    expect(counts(note)).toEqual([[1, true]]);
    note.react(THUMB, 1, true);
    expect(counts(note)).toEqual([[1, true]]);
    await Promise.resolve();
    answers.answer();
    await done;
    expect(answers.asked).toEqual(['PUT /channels/1/messages/5/reactions/%F0%9F%91%8D/@me']);
  });

  it('are taken back when the server refuses', async () => {
    const answers = new Answers();
    const note = message([{ emoji: THUMB, count: 2, me: false }]);
    const done = deedsOf(answers).toggleReaction(note, THUMB);
    expect(counts(note)).toEqual([[3, true]]);
    await Promise.resolve();
    answers.answer(new ApiError(403, null));
    await done;
    expect(counts(note)).toEqual([[2, false]]);
    expect(notices.all.at(-1)?.kind).toBe('wrong');
  });

  it('follow the last of several quick clicks, one request after the other', async () => {
    const answers = new Answers();
    const deeds = deedsOf(answers);
    const note = message();
    const first = deeds.toggleReaction(note, THUMB);
    const second = deeds.toggleReaction(note, THUMB);
    await Promise.resolve();
    expect(answers.asked).toHaveLength(1);
    answers.answer();
    await first;
    await Promise.resolve();
    answers.answer();
    await second;
    expect(answers.asked.map((it) => it.split(' ')[0])).toEqual(['PUT', 'DELETE']);
    expect(counts(note)).toEqual([]);
  });

  it('name guild emojis with their id', () => {
    expect([reactionName(THUMB), reactionName({ id: '9', name: 'chat' })]).toEqual(['👍', 'chat:9']);
  });

  it('of others add up, and leave when nobody is left', () => {
    const note = message();
    note.react(THUMB, 1, false);
    note.react(THUMB, 1, false);
    expect(counts(note)).toEqual([[2, false]]);
    note.react(THUMB, -1, false);
    note.react(THUMB, -1, false);
    expect(counts(note)).toEqual([]);
  });
});
