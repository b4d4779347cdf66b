//! Opening a conversation with somebody, or with several.
import type { ChannelData } from '../../gateway/events/channels';
import { router } from '../../router/router.svelte';
import type { Instance } from '../../state/instance.svelte';

/** Opens the conversation with one person, or makes a group, and goes there. */
export async function converse(instance: Instance, userIds: readonly string[]): Promise<void> {
  const channel = await instance.api.post<ChannelData>('/users/@me/channels', { recipients: userIds });
  // The answer may come before the event that tells of it.
  if (!instance.guilds.conversations.has(channel.id)) instance.dispatcher.dispatch('CHANNEL_CREATE', channel);
  router.go({ name: 'channel', guild: null, channel: channel.id, message: null });
}
