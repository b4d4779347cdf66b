//! Keys as people know them: ⌘ on Apple's machines, Ctrl elsewhere, names in the reader's language where they differ.

const APPLE: Record<string, string> = { $mod: '⌘', Meta: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧', Escape: '⎋', Enter: '⏎', Delete: '⌫', Backspace: '⌫' };
const OTHERS: Record<string, string> = { $mod: 'Ctrl', Meta: 'Meta', Control: 'Ctrl', Alt: 'Alt', Shift: 'Shift', Escape: 'Esc', Enter: '⏎' };
const BOTH: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Space: '␣', Tab: '⇥', PageUp: '⇞', PageDown: '⇟' };

export function isApple(platform: string): boolean {
  return /Mac|iPod|iPhone|iPad/.test(platform);
}

/** The keys of one press, in the words of tinykeys, as caps to draw. What may be held but need not be is left out. */
export function keyWords(keys: string, apple: boolean): string[] {
  return keys
    .split(/(?<=\w|\])\+/)
    .filter((key) => !/^\[.+\]$/.test(key))
    .map((key) => (apple ? APPLE : OTHERS)[key] ?? BOTH[key] ?? (key.length === 1 ? key.toUpperCase() : key.replace(/^Key/, '')));
}
