//! What opens over the page, each over a page of its own.
import FirstRun from '../../rooms/welcome/FirstRun.svelte';
import Moderate from '../../rooms/people/Moderate.svelte';
import NewConversation from '../../rooms/people/NewConversation.svelte';
import Nickname from '../../rooms/people/Nickname.svelte';
import Profile from '../../rooms/people/Profile.svelte';
import Status from '../../rooms/people/Status.svelte';
import EditChannel from '../../rooms/places/EditChannel.svelte';
import Invite from '../../rooms/places/Invite.svelte';
import MoveChannel from '../../rooms/places/MoveChannel.svelte';
import NewChannel from '../../rooms/places/NewChannel.svelte';
import NewGuild from '../../rooms/places/NewGuild.svelte';
import Notifications from '../../rooms/places/Notifications.svelte';
import Switcher from '../../rooms/search/Switcher.svelte';
import CodesDialog from '../../rooms/settings/CodesDialog.svelte';
import NewPasskey from '../../rooms/settings/NewPasskey.svelte';
import Proof from '../../rooms/settings/Proof.svelte';
import TotpDialog from '../../rooms/settings/TotpDialog.svelte';
import Confirm from '../../rooms/shell/Confirm.svelte';
import ShortcutSheet from '../../rooms/shell/ShortcutSheet.svelte';
import Forward from '../../rooms/talk/overlays/Forward.svelte';
import Lightbox from '../../rooms/talk/overlays/Gallery.svelte';
import NewThread from '../../rooms/talk/overlays/NewThread.svelte';
import Reactions from '../../rooms/talk/overlays/Reactions.svelte';
import { t } from '../../i18n/i18n.svelte';
import { MESSAGE_SHORTCUTS } from '../../rooms/talk/messages/shortcuts';
import { shortcuts, type Shortcut } from '../../keyboard/shortcuts.svelte';
import { SAID } from '../messages';
import { nothing, story, type Story } from '../story';
import { CHANNELS, GUILD_ID, USERS } from '../wire';

const close = nothing;
const act = (): Promise<void> => Promise.resolve();
const PICTURES = [['place', 900, 600, 'La place un jour de marché'], ['affiche', 400, 800, '']] as const;
const CODES = ['7yvw-v8sa', 'm8mk-jd9e', '39c5-k2pl', 'qw8e-rt5y', 'z0xc-4vbn', 'a1sd-f6gh', 'p9oi-u3yt', 'l7kj-h2gf'];
const SHORTCUTS: readonly Shortcut[] = [
  { keys: '$mod+K', label: 'places.switcher', group: 'moving' },
  { keys: '$mod+B', label: 'composer.key_bold', group: 'writing' },
  { keys: 'ArrowUp', label: 'composer.key_edit_last', group: 'writing' },
  { keys: '?', label: 'places.shortcuts', group: 'page' },
  ...MESSAGE_SHORTCUTS,
];
const some = { userId: USERS.ines.id, guildId: GUILD_ID, close };

export const stories: readonly Story[] = [
  story('confirm', Confirm, () => ({ title: t('talk.delete_title'), text: t('talk.delete_text'), action: t('core.delete'), danger: true, act, close }), { stage: 20 }),
  story('profile', Profile, some, { stage: 44 }),
  story('moderate/timeout', Moderate, { ...some, measure: 'timeout' }, { stage: 32 }),
  story('moderate/kick', Moderate, { ...some, measure: 'kick' }, { stage: 26 }),
  story('moderate/ban', Moderate, { ...some, measure: 'ban' }, { stage: 32 }),
  story('nickname', Nickname, some, { stage: 22 }),
  story('status', Status, { close }, { stage: 42 }),
  story('new conversation', NewConversation, { close }, { stage: 36 }),
  story('new guild', NewGuild, { close }, { stage: 38 }),
  story('new channel', NewChannel, { guildId: GUILD_ID, parentId: CHANNELS.organise.id, close }, { stage: 48 }),
  story('edit channel', EditChannel, { channelId: CHANNELS.square.id, close }, { stage: 40 }),
  story('move channel', MoveChannel, { channelId: CHANNELS.logistics.id, close }, { stage: 34 }),
  story('invite', Invite, { guildId: GUILD_ID, channelId: CHANNELS.square.id, close }, { stage: 36 }),
  story('notifications/guild', Notifications, { guildId: GUILD_ID, channelId: null, close }, { stage: 50 }),
  story('notifications/channel', Notifications, { guildId: GUILD_ID, channelId: CHANNELS.quiet.id, close }, { stage: 40 }),
  story('forward', Forward, ({ world }) => ({ message: world.message(SAID.pinned), close }), { stage: 44 }),
  story('new thread', NewThread, ({ world }) => ({ channelId: CHANNELS.square.id, message: world.message(SAID.first), close }), { stage: 32 }),
  story('reactions', Reactions, ({ world }) => ({ message: world.message(SAID.reactions), close }), { stage: 34 }),
  story('pictures', Lightbox, { pictures: PICTURES.map(([name, width, height, description]) => ({ url: `/attachments/5/1/${name}-${width}x${height}.png`, width, height, description, filename: `${name}.png` })), index: 0, close }, { stage: 40 }),
  story('switcher', Switcher, { close }, { stage: 38 }),
  story('shortcuts', ShortcutSheet, { close }, { stage: 40, prepare: () => void shortcuts.add(...SHORTCUTS) }),
  story('proof', Proof, () => ({ title: t('account.delete_sure'), text: t('account.delete_sure_text', { name: 'camille' }), action: t('account.delete'), danger: true, withCode: true, orPasskey: true, act, onclose: close }), { stage: 32 }),
  story('codes', CodesDialog, { codes: CODES, account: 'camille', onclose: close }, { stage: 40 }),
  story('one-time codes', TotpDialog, { server: 'La maison', onclose: close }, { stage: 48 }),
  story('new passkey', NewPasskey, { onadded: nothing, onclose: close }, { stage: 30 }),
  story('first look round', FirstRun, {}, { stage: 40 }),
];
