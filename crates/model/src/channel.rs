//! Channels of all types in one struct: guild channels, categories, threads, forums, direct conversations.
//!
//! Which keys travel depends on the type, so writing is by hand: every key that the type's schema requires is
//! always there, and keys that belong to another type never are.

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::emoji::ReactionEmoji;
use crate::lenient::null_is_default;
use crate::marker::{
    ApplicationMarker, ChannelMarker, EmojiMarker, GenericMarker, GuildMarker, MessageMarker, RoleMarker,
    UserMarker,
};
use crate::open::{flags, numbers};
use crate::thread::{ThreadMember, ThreadMetadata};
use crate::user::User;
use crate::{Id, Permissions, Timestamp};

numbers! {
    /// Type of a channel.
    ChannelType(u8) {
        GUILD_TEXT = 0, DM = 1, GUILD_VOICE = 2, GROUP_DM = 3, GUILD_CATEGORY = 4, GUILD_ANNOUNCEMENT = 5,
        ANNOUNCEMENT_THREAD = 10, PUBLIC_THREAD = 11, PRIVATE_THREAD = 12, GUILD_STAGE_VOICE = 13,
        GUILD_DIRECTORY = 14, GUILD_FORUM = 15, GUILD_MEDIA = 16,
    }
}

impl ChannelType {
    /// Whether channels of this type are threads.
    pub const fn is_thread(self) -> bool {
        matches!(self, Self::ANNOUNCEMENT_THREAD | Self::PUBLIC_THREAD | Self::PRIVATE_THREAD)
    }

    /// Whether channels of this type are direct conversations of two or more people.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::DM | Self::GROUP_DM)
    }

    /// Whether channels of this type belong to a guild.
    pub const fn is_in_guild(self) -> bool {
        !self.is_private()
    }

    /// Whether people talk there by voice.
    pub const fn is_voice(self) -> bool {
        matches!(self, Self::GUILD_VOICE | Self::GUILD_STAGE_VOICE)
    }

    /// Whether channels of this type hold threads only, each with its tags.
    pub const fn is_forum(self) -> bool {
        matches!(self, Self::GUILD_FORUM | Self::GUILD_MEDIA)
    }

    /// Whether messages can be sent directly there: all text kinds, voice channels with their chat, threads, DMs.
    pub const fn holds_messages(self) -> bool {
        !self.is_forum() && !matches!(self, Self::GUILD_CATEGORY | Self::GUILD_DIRECTORY)
    }

    /// Whether threads can be started there.
    pub const fn holds_threads(self) -> bool {
        self.is_forum() || matches!(self, Self::GUILD_TEXT | Self::GUILD_ANNOUNCEMENT)
    }
}

flags! {
    /// Traits of a channel.
    ChannelFlags(u32) {
        GUILD_FEED_REMOVED = 0, PINNED = 1, ACTIVE_CHANNELS_REMOVED = 2, REQUIRE_TAG = 4, IS_SPAM = 5,
        IS_GUILD_RESOURCE_CHANNEL = 7, CLYDE_AI = 8, IS_SCHEDULED_FOR_DELETION = 9, HIDE_MEDIA_DOWNLOAD_OPTIONS = 15,
    }
}
numbers! {
    /// To whom an overwrite applies.
    OverwriteType(u8) { ROLE = 0, MEMBER = 1 }
}
numbers! {
    /// Quality of the cameras in a voice channel.
    VideoQualityMode(u8) { AUTO = 1, FULL = 2 }
}
numbers! {
    /// Order of a forum's posts.
    SortOrder(u8) { LATEST_ACTIVITY = 0, CREATION_DATE = 1 }
}
numbers! {
    /// Look of a forum.
    ForumLayout(u8) { DEFAULT = 0, LIST = 1, GRID = 2 }
}

/// Permissions that a channel gives to or takes from one role or member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Overwrite {
    /// The role or account.
    pub id: Id<GenericMarker>,
    /// Which of both.
    #[serde(rename = "type")]
    pub kind: OverwriteType,
    /// Bits that are given.
    pub allow: Permissions,
    /// Bits that are taken.
    pub deny: Permissions,
}

impl Overwrite {
    /// What a role gets.
    pub const fn role(id: Id<RoleMarker>, allow: Permissions, deny: Permissions) -> Self {
        Self { id: id.cast(), kind: OverwriteType::ROLE, allow, deny }
    }

    /// What one account gets.
    pub const fn member(id: Id<UserMarker>, allow: Permissions, deny: Permissions) -> Self {
        Self { id: id.cast(), kind: OverwriteType::MEMBER, allow, deny }
    }
}

impl<'de> Deserialize<'de> for Overwrite {
    /// The type is read from a number, or from the words that old libraries send; bits may be absent or null.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            id: Id<GenericMarker>,
            #[serde(rename = "type")]
            kind: Kind,
            #[serde(default, deserialize_with = "null_is_default")]
            allow: Permissions,
            #[serde(default, deserialize_with = "null_is_default")]
            deny: Permissions,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kind {
            Number(u8),
            Word(String),
        }
        let Wire { id, kind, allow, deny } = Wire::deserialize(deserializer)?;
        let kind = match kind {
            Kind::Number(number) => OverwriteType(number),
            Kind::Word(word) if word == "role" || word == "0" => OverwriteType::ROLE,
            Kind::Word(word) if word == "member" || word == "1" => OverwriteType::MEMBER,
            Kind::Word(_) => {
                return Err(serde::de::Error::custom("an overwrite's type is 0 (role) or 1 (member)"));
            }
        };
        Ok(Self { id, kind, allow, deny })
    }
}

/// A tag of a forum (`ForumTagResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForumTag {
    /// The tag.
    pub id: Id<GenericMarker>,
    /// Its name.
    pub name: String,
    /// Whether only moderators may set it.
    #[serde(default)]
    pub moderated: bool,
    /// Its custom emoji.
    #[serde(default)]
    pub emoji_id: Option<Id<EmojiMarker>>,
    /// Its Unicode emoji.
    #[serde(default)]
    pub emoji_name: Option<String>,
}

/// The emoji that a forum offers first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultReaction {
    /// A custom emoji.
    #[serde(default)]
    pub emoji_id: Option<Id<EmojiMarker>>,
    /// A Unicode emoji.
    #[serde(default)]
    pub emoji_name: Option<String>,
}

impl From<ReactionEmoji> for DefaultReaction {
    fn from(emoji: ReactionEmoji) -> Self {
        match emoji.id {
            Some(_) => Self { emoji_id: emoji.id, emoji_name: None },
            None => Self { emoji_id: None, emoji_name: emoji.name },
        }
    }
}

/// A channel of any type (`GuildChannelResponse`, `ThreadResponse`, `PrivateChannelResponse`,
/// `PrivateGroupChannelResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Channel {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The guild; absent for direct conversations.
    #[serde(default)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Its name; none for direct conversations, null for group DMs that nobody named.
    #[serde(default)]
    pub name: Option<String>,
    /// Place among its siblings.
    #[serde(default)]
    pub position: i32,
    /// The category, or the channel in which a thread was started.
    #[serde(default)]
    pub parent_id: Option<Id<ChannelMarker>>,
    /// What roles and members get or lose here.
    #[serde(default)]
    pub permission_overwrites: Vec<Overwrite>,
    /// What it is about; a forum's guidelines.
    #[serde(default)]
    pub topic: Option<String>,
    /// Whether it is for adults.
    #[serde(default)]
    pub nsfw: bool,
    /// The last message (or thread, in a forum), which may have been deleted.
    #[serde(default)]
    pub last_message_id: Option<Id<MessageMarker>>,
    /// When a message was last pinned.
    #[serde(default)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// Seconds that a member waits between two messages.
    #[serde(default)]
    pub rate_limit_per_user: u32,
    /// Traits of the channel.
    #[serde(default)]
    pub flags: ChannelFlags,
    /// Archive delay of new threads, in minutes.
    #[serde(default)]
    pub default_auto_archive_duration: Option<u16>,
    /// Slow mode that new threads start with, in seconds.
    #[serde(default)]
    pub default_thread_rate_limit_per_user: Option<u32>,
    /// Bits per second of a voice channel.
    #[serde(default)]
    pub bitrate: Option<u32>,
    /// Most people in a voice channel; 0 is no limit.
    #[serde(default)]
    pub user_limit: Option<u32>,
    /// Voice region; null chooses by itself.
    #[serde(default)]
    pub rtc_region: Option<String>,
    /// Camera quality of a voice channel.
    #[serde(default)]
    pub video_quality_mode: Option<VideoQualityMode>,
    /// Tags that a forum offers.
    #[serde(default)]
    pub available_tags: Vec<ForumTag>,
    /// Tags that a forum's thread carries.
    #[serde(default)]
    pub applied_tags: Vec<Id<GenericMarker>>,
    /// Emoji that a forum offers first.
    #[serde(default)]
    pub default_reaction_emoji: Option<Box<DefaultReaction>>,
    /// Order of a forum's posts.
    #[serde(default)]
    pub default_sort_order: Option<SortOrder>,
    /// Look of a forum.
    #[serde(default)]
    pub default_forum_layout: Option<ForumLayout>,
    /// State of a thread.
    #[serde(default)]
    pub thread_metadata: Option<Box<ThreadMetadata>>,
    /// Who started the thread or the group DM.
    #[serde(default)]
    pub owner_id: Option<Id<UserMarker>>,
    /// Messages in a thread.
    #[serde(default)]
    pub message_count: u32,
    /// Members of a thread, counted up to 50.
    #[serde(default)]
    pub member_count: u32,
    /// Messages ever sent in a thread.
    #[serde(default)]
    pub total_message_sent: u32,
    /// The receiver's own place in a thread.
    #[serde(default)]
    pub member: Option<Box<ThreadMember>>,
    /// The others of a direct conversation.
    #[serde(default)]
    pub recipients: Vec<User>,
    /// Hash of a group DM's picture.
    #[serde(default)]
    pub icon: Option<String>,
    /// The application that made the group DM.
    #[serde(default)]
    pub application_id: Option<Id<ApplicationMarker>>,
    /// Whether an application manages the group DM.
    #[serde(default)]
    pub managed: Option<bool>,
    /// The caller's permissions here, where an answer is meant for one caller only.
    #[serde(default)]
    pub permissions: Option<Permissions>,
}

impl Channel {
    /// A channel with nothing but its type; voice channels get the usual bitrate.
    pub fn new(id: Id<ChannelMarker>, kind: ChannelType) -> Self {
        let voice = kind.is_voice();
        Self {
            id,
            kind,
            guild_id: None,
            name: None,
            position: 0,
            parent_id: None,
            permission_overwrites: Vec::new(),
            topic: None,
            nsfw: false,
            last_message_id: None,
            last_pin_timestamp: None,
            rate_limit_per_user: 0,
            flags: ChannelFlags::NONE,
            default_auto_archive_duration: None,
            default_thread_rate_limit_per_user: None,
            bitrate: voice.then_some(64_000),
            user_limit: voice.then_some(0),
            rtc_region: None,
            video_quality_mode: None,
            available_tags: Vec::new(),
            applied_tags: Vec::new(),
            default_reaction_emoji: None,
            default_sort_order: None,
            default_forum_layout: kind.is_forum().then_some(ForumLayout::DEFAULT),
            thread_metadata: None,
            owner_id: None,
            message_count: 0,
            member_count: 0,
            total_message_sent: 0,
            member: None,
            recipients: Vec::new(),
            icon: None,
            application_id: None,
            managed: None,
            permissions: None,
        }
    }

    /// A channel of a guild.
    pub fn in_guild(
        id: Id<ChannelMarker>,
        kind: ChannelType,
        guild_id: Id<GuildMarker>,
        name: impl Into<String>,
    ) -> Self {
        Self { guild_id: Some(guild_id), name: Some(name.into()), ..Self::new(id, kind) }
    }

    /// The direct conversation with one other account, as the caller sees it.
    pub fn dm(id: Id<ChannelMarker>, recipient: User) -> Self {
        Self { recipients: vec![recipient], ..Self::new(id, ChannelType::DM) }
    }

    /// A direct conversation of several accounts, as one of them sees it.
    pub fn group_dm(id: Id<ChannelMarker>, owner_id: Id<UserMarker>, recipients: Vec<User>) -> Self {
        Self { owner_id: Some(owner_id), recipients, ..Self::new(id, ChannelType::GROUP_DM) }
    }

    fn write_guild_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("guild_id", &self.guild_id)?;
        map.serialize_entry("name", self.name.as_deref().unwrap_or_default())?;
        map.serialize_entry("parent_id", &self.parent_id)?;
        map.serialize_entry("rate_limit_per_user", &self.rate_limit_per_user)
    }

    fn write_guild_channel<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.write_guild_keys(map)?;
        map.serialize_entry("position", &self.position)?;
        map.serialize_entry("permission_overwrites", &self.permission_overwrites)?;
        map.serialize_entry("nsfw", &self.nsfw)?;
        map.serialize_entry("topic", &self.topic)?;
        entry_if_some(map, "default_auto_archive_duration", &self.default_auto_archive_duration)?;
        entry_if_some(map, "default_thread_rate_limit_per_user", &self.default_thread_rate_limit_per_user)?;
        if self.kind.is_voice() {
            map.serialize_entry("bitrate", &self.bitrate.unwrap_or(64_000))?;
            map.serialize_entry("user_limit", &self.user_limit.unwrap_or(0))?;
            map.serialize_entry("rtc_region", &self.rtc_region)?;
            entry_if_some(map, "video_quality_mode", &self.video_quality_mode)?;
        }
        if self.kind.is_forum() {
            map.serialize_entry("available_tags", &self.available_tags)?;
            map.serialize_entry("default_reaction_emoji", &self.default_reaction_emoji)?;
            map.serialize_entry("default_sort_order", &self.default_sort_order)?;
            map.serialize_entry(
                "default_forum_layout",
                &self.default_forum_layout.unwrap_or(ForumLayout::DEFAULT),
            )?;
        }
        Ok(())
    }

    fn write_thread<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.write_guild_keys(map)?;
        map.serialize_entry("owner_id", &self.owner_id)?;
        map.serialize_entry("thread_metadata", &self.thread_metadata)?;
        map.serialize_entry("message_count", &self.message_count)?;
        map.serialize_entry("member_count", &self.member_count)?;
        map.serialize_entry("total_message_sent", &self.total_message_sent)?;
        map.serialize_entry("applied_tags", &self.applied_tags)?;
        entry_if_some(map, "member", &self.member)
    }

    fn write_private<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("recipients", &self.recipients)?;
        if self.kind == ChannelType::GROUP_DM {
            map.serialize_entry("name", &self.name)?;
            map.serialize_entry("icon", &self.icon)?;
            map.serialize_entry("owner_id", &self.owner_id)?;
            entry_if_some(map, "managed", &self.managed)?;
            entry_if_some(map, "application_id", &self.application_id)?;
        }
        Ok(())
    }
}

fn entry_if_some<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, value),
        None => Ok(()),
    }
}

impl Serialize for Channel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("flags", &self.flags)?;
        if self.kind != ChannelType::GUILD_CATEGORY {
            map.serialize_entry("last_message_id", &self.last_message_id)?;
            map.serialize_entry("last_pin_timestamp", &self.last_pin_timestamp)?;
        }
        if self.kind.is_thread() {
            self.write_thread(&mut map)?;
        } else if self.kind.is_private() {
            self.write_private(&mut map)?;
        } else {
            self.write_guild_channel(&mut map)?;
        }
        entry_if_some(&mut map, "permissions", &self.permissions)?;
        map.end()
    }
}

/// A channel in few words, where the receiver may not see more of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialChannel {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// Its name.
    pub name: Option<String>,
}

impl From<&Channel> for PartialChannel {
    fn from(channel: &Channel) -> Self {
        Self { id: channel.id, kind: channel.kind, name: channel.name.clone() }
    }
}
