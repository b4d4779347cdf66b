import { describe, expect, it } from 'vitest';

import { ASKS, LISTINGS, MATCHES } from '../../gallery/aid';
import { AREAS } from '../../gallery/neighbourhood';
import { NOW_MS } from '../../gallery/wire';
import { ScriptedApi } from '../directory/scripted_api';
import { aidBodyOf, emptyAid, missingIn, previewOf, type AidDraft } from './aid_draft';
import { AidList, askedOf, filtersIn, NO_AID_FILTERS, queryOf } from './aid_list.svelte';
import { mayAsk, OneListing } from './one_listing.svelte';
import { AID_KINDS, isOffer, oppositeOf } from './words';

const NOW = new Date(NOW_MS);
const ride = (more: Partial<AidDraft> = {}): AidDraft => ({ ...emptyAid(NOW), kind: 'ride_offer', area: AREAS.canal, destination: AREAS.station, via: [AREAS.heights, null], total: '3', text: ' Deux valises ', ...more });

describe('the list of offers and requests', () => {
  it('asks for whole days of the reader, and keeps its filters in the address', async () => {
    const filters = { ...NO_AID_FILTERS, area: '5', kind: 'lend' as const, category: 'tools' as const, from: '2026-05-16', until: '2026-05-17' };
    expect(filtersIn(queryOf(filters))).toEqual(filters);
    expect(filtersIn(new URLSearchParams('kind=steal&area=x&from=1/2/26'))).toEqual(NO_AID_FILTERS);
    const asked = askedOf(filters);
    expect([asked['from'], asked['until']]).toEqual([new Date(2026, 4, 16).toISOString(), new Date(2026, 4, 17, 23, 59, 59).toISOString()]);
    expect(askedOf({ ...NO_AID_FILTERS, guild: '7' })).toMatchObject({ guild_id: '7', scope: 'guild' });
  });

  it('goes on where it ended, and begins anew with other filters', async () => {
    const api = new ScriptedApi([['GET', /^\/aid$/, ({ query }) => ({ listings: query['after'] === undefined ? [LISTINGS.ride] : [LISTINGS.drill], has_more: query['after'] === undefined })]]);
    const list = new AidList(api, NO_AID_FILTERS);
    await list.load();
    await list.more();
    expect(list.listings.map((it) => it.id)).toEqual([LISTINGS.ride.id, LISTINGS.drill.id]);
    expect(api.asked.at(-1)?.query).toEqual({ after: LISTINGS.ride.id, limit: 30 });
    await list.load({ ...NO_AID_FILTERS, kind: 'need' });
    expect([list.listings.length, api.asked.at(-1)?.query]).toEqual([1, { kind: 'need', limit: 30 }]);
  });
});

describe('an offer in steps', () => {
  it('says in each step what it lacks', () => {
    const draft = emptyAid(NOW);
    expect(missingIn('what', draft, NOW)).toEqual(['kind']);
    expect(missingIn('what', { ...draft, kind: 'lend' }, NOW)).toEqual(['category']);
    expect(missingIn('what', { ...draft, kind: 'ride_offer' }, NOW)).toEqual([]);
    expect(missingIn('where', { ...draft, kind: 'ride_offer' }, NOW)).toEqual(['area', 'destination']);
    expect(missingIn('when', { ...draft, until: '' }, NOW)).toEqual(['window']);
    expect(missingIn('when', { ...draft, from: '2027-05-01T10:00', until: '2027-04-01T10:00' }, NOW)).toEqual(['order', 'far']);
    expect(missingIn('when', { ...draft, from: '2026-01-01T10:00' }, NOW)).toEqual(['past']);
    expect(missingIn('how', ride({ total: '61' }), NOW)).toEqual(['total']);
    expect(missingIn('how', { ...ride({ total: '61' }), kind: 'give' }, NOW)).toEqual([]);
    expect(missingIn('how', ride({ total: 'deux' }), NOW)).toEqual(['total']);
  });

  it('is sent with what its kind has, and nothing else', () => {
    expect(aidBodyOf(ride())).toMatchObject({ kind: 'ride_offer', area_id: AREAS.canal.id, destination_area_id: AREAS.station.id, via_area_ids: [AREAS.heights.id], total: 3, text: 'Deux valises' });
    expect(aidBodyOf(ride())).not.toHaveProperty('category');
    const lent = aidBodyOf({ ...ride(), kind: 'lend', category: 'tools', guildId: '9' });
    expect(lent).toMatchObject({ category: 'tools', guild_id: '9' });
    expect(Object.keys(lent)).not.toContain('destination_area_id');
  });

  it('shows beforehand exactly what others will see', () => {
    const shown = previewOf(ride());
    expect([shown?.path.map((it) => it.name), shown?.destination?.path.at(-1)?.name, shown?.via.length, shown?.left]).toEqual([['Villeneuve', 'Le Canal'], 'La Gare', 1, 3]);
    expect(Date.parse(shown?.ends_at ?? '') - Date.parse(shown?.until ?? '')).toBe(7 * 86_400_000);
    expect(previewOf(ride({ area: null }))).toBeNull();
  });

  it('has an opposite that is no offer', () => {
    for (const kind of AID_KINDS) expect([oppositeOf(oppositeOf(kind)), isOffer(oppositeOf(kind))]).toEqual([kind, !isOffer(kind)]);
  });
});

describe('one listing', () => {
  const api = (listing: object, token: string | null = 'token') =>
    new ScriptedApi(
      [
        ['GET', /^\/aid\/mine$/, () => ({ listings: [LISTINGS.mine] })],
        ['GET', /\/asks$/, () => ({ asks: ASKS })],
        ['GET', /\/matches$/, () => ({ matches: MATCHES })],
        ['GET', /^\/aid\/\d+$/, () => listing],
        ['POST', /\/asks$/, () => ({})],
        ['PATCH', /\/asks\/\d+$/, () => ASKS[0]],
      ],
      token,
    );

  it('shows its author the questions and what fits', async () => {
    const one = new OneListing(api(LISTINGS.mine), LISTINGS.mine.id);
    await one.load();
    expect([one.asks.length, one.matches.length, one.own.length]).toEqual([ASKS.length, MATCHES.length, 0]);
  });

  it('is read by a visitor without asking for anything of theirs', async () => {
    const server = api(LISTINGS.ride, null);
    await new OneListing(server, LISTINGS.ride.id).load();
    expect(server.asked.map((it) => it.path)).toEqual([`/aid/${LISTINGS.ride.id}`]);
  });

  it('is asked for with an own listing, and then read again', async () => {
    const server = api(LISTINGS.ride);
    const one = new OneListing(server, LISTINGS.ride.id);
    await one.load();
    await one.ask(2, ' Merci ', LISTINGS.mine.id);
    expect(server.asked.find((it) => it.method === 'POST')?.body).toEqual({ amount: 2, text: 'Merci', listing_id: LISTINGS.mine.id });
    expect(server.asked.filter((it) => it.path === `/aid/${LISTINGS.ride.id}`)).toHaveLength(2);
  });

  it('may be asked for again by who took the question back, and by nobody who was answered', async () => {
    const withAsk = (state: 'withdrawn' | 'declined') => ({ ...LISTINGS.ride, my_ask: { id: '1', state, channel_id: null } });
    const again = new OneListing(api(withAsk('withdrawn')), LISTINGS.ride.id);
    await again.load();
    expect([mayAsk(withAsk('withdrawn')), again.own.length, mayAsk(withAsk('declined'))]).toEqual([true, 1, false]);
  });

  it('keeps what went wrong', async () => {
    const one = new OneListing(new ScriptedApi([]), '1');
    await one.load();
    expect(one.error).toBeInstanceOf(Error);
  });
});
