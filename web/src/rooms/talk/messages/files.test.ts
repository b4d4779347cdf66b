import { expect, test } from 'vitest';

import { isMoving, mayMove, nameIn, type Attachment } from './files';

test('an address tells a name, whatever a bot wrote into it', () => {
  expect(nameIn('https://a.example/b/%C3%A9t%C3%A9.png?c=d/e')).toBe('été.png');
  expect(nameIn('https://a.example/100%.png')).toBe('100%.png');
  expect(nameIn('https://a.example/%E0%A4%A')).toBe('%E0%A4%A');
  expect(nameIn('https://a.example/')).toBe('');
});

test('pictures that may move are known by their kind, by what the server says, or by their address', () => {
  const file = (more: Partial<Attachment>) => ({ id: '1', filename: 'a', size: 1, url: '', proxy_url: '', ...more }) as Attachment;
  expect([{ content_type: 'image/gif' }, { content_type: 'image/png', flags: 32 }, { content_type: 'image/png' }, {}].map((it) => mayMove(file(it)))).toEqual([true, true, false, false]);
  expect(['/a/b.gif', '/a/b.GIF?size=64', '/a/b.png', '/a.gif/b'].map(isMoving)).toEqual([true, true, false, false]);
});
