//! What a member may do in a guild and in one channel, after Discord's documentation ("Permissions").
//!
//! It must not know where roles and overwrites are kept: [`GuildRoles`] and [`ChannelOverwrites`] are built once per
//! change, then asked for thousands of members without allocating.

mod explain;
mod views;

pub use explain::{Reason, Verdict, explain, explain_base};
pub use views::{ChannelOverwrites, GuildRoles, MemberView, OverwriteTarget, OverwriteView, RoleView};

use parvis_model::{ChannelType, Permissions, Timestamp};

/// What a member keeps while timed out, or while membership screening is pending: reading.
pub const READING: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// What goes with the right to send: without it these bits mean nothing.
pub const NEEDING_SEND: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

/// What goes with the right to connect. A voice channel is not managed by somebody who may not enter it.
pub const NEEDING_CONNECT: Permissions = Permissions::PRIORITY_SPEAKER
    .union(Permissions::STREAM)
    .union(Permissions::SPEAK)
    .union(Permissions::MUTE_MEMBERS)
    .union(Permissions::DEAFEN_MEMBERS)
    .union(Permissions::MOVE_MEMBERS)
    .union(Permissions::USE_VAD)
    .union(Permissions::REQUEST_TO_SPEAK)
    .union(Permissions::USE_SOUNDBOARD)
    .union(Permissions::USE_EXTERNAL_SOUNDS)
    .union(Permissions::USE_EMBEDDED_ACTIVITIES)
    .union(Permissions::SET_VOICE_CHANNEL_STATUS)
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::MANAGE_ROLES);

/// What each recipient of a direct or group conversation may do there.
pub const PRIVATE_CONVERSATION: Permissions = READING
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::USE_EXTERNAL_STICKERS)
    .union(Permissions::USE_APPLICATION_COMMANDS)
    .union(Permissions::USE_EXTERNAL_APPS)
    .union(Permissions::USE_EMBEDDED_ACTIVITIES)
    .union(Permissions::SEND_VOICE_MESSAGES)
    .union(Permissions::SEND_POLLS)
    .union(Permissions::PIN_MESSAGES)
    .union(Permissions::CONNECT)
    .union(Permissions::SPEAK)
    .union(Permissions::STREAM)
    .union(Permissions::USE_VAD)
    .union(Permissions::USE_SOUNDBOARD);

/// What a channel is, as far as implied denials care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// Text, announcement, forum, media, category, directory.
    Text,
    /// Voice or stage.
    Voice,
    /// A public or announcement thread; overwrites are those of its parent.
    Thread,
    /// A private thread, seen by those who joined it and by those who manage threads.
    PrivateThread {
        /// Whether the member in question is one of the thread's.
        joined: bool,
    },
}

impl ChannelKind {
    /// The kind of a channel of this type. `joined` only matters in private threads.
    pub const fn of_type(channel_type: ChannelType, joined: bool) -> Self {
        match channel_type {
            ChannelType::GUILD_VOICE | ChannelType::GUILD_STAGE_VOICE => Self::Voice,
            ChannelType::ANNOUNCEMENT_THREAD | ChannelType::PUBLIC_THREAD => Self::Thread,
            ChannelType::PRIVATE_THREAD => Self::PrivateThread { joined },
            _ => Self::Text,
        }
    }
}

/// What a member may do in the guild as a whole.
///
/// The owner and administrators may do everything, timed out or not. A person who is no member has no
/// [`MemberView`], and so nothing to ask for.
pub fn base(guild: &GuildRoles, member: &MemberView<'_>) -> Permissions {
    if member.user_id == guild.owner_id() {
        return Permissions::ALL;
    }
    let mut granted = guild.everyone();
    for role_id in member.roles {
        granted |= guild.role(*role_id).map_or(Permissions::NONE, |role| role.permissions);
    }
    if granted.contains(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    if member.is_restrained() { granted & READING } else { granted }
}

/// What a member may do in one channel, from [`base`] and the channel's overwrites (a thread's are its parent's).
///
/// In threads SEND_MESSAGES in the result says what SEND_MESSAGES_IN_THREADS decided, so that asking for
/// SEND_MESSAGES is right everywhere.
pub fn in_channel(
    base: Permissions,
    overwrites: &ChannelOverwrites,
    kind: ChannelKind,
    member: &MemberView<'_>,
) -> Permissions {
    if base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    let granted = overwrites.apply(base, member);
    let granted = if member.is_restrained() { granted & READING } else { granted };
    without_implied_denials(granted, kind)
}

/// What somebody may do in a direct or group conversation: all recipients the same, others nothing.
/// The owner of a group may also remove people from it.
pub const fn in_private_conversation(is_recipient: bool, is_group_owner: bool) -> Permissions {
    match (is_recipient, is_group_owner) {
        (false, _) => Permissions::NONE,
        (true, false) => PRIVATE_CONVERSATION,
        (true, true) => PRIVATE_CONVERSATION.union(Permissions::KICK_MEMBERS),
    }
}

/// Whether a timeout (`communication_disabled_until`) still holds.
pub fn is_timed_out(until: Option<Timestamp>, now: Timestamp) -> bool {
    until.is_some_and(|until| until > now)
}

fn without_implied_denials(granted: Permissions, kind: ChannelKind) -> Permissions {
    let hidden = kind == ChannelKind::PrivateThread { joined: false }
        && !granted.contains(Permissions::MANAGE_THREADS);
    if hidden || !granted.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    let mut granted = granted;
    if let ChannelKind::Thread | ChannelKind::PrivateThread { .. } = kind {
        granted = granted.without(Permissions::SEND_MESSAGES);
        if granted.contains(Permissions::SEND_MESSAGES_IN_THREADS) {
            granted |= Permissions::SEND_MESSAGES;
        }
    }
    if !granted.contains(Permissions::SEND_MESSAGES) {
        granted = granted.without(NEEDING_SEND);
    }
    if kind == ChannelKind::Voice && !granted.contains(Permissions::CONNECT) {
        granted = granted.without(NEEDING_CONNECT);
    }
    granted
}
