//! Which room to open where an address names none.
import type { Place } from '../../router/routes';
import type { Instance } from '../../state/instance.svelte';
import { isListed } from '../../state/opting';
import { asksNewcomer } from '../welcome/onboarding';

const KEPT_AS = 'parvis.rooms';

/** The room that was open last in each guild. */
function remembered(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

export function rememberRoom(guildId: string, channelId: string): void {
  localStorage.setItem(KEPT_AS, JSON.stringify({ ...remembered(), [guildId]: channelId, last: guildId }));
}

/** Where to go instead of `place`, or null to stay. */
export function startPlace(instance: Instance, place: Place): Place | null {
  if (place.name === 'start') {
    const last = remembered()['last'];
    const guild = instance.guilds.get(last) ?? instance.guilds.all.values().next().value;
    return guild ? { name: 'guild', guild: guild.id } : { name: 'home' };
  }
  if (place.name !== 'guild') return null;
  const guild = instance.guilds.get(place.guild);
  if (!guild) return null;
  if (asksNewcomer(guild)) return { name: 'welcome', guild: guild.id };
  const kept = guild.channel(remembered()[guild.id] ?? '');
  const rooms = [null, ...guild.categories.map((it) => it.id)].flatMap((id) => guild.childrenOf(id)).filter((it) => it.isTextual && !it.isSpoken);
  const first = kept ?? rooms.find((it) => isListed(instance.settings.ofGuild(guild.id), it)) ?? rooms[0];
  return first ? { name: 'channel', guild: guild.id, channel: first.id, message: null } : null;
}
