import { expect, it } from 'vitest';

import { type ChannelSwitches, chosenState, NEW, togetherOf, togetherValue, withSignals } from './switches';

const NOTHING = { notices: null, media: null, newcomers: null, expiry: null };
const of = (parent: string | null, own: Partial<ChannelSwitches['own']>): ChannelSwitches => ({ channel_id: '1', parent_id: parent, own: { ...NOTHING, ...own }, effective: NOTHING });

it('what is not set follows the category, where there is one', () => {
  expect(chosenState(of('2', {}), 'expiry')).toBe('category');
  expect(chosenState(of(null, {}), 'expiry')).toBe('off');
  expect(chosenState(of('2', { expiry: NEW.expiry }), 'expiry')).toBe('on');
  expect(chosenState(of('2', { expiry: { ...NEW.expiry, on: false } }), 'expiry')).toBe('off');
});

it('no more signals are needed than are looked at, and one always is', () => {
  expect(withSignals({ ...NEW.newcomers, no_avatar: false })).toMatchObject({ account_hours: 24, signals_needed: 1 });
  expect(withSignals({ ...NEW.newcomers, account_hours: null, no_avatar: false })).toMatchObject({ no_avatar: true, signals_needed: 1 });
  expect(withSignals({ ...NEW.newcomers, together: { members: 5, minutes: 5 } })).toMatchObject({ signals_needed: 2 });
});

it('how many came together is one word of a list', () => {
  expect(togetherOf('5/10')).toEqual({ members: 5, minutes: 10 });
  expect(togetherValue(togetherOf('5/10'))).toBe('5/10');
  expect([togetherOf(''), togetherValue(null)]).toEqual([null, '']);
});
