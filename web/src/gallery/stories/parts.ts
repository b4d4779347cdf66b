//! Every part, in every state.
import Contrast from '@lucide/svelte/icons/contrast';
import Moon from '@lucide/svelte/icons/moon';
import Sun from '@lucide/svelte/icons/sun';

import Arch from '../../parts/Arch.svelte';
import AudioPlayer from '../../parts/AudioPlayer.svelte';
import Avatar from '../../parts/Avatar.svelte';
import Button from '../../parts/Button.svelte';
import Choice from '../../parts/Choice.svelte';
import Empty from '../../parts/Empty.svelte';
import Field from '../../parts/Field.svelte';
import IconButton from '../../parts/IconButton.svelte';
import PictureField from '../../parts/PictureField.svelte';
import Select from '../../parts/Select.svelte';
import Spinner from '../../parts/Spinner.svelte';
import Switch from '../../parts/Switch.svelte';
import Tabs from '../../parts/Tabs.svelte';
import TextArea from '../../parts/TextArea.svelte';
import { toWaveform } from '../../parts/waveform';
import { t } from '../../i18n/i18n.svelte';
import Several from '../Several.svelte';
import { story, words, type Story } from '../story';
import { USERS } from '../wire';

const SELECTED = [{ value: 1, label: 'Une heure' }, { value: 2, label: 'Une journée, jusqu’à demain huit heures' }, { value: 3, label: 'Toujours', disabled: true }];
const THEMES = [
  { value: 'light', label: 'Clair', icon: Sun },
  { value: 'dark', label: 'Sombre', hint: 'Repose les yeux le soir', icon: Moon },
  { value: 'contrast', label: 'Contraste élevé, avec un nom assez long pour passer à la ligne', icon: Contrast },
];
const WAVE = toWaveform(Array.from({ length: 80 }, (_, at) => 0.2 + 0.8 * Math.abs(Math.sin(at / 4) * Math.cos(at / 11))));

export const stories: readonly Story[] = [
  ...(['main', 'plain', 'quiet', 'danger'] as const).map((kind) =>
    story(`button/${kind}`, Several, () => ({ component: Button, all: [{}, { disabled: true }, { busy: true }].map((it) => ({ kind, ...it, children: words(t('core.save')) })) })),
  ),
  story('button/wide', Button, () => ({ kind: 'main' as const, wide: true, children: words(t('core.register')) })),
  story('button/long', Button, { children: words('Un bouton dont le texte est bien plus long que la place que lui laisse un petit téléphone') }),
  story('icon-button', Several, () => ({ component: IconButton, all: [{}, { pressed: true }, { disabled: true }].map((it) => ({ label: t('core.edit'), children: words('+'), ...it })) })),
  story('field/plain', Field, { label: 'Nom du lieu', value: 'Place de la République' }),
  story('field/empty with hint', Field, { label: 'Nom du lieu', value: '', placeholder: 'La cour des tilleuls', hint: 'On pourra le changer plus tard.' }),
  story('field/error', Field, { label: 'Nom du lieu', value: 'x', error: 'Trop court : deux lettres au moins.' }),
  story('field/disabled', Field, { label: 'Adresse', value: 'parvis.example', disabled: true }),
  story('field/after', Field, { label: 'Lien', value: 'https://parvis.example/invite/aB3-xK9q', readonly: true, after: words('📌') }),
  story('text-area/plain', TextArea, { label: 'À propos', value: 'Je range les chaises.\nJe fais le café.', maxlength: 190, hint: 'Tout le monde peut le lire.' }),
  story('text-area/nearly full', TextArea, { label: 'À propos', value: 'mot '.repeat(45), maxlength: 190 }),
  story('text-area/error', TextArea, { label: 'Raison', value: '', maxlength: 400, error: 'Dites pourquoi.' }),
  story('select/plain', Select, { label: 'Durée', options: SELECTED, value: 2, hint: 'Ensuite, tout revient.' }),
  story('select/disabled', Select, { label: 'Durée', options: SELECTED, value: 1, disabled: true }),
  story('choice', Choice, { label: 'Thème', options: THEMES, value: 'dark' }),
  story('choice/disabled', Choice, { label: 'Thème', options: THEMES.slice(0, 2), value: 'light', disabled: true }),
  story('switch/on', Switch, { label: 'Notifications du système', hint: 'Quand la page est ouverte mais que vous regardez ailleurs.', checked: true }),
  story('switch/off', Switch, { label: 'Son', checked: false }),
  story('switch/disabled', Switch, { label: 'Une phrase longue, qui dit en une fois tout ce que fait cet interrupteur quand on le bascule', checked: true, disabled: true }),
  story('tabs', Tabs, { label: 'Vue', panel: 'none', value: 'unread', tabs: [{ value: 'unread', label: 'Non lus' }, { value: 'mentions', label: 'Mentions', count: 12 }, { value: 'all', label: 'Tout' }] }),
  story('tabs/too many', Tabs, { label: 'Vue', panel: 'none', value: 'c', tabs: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((value) => ({ value, label: `Onglet ${value}` })) }),
  story('avatar/states', Several, { component: Avatar, all: [...(['online', 'idle', 'dnd', 'offline'] as const).map((status) => ({ user: USERS.ines, status, size: 40 })), { user: USERS.layla, size: 40 }, { user: USERS.ines, size: 24 }, { user: USERS.karim, size: 80, status: 'online' }] }),
  story('arch', Several, { component: Arch, all: ['Place commune', 'Radio du canal', 'ساحة الحي', 'X', 'Les amis du jardin de la rue des Lilas'].map((name, at) => ({ guild: { id: String(1_500_000_000_000_000_000n + BigInt(at) * 9_999_999_999_999n), name, icon: at === 1 ? 'ab' : null } })) }),
  story('spinner', Several, { component: Spinner, all: [{ size: 16 }, {}, { size: 40 }] }),
  story('empty', Empty, () => ({ title: t('core.gone_title'), text: t('core.gone_text') })),
  story('audio/voice', AudioPlayer, { url: '/attachments/1/2/voice.ogg', label: 'Message vocal', durationS: 12.4, waveform: WAVE }),
  story('audio/file', AudioPlayer, { url: '/attachments/1/2/song.ogg', label: 'Chanson', durationS: 184 }),
  story('audio/broken', AudioPlayer, { url: '/attachments/1/2/gone', label: 'Chanson', durationS: 184 }),
  story('picture-field/empty', PictureField, { label: 'Choisir une image', value: null }),
  story('picture-field/chosen', PictureField, { label: 'Choisir une autre image', value: 'data:image/gif;base64,R0lGODlhAQABAIAAAKQ/KAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==' }),
];
