//! What is made of a tree besides drawing it: plain text, quotes, marks of a search, the mentions in it.

import { describe, expect, test } from 'vitest';

import { highlight } from '../../../src/markdown/highlight';
import { mentionsIn } from '../../../src/markdown/mentions';
import { parse } from '../../../src/markdown/parse';
import { plain } from '../../../src/markdown/plain';
import { quote } from '../../../src/markdown/quote';
import { sketch } from './sketch';

describe('plain text', () => {
  test.each([
    ['**a** *b* __c__ ~~d~~ `e`', 'a b c d e'],
    ['||secret|| open', '▮▮▮ open'],
    ['||a very long secret||', '▮▮▮'],
    ['# a\nb', 'a\nb'],
    ['> a\n> b\nc', 'a\nb\nc'],
    ['- a\n- b\n  - c', '• a\n• b\n• c'],
    ['3. a\n4. b', '3. a\n4. b'],
    ['```js\na\nb\n```c', 'a\nb\nc'],
    ['[a](https://b.example)', 'a'],
    ['<:parvis:1> 👍', ':parvis: 👍'],
    ['<@1> <@&2> <#3> @everyone </poll:4>', '@1 @2 #3 @everyone /poll'],
    ['<t:0>', '1970-01-01T00:00:00.000Z'],
  ])('%j reads %j', (text, expected) => {
    expect(plain(parse(text))).toBe(expected);
  });

  test('takes the names that it is given', () => {
    const tree = parse('<@1> in <#2> at <t:60:R>');
    const mention = (it: { kind: string }) => (it.kind === 'user' ? '@Alès' : null);
    expect(plain(tree, { mention, time: (seconds) => `${seconds} s` })).toBe('@Alès in #2 at 60 s');
  });

  test('tells spoilers only when asked', () => {
    expect(plain(parse('||a **b**||'), { openSpoilers: true })).toBe('a b');
  });
});

test.each([
  ['a', '> a'],
  ['a\nb', '> a\n> b'],
  ['a\n\nb', '> a\n> \n> b'],
])('quote of %j', (text, expected) => {
  expect(quote(text)).toBe(expected);
});

test('a quoted text reads as a quote of the same text', () => {
  expect(plain(parse(quote('a\n\n**b**')))).toBe('a\n\nb');
});

describe('marks of a search', () => {
  test.each([
    ['an apple', ['apple'], "p['an ' mark'apple']"],
    ['École, école', ['ecole'], "p[mark'École' ', ' mark'école']"],
    ['**an apple** pie', ['an', 'pie'], "p[bold[mark'an' ' apple'] ' ' mark'pie']"],
    ['- a\n- b', ['b'], "ul[li[p['a']] li[p[mark'b']]]"],
    ['`apple`', ['apple'], "p[code'apple']"],
    ['Straße', ['strasse'], "p['Straße']"],
    ['aaa', ['aa'], "p[mark'aa' 'a']"],
    ['apple', [], "p['apple']"],
    ['apple', [''], "p['apple']"],
  ])('%j for %j', (text, words, expected) => {
    expect(sketch(highlight(parse(text), words))).toBe(expected);
  });
});

test('mentions are listed once, from any depth', () => {
  expect(mentionsIn(parse('<@1> **<@&2> ||<#3>||**\n> <@1>\n- <@4>'))).toEqual([
    { kind: 'user', id: '1' },
    { kind: 'role', id: '2' },
    { kind: 'channel', id: '3' },
    { kind: 'user', id: '4' },
  ]);
});
