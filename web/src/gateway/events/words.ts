//! The platform's words that several event groups share. From `discord-api-types` the client takes types only: its
//! values are here, because its enumerations do not shake out of a bundle.
export type { APIGuildForumTag as GuildForumTagData, APIOverwrite, APIThreadMember, APIUser } from 'discord-api-types/v10';

/** Kinds of channels. */
export const ChannelType = {
  Text: 0,
  DM: 1,
  Voice: 2,
  GroupDM: 3,
  Category: 4,
  Announcement: 5,
  AnnouncementThread: 10,
  PublicThread: 11,
  PrivateThread: 12,
  Stage: 13,
  Directory: 14,
  Forum: 15,
  Media: 16,
} as const;
export type ChannelType = (typeof ChannelType)[keyof typeof ChannelType];

/** Flags of a message. */
export const MessageFlag = {
  Crossposted: 1 << 0,
  IsCrosspost: 1 << 1,
  SuppressEmbeds: 1 << 2,
  HasThread: 1 << 5,
  Ephemeral: 1 << 6,
  Loading: 1 << 7,
  SuppressNotifications: 1 << 12,
  IsVoiceMessage: 1 << 13,
  HasSnapshot: 1 << 14,
  IsComponentsV2: 1 << 15,
} as const;
