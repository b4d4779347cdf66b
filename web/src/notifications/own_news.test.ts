import { expect, it } from 'vitest';

import { sortedOut } from './own_news';

it('a report that waited and is decided is news; what is gone, or was never waited for, is not', () => {
  const reports = [{ id: '1', state: 'decided' }, { id: '2', state: 'claimed' }, { id: '3', state: 'open' }, { id: '4', state: 'decided' }] as const;
  expect(sortedOut(['1', '2', '9'], reports)).toEqual({ decided: ['1'], waiting: ['2', '3'] });
  expect(sortedOut([], reports)).toEqual({ decided: [], waiting: ['2', '3'] });
});
