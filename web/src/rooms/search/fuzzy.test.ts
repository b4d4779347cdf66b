import { describe, expect, it } from 'vitest';

import { fit, fold } from './fuzzy';

describe('folding', () => {
  it.each([
    ['Été à l’Île', "ete a l'ile"],
    ['boîte-à-livres', 'boite a livres'],
    ['  Ёлка ', 'елка'],
    ['беларуская_мова', 'беларуская мова'],
    ['أَهْلًا', 'اهلا'],
  ])('%s → %s', (text, folded) => expect(fold(text)).toBe(folded));
});

describe('fitting', () => {
  const order = (query: string, ...names: string[]) => names.filter((it) => fit(fold(query), fold(it)) !== null).sort((a, b) => (fit(fold(query), fold(b)) ?? 0) - (fit(fold(query), fold(a)) ?? 0));

  it('puts the whole before the beginning, the beginning before a word, a word before the inside', () => {
    expect(order('jardin', 'les jardins', 'jardinage', 'sous-jardin', 'jardin', 'objardin')).toEqual(['jardin', 'jardinage', 'les jardins', 'sous-jardin', 'objardin']);
  });

  it('finds scattered letters, best where words begin', () => {
    expect(order('bal', 'boite a livres', 'table ronde a lui', 'canal')).toEqual(['boite a livres', 'table ronde a lui']);
    expect(fit('xyz', 'boite')).toBeNull();
  });

  it('does not mind accents', () => expect(order('ete', 'Fête d’été', 'hiver')).toEqual(['Fête d’été']));

  it('takes everything for nothing', () => expect(fit('', 'all')).toBe(0));
});
