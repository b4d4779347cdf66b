//! Where one writes, in each of its states, and what opens above it.
import Composer from '../../rooms/talk/composer/Composer.svelte';
import DropTarget from '../../rooms/talk/composer/DropTarget.svelte';
import Suggestions from '../../rooms/talk/composer/Suggestions.svelte';
import { trayOf } from '../../rooms/talk/composer/tray.svelte';
import TypingLine from '../../rooms/talk/composer/TypingLine.svelte';
import VoiceRecorder from '../../rooms/talk/composer/VoiceRecorder.svelte';
import { t } from '../../i18n/i18n.svelte';
import { SAID } from '../messages';
import { nothing, story, type Story } from '../story';
import { CHANNELS, CONVERSATIONS, EMOJI_ID, GUILD_ID, MEMBERS, NOW_MS, USERS, type Room } from '../wire';
import type { World } from '../world';

const composer = (name: string, room: Room, prepare: (world: World) => void = nothing): Story =>
  story(`field/${name}`, Composer, ({ world }) => ({ channel: world.room(room), guild: world.guild, main: false }), { bare: true, channel: CHANNELS[room].id, prepare });
const draft = (world: World, room: Room, text: string): void => world.instance.drafts.keep(CHANNELS[room].id, { text, tokens: [], replyTo: null });

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="160"><rect width="240" height="160" fill="#8fb8a8"/><circle cx="120" cy="80" r="40" fill="#a43f28"/></svg>';
function files(): void {
  const tray = trayOf(CHANNELS.hosts.id);
  if (tray.pieces.length > 0) return;
  tray.add([new File([PICTURE], 'affiche.svg', { type: 'image/svg+xml' }), new File(['x'.repeat(3000)], 'Compte rendu de l’assemblée.pdf', { type: 'application/pdf' }), new File([PICTURE], 'surprise.svg', { type: 'image/svg+xml' })], { bytesMax: 1e7, allBytesMax: 1e8, filesMax: 10 });
  for (const piece of tray.pieces.slice(2)) piece.isSpoiler = true;
  for (const piece of tray.pieces.slice(0, 1)) piece.description = 'L’affiche de la fête';
}

/** A file is held over it. */
function drag(stage: HTMLElement): void {
  const held = new DataTransfer();
  held.items.add(new File(['x'], 'plan.png', { type: 'image/png' }));
  stage.dispatchEvent(new DragEvent('dragenter', { dataTransfer: held, bubbles: true }));
}

const CANDIDATES = [
  { key: '1', label: 'Inès', detail: 'ines', picture: { kind: 'user', id: USERS.ines.id }, text: '@Inès' },
  { key: '2', label: 'ليلى بن عمر', detail: 'layla', picture: { kind: 'user', id: USERS.layla.id }, text: '' },
  { key: '3', label: 'Logistique', detail: 'rôle', picture: { kind: 'role', color: 0x1f7a5c }, text: '' },
  { key: '4', label: 'place-publique', picture: { kind: 'channel', type: 0 }, text: '' },
  { key: '5', label: '@everyone', detail: 'Tout le monde dans ce salon', picture: { kind: 'everyone' }, text: '' },
  { key: '6', label: ':parvis:', picture: { kind: 'emoji', url: `/emojis/${EMOJI_ID}.webp` }, text: '' },
  { key: '7', label: '/affiche', detail: 'Fait une affiche pour la fête, avec un titre, une taille et une photo si on veut', picture: { kind: 'app', user: USERS.bot }, text: '' },
] as const;

export const stories: readonly Story[] = [
  story('drop', DropTarget, ({ stage }) => ({ beside: stage, words: t('composer.drop', { name: 'place-publique' }), onfiles: nothing }), { room: 10, act: drag }),
  composer('empty', 'square'),
  composer('with text', 'news', (world) => draft(world, 'news', 'Bonjour **tout le monde**,\nrendez-vous samedi !')),
  composer('too long', 'logistics', (world) => draft(world, 'logistics', `${'mot '.repeat(502)}`)),
  composer('reply', 'square', (world) => world.instance.composing.reply(world.message(SAID.first))),
  composer('files', 'hosts', files),
  composer('slow', 'slow', (world) => {
    world.becomeGuest();
    world.tell('MESSAGE_CREATE', { ...SAID.own, channel_id: CHANNELS.slow.id });
  }),
  composer('no right', 'draft', (world) => {
    world.becomeGuest();
    world.tell('CHANNEL_UPDATE', { ...CHANNELS.draft, permission_overwrites: [{ id: GUILD_ID, type: 0, allow: '0', deny: '2048' }] });
  }),
  composer('timed out', 'quiet', (world) => {
    world.becomeGuest();
    const own = MEMBERS.find((it) => it.user.id === USERS.me.id);
    if (own) world.tell('GUILD_MEMBER_UPDATE', { ...own, roles: [], guild_id: GUILD_ID, communication_disabled_until: new Date(NOW_MS + 86_400_000).toISOString() });
  }),
  composer('somebody writes', 'ideas', (world) => {
    for (const user_id of [USERS.ines.id, USERS.layla.id]) world.tell('TYPING_START', { channel_id: CHANNELS.ideas.id, user_id, timestamp: 0 });
  }),
  story('field/blocked person', Composer, ({ world }) => ({ channel: world.channel(CONVERSATIONS.blocked.id), guild: undefined, main: false }), { bare: true, channel: CONVERSATIONS.blocked.id }),
  story('typing/many', TypingLine, ({ world }) => ({ channel: world.room('square'), guild: world.guild, note: t('composer.left', { count: 12 }) }), {
    prepare: (world) => {
      for (const user_id of [USERS.ines.id, USERS.layla.id, USERS.boris.id, USERS.karim.id]) world.tell('TYPING_START', { channel_id: CHANNELS.square.id, user_id, timestamp: 0 });
    },
  }),
  story('suggestions', Suggestions, () => ({ id: 'suggested', title: t('people.members'), candidates: CANDIDATES, chosen: 1, onchoose: nothing, onpoint: nothing, inFlow: true })),
  story('voice/no microphone', VoiceRecorder, { onsend: nothing, onclose: nothing }),
];
