import { expect, it } from 'vitest';

import { sortedOut } from './reports';

it('a report that waited and is closed was decided; what is gone, or was never waited for, is not news', () => {
  const reports = [{ id: '1', state: 'closed' }, { id: '2', state: 'taken' }, { id: '3', state: 'open' }, { id: '4', state: 'closed' }] as const;
  expect(sortedOut(['1', '2', '9'], reports)).toEqual({ decided: ['1'], waiting: ['2', '3'] });
  expect(sortedOut([], reports)).toEqual({ decided: [], waiting: ['2', '3'] });
});
