//! What members see and can do with a drawn text.

import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { i18n } from '../../../src/i18n/i18n.svelte';
import { colourCode } from '../../../src/markdown/colours';
import Markdown from '../../../src/markdown/Markdown.svelte';
import { parse } from '../../../src/markdown/parse';
import { plainResolver, type MentionResolver } from '../../../src/markdown/resolver';
import { absoluteTime, relativeTime } from '../../../src/markdown/times';

const resolve: MentionResolver = {
  ...plainResolver,
  user: (id) => (id === '1' ? { name: 'Alès', own: true } : null),
  role: () => ({ name: 'Quartier', colour: '#aa3300' }),
  channel: () => ({ name: 'place', icon: 'voice' }),
  emojiUrl: (id) => (id === '5' ? '/emojis/5.webp' : null),
};

function draw(text: string, props: { resolve?: MentionResolver; revealed?: boolean; inline?: boolean } = {}): HTMLElement {
  return render(Markdown, { tree: parse(text), resolve, ...props }).container;
}

beforeAll(() => i18n.use('en'));
afterEach(cleanup);

test('elements are those of the text, and no space is added', () => {
  const root = draw('**a** *b*\n__c__ ~~d~~ `e`');
  expect(root.querySelector('.paragraph')?.innerHTML.replace(/<!--.*?-->| class="[^"]*"| dir="auto"/gu, '')).toBe(
    '<strong>a</strong> <em>b</em><br><u>c</u> <s>d</s> <code>e</code>',
  );
});

test('each block finds its own direction', () => {
  const root = draw('مرحبا\n> bonjour\n- שלום\n# a');
  for (const selector of ['.paragraph', 'blockquote', 'ul', '.heading']) {
    expect(root.querySelector(selector)?.getAttribute('dir')).toBe('auto');
  }
  // A part with a direction of its own would not count for the whole.
  expect(root.querySelector('ul [dir], blockquote [dir]')).toBeNull();
});

test('lists count on from their first number', () => {
  const root = draw('7. a\n8. b');
  expect(root.querySelector('ol')?.start).toBe(7);
  expect(root.querySelectorAll('ol > li')).toHaveLength(2);
});

describe('a spoiler', () => {
  test.each([
    ['a click', (cover: HTMLElement) => fireEvent.click(cover)],
    ['Enter', (cover: HTMLElement) => fireEvent.keyDown(cover, { key: 'Enter' })],
    ['space', (cover: HTMLElement) => fireEvent.keyDown(cover, { key: ' ' })],
  ])('opens by %s and keeps the focus', async (_name, act) => {
    draw('||secret [a](https://a.example)||');
    const cover = screen.getByRole('button', { name: 'Hidden text: show it' });
    expect(cover.querySelector('[inert]')?.textContent).toContain('secret');
    await act(cover);
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText(/secret/u).closest('[inert]')).toBeNull();
    expect(document.activeElement?.textContent).toContain('secret');
  });

  test('stays closed for other keys', async () => {
    draw('||secret||');
    await fireEvent.keyDown(screen.getByRole('button'), { key: 'Tab' });
    expect(screen.getByRole('button').querySelector('[inert]')).not.toBeNull();
  });

  test('is open from the start for who wants that, and takes no focus', () => {
    draw('||secret||', { revealed: true });
    expect(screen.queryByRole('button')).toBeNull();
    expect(document.activeElement).toBe(document.body);
  });
});

describe('a link', () => {
  test('opens elsewhere and tells nothing about where it came from', () => {
    draw('https://a.example/b');
    const link = screen.getByRole('link', { name: 'https://a.example/b' });
    expect(link).toMatchObject({ href: 'https://a.example/b', target: '_blank', rel: 'noopener noreferrer nofollow' });
  });

  test('says where it leads when its text claims otherwise', () => {
    expect(draw('[bank.example](https://evil.example/bank.example)').textContent).toContain('leads to evil.example');
  });

  test('says where it leads when its address imitates another one', () => {
    expect(draw('https://аррӏе.example/').textContent).toContain('leads to xn--80ak6aa92e.example');
  });

  test('says nothing more when it is honest', () => {
    expect(draw('[read](https://a.example)').textContent).toBe('read');
    expect(draw('https://élysée.example/').textContent).toBe('https://élysée.example/');
  });
});

describe('a mention', () => {
  test('carries today’s name and opens what it names', async () => {
    const open = vi.fn();
    draw('<@1>', { resolve: { ...resolve, open } });
    const button = screen.getByRole('button', { name: '@Alès' });
    await fireEvent.click(button);
    expect(open).toHaveBeenCalledWith({ kind: 'user', id: '1' }, button);
    expect(button.classList).toContain('own');
  });

  test.each([
    ['<@2>', '@unknown'],
    ['<@&2>', '@Quartier'],
    ['<#2>', 'place'],
    ['</poll now:2>', '/poll now'],
    ['<id:customize>', 'Channels and roles'],
    ['@everyone', '@everyone'],
  ])('%s reads %s', (text, shown) => {
    expect(draw(text).textContent).toBe(shown);
  });

  test('takes no colour that is none', () => {
    const role = { name: 'a', colour: 'red; position: fixed' };
    draw('<@&2>', { resolve: { ...resolve, role: () => role } });
    expect(screen.getByRole('button').getAttribute('style')).toBeNull();
  });
});

describe('emojis', () => {
  test('a guild’s has a picture with its name', () => {
    draw('<:parvis:5>');
    expect(screen.getByRole('img', { name: ':parvis:' }).getAttribute('src')).toBe('/emojis/5.webp');
  });

  test('one without a picture is its name', () => {
    expect(draw('<:parvis:6>').textContent).toBe(':parvis:');
  });

  test('one whose picture does not load is its name', async () => {
    const root = draw('<:parvis:5>');
    await fireEvent.error(screen.getByRole('img'));
    expect(root.textContent).toBe(':parvis:');
  });

  test('alone, they are big', () => {
    expect(draw('👍').querySelector('.markdown')?.classList).toContain('big');
    expect(draw('a 👍').querySelector('.markdown')?.classList).not.toContain('big');
  });
});

describe('code', () => {
  test('is copied by its button', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    draw('```\na\nb\n```');
    await fireEvent.click(screen.getByRole('button', { name: 'Copy the code' }));
    expect(writeText).toHaveBeenCalledWith('a\nb');
    await tick();
    expect(screen.getByRole('status').textContent).toBe('Copied');
    vi.unstubAllGlobals();
  });

  test('gets colours when they are loaded, and loses no character', async () => {
    const root = draw('```rust\nfn main() { let a = "b"; }\n```');
    await vi.waitFor(() => expect(root.querySelector('.keyword')?.textContent).toBe('fn'));
    expect(root.querySelector('code')?.textContent).toBe('fn main() { let a = "b"; }');
  });

  test.each([
    ['js', 'const a = `b ${c}`; // d'],
    ['html', '<script>let a = "b"</script><style>a { color: red }</style>'],
    ['python', 'def a(b: int) -> str:\n    return f"{b}"'],
    ['diff', '- a\n+ b'],
  ])('in %s keeps every character', async (language, text) => {
    const pieces = await colourCode(language, text);
    expect(pieces?.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces?.some((piece) => piece.scope !== null)).toBe(true);
  });

  test.each(['brainfuck', '__proto__', 'constructor', ''])('in %j has no colours', async (language) => {
    expect(await colourCode(language, 'a')).toBeNull();
  });
});

describe('times', () => {
  const NOW = 1_700_000_000;

  test.each([
    ['t', '22:13'],
    ['T', '22:13:20'],
    ['d', '14/11/2023'],
    ['D', '14 novembre 2023'],
    ['f', '14 novembre 2023 à 22:13'],
    ['F', 'mardi 14 novembre 2023 à 22:13'],
    ['s', '14/11/2023 22:13'],
    ['S', '14/11/2023 22:13:20'],
  ] as const)('in style %s', (style, expected) => {
    expect(absoluteTime(NOW, style, 'fr', 'UTC').replace(/\u202f|\u00a0/gu, ' ')).toBe(expected);
  });

  test.each([
    [0, 'in 0 seconds'],
    [-1, '1 second ago'],
    [59, 'in 59 seconds'],
    [60, 'in 1 minute'],
    [-3_599, '59 minutes ago'],
    [7_200, 'in 2 hours'],
    [-86_400, '1 day ago'],
    [86_400 * 29, 'in 29 days'],
    [86_400 * 31, 'in 1 month'],
    [-86_400 * 800, '2 years ago'],
  ])('%d seconds away', (away, expected) => {
    expect(relativeTime(NOW + away, NOW, 'en')).toBe(expected);
  });

  test('are in the page’s language', () => {
    expect(relativeTime(NOW - 120, NOW, 'fr')).toBe('il y a 2 minutes');
    expect(relativeTime(NOW - 120, NOW, 'ar')).toBe('قبل دقيقتين');
  });

  describe('that are relative', () => {
    beforeEach(() => vi.useFakeTimers({ now: NOW * 1000 }));
    afterEach(() => vi.useRealTimers());

    test('move on with the shared clock, which stops with the last of them', async () => {
      const { container, unmount } = render(Markdown, { tree: parse(`<t:${NOW + 60}:R> <t:${NOW + 61}:R>`), resolve });
      expect(container.textContent).toBe('in 1 minute in 1 minute');
      await vi.advanceTimersByTimeAsync(2000);
      expect(container.textContent).toBe('in 58 seconds in 59 seconds');
      expect(vi.getTimerCount()).toBe(1);
      unmount();
      await vi.advanceTimersByTimeAsync(0);
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});
