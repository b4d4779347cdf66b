//! The client begins here: the language, the look, then the page.
import { mount } from 'svelte';

import App from './App.svelte';
import { i18n } from './i18n/i18n.svelte';
import { device } from './state/settings.svelte';
import './styles/tokens.css';
import './styles/base.css';

device.show();
await i18n.use(i18n.remembered());

const target = document.getElementById('app');
if (target) mount(App, { target });
