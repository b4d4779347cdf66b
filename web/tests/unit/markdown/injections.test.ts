//! What people try in order to run their script on somebody else's page, alone and inside of everything that a text can
//! hold: no link leads anywhere but to http or https, and the page gets no element, attribute or address of theirs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cleanup, render } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';

import Markdown from '../../../src/markdown/Markdown.svelte';
import { parse, type Place } from '../../../src/markdown/parse';
import { plain } from '../../../src/markdown/plain';
import { plainResolver } from '../../../src/markdown/resolver';
import { childrenOf, type Link, type Node } from '../../../src/markdown/tree';

// Not imported: halves of surrogate pairs are in it, which no bundler takes.
const corpus = readFileSync(join(import.meta.dirname, '../../corpus/injections.json'), 'utf8');
const PAYLOADS = Object.values(JSON.parse(corpus) as Record<string, string[]>).flat();
const PLACES: readonly Place[] = ['message', 'inline', 'title'];

const CONSTRUCTS: Readonly<Record<string, (payload: string) => string>> = {
  alone: (it) => it,
  bold: (it) => `**${it}**`,
  italic: (it) => `*${it}*`,
  underline: (it) => `__${it}__`,
  strike: (it) => `~~${it}~~`,
  spoiler: (it) => `||${it}||`,
  code: (it) => `\`${it}\``,
  'code block': (it) => `\`\`\`${it}\n${it}\n\`\`\``,
  quote: (it) => `> ${it}`,
  'quoted rest': (it) => `>>> ${it}`,
  heading: (it) => `# ${it}`,
  subtext: (it) => `-# ${it}`,
  list: (it) => `- ${it}\n  - ${it}`,
  'numbered list': (it) => `1. ${it}`,
  'text of a link': (it) => `[${it}](https://a.example)`,
  'target of a link': (it) => `[a](${it})`,
  'target in angle brackets': (it) => `[a](<${it}>)`,
  'end of a target': (it) => `[a](https://a.example/${it})`,
  'title of a link': (it) => `[a](https://a.example "${it}")`,
  'angle brackets': (it) => `<${it}>`,
  'after an address': (it) => `https://a.example/${it}`,
  'host of an address': (it) => `https://${it}`,
  'user name of an address': (it) => `https://${it}@a.example`,
  mention: (it) => `<@${it}>`,
  command: (it) => `</${it}:1>`,
  'name of an emoji': (it) => `<:${it}:1>`,
  time: (it) => `<t:1:${it}>`,
  'after an escape': (it) => `\\${it}`,
  'everything at once': (it) => `> - **||[${it}](${it}) \`${it}\` ${it}||**`,
};

function linksIn(nodes: readonly Node[]): Link[] {
  return nodes.flatMap((node) => (node.kind === 'link' ? [node, ...linksIn(node.children)] : linksIn(childrenOf(node))));
}

test('the corpus holds at least 500 distinct payloads', () => {
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(500);
});

describe('every link of the tree is of the web', () => {
  test.each(Object.entries(CONSTRUCTS))('%s', (_name, construct) => {
    for (const payload of PAYLOADS) {
      for (const place of PLACES) {
        for (const { target, children } of linksIn(parse(construct(payload), { place }).children)) {
          const url = new URL(target.href);
          expect(['http:', 'https:'], payload).toContain(url.protocol);
          expect(url.username + url.password, payload).toBe('');
          expect(url.href, payload).toBe(target.href);
          expect(url.hostname, payload).toBe(target.host);
          expect(linksIn(children), payload).toEqual([]);
          expect(plain({ children, bigEmoji: false }, { openSpoilers: true }), payload).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/u);
        }
      }
    }
  });
});

describe('the page gets none of their elements', () => {
  afterEach(cleanup);

  const ELEMENTS = new Set('DIV SPAN A BR STRONG EM U S CODE PRE BLOCKQUOTE UL OL LI BUTTON BDI TIME svg path circle line rect polygon polyline'.split(' '));
  const ATTRIBUTES =
    /^(?:class|dir|role|tabindex|inert|title|type|start|datetime|href|rel|target|aria-[a-z]+|xmlns|width|height|viewBox|fill|stroke|stroke-[a-z]+|d|cx|cy|r|rx|ry|x|y|x1|x2|y1|y2|points)$/u;

  test.each(['alone', 'spoiler', 'code block', 'list', 'text of a link', 'end of a target', 'everything at once'])('%s', (name) => {
    const construct = CONSTRUCTS[name] ?? String;
    const children = PAYLOADS.flatMap((payload) => parse(construct(payload)).children);
    const { container } = render(Markdown, { tree: { children, bigEmoji: false }, resolve: plainResolver, revealed: true });
    const foreign = [...container.querySelectorAll('*')].filter((element) => {
      const areOurs = [...element.attributes].every((it) => ATTRIBUTES.test(it.name) && (it.name !== 'href' || /^https?:\/\/[^/]/u.test(it.value)));
      return !ELEMENTS.has(element.tagName) || !areOurs;
    });
    expect(container.textContent).toContain('alert');
    expect(foreign.map((element) => element.outerHTML)).toEqual([]);
  }, 60_000);
});
