//! One account on one server, whole: the connection, and everything that is known through it.
import { getContext, setContext } from 'svelte';

import { Api } from '../api/client';
import { Arrivals, beforeNextFrame } from '../gateway/arrivals';
import { Dispatcher, type Sink } from '../gateway/dispatch';
import type { OwnUser } from '../gateway/events/session';
import { Op, Socket } from '../gateway/socket';
import { Ahead } from './ahead';
import { Attention } from './attention.svelte';
import { autoplay } from './autoplay.svelte';
import { Commands } from './commands.svelte';
import { Composing } from './composing.svelte';
import { Drafts } from './drafts.svelte';
import { WaitingCases } from './guard/waiting_cases.svelte';
import { Guilds } from './guilds.svelte';
import { Interactions } from './interactions.svelte';
import { Limits } from './limits.svelte';
import { MemberSearch } from './member_search';
import { MessageAuthors } from './message_authors';
import { MessageDeeds } from './message_deeds';
import { Messages } from './messages.svelte';
import { Outbox } from './outbox.svelte';
import { surroundingsOf } from './outbox_surroundings';
import { People } from './people.svelte';
import { ReadStates } from './read_states.svelte';
import { Settings } from './settings.svelte';
import { Typing } from './typing.svelte';
import { Users } from './users.svelte';

/** What the connection is doing, as the page says it. */
export type Connection = { state: 'starting' } | { state: 'here' } | { state: 'away'; nextTryAt: number };

export class Instance {
  me = $state.raw<OwnUser | null>(null);
  connection = $state.raw<Connection>({ state: 'starting' });
  /** Whether the first READY has come: from then on there is something to show. */
  ready = $state(false);
  readonly api: Api;
  readonly dispatcher = new Dispatcher();
  readonly users = new Users();
  readonly guilds = new Guilds(this.users);
  readonly people = new People(this.users);
  readonly typing = new Typing();
  readonly composing = new Composing();
  readonly drafts = new Drafts();
  readonly memberSearch = new MemberSearch((op, data) => this.send(op, data));
  readonly limits: Limits;
  readonly waitingCases: WaitingCases;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly settings: Settings;
  readonly readStates: ReadStates;
  readonly attention: Attention;
  readonly messages: Messages;
  readonly deeds: MessageDeeds;
  readonly authors = new MessageAuthors((op, data) => this.send(op, data));
  readonly ahead: Ahead;
  readonly outbox: Outbox;
  readonly #socket: Socket;
  // Nobody waits for frames of a hidden page, but somebody may for its notifications.
  readonly #arrivals = new Arrivals(
    (name, data) => this.dispatcher.dispatch(name, data),
    (work) => (document.visibilityState === 'hidden' ? work() : beforeNextFrame(work)),
  );

  constructor(origin: string, token: string, onSignedOut: () => void) {
    this.api = new Api(`${origin}/api/v10`, token);
    this.api.onSignedOut = onSignedOut;
    this.limits = new Limits(this.api);
    this.waitingCases = new WaitingCases(this.api);
    this.commands = new Commands(this.api);
    this.interactions = new Interactions(this.api);
    this.settings = new Settings(this.api);
    autoplay.follow(this.settings);
    this.readStates = new ReadStates(this.api, this.guilds);
    this.attention = new Attention(this.guilds, this.readStates, this.settings);
    this.messages = new Messages(this.api, this.users, this.guilds);
    this.ahead = new Ahead(this);
    this.deeds = new MessageDeeds(this.api, this.messages, this.readStates);
    this.outbox = new Outbox(this.api, surroundingsOf(this.guilds));
    this.outbox.onSent = (message) => this.dispatcher.dispatch('MESSAGE_CREATE', message);
    for (const sink of [this.#ownSink(), this.guilds.sink(), this.people.sink(), this.settings.sink(), this.messages.sink(), this.readStates.sink(), this.typing.sink(), this.outbox.sink(), this.interactions.sink(), this.waitingCases.sink()]) {
      this.dispatcher.add(sink as Sink);
    }
    this.#socket = new Socket(`${origin.replace(/^http/, 'ws')}/gateway`, token, {
      event: (name, data) => this.#arrivals.add(name, data),
      connected: (yes, nextTryMs) => this.#connected(yes, nextTryMs ?? 0),
      refused: onSignedOut,
    });
  }

  open(): void {
    this.#socket.open();
    addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
  }

  close(): void {
    removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    this.#socket.close();
    this.outbox.close();
  }

  /** Sends something over the gateway; what cannot be sent now is dropped. */
  send(op: Op, data: unknown): boolean {
    return this.#socket.send(op, data);
  }

  get myId(): string {
    return this.me?.id ?? '';
  }

  readonly #hurry = (): void => {
    if (document.visibilityState === 'visible') this.#socket.hurry();
  };

  #connected(yes: boolean, nextTryMs: number): void {
    // What the session brought is taken in before anybody hears that it is there.
    this.#arrivals.flush();
    this.connection = yes ? { state: 'here' } : { state: 'away', nextTryAt: Date.now() + nextTryMs };
    if (yes) this.outbox.resume();
  }

  #ownSink(): Sink {
    return {
      READY: (ready) => {
        this.me = ready.user;
        this.users.add(ready.user);
        this.drafts.open(ready.user.id);
        this.memberSearch.forget();
        this.commands.forget();
        void this.limits.load();
        this.ready = true;
      },
      USER_UPDATE: (user) => {
        this.me = user;
        this.users.add(user);
      },
    };
  }
}

const KEY = Symbol('instance');

export function provideInstance(instance: Instance): void {
  setContext(KEY, instance);
}

/** The instance of the page; to be called while a component is made. */
export function useInstance(): Instance {
  return getContext<Instance>(KEY);
}
