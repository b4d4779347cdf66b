//! The gallery begins here: the same look and language as the client, and stories instead of rooms.
import { mount } from 'svelte';

import { i18n } from '../i18n/i18n.svelte';
import { device } from '../state/settings.svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import './fonts.css';
import Gallery from './Gallery.svelte';

device.show();
await i18n.use(i18n.remembered());
// Rooms bring their texts along when they are opened; here all of them are open.
await Promise.all((['account', 'agenda', 'aid', 'audit', 'guard', 'guide', 'guild', 'map', 'paper', 'policies', 'rights'] as const).map((room) => i18n.with(room, Promise.resolve())));

const target = document.getElementById('app');
if (target) mount(Gallery, { target });
