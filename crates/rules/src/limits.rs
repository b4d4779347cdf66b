//! How much of everything there may be, in Discord's figures unless the line says otherwise. The unit stands in the
//! name.
//!
//! Lengths of text are counted in Unicode scalar values, as the API counts them.

// Messages.

/// Content of a message.
pub const MESSAGE_CONTENT_CHARS_MAX: usize = 2_000;
/// A message's nonce, when it is text.
pub const NONCE_CHARS_MAX: usize = 25;
/// Files of one message.
pub const MESSAGE_FILES_MAX: usize = 10;
/// Stickers of one message.
pub const MESSAGE_STICKERS_MAX: usize = 3;
/// A file's name.
pub const FILENAME_CHARS_MAX: usize = 1_024;
/// A file's description (its text twin).
pub const FILE_DESCRIPTION_CHARS_MAX: usize = 1_024;
/// How long a voice message is: a day (Discord says 2^31 seconds).
pub const VOICE_MESSAGE_SECONDS_MAX: f64 = 86_400.0;
/// A voice message's course of the volume, in base64.
pub const WAVEFORM_CHARS_MAX: usize = 400;
/// One file, unless the operator says otherwise.
pub const FILE_BYTES_MAX_DEFAULT: u64 = 25 * 1024 * 1024;
/// One request with files, beyond the files themselves: its JSON part and the boundaries.
pub const REQUEST_JSON_BYTES_MAX: usize = 1024 * 1024;
/// Different emoji under one message.
pub const MESSAGE_REACTIONS_MAX: usize = 20;
/// Pinned messages of a channel.
pub const CHANNEL_PINS_MAX: usize = 250;
/// Pins that the older path `GET /channels/{id}/pins` lists, and how many one page of the newer path holds.
pub const CHANNEL_PINS_PAGE_MAX: usize = 50;
/// Messages in one page of history.
pub const HISTORY_PAGE_MAX: usize = 100;
/// Messages in one page of history when nobody asks for a number.
pub const HISTORY_PAGE_DEFAULT: usize = 50;
/// Messages in one bulk deletion, at least.
pub const BULK_DELETE_MIN: usize = 2;
/// Messages in one bulk deletion, at most.
pub const BULK_DELETE_MAX: usize = 100;
/// Age of messages that can be deleted in bulk: 14 days.
pub const BULK_DELETE_AGE_MS_MAX: i64 = 14 * DAY_MS;
/// Users and roles that `allowed_mentions` names, each.
pub const ALLOWED_MENTIONS_MAX: usize = 100;
/// Users, and roles, that one message mentions.
pub const MESSAGE_MENTIONS_MAX: usize = 100;
/// Seconds between the messages of one member in a channel (slow mode): 6 hours.
pub const SLOWMODE_SECONDS_MAX: u32 = 21_600;
/// People who reacted, in one page.
pub const REACTION_USERS_PAGE_MAX: usize = 100;
/// People who reacted, in one page, when nobody asks for a number.
pub const REACTION_USERS_PAGE_DEFAULT: usize = 25;

// Embeds.

/// Embeds of one message.
pub const MESSAGE_EMBEDS_MAX: usize = 10;
/// Titles, descriptions, field names and values, footers and author names of all embeds of a message together.
pub const EMBEDS_TOTAL_CHARS_MAX: usize = 6_000;
/// An embed's title.
pub const EMBED_TITLE_CHARS_MAX: usize = 256;
/// An embed's description.
pub const EMBED_DESCRIPTION_CHARS_MAX: usize = 4_096;
/// Fields of an embed.
pub const EMBED_FIELDS_MAX: usize = 25;
/// A field's name.
pub const EMBED_FIELD_NAME_CHARS_MAX: usize = 256;
/// A field's value.
pub const EMBED_FIELD_VALUE_CHARS_MAX: usize = 1_024;
/// A footer's text.
pub const EMBED_FOOTER_CHARS_MAX: usize = 2_048;
/// An author's name.
pub const EMBED_AUTHOR_CHARS_MAX: usize = 256;
/// A provider's name.
pub const EMBED_PROVIDER_CHARS_MAX: usize = 256;
/// Any address in an embed.
pub const URL_CHARS_MAX: usize = 2_048;
/// Any colour: 24 bits.
pub const COLOR_MAX: u32 = 0x00ff_ffff;

// Components.

/// Rows of buttons and menus under a message.
pub const MESSAGE_ROWS_MAX: usize = 5;
/// Components of a message with layout, nested ones included.
pub const COMPONENTS_MAX: usize = 40;
/// What stands above a modal.
pub const MODAL_TITLE_CHARS_MAX: usize = 45;
/// Fields of a modal.
pub const MODAL_FIELDS_MAX: usize = 5;
/// All texts of a message with layout together.
pub const COMPONENTS_TEXT_CHARS_MAX: usize = 4_000;
/// Buttons in a row.
pub const ROW_BUTTONS_MAX: usize = 5;
/// What an application calls a component.
pub const CUSTOM_ID_CHARS_MAX: usize = 100;
/// A button's text.
pub const BUTTON_LABEL_CHARS_MAX: usize = 80;
/// Where a button leads.
pub const BUTTON_URL_CHARS_MAX: usize = 512;
/// Options of a menu, and how many of them can be chosen.
pub const SELECT_OPTIONS_MAX: usize = 25;
/// An option's label, value or description.
pub const SELECT_OPTION_CHARS_MAX: usize = 100;
/// What a menu says while nothing is chosen.
pub const SELECT_PLACEHOLDER_CHARS_MAX: usize = 150;
/// Texts of a section.
pub const SECTION_TEXTS_MAX: usize = 3;
/// Pictures of a gallery.
pub const GALLERY_ITEMS_MAX: usize = 10;
/// A picture's text twin.
pub const MEDIA_DESCRIPTION_CHARS_MAX: usize = 1_024;
/// What can be written into a text field.
pub const TEXT_INPUT_CHARS_MAX: usize = 4_000;
/// What a text field says while it is empty.
pub const TEXT_INPUT_PLACEHOLDER_CHARS_MAX: usize = 100;
/// The label of a field.
pub const FIELD_LABEL_CHARS_MAX: usize = 45;
/// The sentence below a label.
pub const FIELD_DESCRIPTION_CHARS_MAX: usize = 100;
/// Options of a choice that lies open, and files of an upload.
pub const MODAL_CHOICES_MAX: usize = 10;

// Guilds, channels, roles.

/// A guild's name, at least.
pub const GUILD_NAME_CHARS_MIN: usize = 2;
/// A guild's name, at most.
pub const GUILD_NAME_CHARS_MAX: usize = 100;
/// A guild's description.
pub const GUILD_DESCRIPTION_CHARS_MAX: usize = 300;
/// Guilds of one account.
pub const USER_GUILDS_MAX: usize = 200;
/// Places of the map that one account follows.
pub const FOLLOWED_AREAS_MAX: usize = 30;
/// Guilds in one page of an account's list.
pub const USER_GUILDS_PAGE_MAX: usize = 200;
/// Roles of a guild, without `@everyone`.
pub const GUILD_ROLES_MAX: usize = 250;
/// Channels of a guild, categories included.
pub const GUILD_CHANNELS_MAX: usize = 500;
/// Channels in one category.
pub const CATEGORY_CHANNELS_MAX: usize = 50;
/// Scheduled or active events of a guild.
pub const SCHEDULED_EVENTS_MAX: usize = 100;
/// An event's name.
pub const SCHEDULED_EVENT_NAME_CHARS_MAX: usize = 100;
/// An event's description.
pub const SCHEDULED_EVENT_DESCRIPTION_CHARS_MAX: usize = 1_000;
/// Where an event takes place, in words.
pub const SCHEDULED_EVENT_LOCATION_CHARS_MAX: usize = 100;
/// How far ahead an event is planned, and how long it lasts: five years.
pub const SCHEDULED_EVENT_AHEAD_MS_MAX: i64 = 5 * 366 * DAY_MS;
/// Occurrences of an event that are not like the others (ours: the platform names no figure).
pub const SCHEDULED_EVENT_EXCEPTIONS_MAX: usize = 100;
/// Those who are interested in an event, in one page.
pub const SCHEDULED_EVENT_USERS_PAGE_MAX: u32 = 100;
/// How long after its start an event in a channel that nobody began waits: four hours (the platform says: hours).
pub const SCHEDULED_EVENT_WAIT_MS: i64 = 4 * 3_600_000;
/// How long an event in a channel that has no end goes on: twelve hours (ours).
pub const SCHEDULED_EVENT_WITHOUT_END_MS: i64 = 12 * 3_600_000;
/// How long an event that is over is kept, with those who were interested: a week (ours).
pub const SCHEDULED_EVENT_KEPT_MS: i64 = 7 * DAY_MS;
/// Emojis of a guild that stand still, and as many that move; there is no more to buy.
pub const GUILD_EMOJIS_MAX: usize = 50;
/// Emojis of an application.
pub const APPLICATION_EMOJIS_MAX: usize = 2_000;
/// An emoji's name, at least.
pub const EMOJI_NAME_CHARS_MIN: usize = 2;
/// An emoji's name, at most.
pub const EMOJI_NAME_CHARS_MAX: usize = 32;
/// An emoji's picture, decoded.
pub const EMOJI_BYTES_MAX: usize = 256 * 1024;
/// A channel's name, at least.
pub const CHANNEL_NAME_CHARS_MIN: usize = 1;
/// A channel's name, at most.
pub const CHANNEL_NAME_CHARS_MAX: usize = 100;
/// A channel's topic.
pub const CHANNEL_TOPIC_CHARS_MAX: usize = 1_024;
/// A forum's topic (its guidelines).
pub const FORUM_TOPIC_CHARS_MAX: usize = 4_096;
/// Tags of a forum.
pub const FORUM_TAGS_MAX: usize = 20;
/// Tags of one post.
pub const POST_TAGS_MAX: usize = 5;
/// A forum tag's name.
pub const FORUM_TAG_NAME_CHARS_MAX: usize = 50;
/// Active threads of a guild.
pub const GUILD_ACTIVE_THREADS_MAX: usize = 1_000;
/// Members of a thread.
pub const THREAD_MEMBERS_MAX: usize = 1_000;
/// Threads in one page of archived ones, at least; Discord's document has no smaller page.
pub const THREADS_PAGE_MIN: usize = 2;
/// Threads in one page of archived ones.
pub const THREADS_PAGE_MAX: usize = 100;
/// Members in one page of a thread's.
pub const THREAD_MEMBERS_PAGE_MAX: usize = 100;
/// Pinned posts of a forum.
pub const FORUM_PINNED_POSTS_MAX: usize = 1;
/// Minutes of silence after which a thread is put away.
pub const THREAD_ARCHIVE_MINUTES: [u16; 4] = [60, 1_440, 4_320, 10_080];
/// Minutes of silence after which a thread is put away, when nobody says: three days.
pub const THREAD_ARCHIVE_MINUTES_DEFAULT: u16 = 4_320;
/// Overwrites of a channel that one request may carry.
pub const CHANNEL_OVERWRITES_MAX: usize = 100;
/// Bits per second of a voice channel, at least.
pub const BITRATE_BPS_MIN: u32 = 8_000;
/// Bits per second of a voice channel, at most.
pub const BITRATE_BPS_MAX: u32 = 384_000;
/// People in a voice channel; 0 is no limit.
pub const VOICE_USERS_MAX: u32 = 99;
/// People in a stage channel.
pub const STAGE_USERS_MAX: u32 = 10_000;
/// A role's name, at least.
pub const ROLE_NAME_CHARS_MIN: usize = 1;
/// A role's name, at most.
pub const ROLE_NAME_CHARS_MAX: usize = 100;
/// A role's emoji.
pub const ROLE_EMOJI_CHARS_MAX: usize = 100;

// Newcomers.

/// Questions to newcomers.
pub const ONBOARDING_PROMPTS_MAX: usize = 15;
/// Answers to a question that can be chosen.
pub const ONBOARDING_OPTIONS_MAX: usize = 50;
/// A question.
pub const ONBOARDING_PROMPT_CHARS_MAX: usize = 100;
/// An answer.
pub const ONBOARDING_OPTION_CHARS_MAX: usize = 50;
/// What an answer means.
pub const ONBOARDING_DESCRIPTION_CHARS_MAX: usize = 100;
/// Roles that an answer gives.
pub const ONBOARDING_OPTION_ROLES_MAX: usize = 50;
/// Channels that an answer opts into.
pub const ONBOARDING_OPTION_CHANNELS_MAX: usize = 50;
/// Channels that everybody is opted into.
pub const ONBOARDING_CHANNELS_MAX: usize = 500;
/// A welcome screen's text.
pub const WELCOME_CHARS_MAX: usize = 140;
/// Channels of a welcome screen.
pub const WELCOME_CHANNELS_MAX: usize = 5;
/// What one does in one of them.
pub const WELCOME_CHANNEL_CHARS_MAX: usize = 50;

// Members and moderation.

/// A nickname.
pub const NICK_CHARS_MAX: usize = 32;
/// Members in one page of the members list.
pub const MEMBERS_PAGE_MAX: usize = 1_000;
/// Members that one search finds.
pub const MEMBER_SEARCH_MAX: usize = 1_000;
/// Bans in one page.
pub const BANS_PAGE_MAX: usize = 1_000;
/// Bans that one search finds; Discord finds 10.
pub const BAN_SEARCH_MAX: usize = 100;
/// People banned by one request.
pub const BULK_BAN_MAX: usize = 200;
/// How far back a ban deletes messages: 7 days.
pub const BAN_DELETE_SECONDS_MAX: u32 = 604_800;
/// A timeout, from now: 28 days.
pub const TIMEOUT_MS_MAX: i64 = 28 * DAY_MS;
/// How long a guild may pause its invitations or its members' direct messages.
pub const INCIDENT_MS_MAX: i64 = DAY_MS;
/// The reason of an audit log entry.
pub const AUDIT_REASON_CHARS_MAX: usize = 512;
/// Audit log entries in one page.
pub const AUDIT_LOG_PAGE_MAX: usize = 100;
/// Audit log entries in one page when nobody asks for a number.
pub const AUDIT_LOG_PAGE_DEFAULT: usize = 50;
/// Age of audit log entries: 45 days on Discord; here as long as what was done can be appealed.
pub const AUDIT_LOG_AGE_MS_MAX: i64 = 183 * DAY_MS;
/// Days of silence before a prune, at least.
pub const PRUNE_DAYS_MIN: u32 = 1;
/// Days of silence before a prune, at most.
pub const PRUNE_DAYS_MAX: u32 = 30;
/// Days of silence before a prune when nobody says how many.
pub const PRUNE_DAYS_DEFAULT: u32 = 7;
/// Roles that do not keep a member from a prune.
pub const PRUNE_ROLES_MAX: usize = 100;

// Webhooks.

/// Webhooks of a channel.
pub const CHANNEL_WEBHOOKS_MAX: usize = 15;
/// Webhooks of a guild.
pub const GUILD_WEBHOOKS_MAX: usize = 1_000;
/// A webhook's name, and the name that it takes for one message.
pub const WEBHOOK_NAME_CHARS_MAX: usize = 80;

// Invitations.

/// An invitation's lifetime; 0 is for ever. 7 days.
pub const INVITE_AGE_SECONDS_MAX: u32 = 604_800;
/// An invitation's lifetime when nobody asks for one: a day.
pub const INVITE_AGE_SECONDS_DEFAULT: u32 = 86_400;
/// How often an invitation works; 0 is without end.
pub const INVITE_USES_MAX: u32 = 100;
/// Invitations of a guild.
pub const GUILD_INVITES_MAX: usize = 1_000;
/// Sheets of paper that lead to a guild, or to a group of the map.
pub const GUILD_SHEETS_MAX: usize = 500;
/// Where a sheet hangs, in the words of its maker.
pub const SHEET_LABEL_CHARS_MAX: usize = 60;
/// A name on a sheet.
pub const SHEET_TITLE_CHARS_MAX: usize = 100;
/// What a sheet says of those who made it.
pub const SHEET_LINE_CHARS_MAX: usize = 200;

// Accounts and private conversations.

/// A user name, at least.
pub const USERNAME_CHARS_MIN: usize = 2;
/// A user name, at most.
pub const USERNAME_CHARS_MAX: usize = 32;
/// A display name, at least.
pub const DISPLAY_NAME_CHARS_MIN: usize = 1;
/// A display name, at most.
pub const DISPLAY_NAME_CHARS_MAX: usize = 32;
/// A password, at least (ours: NIST SP 800-63B asks for 8).
pub const PASSWORD_CHARS_MIN: usize = 8;
/// A password, at most, so that hashing a megabyte is nobody's weapon.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// Recovery codes that an account has at the beginning.
pub const RECOVERY_CODES: usize = 10;
/// A one-time code or recovery code as it is typed, with its blanks and hyphens.
pub const CODE_CHARS_MAX: usize = 32;
/// A secret of an authenticator app as it is typed.
pub const TOTP_SECRET_CHARS_MAX: usize = 128;
/// Passkeys of an account.
pub const PASSKEYS_MAX: usize = 25;
/// A passkey's name.
pub const PASSKEY_NAME_CHARS_MAX: usize = 64;
/// An account's description of itself.
pub const BIO_CHARS_MAX: usize = 190;
/// Logins that one request ends.
pub const SESSIONS_ENDED_AT_ONCE_MAX: usize = 100;
/// The language of who does not say.
pub const LOCALE_DEFAULT: &str = "en-US";
/// Languages that there are: Discord's, and Belarusian.
pub const LOCALES: &[&str] = &[
    "ar", "be", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr",
    "uk", "vi", "zh-CN", "zh-TW",
];
/// A private note about somebody.
pub const NOTE_CHARS_MAX: usize = 256;
/// A status in words.
pub const CUSTOM_STATUS_CHARS_MAX: usize = 128;
/// A folder of guilds; longer names are cut.
pub const FOLDER_NAME_CHARS_MAX: usize = 32;
/// The name of a time zone.
pub const TIME_ZONE_CHARS_MAX: usize = 64;
/// Messages that an account keeps for later.
pub const SAVED_MESSAGES_MAX: usize = 1_000;
/// Saved messages in one page.
pub const SAVED_MESSAGES_PAGE_MAX: usize = 50;
/// Messages that mention somebody, in one page.
pub const MENTIONS_PAGE_MAX: usize = 50;
/// Days that statistics reach back.
pub const STATISTICS_DAYS_MAX: i64 = 90;
/// Days that statistics reach back when nobody asks for a number.
pub const STATISTICS_DAYS_DEFAULT: i64 = 30;
/// Days after which the numbers of a day are forgotten.
pub const STATISTICS_DAYS_KEPT: i64 = 400;
/// Channels that one request marks as read.
pub const ACK_BULK_MAX: usize = 100;
/// Friends, blocked accounts and requests of an account together.
pub const RELATIONSHIPS_MAX: usize = 1_000;
/// People in a group conversation.
pub const GROUP_DM_RECIPIENTS_MAX: usize = 10;
/// A group conversation's name.
pub const GROUP_DM_NAME_CHARS_MAX: usize = 100;
/// Applications (bots) of an account.
pub const USER_APPLICATIONS_MAX: usize = 25;
/// An application's name.
pub const APPLICATION_NAME_CHARS_MAX: usize = 32;
/// An application's description.
pub const APPLICATION_DESCRIPTION_CHARS_MAX: usize = 400;
/// Words to find an application by.
pub const APPLICATION_TAGS_MAX: usize = 5;
/// One of these words.
pub const APPLICATION_TAG_CHARS_MAX: usize = 20;
/// Addresses to which an application may send people back.
pub const APPLICATION_REDIRECTS_MAX: usize = 10;
/// Grants of one account to one application; the oldest make room.
pub const APPLICATION_GRANTS_MAX: usize = 5;
/// An uploaded avatar or icon, decoded.
pub const IMAGE_BYTES_MAX: usize = 10 * 1024 * 1024;

// Interactions.

/// How long an application has for its first answer.
pub const INTERACTION_ANSWER_MS_MAX: u64 = 3_000;
/// How long an interaction's token is good: 15 minutes.
pub const INTERACTION_TOKEN_MS_MAX: i64 = 15 * 60_000;

// Commands.

/// Commands of an application that are typed, in all guilds together or in one: 100 on Discord; here a server keeps
/// as many as a large bot brings.
pub const CHAT_COMMANDS_MAX: usize = 2_000;
/// Commands of an application in the menu of accounts, and in that of messages.
pub const MENU_COMMANDS_MAX: usize = 15;
/// Commands that one request brings.
pub const COMMANDS_AT_ONCE_MAX: usize = CHAT_COMMANDS_MAX + 2 * MENU_COMMANDS_MAX;
/// A command's name, or an option's.
pub const COMMAND_NAME_CHARS_MAX: usize = 32;
/// A command's description, or an option's.
pub const COMMAND_DESCRIPTION_CHARS_MAX: usize = 100;
/// Options of a command, of a subcommand, and subcommands of a group.
pub const COMMAND_OPTIONS_MAX: usize = 25;
/// Choices of an option.
pub const COMMAND_CHOICES_MAX: usize = 25;
/// A choice's name.
pub const COMMAND_CHOICE_NAME_CHARS_MAX: usize = 100;
/// A text that is given to a command, or that a choice stands for.
pub const COMMAND_TEXT_CHARS_MAX: usize = 6_000;
/// All names, descriptions and values of a command together.
pub const COMMAND_CHARS_MAX: usize = 8_000;
/// The largest whole number that a command takes, on either side of zero: 2⁵³ - 1, the last that every client can hold.
pub const COMMAND_INTEGER_MAX: i64 = (1 << 53) - 1;
/// Permissions of a command in a guild.
pub const COMMAND_PERMISSIONS_MAX: usize = 100;

// Gateway.

/// One payload of a client.
pub const GATEWAY_PAYLOAD_BYTES_MAX: usize = 4_096;
/// Payloads of a client in [`GATEWAY_SENDS_WINDOW_MS`].
pub const GATEWAY_SENDS_MAX: u32 = 120;
/// The window of [`GATEWAY_SENDS_MAX`].
pub const GATEWAY_SENDS_WINDOW_MS: i64 = 60_000;
/// Status changes of a client in [`PRESENCE_UPDATES_WINDOW_MS`].
pub const PRESENCE_UPDATES_MAX: u32 = 5;
/// The window of [`PRESENCE_UPDATES_MAX`].
pub const PRESENCE_UPDATES_WINDOW_MS: i64 = 20_000;
/// Between two heartbeats, as HELLO asks for.
pub const HEARTBEAT_INTERVAL_MS: i64 = 41_250;
/// How long a lost session can be resumed.
pub const RESUME_MS_MAX: i64 = 5 * 60_000;
/// Members above which a guild is large, at least.
pub const LARGE_THRESHOLD_MIN: u32 = 50;
/// Members above which a guild is large, at most.
pub const LARGE_THRESHOLD_MAX: u32 = 250;
/// Members above which a guild is large when IDENTIFY does not say.
pub const LARGE_THRESHOLD_DEFAULT: u32 = 50;
/// Members in one GUILD_MEMBERS_CHUNK.
pub const MEMBERS_CHUNK_MAX: usize = 1_000;
/// Ids that one REQUEST_GUILD_MEMBERS names, and members that one query finds.
pub const REQUEST_MEMBERS_MAX: usize = 100;
/// The nonce of REQUEST_GUILD_MEMBERS; longer ones are ignored.
pub const MEMBERS_NONCE_BYTES_MAX: usize = 32;
/// IDENTIFYs of a bot in a day.
pub const SESSION_STARTS_PER_DAY_MAX: u32 = 1_000;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The length of a text as every limit here counts it.
pub fn chars(text: &str) -> usize {
    text.chars().count()
}
