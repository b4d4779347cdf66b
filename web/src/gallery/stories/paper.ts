//! Sheets of paper and flags.
import FlagIcon from '../../rooms/paper/FlagIcon.svelte';
import FlagMaker from '../../rooms/paper/FlagMaker.svelte';
import PrintOverlay from '../../rooms/paper/PrintOverlay.svelte';
import SheetList from '../../rooms/paper/SheetList.svelte';
import { pages } from '../answered_pages';
import { nothing, story, type Story } from '../story';
import { CHANNELS, GUILD_ID } from '../wire';
import type { Sheet } from '../../rooms/paper/sheet';

const PATH = `/parvis/v1/guilds/${GUILD_ID}/sheets`;
const { sheets } = pages(PATH, new URLSearchParams()) as { sheets: readonly Sheet[] };
const FLAG = { layout: 'cross', colours: ['#123c69', '#ffffff'], emblem: { figure: 'heart', colour: '#c8102e', size: 50, plate: { shape: 'disc', colour: '#ffffff' } }, lettering: { text: 'CL', colour: '#ffffff', size: 30, place: 'canton' } };

export const stories: readonly Story[] = [
  story('print', PrintOverlay, { path: PATH, name: 'Place commune', channelId: CHANNELS.square.id, close: nothing }, { stage: 54 }),
  story('sheets', SheetList, ({ world }) => ({ api: world.instance.api, path: PATH, sheets, fresh: sheets[0]?.id ?? null, onchange: nothing })),
  story('sheets/none', SheetList, ({ world }) => ({ api: world.instance.api, path: PATH, sheets: [], fresh: null, onchange: nothing })),
  story('icon', FlagIcon, ({ world }) => ({ api: world.instance.api, name: 'Cour des Lilas', onchoose: nothing, close: nothing }), { stage: 54 }),
  story('flag', FlagMaker, ({ world }) => ({ api: world.instance.api, design: FLAG, name: 'Cour des Lilas' })),
  story('flag/none', FlagMaker, ({ world }) => ({ api: world.instance.api, design: null, name: 'Cour des Lilas' })),
];
