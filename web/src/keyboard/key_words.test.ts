import { describe, expect, it } from 'vitest';

import { isApple, keyWords } from './key_words';

describe('keys', () => {
  it.each([
    ['$mod+K', ['Ctrl', 'K'], ['⌘', 'K']],
    ['Alt+Shift+ArrowUp', ['Alt', 'Shift', '↑'], ['⌥', '⇧', '↑']],
    ['[Shift]+?', ['?'], ['?']],
    ['+', ['+'], ['+']],
    ['$mod+,', ['Ctrl', ','], ['⌘', ',']],
    ['Escape', ['Esc'], ['⎋']],
    ['r', ['R'], ['R']],
  ])('%s', (keys, others, apple) => {
    expect(keyWords(keys, false)).toEqual(others);
    expect(keyWords(keys, true)).toEqual(apple);
  });

  it('know the machine', () => {
    expect(['MacIntel', 'iPhone', 'Win32', 'Linux x86_64'].map(isApple)).toEqual([true, true, false, false]);
  });
});
