//! The member list of a channel: one long list that keeps moving, of which only some ranges are known.
import type { Sink } from '../gateway/dispatch';
import type { GuildEvents, MemberData, MemberListGroup, MemberListItem, MemberListOp, MemberListUpdate } from '../gateway/events/guilds';

/** A line of the list; undefined while it is not known. */
export type Line = { kind: 'heading'; group: MemberListGroup } | { kind: 'member'; member: MemberData } | undefined;

export type Range = [number, number];

/** Lines are asked for in pieces of this length. */
const PIECE = 100;
/** Pieces that the server lets one look at. */
const PIECES_MAX = 5;

/** The pieces to ask for so that the lines from `first` to `last` are known, and the beginning always. */
export function rangesFor(first: number, last: number): Range[] {
  const pieces = new Set([0]);
  for (let piece = Math.max(0, Math.floor(first / PIECE)); piece <= Math.floor(Math.max(first, last) / PIECE); piece += 1) pieces.add(piece);
  return [...pieces].slice(0, PIECES_MAX).map((piece) => [piece * PIECE, piece * PIECE + PIECE - 1]);
}

/** The lines after an update. What it does not tell and what is not known stays undefined. */
export function applyUpdate(lines: readonly Line[], update: Pick<MemberListUpdate, 'ops' | 'groups'>): Line[] {
  // Ranges that are sent anew replace everything: what lies outside of them may have moved meanwhile.
  const next = update.ops.some((it) => it.op === 'SYNC') ? [] : [...lines];
  for (const op of update.ops) applyOp(next, op);
  const length = update.groups.reduce((sum, group) => sum + group.count + 1, 0);
  while (next.length < length) next.push(undefined);
  next.length = length;
  return next;
}

function applyOp(lines: Line[], op: MemberListOp): void {
  switch (op.op) {
    case 'SYNC':
      while (lines.length < op.range[0]) lines.push(undefined);
      op.items.forEach((item, index) => (lines[op.range[0] + index] = lineOf(item)));
      break;
    case 'INSERT':
      while (lines.length < op.index) lines.push(undefined);
      lines.splice(op.index, 0, lineOf(op.item));
      break;
    case 'UPDATE':
      lines[op.index] = lineOf(op.item);
      break;
    case 'DELETE':
      lines.splice(op.index, 1);
      break;
    case 'INVALIDATE':
      for (let index = op.range[0]; index <= Math.min(op.range[1], lines.length - 1); index += 1) lines[index] = undefined;
      break;
  }
}

function lineOf(item: MemberListItem): Line {
  if ('group' in item) return { kind: 'heading', group: item.group };
  const { presence: _presence, ...member } = item.member;
  return { kind: 'member', member };
}

export class MemberList {
  lines = $state.raw<readonly Line[]>([]);
  groups = $state.raw<readonly MemberListGroup[]>([]);
  memberCount = $state(0);
  /** Whether the server has said anything yet. */
  loaded = $state(false);
  readonly guildId: string;
  // Channels that the same people may see share one list: this is its name.
  #listId: string | null = null;

  constructor(guildId: string) {
    this.guildId = guildId;
  }

  sink(): Sink<GuildEvents> {
    return {
      GUILD_MEMBER_LIST_UPDATE: (update) => {
        if (update.guild_id !== this.guildId) return;
        const isAnswer = update.ops.some((it) => it.op === 'SYNC');
        // Until it answers, the server may still tell of the list that was looked at before.
        if (!isAnswer && update.id !== this.#listId) return;
        this.#listId = update.id;
        this.lines = applyUpdate(this.lines, update);
        this.groups = update.groups;
        this.memberCount = update.member_count;
        this.loaded = true;
      },
    };
  }
}
