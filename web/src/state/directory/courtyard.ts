//! A guild for neighbours, as it begins: a few channels that everybody understands, a role for those who host, and rules.
//! The words come in the language of who founds it. It knows no request.
import { ChannelType } from '../../gateway/events/words';
import { Permission } from '../permissions';

/** The words of a new place, in one language. */
export interface CourtyardWords {
  welcome: string;
  rules: string;
  news: string;
  everyday: string;
  talk: string;
  help: string;
  lend: string;
  meetings: string;
  hostsRoom: string;
  hosts: string;
  talkTopic: string;
  helpTopic: string;
  rulesText: string;
}

interface NewChannel {
  id: string;
  type: number;
  name: string;
  parent_id?: string;
  topic?: string;
  permission_overwrites?: { id: string; type: 0; allow?: string; deny?: string }[];
}

export interface NewCourtyard {
  name: string;
  icon?: string;
  roles: { id: string; name: string; permissions: string; hoist?: boolean; color?: number }[];
  channels: NewChannel[];
  system_channel_id: string;
  default_message_notifications: number;
}

/** What neighbours may do: talk, show, invite. Calling everybody at once is for hosts. */
const EVERYONE =
  Permission.ViewChannel | Permission.SendMessages | Permission.ReadHistory | Permission.AddReactions | Permission.EmbedLinks | Permission.AttachFiles | Permission.CreateInvite |
  Permission.UseExternalEmojis | Permission.ChangeNickname | Permission.CreatePublicThreads | Permission.SendInThreads | Permission.UseCommands | Permission.SendPolls | Permission.SendVoiceMessages;
const HOSTS = EVERYONE | Permission.ManageMessages | Permission.ManageThreads | Permission.ModerateMembers | Permission.KickMembers | Permission.MentionEveryone | Permission.ViewAuditLog | Permission.PinMessages;
const HOSTS_COLOUR = 0x2b6a3a;

// Ids count in this request only.
const [EVERYONE_ID, HOSTS_ID] = ['0', '1'];
const CHANNELS = { welcome: '10', rules: '11', news: '12', everyday: '13', talk: '14', help: '15', lend: '16', meetings: '17', hosts: '18' };

export const RULES_CHANNEL_NAME_MAX = 100;

/** The guild, as its founder asks for it. */
export function newCourtyard(name: string, icon: string | null, words: CourtyardWords): NewCourtyard {
  const readOnly = [{ id: EVERYONE_ID, type: 0 as const, deny: String(Permission.SendMessages) }, { id: HOSTS_ID, type: 0 as const, allow: String(Permission.SendMessages) }];
  const hidden = [{ id: EVERYONE_ID, type: 0 as const, deny: String(Permission.ViewChannel) }, { id: HOSTS_ID, type: 0 as const, allow: String(Permission.ViewChannel) }];
  const text = (id: string, called: string, parent: string, more: Partial<NewChannel> = {}): NewChannel => ({ id, type: ChannelType.Text, name: called, parent_id: parent, ...more });
  return {
    name,
    ...(icon !== null && { icon }),
    roles: [
      { id: EVERYONE_ID, name: '@everyone', permissions: String(EVERYONE) },
      { id: HOSTS_ID, name: words.hosts, permissions: String(HOSTS), hoist: true, color: HOSTS_COLOUR },
    ],
    channels: [
      { id: CHANNELS.welcome, type: ChannelType.Category, name: words.welcome },
      text(CHANNELS.rules, words.rules, CHANNELS.welcome, { permission_overwrites: readOnly }),
      text(CHANNELS.news, words.news, CHANNELS.welcome, { permission_overwrites: readOnly }),
      { id: CHANNELS.everyday, type: ChannelType.Category, name: words.everyday },
      text(CHANNELS.talk, words.talk, CHANNELS.everyday, { topic: words.talkTopic }),
      text(CHANNELS.help, words.help, CHANNELS.everyday, { topic: words.helpTopic }),
      text(CHANNELS.lend, words.lend, CHANNELS.everyday),
      text(CHANNELS.meetings, words.meetings, CHANNELS.everyday),
      text(CHANNELS.hosts, words.hostsRoom, CHANNELS.everyday, { permission_overwrites: hidden }),
    ],
    system_channel_id: CHANNELS.talk,
    // Only mentions call: a courtyard has people who are not used to this.
    default_message_notifications: 1,
  };
}
