//! What is open beside the room: the drawer on a narrow page, and the pane behind the room.

/** What the pane behind a room shows. */
export type RightPane =
  | { kind: 'members' }
  | { kind: 'pins' }
  | { kind: 'threads' }
  | { kind: 'thread'; threadId: string }
  | { kind: 'search'; query?: string };

class Panes {
  /** Guilds and channels, on a narrow page. */
  left = $state(false);
  /** What was asked for beside the room. Null: nothing, or the members where the device's settings show them. */
  right = $state.raw<RightPane | null>(null);

  /** Opens a pane; the same one a second time closes it. */
  toggle(kind: 'members' | 'pins' | 'threads' | 'search'): void {
    this.right = this.right?.kind === kind ? null : { kind };
  }

  openThread(threadId: string): void {
    this.right = { kind: 'thread', threadId };
  }

  closeRight(): void {
    this.right = null;
  }
}

export const panes = new Panes();
