//! The shortcuts for going from place to place. They are registered as long as the frame is there.
import { shortcuts } from '../../keyboard/shortcuts.svelte';
import { router } from '../../router/router.svelte';
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';
import { notices } from '../../state/notices.svelte';
import { device } from '../../state/settings.svelte';
import { nextRoom, roomsInOrder, sectionsOf } from '../places/channel_list';
import { orderedGuilds } from '../places/guild_menu';
import { markAllRead, markGuildRead } from '../places/reading';
import { overlays } from './overlays.svelte';
import { panes } from './panes.svelte';

const openGuild = (instance: Instance): Guild | undefined => ('guild' in router.place ? instance.guilds.get(router.place.guild) : undefined);
const openChannel = (): string | null => (router.place.name === 'channel' ? router.place.channel : null);

/** Rooms in the order of the list beside, those of a guild or the conversations. */
function roomsBeside(instance: Instance): Channel[] {
  const guild = openGuild(instance);
  if (!guild) return instance.guilds.latestConversations;
  return roomsInOrder(sectionsOf(guild, { isCollapsed: () => false, isMuted: () => false, isCalling: () => true, hidesMuted: false, openId: openChannel() }));
}

function goTo(channel: Channel | null): void {
  if (channel) router.go({ name: 'channel', guild: channel.guildId, channel: channel.id, message: null });
}

/** The next unread room: in this guild, then in the others in their order, then among conversations. */
function goToUnread(instance: Instance, step: -1 | 1): void {
  const calls = (it: Channel) => instance.attention.of(it).unread || instance.attention.of(it).mentions > 0;
  const here = nextRoom(roomsBeside(instance), openChannel(), step, calls);
  if (here) return goTo(here);
  const guilds = orderedGuilds(instance).filter((it) => it !== openGuild(instance) && !instance.attention.isGuildMuted(it.id));
  const rooms = [...guilds.flatMap((guild) => instance.attention.roomsOf(guild)), ...instance.guilds.latestConversations];
  goTo(nextRoom(rooms, openChannel(), step, calls));
}

function goToGuild(instance: Instance, step: -1 | 1): void {
  const stops = [null, ...orderedGuilds(instance).map((it) => it.id)];
  const at = stops.indexOf(openGuild(instance)?.id ?? null);
  const next = stops[(at + step + stops.length) % stops.length];
  if (next !== undefined) router.go(next === null ? { name: 'home' } : { name: 'guild', guild: next });
}

function goToChannel(instance: Instance, step: -1 | 1): void {
  goTo(nextRoom(roomsBeside(instance), openChannel(), step, (it) => it.isTextual || it.isForum));
}

function toggleMembers(): void {
  if (panes.right !== null) panes.closeRight();
  else if (matchMedia('(min-width: 64rem)').matches) device.change({ showMembers: !device.settings.showMembers });
  else panes.toggle('members');
}

export function useShortcuts(instance: Instance): void {
  const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => notices.complain(error));
  const everywhere = true;
  $effect(() =>
    shortcuts.add(
      { keys: '$mod+K', label: 'places.switcher', group: 'moving', whileWriting: everywhere, act: () => overlays.open('switcher', {}) },
      { keys: 'Alt+ArrowUp', label: 'places.key_channel_up', group: 'moving', whileWriting: everywhere, act: () => goToChannel(instance, -1) },
      { keys: 'Alt+ArrowDown', label: 'places.key_channel_down', group: 'moving', whileWriting: everywhere, act: () => goToChannel(instance, 1) },
      { keys: 'Alt+Shift+ArrowUp', label: 'places.key_unread_up', group: 'moving', whileWriting: everywhere, act: () => goToUnread(instance, -1) },
      { keys: 'Alt+Shift+ArrowDown', label: 'places.key_unread_down', group: 'moving', whileWriting: everywhere, act: () => goToUnread(instance, 1) },
      { keys: 'Control+Alt+ArrowUp', label: 'places.key_guild_up', group: 'moving', whileWriting: everywhere, act: () => goToGuild(instance, -1) },
      { keys: 'Control+Alt+ArrowDown', label: 'places.key_guild_down', group: 'moving', whileWriting: everywhere, act: () => goToGuild(instance, 1) },
      { keys: '$mod+I', label: 'places.key_inbox', group: 'moving', act: () => router.go({ name: 'inbox' }) },
      { keys: '$mod+,', label: 'places.settings', group: 'moving', whileWriting: everywhere, act: () => router.go({ name: 'settings', page: null }) },
      { keys: '$mod+Shift+F', label: 'places.key_search', group: 'page', whileWriting: everywhere, act: () => (router.place.name === 'channel' ? panes.toggle('search') : overlays.open('switcher', {})) },
      { keys: '$mod+U', label: 'places.key_members', group: 'page', act: toggleMembers },
      { keys: 'Shift+Escape', label: 'places.key_guild_read', group: 'page', whileWriting: everywhere, act: () => {
        const guild = openGuild(instance);
        attempt(guild ? markGuildRead(instance, guild) : markAllRead(instance));
      } },
      { keys: '[Shift]+?', label: 'places.shortcuts', group: 'page', act: () => overlays.open('shortcuts', {}) },
    ),
  );
}
