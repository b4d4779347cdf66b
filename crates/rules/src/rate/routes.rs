//! The limits of the routes. Discord publishes few of its own; these are of its order, and generous where only reading
//! is done.

use super::Limit;

/// One limit that a group of routes shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its name, sent as `X-RateLimit-Bucket`; opaque to libraries.
    pub name: &'static str,
    /// How many requests in how long, for one caller and one channel or guild.
    pub limit: Limit,
}

impl Bucket {
    /// Whether its requests count among all of the caller. Answers to interactions do not: how many there are, is
    /// decided by those who interact.
    pub fn counts_globally(&self) -> bool {
        !matches!(self.name, "interaction-callback" | "webhook-execute")
    }
}

/// All requests of an account together.
pub const GLOBAL: Limit = Limit::new(50, 1_000);
/// Answers with 401, 403 or 429 after which a caller is shut out until the window ends.
pub const INVALID_REQUESTS: Limit = Limit::new(10_000, 600_000);

/// Limits of the gateway.
pub mod gateway {
    use super::Limit;
    use crate::limits::{
        GATEWAY_SENDS_MAX, GATEWAY_SENDS_WINDOW_MS, PRESENCE_UPDATES_MAX, PRESENCE_UPDATES_WINDOW_MS,
        SESSION_STARTS_PER_DAY_MAX,
    };

    /// Payloads of one connection.
    pub const SENDS: Limit = Limit::new(GATEWAY_SENDS_MAX, GATEWAY_SENDS_WINDOW_MS);
    /// Status changes of one connection.
    pub const PRESENCE_UPDATES: Limit = Limit::new(PRESENCE_UPDATES_MAX, PRESENCE_UPDATES_WINDOW_MS);
    /// IDENTIFYs of one account.
    pub const SESSION_STARTS: Limit = Limit::new(SESSION_STARTS_PER_DAY_MAX, 86_400_000);
}

/// The buckets by name.
pub mod bucket {
    use super::{Bucket, Limit};

    macro_rules! buckets {
        ($($(#[$doc:meta])* $name:ident = $text:literal, $requests:literal per $window_ms:literal ms;)*) => {
            $($(#[$doc])* pub const $name: Bucket =
                Bucket { name: $text, limit: Limit::new($requests, $window_ms) };)*
            /// Every bucket.
            pub const ALL: &[Bucket] = &[$($name),*];
        };
    }

    buckets! {
        /// What has no bucket of its own.
        OTHER = "other", 50 per 5_000 ms;
        /// New accounts from one address.
        REGISTER = "auth-register", 60 per 60_000 ms;
        /// Logins from one address, or to one account.
        LOGIN = "auth-login", 20 per 60_000 ms;
        /// Second steps of logins from one address.
        LOGIN_STEP = "auth-login-step", 20 per 60_000 ms;
        /// Logins by passkey that begin at one address: every page that offers one begins one.
        LOGIN_START = "auth-login-start", 60 per 60_000 ms;
        /// Changes of the own account.
        USER_EDIT = "user-edit", 10 per 10_000 ms;
        /// New guilds.
        GUILD_CREATE = "guild-create", 10 per 60_000 ms;
        /// Changes of a guild.
        GUILD_EDIT = "guild-edit", 10 per 10_000 ms;
        /// New channels of a guild.
        CHANNEL_CREATE = "channel-create", 25 per 10_000 ms;
        /// Changes of a channel and of its overwrites.
        CHANNEL_EDIT = "channel-edit", 10 per 10_000 ms;
        /// New threads of a channel.
        THREAD_CREATE = "thread-create", 10 per 10_000 ms;
        /// Comings and goings in threads.
        THREAD_MEMBER = "thread-member", 10 per 10_000 ms;
        /// New messages of a channel.
        MESSAGE_CREATE = "message-create", 5 per 5_000 ms;
        /// Changes of messages.
        MESSAGE_EDIT = "message-edit", 5 per 5_000 ms;
        /// Deletions of messages.
        MESSAGE_DELETE = "message-delete", 5 per 1_000 ms;
        /// Deletions of many messages.
        MESSAGE_BULK_DELETE = "message-bulk-delete", 1 per 1_000 ms;
        /// History.
        MESSAGE_READ = "message-read", 20 per 5_000 ms;
        /// Pins.
        PIN = "pin", 5 per 5_000 ms;
        /// Reactions that come or go.
        REACTION = "reaction", 4 per 1_000 ms;
        /// Typing.
        TYPING = "typing", 5 per 5_000 ms;
        /// Read states.
        ACK = "ack", 20 per 5_000 ms;
        /// Messages that somebody saves, or saves no longer.
        SAVED_MESSAGE = "saved-message", 20 per 10_000 ms;
        /// Reports: slow enough that they are no flood.
        REPORT = "report", 5 per 60_000 ms;
        /// Reading cases, decisions, appeals and statements.
        GUARD_READ = "guard-read", 50 per 10_000 ms;
        /// Work on cases and appeals.
        GUARD_WORK = "guard-work", 40 per 10_000 ms;
        /// Lists that are handed in or looked through: each is compared with everything that is here.
        GUARD_LIST = "guard-list", 10 per 60_000 ms;
        /// Statistics, which count.
        STATISTICS = "statistics", 10 per 10_000 ms;
        /// Roles.
        ROLE = "role", 15 per 10_000 ms;
        /// Changes of members, kicks included.
        MEMBER_EDIT = "member-edit", 10 per 10_000 ms;
        /// Lists of members and searches.
        MEMBER_READ = "member-read", 10 per 10_000 ms;
        /// Bans.
        BAN = "ban", 10 per 10_000 ms;
        /// New invitations.
        INVITE_CREATE = "invite-create", 5 per 5_000 ms;
        /// Invitations looked up or accepted: slow enough that codes are not guessed.
        INVITE_USE = "invite-use", 20 per 60_000 ms;
        /// Short links on paper: slow enough that codes are not guessed, and many neighbours may share an address.
        SHORT_LINK = "short-link", 40 per 60_000 ms;
        /// Sheets of paper that are drawn.
        SHEET_DRAW = "sheet-draw", 20 per 10_000 ms;
        /// Friend requests and blocks: slow enough that names are not tried.
        RELATIONSHIP = "relationship", 20 per 60_000 ms;
        /// New private conversations.
        PRIVATE_CREATE = "private-create", 10 per 60_000 ms;
        /// Applications and their tokens.
        APPLICATION = "application", 10 per 60_000 ms;
        /// Emojis that come, change or go.
        EMOJI = "emoji", 20 per 20_000 ms;
        /// Scheduled events that come, change or go.
        SCHEDULED_EVENT = "scheduled-event", 20 per 20_000 ms;
        /// Interest in scheduled events that comes or goes.
        SCHEDULED_EVENT_USER = "scheduled-event-user", 20 per 10_000 ms;
        /// Calendars that programs fetch by their address: slow enough that secrets are not tried.
        CALENDAR = "calendar", 60 per 60_000 ms;
        /// Commands that come, change or go.
        COMMAND = "command", 20 per 5_000 ms;
        /// Codes exchanged for tokens by one address: a web application has one for all its visitors.
        TOKEN = "oauth2-token", 120 per 60_000 ms;
        /// The map of groups, read: one look at it asks for several things.
        DIRECTORY_READ = "directory-read", 100 per 10_000 ms;
        /// Flags: a list of groups has thirty, and people leaf through it.
        DIRECTORY_FLAG = "directory-flag", 600 per 10_000 ms;
        /// Parts of the operator's tiles: a map that moves asks for dozens at a time.
        DIRECTORY_TILES = "directory-tiles", 1_000 per 10_000 ms;
        /// Places and names looked up while somebody types.
        DIRECTORY_SEARCH = "directory-search", 40 per 10_000 ms;
        /// The map of groups as one file.
        DIRECTORY_EXPORT = "directory-export", 20 per 60_000 ms;
        /// Groups that are handed in, asked to be let into, or reported.
        DIRECTORY_SUBMIT = "directory-submit", 10 per 60_000 ms;
        /// Changes of what is on the map.
        DIRECTORY_EDIT = "directory-edit", 20 per 10_000 ms;
        /// Webhooks themselves.
        WEBHOOK = "webhook", 10 per 10_000 ms;
        /// Announcements that are published to followers.
        CROSSPOST = "crosspost", 10 per 3_600_000 ms;
        /// What people do with commands, buttons and forms.
        INTERACTION = "interaction", 20 per 5_000 ms;
        /// First answers to interactions.
        INTERACTION_CALLBACK = "interaction-callback", 500 per 1_000 ms;
        /// Messages of a webhook, or of an interaction.
        WEBHOOK_EXECUTE = "webhook-execute", 5 per 2_000 ms;
    }
}
