//! What lies over the page: one thing at a time, each loaded when it is opened for the first time.
import type { Subject } from '../../state/guard/words';
import type { Message } from '../../state/message.svelte';

/** Everything that can be opened from anywhere. The components are listed in `Overlays.svelte`. */
export interface OverlayProps {
  /** Beside `anchor` on a wide page, in the middle without one. */
  profile: { userId: string; guildId: string | null; anchor?: HTMLElement };
  moderate: { userId: string; guildId: string; measure: Measure };
  nickname: { userId: string; guildId: string };
  forward: { message: Message };
  /** What is reported, and to whom: those of a guild, or of the house. */
  report: { subject: Subject; guildId: string | null };
  gallery: { pictures: readonly Picture[]; index: number };
  reactions: { message: Message };
  invite: { guildId: string; channelId: string | null };
  /** Sheets of paper of what stands behind a path of the API, called by its name; a guild's lead to a channel. */
  sheets: { path: string; name: string; channelId: string | null };
  newGuild: Record<never, never>;
  newChannel: { guildId: string; parentId: string | null; type?: number };
  editChannel: { channelId: string };
  newThread: { channelId: string; message: Message | null };
  /** With somebody, or for a group that is there already. */
  newConversation: { groupId?: string };
  moveChannel: { channelId: string };
  /** With what was typed before it was there. */
  switcher: { typed?: string };
  shortcuts: Record<never, never>;
  status: Record<never, never>;
  notifications: { guildId: string | null; channelId: string | null };
  confirm: { title: string; text: string; action: string; danger?: boolean; act: () => Promise<void> | void };
}

/** What moderators can do with a member. */
export type Measure = 'timeout' | 'kick' | 'ban';

/** A picture of the gallery: sizes are known before it is loaded. */
export interface Picture {
  url: string;
  width: number;
  height: number;
  description: string;
  filename: string;
}

export type OverlayKind = keyof OverlayProps;
export type Overlay = { [Kind in OverlayKind]: { kind: Kind; props: OverlayProps[Kind] } }[OverlayKind];

class Overlays {
  current = $state.raw<Overlay | null>(null);

  open<Kind extends OverlayKind>(kind: Kind, props: OverlayProps[Kind]): void {
    this.current = { kind, props } as Overlay;
  }

  close(): void {
    this.current = null;
  }
}

export const overlays = new Overlays();
