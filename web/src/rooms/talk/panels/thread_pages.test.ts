import { describe, expect, it } from 'vitest';

import type { Api } from '../../../api/client';
import { type ArchivedKind, ArchivedThreads } from './thread_pages.svelte';

/** A server with two threads, one per page; it notes what it was asked. */
function server() {
  const asked: [string, unknown][] = [];
  const get = async (path: string, options?: { query?: Record<string, unknown> }) => {
    asked.push([path, options?.query?.['before']]);
    const number = asked.length;
    const thread_metadata = { archived: true, auto_archive_duration: 60, archive_timestamp: `t${number}`, locked: false };
    return { threads: [{ id: String(10 - number), type: 12, name: 'un fil', parent_id: '2', thread_metadata }], has_more: number < 2 };
  };
  return { api: { get } as unknown as Api, asked };
}

describe('threads that were put away', () => {
  it.each<[ArchivedKind, string, string]>([
    ['public', '/channels/2/threads/archived/public', 't1'],
    ['private', '/channels/2/threads/archived/private', 't1'],
    ['joined', '/channels/2/users/@me/threads/archived/private', '9'],
  ])('%s come page by page', async (kind, path, before) => {
    const { api, asked } = server();
    const list = new ArchivedThreads({ api }, { id: '1' }, '2', kind);
    for (let step = 0; step < 3; step += 1) await list.more();
    expect(asked).toEqual([[path, undefined], [path, before]]);
    expect(list.found.map((it) => [it.id, it.guildId])).toEqual([['9', '1'], ['8', '1']]);
  });
});
