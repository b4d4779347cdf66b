//! Whether a message is a notification for somebody: a function of what was said, where, and what they want to hear.

use parvis_model::marker::{ChannelMarker, RoleMarker, UserMarker};
use parvis_model::{
    ChannelSettingsFlags, DefaultMessageNotifications, Field, GuildNotificationSettings, GuildSettingsFlags,
    Id, Message, MessageType, MuteConfig, NotificationLevel, QuietHours, Status, ThreadMemberFlags,
    UserSettings,
};
use parvis_rules::quiet_hours;

/// What a message is to somebody; later ones matter more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One of all messages, where all were asked for.
    Message,
    /// Names the person, one of its roles, or everybody.
    Mention,
    /// Answers the person.
    Reply,
    /// In a private conversation.
    Direct,
    /// No message: whoever keeps the house has to act now.
    Call,
}

impl Kind {
    /// As the payload says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Mention => "mention",
            Self::Reply => "reply",
            Self::Direct => "direct",
            Self::Call => "call",
        }
    }
}

/// Somebody who can be notified, and what they want to hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// The account.
    pub user_id: Id<UserMarker>,
    /// What it wants to hear from the guild, or from private conversations.
    pub settings: GuildNotificationSettings,
    /// Whether it wants to hear anything now.
    pub wishes: Wishes,
}

/// When somebody wants to hear nothing at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    status: Status,
    quiet_hours: Option<Box<QuietHours>>,
}

impl From<&UserSettings> for Wishes {
    fn from(settings: &UserSettings) -> Self {
        Self { status: settings.status, quiet_hours: settings.quiet_hours.clone() }
    }
}

impl Wishes {
    /// Whether nothing may be heard at this moment.
    pub fn want_silence(&self, now_ms: i64) -> bool {
        let is_quiet = self.quiet_hours.as_ref().is_some_and(|hours| quiet_hours::is_quiet(hours, now_ms));
        self.status == Status::Dnd || is_quiet
    }
}

/// Where a message was written.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In a private conversation.
    Private(Id<ChannelMarker>),
    /// In a guild.
    Guild {
        /// The channel (of a thread its parent) and its category.
        channels: &'a [Id<ChannelMarker>],
        /// What members hear who did not say.
        default: DefaultMessageNotifications,
        /// The roles of the listener.
        roles: &'a [Id<RoleMarker>],
        /// In a thread: what the listener wants of it, if it is in it.
        thread: Option<Option<ThreadMemberFlags>>,
    },
}

/// What the message is to the listener; `None` when it is nothing to be notified of.
pub fn decide(message: &Message, place: Place<'_>, listener: &Listener, now_ms: i64) -> Option<Kind> {
    let settings = &listener.settings;
    let is_own = message.author.id == listener.user_id;
    let is_silenced = is_muted(settings.muted, settings.mute_config.as_ref(), now_ms);
    if is_own || is_silenced || !settings.mobile_push || listener.wishes.want_silence(now_ms) {
        return None;
    }
    match place {
        Place::Private(channel_id) => {
            let level = level_of(settings, &[channel_id], now_ms)?.unwrap_or(settings.message_notifications);
            let is_named = names(message, listener.user_id);
            let is_heard = match level {
                NotificationLevel::NO_MESSAGES => false,
                NotificationLevel::ONLY_MENTIONS => is_named,
                _ => true,
            };
            is_heard.then_some(Kind::Direct)
        }
        Place::Guild { channels, default, roles, thread } => {
            let named = mention(message, listener, roles, thread);
            let level = match thread {
                // Who is not in the thread hears of it only by name.
                Some(None) => return named,
                Some(Some(flags)) => match level_of_thread(flags) {
                    Some(level) => Some(level),
                    None => level_of(settings, channels, now_ms)?,
                },
                None => level_of(settings, channels, now_ms)?,
            };
            match level.unwrap_or_else(|| level_of_guild(settings, channels, default)) {
                NotificationLevel::NO_MESSAGES => None,
                NotificationLevel::ALL_MESSAGES => Some(named.unwrap_or(Kind::Message)),
                _ => named,
            }
        }
    }
}

/// Whether the message names the listener: by itself, by a role, with everybody.
fn mention(
    message: &Message,
    listener: &Listener,
    roles: &[Id<RoleMarker>],
    thread: Option<Option<ThreadMemberFlags>>,
) -> Option<Kind> {
    if names(message, listener.user_id) {
        let answers = match &message.referenced_message {
            Field::Value(quoted) => quoted.author.id == listener.user_id,
            _ => false,
        };
        let is_reply = message.kind == MessageType::REPLY && answers;
        return Some(if is_reply { Kind::Reply } else { Kind::Mention });
    }
    if thread == Some(None) {
        return None;
    }
    let settings = &listener.settings;
    let by_role = !settings.suppress_roles && message.mention_roles.iter().any(|id| roles.contains(id));
    let with_everybody = !settings.suppress_everyone && message.mention_everyone;
    (by_role || with_everybody).then_some(Kind::Mention)
}

fn names(message: &Message, user_id: Id<UserMarker>) -> bool {
    message.mentions.iter().any(|mention| mention.user.id == user_id)
}

/// What was chosen for the first of these channels for which something was; `None` when one of them is silent.
fn level_of(
    settings: &GuildNotificationSettings,
    channels: &[Id<ChannelMarker>],
    now_ms: i64,
) -> Option<Option<NotificationLevel>> {
    let mut chosen = None;
    for channel_id in channels {
        let Some(channel) = settings.channel_overrides.iter().find(|it| it.channel_id == *channel_id) else {
            continue;
        };
        if is_muted(channel.muted, channel.mute_config.as_ref(), now_ms) {
            return None;
        }
        let level = channel.message_notifications;
        chosen = chosen.or((level != NotificationLevel::INHERIT).then_some(level));
    }
    Some(chosen)
}

/// What was chosen for the guild. In channels that somebody left out of its list, nothing more than mentions is heard.
fn level_of_guild(
    settings: &GuildNotificationSettings,
    channels: &[Id<ChannelMarker>],
    default: DefaultMessageNotifications,
) -> NotificationLevel {
    let level = match settings.message_notifications {
        NotificationLevel::INHERIT if default == DefaultMessageNotifications::ALL_MESSAGES => {
            NotificationLevel::ALL_MESSAGES
        }
        NotificationLevel::INHERIT => NotificationLevel::ONLY_MENTIONS,
        chosen => chosen,
    };
    let is_plain = level == NotificationLevel::ALL_MESSAGES && is_left_out(settings, channels);
    if is_plain { NotificationLevel::ONLY_MENTIONS } else { level }
}

fn is_left_out(settings: &GuildNotificationSettings, channels: &[Id<ChannelMarker>]) -> bool {
    let flags = settings.flags;
    let chose = flags.contains(GuildSettingsFlags::OPT_IN_CHANNELS_ON)
        && !flags.contains(GuildSettingsFlags::OPT_IN_CHANNELS_OFF);
    let mut here = settings.channel_overrides.iter().filter(|it| channels.contains(&it.channel_id));
    chose && !here.any(|it| it.flags.contains(ChannelSettingsFlags::OPT_IN_ENABLED))
}

/// What somebody chose for a thread, if anything.
fn level_of_thread(flags: ThreadMemberFlags) -> Option<NotificationLevel> {
    let chosen = [
        (ThreadMemberFlags::NO_MESSAGES, NotificationLevel::NO_MESSAGES),
        (ThreadMemberFlags::ONLY_MENTIONS, NotificationLevel::ONLY_MENTIONS),
        (ThreadMemberFlags::ALL_MESSAGES, NotificationLevel::ALL_MESSAGES),
    ];
    chosen.into_iter().find(|(flag, _)| flags.contains(*flag)).map(|(_, level)| level)
}

/// Whether something is silent now.
fn is_muted(muted: bool, config: Option<&MuteConfig>, now_ms: i64) -> bool {
    let end = config.and_then(|config| config.end_time);
    muted && end.is_none_or(|end| end.unix_ms() > now_ms)
}
