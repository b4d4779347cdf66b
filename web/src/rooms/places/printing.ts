//! Sheets of paper for a guild: where they lead.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';
import { overlays } from '../shell/overlays.svelte';

/** The room that newcomers see first: the first that one may invite to. */
export function entranceOf(guild: Guild): Channel | undefined {
  const order = [null, ...guild.categories.map((it) => it.id)].flatMap((id) => guild.childrenOf(id));
  return order.find((it) => guild.may(Permission.CreateInvite | Permission.ViewChannel, it));
}

/** Opens the sheets of a guild. */
export function openSheets(guild: Guild): void {
  overlays.open('sheets', { path: `/parvis/v1/guilds/${guild.id}/sheets`, name: guild.name, channelId: entranceOf(guild)?.id ?? null });
}
