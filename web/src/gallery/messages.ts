//! Messages of all kinds, as the server sends them.
import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';

import type { MessageData } from '../gateway/events/messages';
import { MessageFlag } from '../gateway/events/words';
import { toWaveform } from '../parts/waveform';
import { ago, CHANNELS, EMOJI_ID, GUILD_ID, timeAgo, USERS, type Person } from './wire';

let sentCount = 0;

/** Something that somebody said so many minutes ago. */
export function said(person: Person, minutes: number, content: string, more: Partial<MessageData> = {}): MessageData {
  sentCount += 1;
  const id = String(BigInt(ago(minutes)) + BigInt(sentCount));
  return {
    id, channel_id: CHANNELS.square.id, guild_id: GUILD_ID, author: USERS[person], content, timestamp: timeAgo(minutes), edited_timestamp: null, tts: false, mention_everyone: false,
    mentions: [], mention_roles: [], attachments: [], embeds: [], pinned: false, type: 0, flags: 0, reactions: [], components: [], ...more,
  } as MessageData;
}

/** A file of a message. */
export function file(filename: string, type: string, more: Partial<APIAttachment> & { flags?: number } = {}): APIAttachment {
  sentCount += 1;
  return { id: String(sentCount), filename, size: 482_133, url: `/attachments/1/${sentCount}/${filename}`, proxy_url: '', content_type: type, ...more } as APIAttachment;
}

export function picture(name: string, width: number, height: number, more: Partial<APIAttachment> & { flags?: number } = {}): APIAttachment {
  return file(`${name}-${width}x${height}.png`, 'image/png', { width, height, ...more });
}

const count = (emoji: { id: string | null; name: string }, number: number, me: boolean) => ({ emoji, count: number, me, me_burst: false, burst_colors: [], count_details: { burst: 0, normal: number } });
const QUESTION = said('ines', 62, 'Qui peut apporter la grande table samedi ?');

export const SAID = {
  first: said('ines', 40, 'Bonjour à tous ! La camionnette est réservée de **14 h à 18 h**.'),
  again: said('ines', 39, 'Il me manque encore deux personnes pour porter.'),
  edited: said('karim', 38, 'Je viens, avec mon frère.', { edited_timestamp: timeAgo(30) }),
  own: said('me', 30, 'Merci, c’est parfait.'),
  reply: said('karim', 29, 'Moi, j’en ai une de 3 m.', { type: 19, referenced_message: QUESTION, message_reference: { type: 0, message_id: QUESTION.id, channel_id: CHANNELS.square.id } }),
  replyGone: said('karim', 28, 'Je réponds à ce qui n’est plus là.', { type: 19, referenced_message: null, message_reference: { type: 0, message_id: '1', channel_id: CHANNELS.square.id } }),
  replyBlocked: said('karim', 27, 'Passons.', { type: 19, referenced_message: said('blocked', 31, 'Rien ne marche jamais.'), message_reference: { type: 0, message_id: '2', channel_id: CHANNELS.square.id } }),
  mention: said('boris', 26, `<@${USERS.me.id}>, можешь открыть зал в девять?`, { mentions: [USERS.me] as MessageData['mentions'] }),
  arabic: said('layla', 25, 'مساء الخير، سأحضر معي **القهوة** و`السكر`. الموعد في place de la République الساعة 15:00؟'),
  long: said('long', 24, `Une phrase qui ne s’arrête pas, parce que celle qui l’écrit a beaucoup à dire, et un mot qui ne se coupe pas : ${'anticonstitutionnellement'.repeat(5)}`),
  emoji: said('ines', 23, '🎉 👍🏽 🌿'),
  custom: said('ines', 23, `<:parvis:${EMOJI_ID}> pour tout le monde <:disparu:1>`),
  reactions: said('karim', 22, 'On garde la place jusqu’à minuit ?', { reactions: [count({ id: null, name: '👍' }, 12, true), count({ id: null, name: '🎉' }, 3, false), count({ id: EMOJI_ID, name: 'parvis' }, 1, false)] as MessageData['reactions'] & object }),
  pinned: said('ines', 21, 'Le plan de la place, à garder sous la main.', { pinned: true }),
  ephemeral: said('bot', 20, 'Votre inscription est notée. Personne d’autre ne voit ce message.', { flags: MessageFlag.Ephemeral, interaction_metadata: { id: '1', type: 2, user: USERS.me, authorizing_integration_owners: {}, name: 'inscrire' } as never }),
  thinking: said('bot', 19, '', { flags: MessageFlag.Loading, interaction_metadata: { id: '1', type: 2, user: USERS.ines, authorizing_integration_owners: {}, name: 'affiche' } as never }),
  webhook: said('bot', 18, 'Nouvel article : *Le marché déménage*', { webhook_id: '44', author: { ...USERS.bot, id: '44', username: 'Gazette du quartier', bot: true, avatar: null } }),
  suspicious: said('blocked', 17, 'Connectez-vous ici : [banque.example](https://voleur.example/connexion) ou https://аррӏе.example/ (le [vrai site](https://fr.wikipedia.org/wiki/Parvis) est là)'),
  threaded: said('ines', 16, 'Qui conduit la camionnette ?', { thread: { id: '77', type: 11, name: 'Qui conduit la camionnette ?', message_count: 12, last_message_id: ago(3), thread_metadata: { archived: false, auto_archive_duration: 1440, archive_timestamp: timeAgo(3), locked: false } } as never }),
  forwarded: said('karim', 15, '', {
    message_reference: { type: 1, message_id: QUESTION.id, channel_id: CHANNELS.logistics.id, guild_id: GUILD_ID },
    message_snapshots: [{ message: { ...QUESTION, attachments: [picture('table', 400, 200)] } }] as never,
  }),
  joined: said('layla', 14, '', { type: 7 }),
  pinNotice: said('ines', 13, '', { type: 6, message_reference: { type: 0, message_id: QUESTION.id, channel_id: CHANNELS.square.id } }),
  threadNotice: said('ines', 12, 'Qui conduit la camionnette ?', { type: 18, message_reference: { type: 0, channel_id: '77' } }),
  renamed: said('me', 11, 'Les porteurs de chaises', { type: 4 }),
  unknownNotice: said('ines', 10, '', { type: 99 as never }),
  poll: said('karim', 9, '', { type: 46 as never }),
  sticker: said('ines', 8, '', { sticker_items: [{ id: '1', name: 'Pigeon content', format_type: 1 }] }),
} satisfies Record<string, MessageData>;

const shape = Array.from({ length: 96 }, (_, at) => Math.abs(Math.sin(at / 5)) * (0.35 + 0.65 * Math.abs(Math.cos(at / 17))));

export const WITH_FILES = {
  one: said('ines', 40, 'Le plan, avec le marché en bas.', { attachments: [picture('plan', 900, 560, { description: 'Plan de la place : le marché au sud, la scène au nord' })] }),
  tall: said('ines', 39, '', { attachments: [picture('affiche', 300, 900)] }),
  tiny: said('ines', 38, 'Une icône :', { attachments: [picture('icone', 24, 24)] }),
  two: said('karim', 37, 'Avant, après.', { attachments: [picture('avant', 800, 600), picture('apres', 600, 800)] }),
  five: said('karim', 36, 'La fête en cinq photos', { attachments: [1, 2, 3, 4, 5].map((it) => picture(`photo${it}`, 800, 500 + it * 40)) }),
  spoiler: said('layla', 35, 'Attention, la surprise :', { attachments: [picture('SPOILER_gateau', 640, 400, { filename: 'SPOILER_gateau.png' })] }),
  broken: said('layla', 34, '', { attachments: [file('disparue.png', 'image/png', { width: 320, height: 200, url: '/attachments/1/1/gone' })] }),
  moving: said('boris', 33, 'Ça bouge :', { attachments: [file('danse.gif', 'image/gif', { width: 240, height: 160 })] }),
  film: said('boris', 32, '', { attachments: [file('place.mp4', 'video/mp4', { width: 640, height: 360, description: 'La place à midi' })] }),
  sound: said('karim', 31, '', { attachments: [file('interview-du-maire.ogg', 'audio/ogg', { duration_secs: 184 })] }),
  voice: said('ines', 30, '', { flags: MessageFlag.IsVoiceMessage, attachments: [file('voice-message.ogg', 'audio/ogg', { duration_secs: 12.4, waveform: toWaveform(shape) })] }),
  document: said('karim', 29, 'Le compte rendu', { attachments: [file('Compte rendu de l’assemblée du 9 mai, version corrigée et relue par tout le monde.pdf', 'application/pdf', { size: 2_411_003, description: 'Les décisions sont en page 3' }), file('données.csv', 'text/csv', { size: 812 })] }),
} satisfies Record<string, MessageData>;

const own = (name: string, width: number, height: number) => ({ url: `/attachments/2/1/${name}-${width}x${height}.png`, width, height });
export const EMBEDS = {
  whole: {
    type: 'rich', color: 0xa43f28, title: 'Le marché déménage place de la République', url: 'https://gazette.example/marche', description: 'À partir de samedi, le marché s’installe **devant la mairie**. Les commerçants sont prévenus.',
    provider: { name: 'Gazette du quartier' }, author: { name: 'Inès Durand', url: 'https://gazette.example/ines', icon_url: '/avatars/1/1a.png' },
    fields: [{ name: 'Quand', value: 'Samedi, 8 h', inline: true }, { name: 'Où', value: 'Mairie', inline: true }, { name: 'Prix', value: 'Gratuit', inline: true }, { name: 'Accès', value: 'Métro **Parvis**, sortie 2' }],
    image: own('marche', 800, 400), thumbnail: own('logo', 160, 160), footer: { text: 'Gazette du quartier' }, timestamp: timeAgo(600),
  },
  plain: { type: 'link', title: 'Parvis — Wikipédia', url: 'https://fr.wikipedia.org/wiki/Parvis', description: 'Un parvis est un espace ouvert devant l’entrée d’un bâtiment.' },
  elsewhere: { type: 'rich', title: 'Une photo ailleurs', url: 'https://photos.example/1', image: { url: 'https://photos.example/1.jpg', width: 800, height: 600 } },
  bare: { type: 'image', url: 'https://photos.example/2', thumbnail: own('place', 500, 300) },
  short: { type: 'rich', description: 'Une ligne, et rien d’autre.' },
} as unknown as Record<string, APIEmbed>;
