//! All rooms, people, guilds and pages that one may go to, as targets of the quick switcher.
import { t } from '../../i18n/i18n.svelte';
import { router } from '../../router/router.svelte';
import type { Channel } from '../../state/channel.svelte';
import type { Instance } from '../../state/instance.svelte';
import { notices } from '../../state/notices.svelte';
import { Permission } from '../../state/permissions';
import { converse } from '../people/conversations';
import { orderedGuilds } from '../places/guild_menu';
import { markAllRead } from '../places/reading';
import { overlays } from '../shell/overlays.svelte';
import type { Target } from './targets';

const attempt = (what: Promise<unknown>) => void what.catch((error: unknown) => notices.complain(error));

export function allTargets(instance: Instance): Target[] {
  return [...guildTargets(instance), ...conversationTargets(instance), ...peopleTargets(instance), ...commandTargets(instance)];
}

function roomTarget(instance: Instance, channel: Channel, place: string): Target {
  const { unread, mentions } = instance.attention.of(channel);
  const go = () => router.go({ name: 'channel', guild: channel.guildId, channel: channel.id, message: null });
  return { id: channel.id, kind: channel.isPrivate ? 'person' : 'channel', label: instance.guilds.titleOf(channel), place, unread, mentions, go };
}

function guildTargets(instance: Instance): Target[] {
  return orderedGuilds(instance).flatMap((guild) => {
    const calls = instance.attention.ofGuild(guild);
    const own: Target = { id: guild.id, kind: 'guild', label: guild.name, ...calls, go: () => router.go({ name: 'guild', guild: guild.id }) };
    const channels = [...guild.channels.values()].filter((it) => !it.isCategory).map((it) => {
      const category = it.parentId === null ? undefined : guild.channels.get(it.parentId)?.name;
      return roomTarget(instance, it, category === undefined ? guild.name : `${guild.name} › ${category}`);
    });
    const threads = [...guild.threads.values()].map((it) => roomTarget(instance, it, `${guild.name} › ${guild.channels.get(it.parentId ?? '')?.name ?? ''}`));
    return [own, ...channels, ...threads];
  });
}

function conversationTargets(instance: Instance): Target[] {
  return instance.guilds.latestConversations.map((it) => roomTarget(instance, it, (it.data.recipients ?? []).map((user) => user.username).join(', ')));
}

// Those with whom there is a conversation already are reached through it.
function peopleTargets(instance: Instance): Target[] {
  const known = new Set([...instance.guilds.conversations.values()].filter((it) => it.data.recipients?.length === 1).map((it) => it.data.recipients?.[0]?.id));
  const people = instance.users.filter((it) => it.id !== instance.myId && !known.has(it.id) && !instance.people.isBlocked(it.id));
  return people.map((user) => ({ id: user.id, kind: 'person', label: user.global_name ?? user.username, place: user.username, go: () => converse(instance, [user.id]) }));
}

function commandTargets(instance: Instance): Target[] {
  const guild = 'guild' in router.place ? instance.guilds.get(router.place.guild) : undefined;
  const settings = (page: string | null) => () => router.go({ name: 'settings', page });
  const command = (id: string, label: string, place: string, go: () => void): Target => ({ id: `>${id}`, kind: 'command', label, place, go });
  const here: Target[] = guild
    ? [
        command('invite', t('places.invite'), guild.name, () => overlays.open('invite', { guildId: guild.id, channelId: null })),
        command('browse', t('places.browse'), guild.name, () => router.go({ name: 'browse', guild: guild.id })),
        command('hear', t('places.notifications'), guild.name, () => overlays.open('notifications', { guildId: guild.id, channelId: null })),
        ...(guild.may(Permission.ManageChannels) ? [command('new-channel', t('places.new_channel'), guild.name, () => overlays.open('newChannel', { guildId: guild.id, parentId: null }))] : []),
        ...(guild.may(Permission.ManageGuild) ? [command('guild-settings', t('places.guild_settings'), guild.name, () => router.go({ name: 'guildSettings', guild: guild.id, page: null }))] : []),
      ]
    : [];
  return [
    ...here,
    command('inbox', t('inbox.title'), t('search.command_place'), () => router.go({ name: 'inbox' })),
    command('saved', t('inbox.saved'), t('search.command_place'), () => router.go({ name: 'saved' })),
    command('friends', t('people.friends'), t('search.command_place'), () => router.go({ name: 'home' })),
    command('all-read', t('inbox.all_read'), t('search.command_place'), () => attempt(markAllRead(instance))),
    command('new-conversation', t('people.new_conversation'), t('search.command_place'), () => overlays.open('newConversation', {})),
    command('new-guild', t('places.new_guild'), t('search.command_place'), () => overlays.open('newGuild', {})),
    command('status', t('people.status'), t('search.command_place'), () => overlays.open('status', {})),
    command('shortcuts', t('places.shortcuts'), t('search.command_place'), () => overlays.open('shortcuts', {})),
    command('settings', t('places.settings'), t('search.settings_words'), settings(null)),
  ];
}
