import { describe, expect, it } from 'vitest';

import { serverAddress } from './offer';
import { nameRules, passwordRules, type Rule } from './rules';

const broken = (rules: Rule[]) => rules.filter((it) => !it.kept).map((it) => it.id);

describe('names', () => {
  it.each([
    ['camille', []],
    ['éloïse_2', []],
    ['a', ['name_length']],
    ['', ['name_length', 'name_characters']],
    ['two words', ['name_characters']],
    ['x'.repeat(33), ['name_length']],
  ])('%s', (name, expected) => expect(broken(nameRules(name))).toEqual(expected));
});

describe('passwords', () => {
  it.each([
    ['une phrase assez longue', 'camille', []],
    ['court', 'camille', ['password_length', 'password_varied'].slice(0, 1)],
    ['camille-camille', 'camille', ['password_differs']],
    ['aaaaaaaaaaaa', 'camille', ['password_varied']],
  ])('%s', (password, name, expected) => expect(broken(passwordRules(password, name, 8))).toEqual(expected));
});

describe('addresses of other servers', () => {
  it.each([
    ['place.example', 'https://place.example'],
    ['https://place.example/channels/@me', 'https://place.example'],
    ['http://localhost:7212', 'http://localhost:7212'],
    ['javascript:alert(1)', null],
    ['https://a:b@place.example', null],
    ['word', null],
    ['', null],
  ])('%s', (text, expected) => expect(serverAddress(text)).toBe(expected));
});
