import { expect, test } from 'vitest';

import { bodyOfPolicy, freshPolicy, labelsOf, missingInPolicy, thresholdsOf } from './policy_draft';

test('numbers are lines of a name and a whole number', () => {
  expect(thresholdsOf('burst = 10\n\n hours=24 ')).toEqual({ burst: 10, hours: 24 });
  expect(thresholdsOf('')).toEqual({});
  for (const wrong of ['Burst = 1', 'burst 1', 'burst = 1.5', '= 1']) expect(thresholdsOf(wrong)).toBeNull();
});

test('labels are separated by commas', () => {
  expect(labelsOf(' spam, , sellers ')).toEqual(['spam', 'sellers']);
});

test('what is missing is named', () => {
  expect(missingInPolicy(freshPolicy())).toEqual(['name', 'when']);
  const alert = { ...freshPolicy(), name: 'a', when: 'true', actions: ['alert'] as const };
  expect(missingInPolicy(alert)).toEqual(['channel']);
  expect(missingInPolicy({ ...alert, alertChannel: '1', thresholds: '1' })).toEqual(['numbers']);
});

test('what restricts somebody asks for no less than the server does', () => {
  const low = { ...freshPolicy(), gate: { days: 1, sample: 20, precision: 500 } };
  expect(bodyOfPolicy(low)).toMatchObject({ actions: [{ kind: 'label' }], gate: { days: 1, sample: 20, precision: 500 } });
  expect(bodyOfPolicy({ ...low, actions: ['timeout'], timeoutSeconds: 60 })).toMatchObject({ actions: [{ kind: 'timeout', seconds: 60 }], gate: { days: 1, sample: 73, precision: 950 } });
});
