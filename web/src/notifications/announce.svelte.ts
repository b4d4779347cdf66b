//! Says what calls the person while the page is open: discreetly in the page, by the system while they look elsewhere.
import type { Sink } from '../gateway/dispatch';
import type { MessageData } from '../gateway/events/messages';
import { MessageFlag } from '../gateway/events/words';
import { i18n, t } from '../i18n/i18n.svelte';
import { parse } from '../markdown/parse';
import { plain } from '../markdown/plain';
import { router } from '../router/router.svelte';
import type { Channel } from '../state/channel.svelte';
import type { Instance } from '../state/instance.svelte';
import { notices } from '../state/notices.svelte';
import { isQuiet } from '../state/quiet_hours';
import { device } from '../state/settings.svelte';
import { tellAttendance } from './attendance.svelte';
import { decide, type HeardIn, type Kind } from './decide';
import { keep } from './kept';
import { tellOfDecisions } from './own_news';
import { canPush, subscribe } from './push';
import { type PushNames, pushPath } from './push_words';
import { worker, workerRegistration } from './registration.svelte';
import { playTone } from './tone';

const BODY_CHARS_MAX = 160;
const BADGE_AFTER_MS = 250;

/** Begins for one account; returns how to stop. */
export function announce(instance: Instance): () => void {
  const sink: Sink = {
    MESSAGE_CREATE: (message) => hear(instance, message),
    MESSAGE_ACK: ({ channel_id }) => void closeNotification(channel_id),
  };
  const stops = [instance.dispatcher.add(sink), tellAttendance(instance), leaveForWorker(instance), showCount(instance), tellOfDecisions(instance)];
  const again = () => void subscribeAgain(instance);
  stops.push(worker.listen({ open: (path) => void router.follow(path), subscribeAgain: again }));
  again();
  return () => stops.forEach((stop) => stop());
}

function hear(instance: Instance, message: MessageData): void {
  const channel = instance.guilds.channel(message.channel_id);
  if (!channel) return;
  const kind = kindOf(instance, channel, message);
  if (kind === null) return;
  if (device.settings.sound) playTone().catch(() => undefined);
  const words = wordsOf(instance, channel, message);
  const path = pushPath({ guild_id: channel.guildId, channel_id: channel.id, message_id: message.id });
  if (document.visibilityState === 'visible' && document.hasFocus()) {
    if (kind !== 'message') notices.say(t('notifications.said', { who: words.title, what: words.body }), 'done', () => void router.follow(path));
  } else if (device.settings.desktop) {
    void showNotification(channel.id, words, path);
  }
}

/** What a message that came in is to the person. */
function kindOf(instance: Instance, channel: Channel, message: MessageData): Kind | null {
  const { account } = instance.settings;
  const nowMs = Date.now();
  const guild = instance.guilds.guildOf(channel);
  const own = guild?.me?.roles ?? [];
  const isOpen = router.place.name === 'channel' && router.place.channel === channel.id;
  return decide(
    {
      isOwn: message.author.id === instance.myId,
      isSilent: instance.people.isBlocked(message.author.id) || ((message.flags ?? 0) & (MessageFlag.SuppressNotifications | MessageFlag.Ephemeral)) !== 0,
      names: message.mentions.some((it) => it.id === instance.myId),
      answers: message.referenced_message?.author.id === instance.myId,
      namesRole: message.mention_roles.some((it) => own.includes(it)),
      namesEveryone: message.mention_everyone,
    },
    whereOf(instance, channel),
    {
      settings: instance.settings.ofGuild(channel.guildId),
      wantsSilence: account?.status === 'dnd' || isQuiet(account?.quiet_hours, nowMs),
      isLooking: isOpen && document.visibilityState === 'visible' && document.hasFocus(),
      nowMs,
    },
  );
}

function whereOf(instance: Instance, channel: Channel): HeardIn {
  const guild = instance.guilds.guildOf(channel);
  if (!guild) return { kind: 'private', channelId: channel.id };
  const parent = channel.parentId === null ? undefined : guild.channels.get(channel.parentId);
  const where = { kind: 'guild' as const, chain: [channel.id, channel.parentId, parent?.parentId ?? null], usual: guild.data.default_message_notifications ?? 0 };
  return channel.isThread ? { ...where, thread: channel.joined ? (channel.data.member?.flags ?? 0) : null } : where;
}

function wordsOf(instance: Instance, channel: Channel, message: MessageData): { title: string; body: string } {
  const guild = instance.guilds.guildOf(channel);
  const who = guild?.members.get(message.author.id)?.nick ?? message.author.global_name ?? message.author.username;
  const mention = (it: { kind: string; id?: string }): string | null => {
    if (it.kind === 'user' && it.id !== undefined) return `@${instance.guilds.nameOf(it.id, guild)}`;
    if (it.kind === 'role' && it.id !== undefined) return `@${guild?.roles.get(it.id)?.name ?? it.id}`;
    if (it.kind === 'channel' && it.id !== undefined) return `#${instance.guilds.channel(it.id)?.name ?? it.id}`;
    return null;
  };
  const text = plain(parse(message.content.slice(0, BODY_CHARS_MAX * 2)), { mention }).replace(/\s+/gu, ' ').trim();
  const body = text.length > BODY_CHARS_MAX ? `${text.slice(0, BODY_CHARS_MAX)}…` : text;
  return { title: guild ? t('notifications.said_in', { who, room: channel.name, place: guild.name }) : who, body: body === '' ? t('notifications.said_without_words') : body };
}

async function showNotification(channelId: string, words: { title: string; body: string }, path: string): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const options = { body: words.body, tag: channelId, icon: '/icon-192.png', lang: i18n.locale, dir: 'auto' as const, data: { path } };
  const registration = await workerRegistration();
  if (registration) {
    await registration.showNotification(words.title, options);
    return;
  }
  const notification = new Notification(words.title, options);
  notification.onclick = () => {
    focus();
    router.follow(path);
    notification.close();
  };
}

/** What was read, on this device or another, no longer has to be said. */
async function closeNotification(channelId: string): Promise<void> {
  const registration = await workerRegistration();
  for (const notification of (await registration?.getNotifications({ tag: channelId })) ?? []) notification.close();
}

/** A subscription is told to the server at each start, and made anew if the browser dropped it. */
async function subscribeAgain(instance: Instance): Promise<void> {
  if (!device.settings.push || !canPush() || Notification.permission !== 'granted') return;
  // Without a connection to the push service the next start tries again.
  await subscribe(instance.api).catch(() => undefined);
}

/** Leaves names and texts where the worker finds them while no page is open. */
function leaveForWorker(instance: Instance): () => void {
  return $effect.root(() => {
    $effect(() => {
      if (!device.settings.push || !instance.ready) return;
      const values = { names: namesOf(instance), texts: pushTexts(), quietHours: instance.settings.account?.quiet_hours ?? null, userId: instance.myId };
      const timer = setTimeout(() => void keep(values).catch(() => undefined), 1000);
      return () => clearTimeout(timer);
    });
  });
}

function namesOf(instance: Instance): PushNames {
  const names: PushNames = {};
  for (const guild of instance.guilds.all.values()) {
    for (const channel of [...guild.channels.values(), ...guild.threads.values()]) if (!channel.isCategory) names[channel.id] = { room: `#${channel.name}`, place: guild.name };
  }
  for (const channel of instance.guilds.conversations.values()) names[channel.id] = { room: instance.guilds.titleOf(channel), place: null };
  return names;
}

function pushTexts() {
  const room = '{room}';
  return { direct: t('notifications.push_direct', { room }), reply: t('notifications.push_reply', { room }), mention: t('notifications.push_mention', { room }), message: t('notifications.push_message', { room }), unknown: t('notifications.push_unknown'), call: t('notifications.push_call') };
}

/** The number at the icon of an installed app: once for all that comes in a moment, because the system draws it. */
function showCount(instance: Instance): () => void {
  if (!('setAppBadge' in navigator)) return () => undefined;
  return $effect.root(() => {
    $effect(() => {
      const count = instance.attention.mentions;
      const timer = setTimeout(() => void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined), BADGE_AFTER_MS);
      return () => clearTimeout(timer);
    });
  });
}
