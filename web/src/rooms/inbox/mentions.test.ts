import { describe, expect, it } from 'vitest';

import type { Api } from '../../api/client';
import type { MessageData } from '../../gateway/events/messages';
import { MentioningMessages } from './mentions.svelte';

const message = (id: string, content = '') => ({ id, channel_id: '1', content }) as MessageData;

/** A server with these mentions, the newest first; it notes behind what it was asked. */
function server(ids: string[], page = 2) {
  const asked: unknown[] = [];
  const get = async (_path: string, options?: { query?: Record<string, unknown> }) => {
    const before = options?.query?.['before'];
    asked.push(before);
    const rest = ids.filter((id) => before === undefined || Number(id) < Number(before));
    return { items: rest.slice(0, page).map((id) => ({ guild_id: '9', message: message(id) })), has_more: rest.length > page };
  };
  return { api: { get } as unknown as Pick<Api, 'get'>, asked };
}

const shown = (list: MentioningMessages) => list.items.map((it) => it.message.id);

describe('mentions', () => {
  it('come page by page until there are no more', async () => {
    const { api, asked } = server(['9', '7', '5', '3', '1']);
    const list = new MentioningMessages(api, () => true);
    for (let step = 0; step < 5; step += 1) await list.more();
    expect(shown(list)).toEqual(['9', '7', '5', '3', '1']);
    expect(asked).toEqual([undefined, '7', '3']);
  });

  it('stand at the top when they are written, and go when they are deleted', async () => {
    const { api } = server(['9', '7']);
    const list = new MentioningMessages(api, (it) => it.content === 'for me');
    await list.more();
    const sink = list.sink();
    sink.MESSAGE_CREATE?.(message('11', 'for me'));
    sink.MESSAGE_CREATE?.(message('13', 'for others'));
    sink.MESSAGE_CREATE?.(message('11', 'for me'));
    expect(shown(list)).toEqual(['11', '9', '7']);
    sink.MESSAGE_DELETE?.({ id: '9', channel_id: '1' });
    sink.MESSAGE_DELETE_BULK?.({ ids: ['7', '8'], channel_id: '1' });
    expect(shown(list)).toEqual(['11']);
  });
});
