//! How the picker's emojis lie in rows, and where the arrow keys lead. Nothing here draws.

import type { EmojiChoice } from './choice';

/** One emoji in the picker. */
export interface Cell {
  key: string;
  choice: EmojiChoice;
  /** A custom emoji's picture. */
  url: string | null;
  usable: boolean;
  /** What is told about it below the grid. */
  hint: string;
}

export interface Section {
  id: string;
  title: string;
  cells: readonly Cell[];
}

export type Row = { kind: 'title'; key: string; section: Section } | { kind: 'cells'; key: string; cells: readonly Cell[] };

/** Where a cell lies: the row in the whole list, and the column. */
export interface Spot {
  row: number;
  column: number;
}

/** The sections in rows: a title, then as many cells as fit side by side. Empty sections have none. */
export function rowsOf(sections: readonly Section[], columns: number): Row[] {
  const rows: Row[] = [];
  for (const section of sections) {
    if (section.cells.length === 0) continue;
    rows.push({ kind: 'title', key: section.id, section });
    for (let from = 0; from < section.cells.length; from += columns) {
      rows.push({ kind: 'cells', key: `${section.id} ${from}`, cells: section.cells.slice(from, from + columns) });
    }
  }
  return rows;
}

/** The first cell, if there is any. */
export function firstSpot(rows: readonly Row[]): Spot | null {
  return spotFrom(rows, 0, 1, 0);
}

/** Where a key leads from a cell, or `null` if it leads nowhere. In Arabic, "left" goes on. */
export function moved(rows: readonly Row[], at: Spot, key: string, isRightToLeft: boolean): Spot | null {
  const width = cellsAt(rows, at.row).length;
  const step = (key === 'ArrowRight') !== isRightToLeft ? 1 : -1;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      if (at.column + step >= 0 && at.column + step < width) return { row: at.row, column: at.column + step };
      return spotFrom(rows, at.row + step, step, step > 0 ? 0 : Infinity);
    case 'ArrowDown':
      return spotFrom(rows, at.row + 1, 1, at.column);
    case 'ArrowUp':
      return spotFrom(rows, at.row - 1, -1, at.column);
    case 'Home':
      return { row: at.row, column: 0 };
    case 'End':
      return { row: at.row, column: width - 1 };
    case 'PageDown':
      return spotFrom(rows, Math.min(at.row + PAGE_ROWS, rows.length - 1), -1, at.column);
    case 'PageUp':
      return spotFrom(rows, Math.max(at.row - PAGE_ROWS, 0), 1, at.column);
    default:
      return null;
  }
}

const PAGE_ROWS = 5;

/** The next row with cells in a direction, and in it the column or the last one. */
function spotFrom(rows: readonly Row[], from: number, step: 1 | -1, column: number): Spot | null {
  for (let row = from; row >= 0 && row < rows.length; row += step) {
    const { length } = cellsAt(rows, row);
    if (length > 0) return { row, column: Math.min(column, length - 1) };
  }
  return null;
}

function cellsAt(rows: readonly Row[], row: number): readonly Cell[] {
  const found = rows[row];
  return found?.kind === 'cells' ? found.cells : [];
}

/** The cell at a spot. */
export function cellAt(rows: readonly Row[], spot: Spot | null): Cell | null {
  return spot === null ? null : (cellsAt(rows, spot.row)[spot.column] ?? null);
}
