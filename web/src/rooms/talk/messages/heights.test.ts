import { expect, it } from 'vitest';

import type { MessageData } from '../../../gateway/events/messages';
import { Message } from '../../../state/message.svelte';
import { leastHeightPx } from './heights';
import type { Line } from './lines';

const line = (data: Partial<MessageData>, change: Partial<Line> = {}): Line => ({
  message: new Message({ content: 'a', attachments: [], embeds: [], type: 0, timestamp: '2026-01-01T00:00:00Z', ...data } as unknown as MessageData),
  day: null, isFirstUnread: false, continues: false, hiddenCount: 0, ...change,
});

it('takes more room for each line of text, and for what stands around it', () => {
  const plain = leastHeightPx(line({}));
  expect(leastHeightPx(line({ content: 'a\nb\nc' }))).toBeGreaterThan(plain + 40);
  expect(leastHeightPx(line({}, { day: new Date(0) }))).toBeGreaterThan(plain);
  expect(leastHeightPx(line({}, { continues: true }))).toBeLessThan(plain);
  expect(leastHeightPx(line({ type: 19 }))).toBeGreaterThan(plain);
  expect(leastHeightPx(line({ reactions: [{}] } as Partial<MessageData>))).toBeGreaterThan(plain);
  expect(leastHeightPx(line({ attachments: [{}] } as unknown as Partial<MessageData>))).toBeGreaterThan(plain);
});

it('takes one line for what is collapsed, whatever it says', () => {
  expect(leastHeightPx(line({ content: 'a\n'.repeat(50) }, { hiddenCount: 3 }))).toBeLessThan(50);
});
