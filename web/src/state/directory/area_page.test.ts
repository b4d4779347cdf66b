import { describe, expect, it } from 'vitest';

import { AREAS, GROUPS } from '../../gallery/neighbourhood';
import { AreaPage, NO_FILTERS } from './area_page.svelte';
import { marksOf } from './marks';
import { ScriptedApi } from './scripted_api';

const server = () =>
  new ScriptedApi([
    ['GET', /^\/areas$/, ({ query }) => ({ areas: query['after'] === AREAS.station.id ? [AREAS.heights] : [AREAS.canal, AREAS.station], has_more: query['after'] === undefined })],
    ['GET', /^\/areas\/\d+$/, () => AREAS.city],
    ['GET', /groups$/, ({ query }) => ({ groups: query['tag'] === 'jardin' ? [GROUPS.asking] : [GROUPS.open, GROUPS.own], has_more: false })],
  ]);

describe('the page of a place', () => {
  it('shows the places right below with the server’s counts, and the groups of the place itself', async () => {
    const api = server();
    const page = new AreaPage(api, AREAS.city.id);
    await page.load();
    expect(page.shownAreas.map((it) => it.groups)).toEqual([27, 14]);
    expect(api.asked.find((it) => it.path.endsWith('/groups'))?.query).toEqual({ direct: true, limit: 50 });
    await page.moreAreas();
    expect(page.shownAreas.map((it) => it.id)).toEqual([AREAS.canal.id, AREAS.station.id, AREAS.heights.id]);
    expect(page.hasMoreAreas).toBe(false);
  });

  it('shows with a filter the groups that match, also those below, and no counts that know no filter', async () => {
    const api = server();
    const page = new AreaPage(api, AREAS.city.id);
    await page.load();
    await page.filter({ ...NO_FILTERS, tag: 'jardin' });
    expect([page.shownAreas, page.groups]).toEqual([[], [GROUPS.asking]]);
    expect(api.asked.at(-1)?.query).toEqual({ tag: 'jardin', limit: 50 });
    await page.filter(NO_FILTERS);
    expect(page.shownAreas).toHaveLength(2);
  });

  it('asks for no groups of the map as a whole, and keeps what went wrong', async () => {
    const api = new ScriptedApi([['GET', /^\/areas$/, () => new Error('away')]]);
    const page = new AreaPage(api, null);
    await page.load();
    expect(page.error).toBeInstanceOf(Error);
    expect(page.loading).toBe(false);
    expect(api.asked.map((it) => it.path)).toEqual(['/areas']);
  });

  it('is drawn with a mark for each place and each spot of its list', () => {
    const marks = marksOf([AREAS.canal, AREAS.suburb], Object.values(GROUPS));
    expect(marks.map((it) => [it.kind, it.count])).toEqual([['area', 27], ['area', 0], ['groups', 5], ['group', 1]]);
    expect(marks.flatMap((it) => it.groups)).toHaveLength(Object.keys(GROUPS).length);
  });
});
