//! Commands of applications in the menu of somebody or of a message.
import Bot from '@lucide/svelte/icons/bot';

import { t } from '../../../i18n/i18n.svelte';
import type { MenuItem } from '../../../parts/menu';
import { CommandType, nameOf } from '../../../state/commands.svelte';
import { InteractionType } from '../../../state/interactions.svelte';
import type { Place } from './directory';

/**
 * What applications offer for somebody (`targetId` is an account's) or for a message; empty until the commands of the
 * channel are known, which are asked for here.
 */
export function contextCommands(kind: 'user' | 'message', targetId: string, { instance, channel, guild }: Place): MenuItem[] {
  const { commands, interactions } = instance;
  // Who gets no answer has no such lines in the menu; the next time it is asked again.
  commands.load(channel.id).catch(() => undefined);
  const found = commands.inMenu(channel.id, kind === 'user' ? CommandType.User : CommandType.Message);
  if (found.length === 0) return [];
  const items = found.map<MenuItem>(({ command, application }) => ({
    kind: 'action', label: nameOf(command), icon: Bot,
    act: () => {
      const data = { id: command.id, version: command.version, name: command.name, type: command.type, target_id: targetId };
      void interactions.show({ type: InteractionType.Command, applicationId: application.id, channelId: channel.id, guildId: guild?.id ?? null, data }, nameOf(command));
    },
  }));
  return [{ kind: 'line' }, { kind: 'title', label: t('composer.applications') }, ...items];
}
