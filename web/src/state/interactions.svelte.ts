//! What the person does with commands, buttons, menus and forms of applications, and what becomes of it. The server
//! tells by events that carry the nonce of the request.
import { SvelteMap } from 'svelte/reactivity';

import type { Api, FileUpload } from '../api/client';
import { wordsOf } from '../api/error';
import type { Sink } from '../gateway/dispatch';
import type { InteractionEvents } from '../gateway/events/interactions';
import { t } from '../i18n/i18n.svelte';

export const InteractionType = { Command: 2, Component: 3, Complete: 4, Form: 5 } as const;
export type InteractionType = (typeof InteractionType)[keyof typeof InteractionType];

/** Why the server says that nothing came of it. */
const TIMEOUT = 2;
const INVALID_ANSWER = 5;
/** An application has three seconds; beyond this no event will come any more, whatever happened to the connection. */
const LOST_MS = 15_000;

/** Something of an application that is used. */
export interface Deed {
  type: InteractionType;
  applicationId: string;
  channelId: string;
  guildId: string | null;
  messageId?: string;
  data: Record<string, unknown>;
  files?: readonly FileUpload[];
}

/** A form that an application shows. */
export type BotForm = InteractionEvents['INTERACTION_MODAL_CREATE'];
export type Choice = InteractionEvents['APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE']['choices'][number];

/** Nothing came of it, and why, in words. */
export class InteractionFailed extends Error {}

interface Running {
  type: InteractionType;
  done: (choices: Choice[]) => void;
  failed: (error: Error) => void;
}

/** A command on its way, as it is shown above the field. */
export interface Progress {
  nonce: string;
  words: string;
  /** Null while it is on its way. */
  error: string | null;
  again: (() => void) | null;
}

type Later = (ms: number, act: () => void) => () => void;
const byTimer: Later = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

export class Interactions {
  /** The form that waits to be filled in. */
  form = $state.raw<BotForm | null>(null);
  // What runs, by nonce.
  #running = new Map<string, Running>();
  #progress = new SvelteMap<string, readonly Progress[]>();
  #next = Date.now();
  #sessionId = '';
  readonly #api: Pick<Api, 'post' | 'upload'>;
  readonly #later: Later;

  constructor(api: Pick<Api, 'post' | 'upload'>, later = byTimer) {
    this.#api = api;
    this.#later = later;
  }

  /** Uses something; ends when the application has answered in any way. Throws what the server refuses, and {@link InteractionFailed}. */
  async use(deed: Deed): Promise<void> {
    await this.#run(deed, this.#nonce());
  }

  /** What the application proposes for an option that is being typed. */
  complete(deed: Omit<Deed, 'type' | 'files'>): Promise<Choice[]> {
    return this.#run({ ...deed, type: InteractionType.Complete }, this.#nonce());
  }

  /** Uses a command, showing in its channel that it is on its way, and what went wrong. */
  async show(deed: Deed, words: string): Promise<void> {
    const nonce = this.#nonce();
    const put = (error: string | null) => {
      const others = this.progressIn(deed.channelId).filter((it) => it.nonce !== nonce);
      const again = error === null ? null : () => void (this.dismiss(deed.channelId, nonce), this.show(deed, words));
      this.#progress.set(deed.channelId, [...others, { nonce, words, error, again }]);
    };
    put(null);
    try {
      await this.#run(deed, nonce);
      this.dismiss(deed.channelId, nonce);
    } catch (error) {
      put(interactionWords(error));
    }
  }

  progressIn(channelId: string): readonly Progress[] {
    return this.#progress.get(channelId) ?? [];
  }

  dismiss(channelId: string, nonce: string): void {
    this.#progress.set(channelId, this.progressIn(channelId).filter((it) => it.nonce !== nonce));
  }

  #nonce(): string {
    this.#next += 1;
    return String(this.#next) + String(Math.floor(Math.random() * 1e6));
  }

  async #run(deed: Deed, nonce: string): Promise<Choice[]> {
    const answer = new Promise<Choice[]>((done, failed) => this.#running.set(nonce, { type: deed.type, done, failed }));
    // Who waits for the request first must not be surprised by an answer that failed meanwhile.
    answer.catch(() => undefined);
    const body = {
      type: deed.type, application_id: deed.applicationId, channel_id: deed.channelId, guild_id: deed.guildId, session_id: this.#sessionId, nonce, data: deed.data,
      ...(deed.messageId === undefined ? {} : { message_id: deed.messageId }),
    };
    let stop = (): void => undefined;
    try {
      if (deed.files && deed.files.length > 0) await this.#api.upload('POST', '/interactions', body, deed.files);
      else await this.#api.post('/interactions', body);
      stop = this.#later(LOST_MS, () => this.#end(nonce)?.failed(new InteractionFailed(t('composer.interaction_lost'))));
      return await answer;
    } finally {
      stop();
      this.#running.delete(nonce);
    }
  }

  #end(nonce: string | number | null | undefined): Running | undefined {
    const key = String(nonce ?? '');
    const running = this.#running.get(key);
    this.#running.delete(key);
    return running;
  }

  sink(): Sink<InteractionEvents & { READY: { session_id: string } }> {
    return {
      READY: ({ session_id }) => {
        this.#sessionId = session_id;
      },
      INTERACTION_SUCCESS: ({ nonce }) => this.#end(nonce)?.done([]),
      INTERACTION_FAILURE: ({ nonce, reason_code: reason }) => {
        const words = t(reason === TIMEOUT ? 'composer.interaction_timeout' : reason === INVALID_ANSWER ? 'composer.interaction_invalid' : 'composer.interaction_failed');
        this.#end(nonce)?.failed(new InteractionFailed(words));
      },
      INTERACTION_MODAL_CREATE: (form) => {
        // Only the page on which the person acted shows the form.
        const running = this.#end(form.nonce);
        if (!running) return;
        this.form = form;
        running.done([]);
      },
      APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE: ({ nonce, choices }) => this.#end(nonce)?.done(choices),
    };
  }
}

/** The words of what went wrong with an application or with the request to it. */
export function interactionWords(error: unknown): string {
  return error instanceof InteractionFailed ? error.message : wordsOf(error);
}
