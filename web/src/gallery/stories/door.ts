//! The door, invitations, consent, and how a place receives newcomers.
import { Api } from '../../api/client';
import EntryForm from '../../rooms/door/EntryForm.svelte';
import Invited from '../../rooms/door/Invited.svelte';
import OtherServer from '../../rooms/door/OtherServer.svelte';
import PasswordField from '../../rooms/door/PasswordField.svelte';
import Rules from '../../rooms/door/Rules.svelte';
import { nameRules, passwordRules } from '../../rooms/door/rules';
import Scene from '../../rooms/door/Scene.svelte';
import SecondFactor from '../../rooms/door/SecondFactor.svelte';
import Consent from '../../rooms/door/Consent.svelte';
import PromptChoices from '../../rooms/welcome/PromptChoices.svelte';
import WelcomeChannels from '../../rooms/welcome/WelcomeChannels.svelte';
import { nothing, story, type Story } from '../story';
import { CHANNELS, GUILD_ID } from '../wire';

const GUILD = { id: GUILD_ID, name: 'Place commune', icon: null, description: 'Le quartier se parle, s’organise et fait la fête.' };
const option = (id: string, title: string, description: string | null, emoji: string | null) => ({ id, title, description, emoji: emoji === null ? null : { id: null, name: emoji, animated: false }, role_ids: [], channel_ids: [] });
const PROMPT = { id: '1', type: 0, title: 'Qu’est-ce qui vous amène ?', single_select: false, required: true, in_onboarding: true, options: [option('1', 'Donner un coup de main', 'Porter, monter, ranger', '🏠'), option('2', 'Photos et affiches', null, '📷'), option('3', 'Je regarde d’abord', 'Rien ne presse', null)] };

export const stories: readonly Story[] = [
  story('entry/register', EntryForm, { registers: true, onswitch: nothing }),
  story('entry/sign in', EntryForm, { registers: false, onswitch: nothing }),
  story('entry/second factor', SecondFactor, { api: new Api('/api/v10', null), entry: { mfa: true, ticket: 'x', totp: true, backup: true, webauthn: '{}' }, onentered: nothing, onback: nothing }),
  story('other server', OtherServer, {}),
  story('password/plain', PasswordField, { value: '' }),
  story('password/wrong', PasswordField, { value: 'abc', isNew: true, error: 'Trop court.' }),
  story('rules/name', Rules, { rules: nameRules('c') }),
  story('rules/password', Rules, { rules: passwordRules('un mot de passe', 'camille', 8), lengthMin: 8 }),
  story('invited', Invited, { invite: { code: 'aB3-xK9q', guild: GUILD, channel: { id: CHANNELS.square.id, name: 'place-publique' }, approximate_member_count: 218, approximate_presence_count: 37 } }),
  story('consent', Consent, {}, { stage: 36 }),
  story('scene', Scene, {}),
  story('prompt', PromptChoices, { prompt: PROMPT, chosen: ['1'], isMissing: false, onchoose: nothing }),
  story('prompt/missing', PromptChoices, { prompt: PROMPT, chosen: [], isMissing: true, onchoose: nothing }),
  story('prompt/list', PromptChoices, { prompt: { ...PROMPT, id: '2', type: 1, single_select: true }, chosen: [], isMissing: false, onchoose: nothing }),
  story('welcome channels', WelcomeChannels, ({ world }) => ({ guild: world.guild, channels: [{ channel_id: CHANNELS.square.id, description: 'Dites bonjour', emoji_id: null, emoji_name: '👋' }, { channel_id: CHANNELS.ideas.id, description: 'Proposez quelque chose', emoji_id: null, emoji_name: '🌿' }] })),
];
