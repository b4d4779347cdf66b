import { describe, expect, it } from 'vitest';

import { codeOf } from './invitation';

describe('an invitation', () => {
  it.each([
    ['aB3x9', 'aB3x9'],
    ['  aB3x9 ', 'aB3x9'],
    ['https://parvis.example/invite/aB3x9', 'aB3x9'],
    ['https://parvis.example/join/aB3x9?from=poster', 'aB3x9'],
    ['/invite/a-b', 'a-b'],
    ['parvis.example/aB3x9', 'aB3x9'],
  ])('%s has the code %s', (text, code) => expect(codeOf(text)).toBe(code));

  it.each(['', 'two words', 'https://parvis.example/', 'https://parvis.example/channels/1/2'])('%s has none', (text) => expect(codeOf(text)).toBeNull());
});
