import { describe, expect, it } from 'vitest';

import { AREAS } from '../../gallery/neighbourhood';
import { ownPosition, placeAround } from './near_me';
import { ScriptedApi } from './scripted_api';

const below = (parent: unknown) => (parent === undefined ? [AREAS.city] : [AREAS.suburb, AREAS.canal]).map(({ shape: _, ...it }) => it);
const server = () =>
  new ScriptedApi([
    ['GET', /^\/areas$/, ({ query }) => ({ areas: below(query['parent_id']), has_more: false })],
    ['GET', /^\/areas\/\d+$/, ({ path }) => Object.values(AREAS).find((it) => path.endsWith(it.id))],
  ]);

describe('near me', () => {
  it('finds the smallest place around a point, and never tells the point', async () => {
    const api = server();
    const around = await placeAround(api, [2.312345, 48.861234]);
    expect([around?.area.id, around?.isInside]).toEqual([AREAS.canal.id, true]);
    expect(JSON.stringify(api.asked)).not.toMatch(/2\.3123|48\.8612/);
  });

  it('names the nearest place to who is outside, and nothing on an empty map', async () => {
    const around = await placeAround(server(), [2.2, 48.85]);
    expect([around?.area.id, around?.isInside, Math.round((around?.distanceM ?? 0) / 1000)]).toEqual([AREAS.city.id, false, 11]);
    expect(await placeAround(new ScriptedApi([['GET', /areas/, () => ({ areas: [], has_more: false })]]), [0, 0])).toBeNull();
  });

  it('takes the position that the device gives, or its refusal', async () => {
    const coords = { longitude: 2.3, latitude: 48.8 } as GeolocationCoordinates;
    expect(await ownPosition({ getCurrentPosition: (done) => done({ coords, timestamp: 0 } as GeolocationPosition) })).toEqual([2.3, 48.8]);
    await expect(ownPosition({ getCurrentPosition: (_, refuse) => refuse?.({ code: 1, message: 'no' } as GeolocationPositionError) })).rejects.toMatchObject({ code: 1 });
  });
});
