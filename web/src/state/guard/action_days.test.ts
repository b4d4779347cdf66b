//! What is read of action days: accounts as they are pasted, and how far a day is.
import { expect, test } from 'vitest';

import { accountsIn, canUndo, progressOf, type ActionDay } from './action_days.svelte';

const accounts = { proposed: 0, excluded: 3, applied: 90, skipped: 10, undone: 0 };
const day = { state: 'running', accounts, ordered: 400, undo_until: '2026-12-01T00:00:00Z' } as ActionDay;

test('accounts are read as people paste them', () => {
  expect(accountsIn('@ada, boris\n 1234567890123456789;;ada')).toEqual(['ada', 'boris', '1234567890123456789']);
});

test('a day goes forwards, and backwards when it is taken back', () => {
  expect(progressOf(day)).toEqual({ done: 100, all: 400 });
  expect(progressOf({ ...day, state: 'undoing', accounts: { ...accounts, undone: 30, applied: 60 } })).toEqual({ done: 30, all: 90 });
});

test('what was done can be taken back for as long as the server says', () => {
  expect(canUndo(day, Date.parse('2026-11-30T00:00:00Z'))).toBe(true);
  expect(canUndo(day, Date.parse('2026-12-01T00:00:00Z'))).toBe(false);
  expect(canUndo({ ...day, state: 'undone' }, 0)).toBe(false);
});
