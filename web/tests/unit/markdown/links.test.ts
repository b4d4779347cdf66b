//! Which addresses open, what is said about them, and which texts claim to lead elsewhere.

import { describe, expect, test } from 'vitest';

import { disguise, linkTarget } from '../../../src/markdown/links';
import { decodeHost } from '../../../src/markdown/punycode';
import type { LinkMark } from '../../../src/markdown/tree';

describe('an address that opens', () => {
  test.each<readonly [raw: string, href: string, shownHost: string, marks: readonly LinkMark[]]>([
    ['https://a.example', 'https://a.example/', 'a.example', []],
    ['http://a.example:8080/b?c#d', 'http://a.example:8080/b?c#d', 'a.example', []],
    ['https://élysée.example/', 'https://xn--lyse-9oad.example/', 'élysée.example', ['punycode']],
    ['https://пример.бел/', 'https://xn--e1afmkfd.xn--90ais/', 'пример.бел', ['punycode']],
    ['https://مثال.example/', 'https://xn--mgbh0fb.example/', 'مثال.example', ['punycode']],
    ['https://аpple.example/', 'https://xn--pple-43d.example/', 'xn--pple-43d.example', ['punycode', 'confusable']],
    ['https://аррӏе.example/', 'https://xn--80ak6aa92e.example/', 'xn--80ak6aa92e.example', ['punycode', 'confusable']],
    ['https://bank.example@evil.example/', 'https://evil.example/', 'evil.example', ['userinfo']],
    ['https://user:word@evil.example/', 'https://evil.example/', 'evil.example', ['userinfo']],
    ['https://bank.example\\@evil.example/', 'https://bank.example/@evil.example/', 'bank.example', []],
    ['https://evil.example/\u202Egpj.exe', 'https://evil.example/gpj.exe', 'evil.example', ['bidi']],
    ['https://ba\u200Bnk.example/', 'https://bank.example/', 'bank.example', ['invisible']],
    ['https://0x7f.1/', 'https://127.0.0.1/', '127.0.0.1', []],
  ])('%s', (raw, href, shownHost, marks) => {
    expect(linkTarget(raw)).toMatchObject({ href, shownHost, marks });
  });
});

describe('an address that stays text', () => {
  test.each([
    '',
    'a.example',
    '//a.example',
    'https:a.example',
    'https:/a.example',
    'https:///a.example',
    'https:\\\\a.example',
    'https://',
    'https://a b.example',
    'https://a.example/\n',
    'https://a.example/\t',
    ' https://a.example',
    '\u0000https://a.example',
    'https://a.example:99999/',
    'https://[',
    'https://%00.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'javascript://a.example/%0aalert(1)',
    'data:text/html,a',
    'vbscript:a',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    'ftp://a.example',
    'mailto:a@b.example',
    'tel:123',
    'ws://a.example',
    'view-source:https://a.example',
    `https://a.example/${'b'.repeat(5000)}`,
  ])('%j', (raw) => {
    expect(linkTarget(raw)).toBeNull();
  });
});

describe('the text of a link', () => {
  test.each<readonly [text: string, target: string, claims: string | null]>([
    ['read this', 'https://evil.example/', null],
    ['bank.example', 'https://bank.example/a', null],
    ['https://bank.example', 'https://bank.example/login', null],
    ['www.bank.example', 'https://bank.example/', null],
    ['bank.example', 'https://www.bank.example/', null],
    ['bank.example', 'https://docs.bank.example/', null],
    ['BANK.example', 'https://bank.example/', null],
    ['élysée.example', 'https://élysée.example/', null],
    ['bank.example', 'https://evil.example/', 'bank.example'],
    ['bank.example', 'https://evilbank.example/', 'bank.example'],
    ['bank.example', 'https://bank.example.evil.example/', 'bank.example'],
    ['https://bank.example/login', 'https://evil.example/', 'bank.example'],
    ['log in at bank.example!', 'https://evil.example/', 'bank.example'],
    ['https://bank.example@evil.example', 'https://evil.example/', 'bank.example'],
    ['bank.example', 'https://evil.example/bank.example', 'bank.example'],
    ['docs.bank.example', 'https://bank.example/', 'docs.bank.example'],
    ['ｂａｎｋ．ｅｘａｍｐｌｅ', 'https://evil.example/', 'bank.example'],
    ['bank。example', 'https://evil.example/', 'bank.example'],
    ['bank․example', 'https://evil.example/', 'bank.example'],
    ['ba\u200Bnk.exa\u00ADmple', 'https://evil.example/', 'bank.example'],
    ['\u202Ebank.example', 'https://evil.example/', 'bank.example'],
    ['аррӏе.example', 'https://evil.example/', 'аррӏе.example'],
    ['apple.example', 'https://аррӏе.example/', 'apple.example'],
    ['192.0.2.1', 'https://evil.example/', '192.0.2.1'],
    ['...bank.example...', 'https://evil.example/', 'bank.example'],
    ['e.g. this', 'https://evil.example/', null],
    ['wait... what', 'https://evil.example/', null],
    ['3.14', 'https://evil.example/', null],
  ])('%j to %s claims %j', (text, address, claims) => {
    const target = linkTarget(address);
    expect(target && disguise(text, target)).toBe(claims);
  });
});

describe('names of hosts', () => {
  test.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['xn--maana-pta.example', 'mañana.example'],
    ['xn--fiqs8s', '中国'],
    ['xn--90a3ac', 'срб'],
    ['xn--ls8h.example', '💩.example'],
    ['a.example', 'a.example'],
    ['xn--.example', '.example'],
    ['xn--a\u00e9.example', 'xn--a\u00e9.example'],
    ['xn--99999999.example', 'xn--99999999.example'],
  ])('%s reads %s', (host, shown) => {
    expect(decodeHost(host)).toBe(shown);
  });
});
