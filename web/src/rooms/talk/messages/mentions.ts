//! What mentions in a room are called, and where a click on one leads.
import type { Mention } from '../../../markdown/tree';
import type { ChannelSign, MentionResolver } from '../../../markdown/resolver';
import { ChannelType } from '../../../gateway/events/words';
import { router } from '../../../router/router.svelte';
import type { Message } from '../../../state/message.svelte';
import { emojiUrl } from '../../../state/pictures';
import { panes } from '../../shell/panes.svelte';
import type { Talk } from '../talk.svelte';

const SIGNS: Partial<Record<number, ChannelSign>> = {
  [ChannelType.Voice]: 'voice',
  [ChannelType.Stage]: 'stage',
  [ChannelType.Announcement]: 'announcement',
  [ChannelType.Forum]: 'forum',
  [ChannelType.Media]: 'forum',
  [ChannelType.PublicThread]: 'thread',
  [ChannelType.PrivateThread]: 'thread',
  [ChannelType.AnnouncementThread]: 'thread',
};

/** Names for the mentions of a message; without one, for texts of the room itself. */
export function mentionsOf(talk: Talk, message: Message | null): MentionResolver {
  const hex = (colour: number | null): string | null => (colour === null || colour === 0 ? null : `#${colour.toString(16).padStart(6, '0')}`);
  return {
    user: (id) => {
      const told = message?.data.mentions.find((it) => it.id === id);
      const name = talk.nameOf(id, told?.global_name ?? told?.username);
      return name === id ? null : { name, colour: hex(talk.colourOf(id)), own: id === talk.ownId };
    },
    role: (id) => {
      const role = talk.guild?.roles.get(id);
      return role ? { name: role.name, colour: hex(role.color), own: talk.guild?.me?.roles.includes(id) ?? false } : null;
    },
    channel: (id) => {
      const channel = talk.instance.guilds.channel(id);
      return channel ? { name: talk.instance.guilds.titleOf(channel), icon: SIGNS[channel.type] ?? 'text' } : null;
    },
    emojiUrl: (id, animated) => emojiUrl({ id, animated }),
    everyone: message?.data.mention_everyone ?? false,
    open: (mention) => open(talk, mention),
  };
}

function open(talk: Talk, mention: Mention): void {
  if (mention.kind === 'user') talk.showProfile(mention.id);
  else if (mention.kind === 'channel') openChannel(talk, mention.id);
  else if (mention.kind === 'command') talk.instance.composing.insertion = { channelId: talk.channel.id, text: `/${mention.name} ` };
  else if (mention.kind === 'guild_page' && talk.guild) router.go(mention.page === 'browse' ? { name: 'browse', guild: talk.guild.id } : { name: 'welcome', guild: talk.guild.id });
}

function openChannel(talk: Talk, id: string): void {
  const channel = talk.instance.guilds.channel(id);
  if (!channel) return;
  if (channel.isThread && channel.guildId === talk.channel.guildId) panes.openThread(id);
  else router.go({ name: 'channel', guild: channel.guildId, channel: id, message: null });
}
