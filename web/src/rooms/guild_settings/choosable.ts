//! Channels of a guild that somebody may choose among.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import { signedName } from '../places/signed_name';

export interface Choosable {
  id: string;
  name: string;
}

/** Channels that one can go to, in the order of the list. */
export function placesToGo(guild: Guild): Choosable[] {
  return channelsInOrder(guild).map((it) => ({ id: it.id, name: signedName(it) }));
}

/** Everything but categories, as the list has it. */
export function channelsInOrder(guild: Guild): Channel[] {
  return [null, ...guild.categories.map((it) => it.id)].flatMap((id) => guild.childrenOf(id));
}
