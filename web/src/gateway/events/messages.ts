//! Messages, reactions, and who is writing.
import type { APIGuildMember, APIMessage, APIPartialEmoji, APIUser } from 'discord-api-types/v10';

/** A message as it is kept; in guilds its author's membership comes with it. */
export type MessageData = APIMessage & {
  guild_id?: string;
  member?: Omit<APIGuildMember, 'user'>;
  /** Ours: the picture that a webhook named. It is somebody else's, so it is loaded only when the reader asks. */
  webhook_avatar_url?: string;
};

interface Reaction {
  user_id: string;
  channel_id: string;
  message_id: string;
  guild_id?: string;
  emoji: APIPartialEmoji;
}

export interface MessageEvents {
  MESSAGE_CREATE: MessageData;
  MESSAGE_UPDATE: Partial<MessageData> & { id: string; channel_id: string; guild_id?: string };
  MESSAGE_DELETE: { id: string; channel_id: string; guild_id?: string };
  MESSAGE_DELETE_BULK: { ids: string[]; channel_id: string; guild_id?: string };
  MESSAGE_REACTION_ADD: Reaction & { member?: APIGuildMember };
  MESSAGE_REACTION_REMOVE: Reaction;
  MESSAGE_REACTION_REMOVE_ALL: { channel_id: string; message_id: string; guild_id?: string };
  MESSAGE_REACTION_REMOVE_EMOJI: { channel_id: string; message_id: string; guild_id?: string; emoji: APIPartialEmoji };
  TYPING_START: { channel_id: string; guild_id?: string; user_id: string; timestamp: number; member?: APIGuildMember & { user: APIUser } };
}
