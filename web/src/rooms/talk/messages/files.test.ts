import { expect, test } from 'vitest';

import { nameIn } from './files';

test('an address tells a name, whatever a bot wrote into it', () => {
  expect(nameIn('https://a.example/b/%C3%A9t%C3%A9.png?c=d/e')).toBe('été.png');
  expect(nameIn('https://a.example/100%.png')).toBe('100%.png');
  expect(nameIn('https://a.example/%E0%A4%A')).toBe('%E0%A4%A');
  expect(nameIn('https://a.example/')).toBe('');
});
