//! Menus, short words at the edge of the page, and the popover of emojis.
import EmojiPopover from '../../rooms/talk/composer/EmojiPopover.svelte';
import MenuContent from '../../parts/MenuContent.svelte';
import type { MenuItem } from '../../parts/menu';
import { channelMenu } from '../../rooms/places/channel_menu';
import { guildMenu } from '../../rooms/places/guild_menu';
import { conversationMenu } from '../../rooms/people/conversation_menu';
import { profileMenu } from '../../rooms/people/profile_menu';
import { messageMenu } from '../../rooms/talk/messages/actions';
import { Talk } from '../../rooms/talk/talk.svelte';
import { SAID } from '../messages';
import NoticeSamples from '../NoticeSamples.svelte';
import { nothing, story, type Scene, type Story } from '../story';
import { CONVERSATIONS, USERS } from '../wire';

const menu = (name: string, height: number, items: (scene: Scene) => readonly MenuItem[]): Story =>
  story(
    name,
    MenuContent,
    (scene) => {
      // At the beginning of the box, whatever way the page runs.
      const corner = (): DOMRect => {
        const box = scene.stage.getBoundingClientRect();
        return new DOMRect(document.dir === 'rtl' ? box.right - 16 : box.left + 16, box.top + 8, 0, 0);
      };
      return { items: items(scene), anchor: { getBoundingClientRect: corner }, opener: null, onclose: nothing };
    },
    { stage: height },
  );

const TALK = ({ world }: Scene): Talk => new Talk(world.instance, world.room('square'), world.guild);

export const stories: readonly Story[] = [
  menu('menu/own message', 34, (scene) => messageMenu(TALK(scene), scene.world.message(SAID.reactions), null)),
  menu('menu/all kinds of lines', 22, () => [
    { kind: 'title', label: 'Statut' },
    { kind: 'action', label: 'En ligne', checked: true, act: nothing },
    { kind: 'action', label: 'Un état au nom si long qu’il ne tient pas sur une ligne de menu', act: nothing },
    { kind: 'line' },
    { kind: 'action', label: 'Impossible maintenant', disabled: true, act: nothing },
    { kind: 'action', label: 'Supprimer', danger: true, shortcut: 'Suppr', act: nothing },
  ]),
  menu('menu/channel', 34, ({ world }) => channelMenu(world.instance, world.guild, world.room('logistics'))),
  menu('menu/guild', 30, ({ world }) => guildMenu(world.instance, world.guild, true)),
  menu('menu/somebody', 26, ({ world }) => profileMenu(world.instance, USERS.ines.id, world.guild)),
  menu('menu/conversation', 22, ({ world }) => conversationMenu(world.instance, world.channel(CONVERSATIONS.group.id))),
  story('notices', NoticeSamples, {}, { stage: 18 }),
  story('emojis/writing', EmojiPopover, ({ world }) => ({ place: { instance: world.instance, channel: world.room('square'), guild: world.guild }, onpick: nothing, onclose: nothing }), { stage: 30 }),
];
