import { describe, expect, it } from 'vitest';

import { rank, readQuery, type Target, type TargetKind } from './targets';

const target = (id: string, kind: TargetKind, label: string, more: Partial<Target> = {}): Target => ({ id, kind, label, go: () => undefined, ...more });
const ALL = [
  target('1', 'channel', 'café', { place: 'Cours & jardins' }),
  target('2', 'channel', 'cantine', { place: 'Cours & jardins', unread: true }),
  target('3', 'person', 'Camille', { place: 'camille' }),
  target('4', 'guild', 'Cours & jardins'),
  target('5', 'command', 'Réglages', { place: 'apparence langue' }),
  target('6', 'channel', 'café', { place: 'Tour de table', mentions: 2 }),
];
const ids = (text: string, recent: string[] = [], here: string | null = null) => rank(ALL, text, recent, here, 10).map((it) => it.id);

describe('the quick switcher', () => {
  it('reads the sign of a kind', () => {
    expect(readQuery('#Café')).toEqual({ kind: 'channel', words: 'cafe' });
    expect(readQuery(' @cam')).toEqual({ kind: 'person', words: 'cam' });
    expect(readQuery('cam')).toEqual({ kind: null, words: 'cam' });
  });

  it('shows what is recent and what calls before one types', () => {
    expect(ids('', ['3', '1'])).toEqual(['3', '1', '6', '2']);
    expect(ids('', ['3', '1'], '3')).toEqual(['1', '6', '2']);
  });

  it('narrows to one kind', () => {
    expect(ids('*')).toEqual(['4']);
    expect(ids('>regl')).toEqual(['5']);
    expect(ids('@ca')).toEqual(['3']);
  });

  it('puts first what calls, then what was used lately, among equals', () => {
    expect(ids('cafe')).toEqual(['6', '1']);
    expect(ids('cafe', ['1'])).toEqual(['1', '6']);
  });

  it('finds by the place, too', () => {
    expect(ids('apparence')).toEqual(['5']);
    expect(ids('cafe cours')).toEqual(['1']);
  });
});
