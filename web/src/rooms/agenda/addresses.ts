//! Addresses of dated actions: to pass on, and in what people wrote.
import { pathTo } from '../../router/routes';
import type { EventData } from '../../gateway/events/scheduled_events';

export const eventHref = (event: Pick<EventData, 'guild_id' | 'id'>): string => pathTo({ name: 'agenda', guild: event.guild_id, event: event.id });

/** What is passed on: it opens for members of the guild. */
export const eventAddress = (event: Pick<EventData, 'guild_id' | 'id'>): string => location.origin + eventHref(event);

export const coverUrl = (event: Pick<EventData, 'id' | 'image'>, size: number): string | null => (event.image ? `/guild-events/${event.id}/${event.image}.png?size=${size}` : null);

const LINKS_MAX = 3;

/** The actions that a text links to on this server, each once. */
export function linkedEvents(text: string, origin = location.origin): { guildId: string; eventId: string }[] {
  const found = new Map<string, { guildId: string; eventId: string }>();
  for (const [address = ''] of text.matchAll(/https?:\/\/[^\s<>)\]]+/gu)) {
    const url = URL.canParse(address) ? new URL(address) : null;
    const [, guildId, eventId] = /^\/channels\/(\d{1,20})\/agenda\/(\d{1,20})$/.exec(url?.pathname ?? '') ?? [];
    if (url?.origin === origin && guildId !== undefined && eventId !== undefined) found.set(eventId, { guildId, eventId });
  }
  return [...found.values()].slice(0, LINKS_MAX);
}
