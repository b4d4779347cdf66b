//! What applications lay out: buttons and menus, boxes of the second version, forms, commands.
import BotForm from '../../rooms/talk/components/BotForm.svelte';
import MessageComponents from '../../rooms/talk/components/MessageComponents.svelte';
import { ButtonStyle, Part } from '../../rooms/talk/components/tree';
import CommandForm from '../../rooms/talk/composer/CommandForm.svelte';
import CommandProgress from '../../rooms/talk/composer/CommandProgress.svelte';
import { usableOf, type Command } from '../../state/commands.svelte';
import { InteractionType, type BotForm as Form } from '../../state/interactions.svelte';
import { said } from '../messages';
import { nothing, story, type Story, type StoryOptions } from '../story';
import { CHANNELS, ROLES, USERS } from '../wire';

let parts = 0;
const part = (type: number, more: object) => ({ id: (parts += 1), type, ...more });
const button = (style: number, label: string, more: object = {}) => part(Part.Button, { style, label, custom_id: `b${parts}`, ...more });
const row = (...components: object[]) => part(Part.Row, { components });
const text = (content: string) => part(Part.Text, { content });
const medium = (name: string, width: number, height: number) => ({ url: `/attachments/4/1/${name}-${width}x${height}.png`, proxy_url: `/attachments/4/1/${name}-${width}x${height}.png`, width, height, content_type: 'image/png' });

const under = (name: string, components: object[], options: StoryOptions = {}): Story =>
  story(`components/${name}`, MessageComponents, ({ world }) => ({ message: world.message(said('bot', 5, '', { components: components as never })) }), options);

const OPTIONS = [
  { label: 'A3', value: 'a3', description: 'Pour les vitrines', emoji: { name: '📌' } },
  { label: 'A2', value: 'a2', description: 'Pour les panneaux', default: true },
  { label: 'Carte postale', value: 'card' },
];
const LABELLED = (label: string, component: object, description?: string) => part(Part.Label, { label, description: description ?? null, component: part(0, component) });

const FORM = {
  id: '1', custom_id: 'form', title: 'Une affiche pour la fête', application: { id: USERS.bot.id, name: 'Affichette', bot: USERS.bot }, channel_id: CHANNELS.square.id,
  components: [
    text('Dites ce qui doit être lu de loin.'),
    LABELLED('Titre', { type: Part.TextInput, custom_id: 'title', style: 1, required: true, max_length: 40, placeholder: 'Fête de la place' }, 'Trois mots suffisent'),
    LABELLED('Le reste', { type: Part.TextInput, custom_id: 'body', style: 2, required: false, value: 'Samedi 16 mai, à partir de 15 h.' }),
    LABELLED('Format', { type: Part.StringSelect, custom_id: 'size', min_values: 1, max_values: 1, options: OPTIONS, required: true }),
    LABELLED('Papier', { type: Part.RadioGroup, custom_id: 'paper', required: true, options: OPTIONS.slice(0, 2) }),
    LABELLED('Langues', { type: Part.CheckboxGroup, custom_id: 'languages', required: false, options: [{ label: 'Français', value: 'fr', default: true }, { label: 'العربية', value: 'ar' }] }),
    LABELLED('Imprimer tout de suite', { type: Part.Checkbox, custom_id: 'now', default: true }),
    LABELLED('Une photo', { type: Part.FileUpload, custom_id: 'photo', min_values: 0, max_values: 1, required: false }),
  ],
} as unknown as Form;

const COMMAND: Command = {
  id: '901', application_id: USERS.bot.id, version: '1', type: 1, name: 'affiche', description: 'Fait une affiche pour la fête',
  options: [
    { type: 3, name: 'titre', description: 'Ce qui est écrit en grand', required: true, max_length: 80 },
    { type: 3, name: 'taille', description: 'Le format du papier', required: true, choices: [{ name: 'A3', value: 'a3' }, { name: 'A2', value: 'a2' }] },
    { type: 5, name: 'couleur', description: 'En couleur ou non', required: true },
    { type: 6, name: 'auteur', description: 'Qui la signe', required: true },
    { type: 4, name: 'exemplaires', description: 'Combien' },
    { type: 11, name: 'photo', description: 'Une image' },
  ],
};
const USABLE = usableOf(COMMAND, { id: USERS.bot.id, name: 'Affichette', description: '', icon: null, bot: USERS.bot })[0];
const DEED = { type: InteractionType.Command, applicationId: USERS.bot.id, channelId: CHANNELS.square.id, guildId: null, data: {} };

export const stories: readonly Story[] = [
  under('buttons', [row(button(ButtonStyle.Primary, 'Je viens', { emoji: { name: '👍' } }), button(ButtonStyle.Secondary, 'Peut-être'), button(ButtonStyle.Success, 'J’apporte à manger'), button(ButtonStyle.Danger, 'Annuler la fête')), row(button(ButtonStyle.Link, 'Le programme', { url: 'https://parvis.example/programme', custom_id: undefined }), button(ButtonStyle.Secondary, 'Fermé', { disabled: true }), button(ButtonStyle.Secondary, '', { emoji: { name: '🎉' }, label: undefined }))]),
  under('menus', [
    row(part(Part.StringSelect, { custom_id: 's1', placeholder: 'Quel format ?', min_values: 1, max_values: 1, options: OPTIONS })),
    row(part(Part.UserSelect, { custom_id: 's2', placeholder: 'Qui signe ?', min_values: 1, max_values: 2, default_values: [{ id: USERS.ines.id, type: 'user' }] })),
    row(part(Part.RoleSelect, { custom_id: 's3', min_values: 1, max_values: 1, default_values: [{ id: ROLES.logistics.id, type: 'role' }] })),
    row(part(Part.ChannelSelect, { custom_id: 's4', min_values: 1, max_values: 1, disabled: true })),
  ]),
  under('layout', [
    part(Part.Container, {
      accent_color: 0x0f6466, spoiler: false,
      components: [
        text('## La fête de la place\nSamedi **16 mai**, de 15 h à minuit.'),
        part(Part.Section, { components: [text('L’affiche est prête.'), text('-# Faite par Affichette')], accessory: part(Part.Thumbnail, { media: medium('affiche', 200, 200), description: 'L’affiche', spoiler: false }) }),
        part(Part.Separator, { spacing: 2, divider: true }),
        part(Part.Section, { components: [text('Il reste douze places assises.')], accessory: button(ButtonStyle.Primary, 'Réserver') }),
        part(Part.Gallery, { items: [1, 2, 3].map((it) => ({ media: medium(`photo${it}`, 400, 300), description: `Photo ${it}`, spoiler: it === 3 })) }),
        part(Part.File, { file: medium('programme', 10, 10), name: 'programme.pdf', size: 120_000, spoiler: false }),
      ],
    }),
    row(button(ButtonStyle.Secondary, 'Partager')),
  ]),
  under('covered box', [part(Part.Container, { accent_color: null, spoiler: true, components: [text('La surprise')] })]),
  story('progress/on its way', CommandProgress, { channelId: CHANNELS.square.id }, { prepare: (world) => void world.instance.interactions.show(DEED, '/affiche fête') }),
  ...(USABLE ? [story('command', CommandForm, ({ world }) => ({ usable: USABLE, place: { instance: world.instance, channel: world.room('square'), guild: world.guild }, rest: 'Fête de la place', onclose: nothing }))] : []),
  story('form', BotForm, { form: FORM }, { stage: 56 }),
];
