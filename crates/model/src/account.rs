//! What only the owner of an account sees: what was read, settings, friends, notes, logins. These objects are our
//! dialect for user accounts; no bot receives them.

use serde::{Deserialize, Serialize};

use crate::lenient::null_is_default;
use crate::marker::{
    AreaMarker, ChannelMarker, EmojiMarker, ExportMarker, GuildMarker, LoginMarker, MessageMarker,
    PasskeyMarker, UserMarker,
};
use crate::open::{flags, numbers};
use crate::presence::{Activity, Status};
use crate::user::User;
use crate::{Id, Timestamp};

/// How far somebody has read in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadState {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// The last message that was read; null if none was.
    #[serde(default)]
    pub last_message_id: Option<Id<MessageMarker>>,
    /// Unread messages that mention the account.
    #[serde(default)]
    pub mention_count: u32,
    /// Unread messages, counted exactly by the channel's sequence numbers.
    #[serde(default)]
    pub unread_count: u32,
    /// When a message was last pinned among those that were seen.
    #[serde(default)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// Whether the person marked it as unread from here on: no device moves it by itself.
    #[serde(default)]
    pub manual: bool,
}

impl ReadState {
    /// A channel in which nothing was read and nothing waits.
    pub const fn new(channel_id: Id<ChannelMarker>) -> Self {
        Self {
            id: channel_id,
            last_message_id: None,
            mention_count: 0,
            unread_count: 0,
            last_pin_timestamp: None,
            manual: false,
        }
    }
}

/// A status in words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomStatus {
    /// The words.
    #[serde(default)]
    pub text: Option<String>,
    /// A custom emoji before them.
    #[serde(default)]
    pub emoji_id: Option<Id<EmojiMarker>>,
    /// A Unicode emoji before them, or the custom one's name.
    #[serde(default)]
    pub emoji_name: Option<String>,
    /// When it goes away by itself.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// Guilds that stand together in somebody's list. A guild outside folders is a folder without id and name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GuildFolder {
    /// Number of the folder, made by the client.
    #[serde(default)]
    pub id: Option<i64>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// 24-bit RGB.
    #[serde(default)]
    pub color: Option<u32>,
    /// The guilds, in order.
    #[serde(default, deserialize_with = "null_is_default")]
    pub guild_ids: Vec<Id<GuildMarker>>,
}

flags! {
    /// From where strangers may send friend requests.
    FriendSourceFlags(u32) { MUTUAL_FRIENDS = 1, MUTUAL_GUILDS = 2, NO_RELATION = 3 }
}

/// Hours of a day in which an account wants no notifications.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuietHours {
    /// Minute of the local day in which they begin.
    pub from: u16,
    /// Minute of the local day in which they end: of the next day when it is not after the beginning, so that the same
    /// minute is a whole day.
    pub to: u16,
    /// Days of the week on which they begin; Monday is 1, Sunday 7.
    pub days: Vec<u8>,
    /// IANA name of the time zone, such as `Europe/Paris`.
    pub time_zone: String,
}

/// A place of the map of which somebody wants to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedArea {
    /// The place.
    pub area_id: Id<AreaMarker>,
    /// What changed there later is news.
    pub seen_at: Timestamp,
}

/// Settings of an account, the same on all its devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserSettings {
    /// Language, for example `fr`.
    pub locale: String,
    /// `dark`, `light` or `system`.
    pub theme: String,
    /// The status that new sessions start with.
    pub status: Status,
    /// A status in words.
    pub custom_status: Option<Box<CustomStatus>>,
    /// Whether messages are shown densely.
    pub message_display_compact: bool,
    /// Whether ids can be copied.
    pub developer_mode: bool,
    /// Whether emojis move.
    pub animate_emoji: bool,
    /// Whether pictures move by themselves.
    pub gif_auto_play: bool,
    /// Whether files are shown in the text.
    pub inline_attachment_media: bool,
    /// Whether links show what they lead to.
    pub render_embeds: bool,
    /// Whether reactions are shown.
    pub render_reactions: bool,
    /// Whether `:)` becomes an emoji.
    pub convert_emoticons: bool,
    /// Minutes that local time is behind UTC.
    pub timezone_offset: i32,
    /// When nothing is to be heard.
    pub quiet_hours: Option<Box<QuietHours>>,
    /// Whether members of shared guilds may not write directly, by default for new guilds.
    pub default_guilds_restricted: bool,
    /// Guilds whose members may not write directly.
    pub restricted_guilds: Vec<Id<GuildMarker>>,
    /// From where strangers may send friend requests.
    pub friend_source_flags: FriendSourceFlags,
    /// Order of the guilds.
    pub guild_folders: Vec<GuildFolder>,
    /// Places of the map that somebody follows.
    pub followed_areas: Vec<FollowedArea>,
}

impl Default for UserSettings {
    fn default() -> Self {
        Self {
            locale: "en-US".to_owned(),
            theme: "system".to_owned(),
            status: Status::Online,
            custom_status: None,
            message_display_compact: false,
            developer_mode: false,
            animate_emoji: true,
            gif_auto_play: true,
            inline_attachment_media: true,
            render_embeds: true,
            render_reactions: true,
            convert_emoticons: true,
            timezone_offset: 0,
            quiet_hours: None,
            default_guilds_restricted: false,
            restricted_guilds: Vec::new(),
            friend_source_flags: FriendSourceFlags::ALL,
            guild_folders: Vec::new(),
            followed_areas: Vec::new(),
        }
    }
}

flags! {
    /// What somebody chose for a guild besides. The bits are those of Discord's clients.
    GuildSettingsFlags(u32) { OPT_IN_CHANNELS_OFF = 13, OPT_IN_CHANNELS_ON = 14 }
}
flags! {
    /// What somebody chose for a channel besides. The bits are those of Discord's clients.
    ChannelSettingsFlags(u32) { FAVORITED = 11, OPT_IN_ENABLED = 12 }
}
numbers! {
    /// Which messages notify.
    NotificationLevel(u8) { ALL_MESSAGES = 0, ONLY_MENTIONS = 1, NO_MESSAGES = 2, INHERIT = 3 }
}

/// How long something stays silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MuteConfig {
    /// Until when; null is for ever.
    #[serde(default)]
    pub end_time: Option<Timestamp>,
    /// The span that was chosen, in seconds; -1 is for ever.
    #[serde(default, deserialize_with = "null_is_default")]
    pub selected_time_window: i64,
}

/// What somebody wants to hear from one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelNotificationSettings {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// Which messages notify.
    #[serde(default = "inherit")]
    pub message_notifications: NotificationLevel,
    /// Whether it is silent.
    #[serde(default)]
    pub muted: bool,
    /// For how long.
    #[serde(default)]
    pub mute_config: Option<MuteConfig>,
    /// Whether a category is folded.
    #[serde(default)]
    pub collapsed: bool,
    /// Whether it was opted into, and the like.
    #[serde(default)]
    pub flags: ChannelSettingsFlags,
}

const fn inherit() -> NotificationLevel {
    NotificationLevel::INHERIT
}

impl ChannelNotificationSettings {
    /// As the guild has it.
    pub const fn new(channel_id: Id<ChannelMarker>) -> Self {
        Self {
            channel_id,
            message_notifications: NotificationLevel::INHERIT,
            muted: false,
            mute_config: None,
            collapsed: false,
            flags: ChannelSettingsFlags::NONE,
        }
    }
}

/// What somebody wants to hear from one guild, or (without a guild) from direct conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildNotificationSettings {
    /// The guild; null for direct conversations.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Which messages notify.
    #[serde(default = "inherit")]
    pub message_notifications: NotificationLevel,
    /// Whether it is silent.
    #[serde(default)]
    pub muted: bool,
    /// For how long.
    #[serde(default)]
    pub mute_config: Option<MuteConfig>,
    /// Whether `@everyone` does not notify.
    #[serde(default)]
    pub suppress_everyone: bool,
    /// Whether mentions of roles do not notify.
    #[serde(default)]
    pub suppress_roles: bool,
    /// Whether telephones are notified.
    #[serde(default)]
    pub mobile_push: bool,
    /// Whether silent channels are not shown.
    #[serde(default)]
    pub hide_muted_channels: bool,
    /// Whether only channels that were opted into stand in the list, and the like.
    #[serde(default)]
    pub flags: GuildSettingsFlags,
    /// Channels that differ.
    #[serde(default)]
    pub channel_overrides: Vec<ChannelNotificationSettings>,
    /// Grows with each change.
    #[serde(default)]
    pub version: u64,
}

impl GuildNotificationSettings {
    /// As the guild itself has it.
    pub const fn new(guild_id: Option<Id<GuildMarker>>) -> Self {
        Self {
            guild_id,
            message_notifications: NotificationLevel::INHERIT,
            muted: false,
            mute_config: None,
            suppress_everyone: false,
            suppress_roles: false,
            mobile_push: true,
            hide_muted_channels: false,
            flags: GuildSettingsFlags::NONE,
            channel_overrides: Vec::new(),
            version: 0,
        }
    }
}

impl GuildNotificationSettings {
    /// Changes what is set of one channel. What is as the guild has it is not kept.
    pub fn change_channel(
        &mut self,
        channel_id: Id<ChannelMarker>,
        change: impl FnOnce(&mut ChannelNotificationSettings),
    ) {
        let overrides = &mut self.channel_overrides;
        let known = overrides.iter().position(|it| it.channel_id == channel_id);
        let mut channel = known.map_or_else(
            || ChannelNotificationSettings::new(channel_id),
            |index| overrides.swap_remove(index),
        );
        change(&mut channel);
        if channel != ChannelNotificationSettings::new(channel_id) {
            overrides.push(channel);
        }
        overrides.sort_by_key(|channel| channel.channel_id);
    }
}

numbers! {
    /// What two accounts are to each other, as one of them sees it.
    RelationshipType(u8) { FRIEND = 1, BLOCKED = 2, PENDING_INCOMING = 3, PENDING_OUTGOING = 4 }
}

/// What another account is to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relationship {
    /// The other account.
    pub id: Id<UserMarker>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: RelationshipType,
    /// A name that only the owner sees.
    #[serde(default)]
    pub nickname: Option<String>,
    /// Since when.
    #[serde(default)]
    pub since: Option<Timestamp>,
    /// The other account.
    pub user: User,
}

impl Relationship {
    /// What `user` is since a moment.
    pub const fn new(kind: RelationshipType, user: User, since: Timestamp) -> Self {
        Self { id: user.id, kind, nickname: None, since: Some(since), user }
    }
}

/// What somebody wrote down about another account, seen by nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Who wrote it.
    pub user_id: Id<UserMarker>,
    /// About whom.
    pub note_user_id: Id<UserMarker>,
    /// The text.
    pub note: String,
}

/// One place where somebody is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    /// The login.
    pub id: Id<LoginMarker>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the hour.
    pub last_used_at: Timestamp,
    /// What the program called itself.
    #[serde(default)]
    pub client_info: ClientInfo,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A program by its own words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClientInfo {
    /// Operating system.
    #[serde(default)]
    pub os: Option<String>,
    /// Browser or program.
    #[serde(default)]
    pub client: Option<String>,
}

/// One open gateway session of an account, as its other sessions see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewaySession {
    /// The session.
    pub session_id: String,
    /// Its status.
    pub status: Status,
    /// What it says the account does.
    #[serde(default)]
    pub activities: Vec<Activity>,
    /// The program.
    #[serde(default)]
    pub client_info: ClientInfo,
    /// Whether it was used last.
    #[serde(default)]
    pub active: bool,
}

/// What guards a login beside the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactors {
    /// Whether anything does.
    pub mfa_enabled: bool,
    /// Whether an authenticator app does.
    pub totp: bool,
    /// How many passkeys do.
    pub passkeys: u32,
    /// Recovery codes that were not used yet.
    pub backup_codes_left: u32,
}

/// A passkey, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyShown {
    /// Our id of it.
    pub id: Id<PasskeyMarker>,
    /// Always 1.
    #[serde(rename = "type")]
    pub kind: u8,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the day.
    pub last_used_at: Option<Timestamp>,
}

/// A recovery code, in the one answer that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodeShown {
    /// Whose it is.
    pub user_id: Id<UserMarker>,
    /// As it is printed.
    pub code: String,
    /// Whether it was used.
    pub consumed: bool,
}

/// How far a copy of somebody's data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportState {
    /// Others are written before it.
    Waiting,
    /// It is being written.
    Running,
    /// It can be read.
    Ready,
    /// It was cut off, and can be asked for again.
    Failed,
}

/// A copy of everything that is kept about somebody, made for that person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataExport {
    /// Its id.
    pub id: Id<ExportMarker>,
    /// How far it is.
    pub state: ExportState,
    /// The same in per cent.
    pub progress: u8,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when it is kept.
    pub expires_at: Timestamp,
    /// Its size, once it is ready.
    pub size_bytes: Option<u64>,
    /// Where it is read, once it is ready; good for ten minutes.
    pub url: Option<String>,
}
