//! Everything that a text can hold, and the emoji picker.
import EmojiField from '../../emoji/EmojiField.svelte';
import EmojiPicker from '../../emoji/EmojiPicker.svelte';
import EmojiSign from '../../emoji/EmojiSign.svelte';
import MessageText from '../../rooms/talk/messages/MessageText.svelte';
import TopicLine from '../../rooms/talk/TopicLine.svelte';
import Several from '../Several.svelte';
import { nothing, story, type Story } from '../story';
import { CHANNELS, EMOJI_ID, ROLES, USERS } from '../wire';

const TEXTS = {
  headings: '# Assemblée du quartier\n## Ordre du jour\n### Point 1\n-# Compte rendu provisoire\nOn se retrouve **samedi**, *place de la République*, __à l’heure__, ~~à 14 h~~ à 15 h. ||C’est une surprise : [le plan](https://a.example/plan).||',
  lists: '- Affiches\n  - A3\n  - A2\n    1. noir et blanc\n    2. couleur\n- Tracts\n  pour la gare\n\n7. Sept\n8. Huit',
  quotes: '> On ne discute pas recettes de cuisine avec des anthropophages.\n> — un voisin\n\nSans doute `rm -rf` de trop.',
  code: '```rust\n/// Access, validate, write, publish.\npub async fn send(app: &App, draft: Draft) -> Result<Message, SendError> {\n    let text = "bonjour";\n    app.store.write(move |tx| insert(tx, draft, 42)).await\n}\n```',
  mentions: `<@${USERS.me.id}>, <@${USERS.layla.id}> et <@&${ROLES.logistics.id}> dans <#${CHANNELS.square.id}> et <#${CHANNELS.yard.id}> : @everyone, essayez </affiche:901>. <id:customize>`,
  links: 'À lire : https://fr.wikipedia.org/wiki/Parvis_(architecture), puis [la banque](https://a.example) ou [banque.example](https://voleur.example) ou encore https://аррӏе.example/ et voilà.',
  times: 'Rendez-vous <t:1778942640:F>, <t:1778942640:R>, à <t:1778942640:t>.',
  emojis: `Les voici : 👍🏽 👨‍👩‍👧 🇫🇷 🏳️‍🌈 1️⃣ <:parvis:${EMOJI_ID}>`,
  arabic: 'مرحبا بكم في **الساحة** https://a.example\nBonjour à tous\n- عنصر\n- عنصر آخر\n> اقتباس',
  'long word': `${'https://exemple.example/'}${'chemin/'.repeat(30)}`,
} as const;

export const stories: readonly Story[] = [
  ...Object.entries(TEXTS).map(([name, content]) => story(`text/${name}`, MessageText, { content })),
  story('text/topic', TopicLine, { topic: String(CHANNELS.square.topic) }),
  story('emoji sign', Several, { component: EmojiSign, all: [{ emoji: { id: null, name: '🌻', animated: false } }, { emoji: { id: EMOJI_ID, name: 'parvis', animated: false } }] }),
  story('emoji field', EmojiField, { label: 'Émoji du rôle', emoji: { id: null, name: '🌻', animated: false }, guilds: [], onchange: nothing }),
  story('emoji field/error', EmojiField, { label: 'Émoji du rôle', emoji: null, guilds: [], error: 'Choisissez-en un.', onchange: nothing }),
  story('emoji-picker', EmojiPicker, { onpick: nothing, onclose: nothing, guilds: [{ id: '1', name: 'Place commune', icon: null, emojis: [{ id: EMOJI_ID, name: 'parvis', animated: false, url: `/emojis/${EMOJI_ID}.webp`, usable: true }] }] }, { stage: 27 }),
];
