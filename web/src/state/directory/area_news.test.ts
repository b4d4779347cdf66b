import { describe, expect, it } from 'vitest';

import { AREAS, GROUPS } from '../../gallery/neighbourhood';
import { ApiError } from '../../api/error';
import type { UserSettings } from '../../gateway/events/session';
import { AreaNews } from './area_news.svelte';
import { ScriptedApi } from './scripted_api';

const SINCE = '2026-11-20T10:00:00.000Z';

function settings(...followed: { area_id: string; seen_at: string }[]) {
  const own = { account: { followed_areas: followed } as unknown as UserSettings, change: async (change: Partial<UserSettings>) => void (own.account = { ...own.account, ...change }) };
  return own;
}

describe('places that somebody follows', () => {
  it('are followed once, and left', async () => {
    const own = settings();
    const news = new AreaNews(new ScriptedApi([]), own);
    await news.follow(AREAS.canal.id, true);
    await news.follow(AREAS.canal.id, true);
    expect([own.account.followed_areas.length, news.isFollowed(AREAS.canal.id)]).toEqual([1, true]);
    await news.follow(AREAS.canal.id, false);
    expect(own.account.followed_areas).toEqual([]);
  });

  it('tell what changed since somebody looked, and nothing twice', async () => {
    const own = settings({ area_id: AREAS.canal.id, seen_at: SINCE }, { area_id: '404', seen_at: SINCE });
    const api = new ScriptedApi([
      ['GET', /^\/areas\/404/, () => new ApiError(404, null)],
      ['GET', /groups$/, () => ({ groups: [GROUPS.open, GROUPS.asking], has_more: false })],
      ['GET', /^\/areas\/\d+$/, () => AREAS.canal],
    ]);
    const news = new AreaNews(api, own);
    await news.load();
    expect([news.places.length, news.count, news.error]).toEqual([1, 2, null]);
    expect(api.asked.find((it) => it.path.endsWith('/groups'))?.query).toEqual({ changed_since: SINCE, limit: 20 });
    await news.seen(AREAS.canal.id);
    const last = [GROUPS.open.changed_at, GROUPS.asking.changed_at].sort().at(-1);
    expect([news.count, own.account.followed_areas[0]?.seen_at, own.account.followed_areas[1]?.seen_at]).toEqual([0, last, SINCE]);
  });

  it('say what went wrong', async () => {
    const news = new AreaNews(new ScriptedApi([['GET', /./, () => new ApiError(500, null)]]), settings({ area_id: '7', seen_at: SINCE }));
    await news.load();
    expect([news.loaded, news.error instanceof ApiError]).toEqual([true, true]);
  });
});
