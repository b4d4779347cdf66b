//! What somebody writes into one room during one visit: the text, its files, a command, a recording. When the room is left,
//! what was begun is kept as its draft.
import type { FileUpload } from '../../../api/client';
import { MessageFlag } from '../../../gateway/events/words';
import type { Usable } from '../../../state/commands.svelte';
import type { Draft } from '../../../state/outbox.svelte';
import { restOf } from './command_list';
import type { Place } from './directory';
import { withEmojis } from './emojis';
import { trayOf, type Tray } from './tray.svelte';
import { Writing } from './writing.svelte';

/** A sign of writing lasts ten seconds at the others'. */
const TYPING_EVERY_MS = 8_000;
const SILENT = '@silent ';

export class Composition {
  readonly writing: Writing;
  readonly tray: Tray;
  /** The message that the draft answers, until it is known. */
  readonly replyTo: string | null;
  command = $state.raw<{ usable: Usable; rest: string } | null>(null);
  speaking = $state(false);
  choosing = $state(false);
  readonly #channelId: string;
  // Messages leave in the order in which they were written, also when one has to wait for the emoji in it.
  #leaving = Promise.resolve();
  #typedAt = 0;

  constructor(readonly place: Place) {
    this.#channelId = place.channel.id;
    const kept = place.instance.drafts.of(this.#channelId);
    this.writing = new Writing(kept ? { text: kept.text, tokens: kept.tokens } : undefined);
    this.tray = trayOf(this.#channelId);
    this.replyTo = kept?.replyTo ?? null;
  }

  keep(): void {
    const { composing, drafts } = this.place.instance;
    drafts.keep(this.#channelId, { text: this.writing.text, tokens: this.writing.written.tokens, replyTo: composing.replyIn(this.#channelId)?.message.id ?? null });
  }

  /** Something was written: the others see that, now and then. */
  written(): void {
    this.keep();
    if (this.writing.isEmpty || this.writing.text.startsWith('/') || Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = Date.now();
    // Whether others see it does not matter to who writes.
    this.place.instance.api.post(`/channels/${this.#channelId}/typing`).catch(() => undefined);
  }

  /** Goes from a slash to the form of its command. */
  begin(usable: Usable): void {
    this.command = { usable, rest: restOf(usable, this.writing.text.slice(1)) ?? '' };
    this.writing.clear();
    this.keep();
  }

  /** Sends `content`, which is what the text says, with the files. */
  send(content: string): void {
    const isSilent = content.startsWith(SILENT);
    const draft: Draft = { content: isSilent ? content.slice(SILENT.length) : content };
    if (isSilent) draft.flags = MessageFlag.SuppressNotifications;
    if (this.tray.pieces.length > 0) draft.files = this.tray.take();
    this.writing.clear();
    this.#hand(draft);
  }

  speak(file: FileUpload): void {
    this.#hand({ content: '', files: [file], flags: MessageFlag.IsVoiceMessage });
  }

  // Gives a message away, with what it answers.
  #hand(draft: Draft): void {
    const { composing, outbox } = this.place.instance;
    const reply = composing.replyIn(this.#channelId);
    if (reply) draft.replyTo = { messageId: reply.message.id, ping: reply.ping };
    this.#leaving = this.#leaving.then(async () => outbox.send(this.#channelId, { ...draft, content: await withEmojis(draft.content) }));
    this.stopReplying();
    this.#typedAt = 0;
  }

  stopReplying(): void {
    this.place.instance.composing.stopReplying(this.#channelId);
    this.keep();
  }
}
