//! Marking many rooms as read at once. It always wins: what was marked as unread by hand is read afterwards, too.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';

/** The server takes so many at once. */
const AT_ONCE_MAX = 100;

/** Marks channels as read, with the threads in them that the person is in. */
export async function markRead(instance: Instance, channels: readonly Channel[]): Promise<void> {
  const threads = channels.flatMap((it) => instance.guilds.guildOf(it)?.threadsOf(it.id) ?? []);
  const states = [...channels, ...threads.filter((it) => it.joined)].flatMap((it) => (it.lastMessageId === null ? [] : [{ channel_id: it.id, message_id: it.lastMessageId }]));
  for (let from = 0; from < states.length; from += AT_ONCE_MAX) {
    await instance.api.post('/read-states/ack-bulk', { read_states: states.slice(from, from + AT_ONCE_MAX) });
  }
}

export async function markGuildRead(instance: Instance, guild: Guild): Promise<void> {
  await instance.api.post(`/guilds/${guild.id}/ack`);
}

/** Everything everywhere, conversations included. */
export async function markAllRead(instance: Instance): Promise<void> {
  const isCalling = (it: Channel) => instance.readStates.isUnread(it.id) || instance.readStates.mentions(it.id) > 0;
  const guilds = [...instance.guilds.all.values()].filter((guild) => instance.attention.roomsOf(guild).some(isCalling));
  await Promise.all([...guilds.map((it) => markGuildRead(instance, it)), markRead(instance, [...instance.guilds.conversations.values()].filter(isCalling))]);
}
