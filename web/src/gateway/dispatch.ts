//! From an event's name to those who asked for it. It must not know the state: sinks are handed in.
import type { AidEvents } from './events/aid';
import type { ChannelEvents } from './events/channels';
import type { GuardEvents } from './events/guard';
import type { GuildEvents } from './events/guilds';
import type { InteractionEvents } from './events/interactions';
import type { MessageEvents } from './events/messages';
import type { PresenceEvents } from './events/presence';
import type { ScheduledEventEvents } from './events/scheduled_events';
import type { SessionEvents } from './events/session';

/** Every event that the client listens to, with what comes with it. */
export interface GatewayEvents extends SessionEvents, GuildEvents, ChannelEvents, MessageEvents, PresenceEvents, InteractionEvents, ScheduledEventEvents, AidEvents, GuardEvents {}

/** Somebody who wants some events. */
export type Sink<Events = GatewayEvents> = { [Name in keyof Events]?: (data: Events[Name]) => void };

/** Calls sinks in the order in which they were added. */
export class Dispatcher {
  #sinks: Sink[] = [];

  add(sink: Sink): () => void {
    this.#sinks.push(sink);
    return () => {
      this.#sinks = this.#sinks.filter((it) => it !== sink);
    };
  }

  dispatch(name: string, data: unknown): void {
    for (const sink of this.#sinks) {
      const listener = (sink as Record<string, ((data: unknown) => void) | undefined>)[name];
      listener?.call(sink, data);
    }
  }
}
