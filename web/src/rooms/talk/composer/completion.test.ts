import { describe, expect, it } from 'vitest';

import { bestOf, fit, triggerAt } from './completion';

describe('the name that is being written', () => {
  it.each([
    ['@cam', 'mention', 'cam'],
    ['Salut @', 'mention', ''],
    ['Salut (@Marie Cu', 'mention', 'Marie Cu'],
    ['#pla', 'channel', 'pla'],
    ['oui :so', 'emoji', 'so'],
    ['/imag', 'command', 'imag'],
    ['/note add', 'command', 'note add'],
  ])('%j asks for a %s like %j', (text, kind, query) => {
    expect(triggerAt(text, text.length)).toEqual({ kind, query, start: text.length - query.length - 1, end: text.length });
  });

  it.each(['a@b', 'http://x', ':)', ':s', '`@cam', '@ ', '@a b c', 'x /imag', 'fin', '@' + 'a'.repeat(40)])('%j asks for nothing', (text) => {
    expect(triggerAt(text, text.length)).toBeNull();
  });

  it('ends at the caret', () => expect(triggerAt('@camille', 4)).toEqual({ kind: 'mention', query: 'cam', start: 0, end: 4 }));
});

describe('the order', () => {
  it('is: the same, the beginning, the beginning of a word, anywhere', () => {
    expect([fit('Élo', 'elo'), fit('Élodie', 'elo'), fit('Marie-Élo', 'elo'), fit('Angelo', 'elo'), fit('Ana', 'elo')]).toEqual([0, 1, 2, 3, null]);
  });

  it('takes the best of several names, and leaves equals as they are', () => {
    const people = [{ nick: 'Zoé', name: 'camomille' }, { nick: 'Camille', name: 'cam' }, { nick: null, name: 'Camus' }];
    expect(bestOf(people, 'cam', (it) => [it.nick, it.name], 2)).toEqual([people[1], people[0]]);
  });
});
