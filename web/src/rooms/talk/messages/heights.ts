//! How much room a line takes at least, told from what it says: enough to know how many fill a screen, before any is drawn.
import type { Line } from './lines';

/** At the usual size of text. */
const PX = { text: 22, head: 32, alone: 4, quote: 22, day: 42, reactions: 32, files: 48, collapsed: 32 } as const;

export function leastHeightPx({ message, continues, day, hiddenCount }: Line): number {
  const before = day === null ? 0 : PX.day;
  if (hiddenCount > 0) return before + PX.collapsed;
  const { content, reactions = [], attachments, embeds, type } = message.data;
  const texts = content === '' ? 0 : content.split('\n').length * PX.text;
  const below = (reactions.length > 0 ? PX.reactions : 0) + (attachments.length + embeds.length > 0 ? PX.files : 0);
  return before + (continues ? PX.alone : PX.head) + (type === 19 ? PX.quote : 0) + texts + below;
}
