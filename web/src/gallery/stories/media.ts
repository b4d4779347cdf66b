//! What messages carry: pictures, films, sounds, files, embeds.
import Attachments from '../../rooms/talk/messages/Attachments.svelte';
import Embed from '../../rooms/talk/messages/Embed.svelte';
import MessageRow from '../../rooms/talk/messages/MessageRow.svelte';
import Picture from '../../rooms/talk/messages/Picture.svelte';
import { EMBEDS, file, said, WITH_FILES } from '../messages';
import { story, type Story } from '../story';

const picture = (name: string, more: Partial<Parameters<typeof Picture>[1]>): Story =>
  story(`picture/${name}`, Picture, { url: '/attachments/3/1/place-320x200.png', width: 320, height: 200, description: '', filename: 'place.png', onopen: () => undefined, ...more });

export const stories: readonly Story[] = [
  ...Object.entries(WITH_FILES).map(([name, data]) => story(`row/${name}`, MessageRow, ({ world }) => ({ message: world.message(data), continues: false, isEntry: false, highlighted: false, pointed: false }), { bare: true })),
  picture('described', { description: 'La place un jour de marché' }),
  picture('spoiler', { spoiler: true }),
  picture('broken', { url: '/attachments/3/1/gone' }),
  picture('gif', { url: '/attachments/3/1/danse.gif', filename: 'danse.gif', moving: true }),
  story('attachments/long name', Attachments, { attachments: [file(`${'un-nom-de-fichier-sans-fin-'.repeat(6)}.odt`, 'application/vnd.oasis.opendocument.text')] }),
  ...Object.entries(EMBEDS).map(([name, embed]) => story(`embed/${name}`, Embed, { embed })),
  story('row/text and embed', MessageRow, ({ world }) => ({ message: world.message(said('ines', 3, 'À lire : https://gazette.example/marche', { embeds: EMBEDS['whole'] ? [EMBEDS['whole']] : [] })), continues: false, isEntry: false, highlighted: false, pointed: false }), { bare: true }),
];
