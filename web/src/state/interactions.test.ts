import { describe, expect, it, vi } from 'vitest';

import { ApiError } from '../api/error';
import { i18n } from '../i18n/i18n.svelte';
import { InteractionFailed, Interactions, InteractionType, type Deed } from './interactions.svelte';

await i18n.use('en');

const deed: Deed = { type: InteractionType.Command, applicationId: '5', channelId: '10', guildId: '1', data: { id: '7' } };

function world() {
  const posted: Record<string, unknown>[] = [];
  const timers: (() => void)[] = [];
  const api = {
    post: async <T>(_path: string, body?: unknown): Promise<T> => {
      posted.push(body as Record<string, unknown>);
      return null as T;
    },
    upload: async <T>(_method: 'POST' | 'PATCH', _path: string, payload: Record<string, unknown>): Promise<T> => {
      posted.push(payload);
      return null as T;
    },
  };
  const interactions = new Interactions(api, (_ms, act) => {
    timers.push(act);
    return () => void timers.splice(timers.indexOf(act), 1);
  });
  const sink = interactions.sink();
  sink.READY?.({ session_id: 's' });
  const nonce = () => String(posted.at(-1)?.['nonce']);
  return { api, interactions, posted, timers, sink, nonce };
}
const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(() => queueMicrotask(resolve))));

describe('a command', () => {
  it('says who, where and what, and ends when the application has answered', async () => {
    const { interactions, posted, sink, nonce, timers } = world();
    const done = interactions.use(deed);
    await settled();
    expect(posted[0]).toMatchObject({ type: 2, application_id: '5', channel_id: '10', guild_id: '1', session_id: 's', data: { id: '7' } });
    sink.INTERACTION_SUCCESS?.({ id: '1', nonce: nonce() });
    await expect(done).resolves.toBeUndefined();
    expect(timers).toEqual([]);
  });

  it.each([
    [2, 'did not answer in time'],
    [5, 'could not be understood'],
    [1, 'did not work'],
  ])('that fails for reason %i says: %s', async (reason_code, words) => {
    const { interactions, sink, nonce } = world();
    const done = interactions.use(deed);
    await settled();
    sink.INTERACTION_FAILURE?.({ id: '1', nonce: nonce(), reason_code });
    await expect(done).rejects.toThrow(words);
  });

  it('does not take the answer to another one for its own', async () => {
    const { interactions, sink, nonce } = world();
    const over = vi.fn();
    const done = interactions.use(deed).then(over);
    await settled();
    sink.INTERACTION_SUCCESS?.({ id: '1', nonce: 'other' });
    sink.INTERACTION_SUCCESS?.({ id: '1' });
    await settled();
    expect(over).not.toHaveBeenCalled();
    sink.INTERACTION_SUCCESS?.({ id: '1', nonce: nonce() });
    await done;
    expect(over).toHaveBeenCalledTimes(1);
  });

  it('whose answer never comes is given up in words', async () => {
    const { interactions, timers } = world();
    const done = interactions.use(deed);
    await settled();
    timers[0]?.();
    await expect(done).rejects.toBeInstanceOf(InteractionFailed);
  });

  it('is shown in its channel until it is done, and with its error until it is dismissed', async () => {
    const { interactions, sink, nonce, posted } = world();
    void interactions.show(deed, '/draw');
    expect(interactions.progressIn('10')).toMatchObject([{ words: '/draw', error: null }]);
    await settled();
    sink.INTERACTION_FAILURE?.({ id: '1', nonce: nonce(), reason_code: 2 });
    await settled();
    const [failed] = interactions.progressIn('10');
    expect(failed?.error).toMatch('in time');
    failed?.again?.();
    await settled();
    expect(posted).toHaveLength(2);
    sink.INTERACTION_SUCCESS?.({ id: '2', nonce: nonce() });
    await settled();
    expect(interactions.progressIn('10')).toEqual([]);
  });

  it('that the server refuses is refused with its words', async () => {
    const { interactions, api } = world();
    api.post = async () => {
      throw new ApiError(400, { code: 50035, errors: { data: { _errors: [{ code: 'X', message: 'Name one.' }] } } });
    };
    void interactions.show(deed, '/draw');
    await settled();
    expect(interactions.progressIn('10')).toMatchObject([{ error: 'Name one.' }]);
  });
});

describe('an answer', () => {
  it('can be a form, which is shown where the person acted', async () => {
    const { interactions, sink, nonce } = world();
    const done = interactions.use(deed);
    await settled();
    const form = { id: '1', custom_id: 'f', title: 'Order', components: [], application: { id: '5', name: 'Bot' }, channel_id: '10' };
    sink.INTERACTION_MODAL_CREATE?.({ ...form, nonce: 'of another page' });
    expect(interactions.form).toBeNull();
    sink.INTERACTION_MODAL_CREATE?.({ ...form, nonce: nonce() });
    await done;
    expect(interactions.form?.custom_id).toBe('f');
  });

  it('can be proposals for what is being typed', async () => {
    const { interactions, posted, sink, nonce } = world();
    const found = interactions.complete({ applicationId: '5', channelId: '10', guildId: null, data: {} });
    await settled();
    expect(posted[0]?.['type']).toBe(4);
    sink.APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE?.({ nonce: nonce(), choices: [{ name: 'Blue', value: 'blue' }] });
    await expect(found).resolves.toEqual([{ name: 'Blue', value: 'blue' }]);
  });
});
