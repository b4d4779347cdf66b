import { describe, expect, it } from 'vitest';

import { leadFrom } from './addresses';
import { piecesOf, type Piece } from '../../markdown/pieces';
import { plain } from '../../markdown/plain';
import { childrenOf, type Link, type Node } from '../../markdown/tree';

const read = (text: string): readonly Piece[] => piecesOf(text, leadFrom('5'));
const told = (piece: Piece): string => {
  if (piece.kind === 'heading') return `h${piece.level} ${piece.text} #${piece.id}`;
  if (piece.kind === 'table') return [piece.head, ...piece.rows].map((row) => row.map((it) => plain(it)).join('|')).join('/');
  return piece.kind === 'rule' ? '---' : plain(piece.tree);
};
const links = (nodes: readonly Node[]): Link[] => nodes.flatMap((it) => (it.kind === 'link' ? [it] : links(childrenOf(it))));
const target = (text: string) => read(text).flatMap((it) => (it.kind === 'text' ? links(it.tree.children) : [])).map((it) => it.target)[0];

describe('a page', () => {
  it.each([
    ['# Un\n\nDeux\ntrois.', ['h2 Un #un', 'Deux trois.']],
    ['### Une **part** ###\nx', ['h3 Une part #une-part', 'x']],
    ['## A\n## A\n## هاتف', ['h2 A #a', 'h2 A #a-2', 'h2 هاتف #هاتف']],
    ['Un titre\n---\n\n---', ['h2 Un titre #un-titre', '---']],
    ['|a|b|\n|---|:-:|\n|1|2 \\| 3|\n|4|\n\nx', ['a|b/1|2 | 3/4|', 'x']],
    ['a | b\nc', ['a | b c']],
    ['- a\n- b\n\n- c\n\nx', ['- a\n- b\n- c', 'x']],
    ['1) a\n2) b\n   encore', ['1. a\n2. b encore']],
    ['> a\n> b\nx', ['> a\n> b\n> x']],
    ['```\n# no\n\n|a|\n```\nx', ['# no\n\n|a|', 'x']],
    ['```\nnever closed', ['never closed']],
    ['a  \nb\\\nc', ['a\nb\nc']],
    ['![une photo](https://a.example/b.png) ici', ['une photo ici']],
  ])('%j', (text, expected) => {
    const normal = (it: string) => it.replace(/[•–]/gu, '-').replace(/[ \t]+/gu, ' ');
    expect(read(text).map(told).map(normal).map((it) => it.replace(/^> ?/gmu, ''))).toEqual(expected.map((it) => it.replace(/^> ?/gmu, '')));
  });

  it.each([
    ['[x](safety)', '/channels/5/guide/safety', true],
    ['[x](safety#phone)', '/channels/5/guide/safety#phone', true],
    ['[x](/map)', '/app/map', true],
    ['[x](/map/area/12-canal)', '/app/map/area/12', true],
    ['[x](/map/guide/join)', '/app/map/guide/join', true],
  ])('%s leads to %s', (text, path, own) => {
    const link = target(text);
    expect([link?.href, link?.own]).toEqual([`${location.origin}${path}`, own]);
  });

  it.each(['[x](javascript:alert(1))', '[x](//evil.example)', '[x](/\\evil.example)', '[x](data:text/html,x)', '[x](../x)', '[x](A b)', '[x](mailto:)'])('%s leads nowhere', (text) => {
    expect(target(text)).toBeUndefined();
  });

  it('names where a link away leads, and a mailbox', () => {
    expect(target('[x](https://example.org/a)')).toMatchObject({ host: 'example.org' });
    expect(target('[x](mailto:a@example.org)')?.href).toBe('mailto:a@example.org');
    expect(target('[x](https://example.org/a)')?.own).toBeUndefined();
  });

  it('is read in a time that grows with its length', () => {
    for (const part of ['| a ', '- ', '> ', '#', '```\n', '[a](', '![', '\\|', '  \n', '|-']) {
      const began = performance.now();
      read(part.repeat(20_000 / part.length));
      expect(performance.now() - began, part).toBeLessThan(3_000);
    }
  });
});
