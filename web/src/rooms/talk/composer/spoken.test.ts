import { describe, expect, it } from 'vitest';

import { withIds, withoutSmileys, type SpokenNames } from './spoken';

const names: SpokenNames = {
  user: (name) => ({ camille: '1', 'jean.luc': '2' })[name] ?? null,
  channel: (name) => ({ 'place-commune': '3' })[name] ?? null,
  emoji: (name) => (name === 'chat' ? '<:chat:4>' : null),
};

describe('names written by hand', () => {
  it.each([
    ['Salut @camille !', 'Salut <@1> !'],
    ['@jean.luc, viens', '<@2>, viens'],
    ['Merci @camille.', 'Merci <@1>.'],
    ['Voir #place-commune', 'Voir <#3>'],
    ['oui :chat: non :chien:', 'oui <:chat:4> non :chien:'],
    ['a@camille @nobody', 'a@camille @nobody'],
    ['`@camille` ```\n@camille``` @camille', '`@camille` ```\n@camille``` <@1>'],
    ['https://x.org/@camille', 'https://x.org/@camille'],
    ['<:chat:9>', '<:chat:9>'],
    ['10:30:45', '10:30:45'],
  ])('%j becomes %j', (text, expected) => expect(withIds(text, names)).toBe(expected));
});

describe('smileys', () => {
  it.each([
    ['Oui :)', 'Oui 🙂'],
    [':D `:)` http://a', '😄 `:)` http://a'],
    ['f(:)', 'f(:)'],
    ['<3', '❤️'],
  ])('%j becomes %j', (text, expected) => expect(withoutSmileys(text)).toBe(expected));
});
