import { describe, expect, it } from 'vitest';

import { charsOf, edited, fromContent, isCode, NOTHING, spliced, toContent, type Written } from './written';

const names: Record<string, string> = { '<@1>': '@Camille', '<@!1>': '@Camille', '<@&2>': '@Équipe', '<#3>': '#place', '<:chat:4>': ':chat:' };
const show = (source: string) => names[source] ?? null;

/** Types `text` at a place, as a browser reports it: the whole new text and the caret behind what was typed. */
function typed(before: Written, at: number, text: string): Written {
  return edited(before, before.text.slice(0, at) + text + before.text.slice(at), at + text.length);
}

describe('what is written', () => {
  it('is sent with ids where names stand', () => {
    const written = fromContent('Salut <@1>, viens dans <#3> <:chat:4>', show);
    expect(written.text).toBe('Salut @Camille, viens dans #place :chat:');
    expect(toContent(written)).toBe('Salut <@1>, viens dans <#3> <:chat:4>');
  });

  it('keeps what nobody knows as it is', () => {
    expect(fromContent('<@99> <t:1:R>', show)).toEqual({ text: '<@99> <t:1:R>', tokens: [] });
  });

  it('shows ids in code, because there they mean nothing', () => {
    expect(fromContent('`<@1>` <@1>', show).text).toBe('`<@1>` @Camille');
  });

  it('moves mentions along when something is typed before them', () => {
    const written = typed(fromContent('<@1>', show), 0, 'Bonjour ');
    expect(toContent(written)).toBe('Bonjour <@1>');
  });

  it('makes a mention plain when somebody types into it', () => {
    const written = typed(fromContent('a <@1>', show), 5, 'x');
    expect(written).toEqual({ text: 'a @Caxmille', tokens: [] });
  });

  it('forgets a mention that is deleted, and no other', () => {
    const two = fromContent('<@1> <@1>', show);
    const one = edited(two, '@Camille ', 9);
    expect(toContent(one)).toBe('<@1> ');
  });

  it('tells by the caret which of two equal letters was typed', () => {
    // A second "e" behind "@Camille": the mention stays.
    expect(toContent(typed(fromContent('<@1>', show), 8, 'e'))).toBe('<@1>e');
    // An "@" before it: the mention stays too.
    expect(toContent(typed(fromContent('<@1>', show), 0, '@'))).toBe('@<@1>');
  });

  it('keeps two people of the same name apart', () => {
    let written = spliced(NOTHING, 0, 0, '@Ada', '<@5>');
    written = spliced(written, 4, 4, ' ');
    written = spliced(written, 5, 5, '@Ada', '<@6>');
    expect(toContent(written)).toBe('<@5> <@6>');
  });

  it('changes only what stands between the mentions', () => {
    const written = fromContent('abc <@1> abc', show);
    expect(toContent(written, (text) => text.toUpperCase())).toBe('ABC <@1> ABC');
  });
});

describe('code', () => {
  it.each([
    ['`a', 2, true],
    ['`a` b', 5, false],
    ['```\na\n', 6, true],
    ['```a``` b', 9, false],
    ['`\nb', 3, false],
  ])('%j at %i: %s', (text, at, expected) => expect(isCode(text, at)).toBe(expected));
});

describe('length', () => {
  it('is counted in characters and not in halves of them', () => expect(charsOf('a👍é')).toBe(3));
});
