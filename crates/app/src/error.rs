//! Why an action did not happen. Doors translate these; nothing here knows HTTP.

use parvis_rules::validate::FieldError;
/// What the store could not do; part of [`ActionError`].
pub use parvis_store::StoreError;

/// What an id did not lead to. Also used when the caller may not know that it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's words")]
pub enum Kind {
    Application,
    Attachment,
    AuditLogEntry,
    Ban,
    Channel,
    Command,
    CommandPermissions,
    Emoji,
    Export,
    Grant,
    Guild,
    Interaction,
    Invite,
    Login,
    Member,
    Message,
    Note,
    Overwrite,
    Passkey,
    Relationship,
    Report,
    Role,
    ScheduledEvent,
    User,
    Webhook,
    WelcomeScreen,
    /// A thing of a wing, by its name.
    Thing(&'static str),
}

/// A refusal that the platform has a number for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named as the platform's error, see `message`")]
pub enum Refusal {
    BotsOnly,
    BotsCannotUse,
    OnlyOwner,
    MaxGuilds,
    MaxPins,
    MaxRecipients,
    MaxRoles,
    MaxReactions,
    MaxChannels,
    MaxInvites,
    MaxWebhooks,
    MaxGuildWebhooks,
    MaxOverwrites,
    UserBanned,
    BlockedInteraction,
    AlreadyCrossposted,
    CannotExecuteOnDirect,
    CannotEditOthersMessage,
    CannotSendEmptyMessage,
    CannotSendToUser,
    CannotSendInChannel,
    CannotSendVoiceMessages,
    VoiceMessageWithMore,
    VoiceMessageWithoutAudio,
    VoiceMessageWithoutMetadata,
    VoiceMessageEdited,
    TooOldForBulkDelete,
    InvalidChannelType,
    SystemMessage,
    MessageNotPinned,
    ReactionBlocked,
    InteractionAcknowledged,
    InvalidWebhookToken,
    InviteExhausted,
    WrongPassword,
    CannotSelf,
    TimeoutTooLong,
    InvalidRole,
    ManagedRole,
    OwnedGuilds,
    RegistrationClosed,
    MaxApplications,
    MaxCommands,
    MaxEmojis,
    MaxAnimatedEmojis,
    MaxApplicationEmojis,
    MaxRelationships,
    FriendsWithBots,
    FriendsWithSelf,
    NoSuchUsername,
    FriendRequestsClosed,
    AlreadyFriends,
    BotIsPrivate,
    BotAlreadyThere,
    OwnerCannotLeave,
    InvitesPaused,
    NobodyBanned,
    RequestTooLarge,
    MissingScope,
    InvalidMessageType,
    WebhookNeedsThread,
    WebhookNotInForum,
    ThreadArchived,
    ThreadLocked,
    ThreadExists,
    MaxActiveThreads,
    MaxThreadMembers,
    MaxPinnedPosts,
    ModeratedTags,
    TagRequired,
    OnboardingLeadsNowhere,
    OnboardingWouldLeadNowhere,
    AlreadyEnrolled,
    NotEnrolled,
    SecondFactorRequired,
    InvalidTotpSecret,
    InvalidTicket,
    InvalidCode,
    MaxPasskeys,
    NoPasskeysHere,
    MaxScheduledEvents,
    MaxEventExceptions,
    FinishedEvent,
    NotYetHere,
}

impl Refusal {
    /// The platform's numeric code (JSON error codes, API v10).
    pub fn code(self) -> u32 {
        match self {
            Self::BotsOnly => 20_002,
            Self::BotsCannotUse => 20_001,
            Self::OnlyOwner => 20_018,
            Self::MaxGuilds => 30_001,
            Self::MaxPins => 30_003,
            Self::MaxRecipients => 30_004,
            Self::MaxRoles => 30_005,
            Self::MaxReactions => 30_010,
            Self::MaxChannels => 30_013,
            Self::MaxInvites => 30_016,
            Self::MaxWebhooks => 30_007,
            Self::MaxGuildWebhooks => 30_007,
            Self::MaxOverwrites => 30_060,
            Self::UserBanned => 40_007,
            Self::BlockedInteraction => 90_001,
            Self::ReactionBlocked => 90_001,
            Self::AlreadyCrossposted => 40_033,
            Self::CannotExecuteOnDirect => 50_003,
            Self::CannotEditOthersMessage => 50_005,
            Self::CannotSendEmptyMessage => 50_006,
            Self::CannotSendToUser => 50_007,
            Self::CannotSendInChannel => 50_008,
            Self::CannotSendVoiceMessages => 50_173,
            Self::VoiceMessageWithMore => 50_159,
            Self::VoiceMessageWithoutAudio => 50_160,
            Self::VoiceMessageWithoutMetadata => 50_161,
            Self::VoiceMessageEdited => 50_162,
            Self::TooOldForBulkDelete => 50_034,
            Self::InvalidChannelType => 50_024,
            Self::SystemMessage => 50_021,
            Self::MessageNotPinned => 50_019,
            Self::InteractionAcknowledged => 40_060,
            Self::InvalidWebhookToken => 50_027,
            Self::InviteExhausted => 10_006,
            Self::WrongPassword => 50_035,
            Self::CannotSelf => 50_013,
            Self::TimeoutTooLong => 50_035,
            Self::InvalidRole => 50_028,
            Self::ManagedRole => 50_013,
            Self::OwnedGuilds => 30_001,
            Self::RegistrationClosed => 40_002,
            Self::MaxApplications => 30_017,
            Self::MaxCommands => 30_032,
            Self::MaxEmojis => 30_008,
            Self::MaxAnimatedEmojis => 30_018,
            Self::MaxApplicationEmojis => 30_008,
            Self::MaxRelationships => 30_002,
            Self::FriendsWithBots => 80_002,
            Self::FriendsWithSelf => 80_003,
            Self::NoSuchUsername => 80_004,
            Self::FriendRequestsClosed => 80_000,
            Self::AlreadyFriends => 80_007,
            Self::BotIsPrivate => 50_010,
            Self::BotAlreadyThere => 50_035,
            Self::OwnerCannotLeave => 50_055,
            Self::InvitesPaused => 50_001,
            Self::NobodyBanned => 500_000,
            Self::RequestTooLarge => 40_005,
            Self::MissingScope => 50_026,
            Self::InvalidMessageType => 50_068,
            Self::WebhookNeedsThread => 220_001,
            Self::WebhookNotInForum => 220_003,
            Self::ThreadArchived => 50_083,
            Self::ThreadLocked => 160_005,
            Self::ThreadExists => 160_004,
            Self::MaxActiveThreads => 160_006,
            Self::MaxThreadMembers => 30_033,
            Self::MaxPinnedPosts => 30_047,
            Self::ModeratedTags => 40_066,
            Self::TagRequired => 40_067,
            Self::OnboardingLeadsNowhere => 350_000,
            Self::OnboardingWouldLeadNowhere => 350_001,
            Self::AlreadyEnrolled => 60_001,
            Self::NotEnrolled => 60_002,
            Self::SecondFactorRequired => 60_003,
            Self::InvalidTotpSecret => 60_005,
            Self::InvalidTicket => 60_006,
            Self::InvalidCode => 60_008,
            Self::MaxPasskeys => 50_035,
            Self::NoPasskeysHere => 0,
            Self::MaxScheduledEvents => 30_038,
            Self::MaxEventExceptions => 50_035,
            Self::FinishedEvent => 180_000,
            Self::NotYetHere => 0,
        }
    }

    /// What is told to the person; names what is wrong and what is allowed.
    pub fn message(self) -> &'static str {
        match self {
            Self::BotsOnly => "Only bots can use this endpoint",
            Self::BotsCannotUse => "Bots cannot use this endpoint",
            Self::OnlyOwner => "Only the owner of this account can perform this action",
            Self::MaxGuilds => "Maximum number of guilds reached (200)",
            Self::MaxPins => "Maximum number of pins reached for the channel (250)",
            Self::MaxRecipients => "Maximum number of recipients reached (10)",
            Self::MaxRoles => "Maximum number of guild roles reached (250)",
            Self::MaxReactions => "Maximum number of reactions reached (20)",
            Self::MaxChannels => "Maximum number of guild channels reached (500)",
            Self::MaxInvites => "Maximum number of invites reached (1000)",
            Self::MaxWebhooks => "Maximum number of webhooks reached (15)",
            Self::MaxGuildWebhooks => "Maximum number of webhooks of the guild reached (1000)",
            Self::MaxOverwrites => "Maximum number of permission overwrites reached (100)",
            Self::UserBanned => "The user is banned from this guild",
            Self::BlockedInteraction | Self::ReactionBlocked => "Reaction was blocked",
            Self::AlreadyCrossposted => "This message has already been crossposted",
            Self::CannotExecuteOnDirect => "Cannot execute action on a DM channel",
            Self::CannotEditOthersMessage => "Cannot edit a message authored by another user",
            Self::CannotSendEmptyMessage => "Cannot send an empty message",
            Self::CannotSendToUser => "Cannot send messages to this user",
            Self::CannotSendInChannel => "Cannot send messages in a non-text channel",
            Self::CannotSendVoiceMessages => "You cannot send voice messages in this channel",
            Self::VoiceMessageWithMore => "Voice messages do not support additional content",
            Self::VoiceMessageWithoutAudio => "Voice messages must have a single audio attachment",
            Self::VoiceMessageWithoutMetadata => "Voice messages must have supporting metadata",
            Self::VoiceMessageEdited => "Voice messages cannot be edited",
            Self::TooOldForBulkDelete => "A message provided was too old to bulk delete",
            Self::InvalidChannelType => "Cannot execute action on this channel type",
            Self::SystemMessage => "Cannot execute action on a system message",
            Self::MessageNotPinned => "A message can only be pinned in the channel it was sent in",
            Self::InvalidWebhookToken => "Invalid Webhook Token",
            Self::InteractionAcknowledged => "Interaction has already been acknowledged.",
            Self::InviteExhausted => "Unknown Invite",
            Self::WrongPassword => "Password does not match",
            Self::CannotSelf => "You cannot do this to yourself",
            Self::TimeoutTooLong => "A timeout lasts 28 days at most",
            Self::InvalidRole => "Invalid role",
            Self::ManagedRole => "Missing Permissions",
            Self::OwnedGuilds => "Hand over or delete the guilds that you own first",
            Self::RegistrationClosed => "Registration is closed here: ask the operator for an account",
            Self::MaxApplications => "Maximum number of applications reached (25)",
            Self::MaxEmojis => "Maximum number of emojis reached (50)",
            Self::MaxAnimatedEmojis => "Maximum number of animated emojis reached (50)",
            Self::MaxApplicationEmojis => "Maximum number of application emojis reached (2000)",
            Self::MaxCommands => {
                "Maximum number of application commands reached (2000 typed, 15 in each menu)"
            }
            Self::MaxRelationships => "Maximum number of friends reached (1000)",
            Self::FriendsWithBots => "Bots cannot have friends",
            Self::FriendsWithSelf => "Cannot send friend request to self",
            Self::NoSuchUsername => "No user with that name exists",
            Self::FriendRequestsClosed => "Friend request blocked",
            Self::AlreadyFriends => "You are already friends",
            Self::BotIsPrivate => "Only the owner of this bot can add it",
            Self::BotAlreadyThere => "The bot is in this guild already",
            Self::OwnerCannotLeave => "The owner cannot leave: hand the guild over, or delete it",
            Self::InvitesPaused => "Nobody can join this guild for now: its invitations are paused",
            Self::NobodyBanned => "Failed to ban users",
            Self::MissingScope => "Missing required OAuth2 scope",
            Self::RequestTooLarge => "Request entity too large",
            Self::InvalidMessageType => "Invalid message type",
            Self::WebhookNeedsThread => {
                "Webhooks posted to forum channels must have a thread_name or thread_id"
            }
            Self::WebhookNotInForum => "Webhooks can only create threads in forum channels",
            Self::ThreadArchived => "Thread is archived",
            Self::ThreadLocked => "Thread is locked",
            Self::ThreadExists => "A thread has already been created for this message",
            Self::MaxActiveThreads => "Maximum number of active threads reached (1000)",
            Self::MaxThreadMembers => "Maximum number of thread participants has been reached (1000)",
            Self::MaxPinnedPosts => {
                "Maximum number of pinned threads in a forum channel has been reached (1)"
            }
            Self::ModeratedTags => "There are no tags available that can be set by non-moderators",
            Self::TagRequired => "A tag is required to create a forum post in this channel",
            Self::OnboardingLeadsNowhere => "Cannot enable onboarding, requirements are not met",
            Self::OnboardingWouldLeadNowhere => "Cannot update onboarding while below requirements",
            Self::AlreadyEnrolled => "This account is already enrolled in two-factor authentication",
            Self::NotEnrolled => "This account is not enrolled in two-factor authentication",
            Self::SecondFactorRequired => "Two factor is required for this operation",
            Self::InvalidTotpSecret => "Invalid two-factor secret",
            Self::InvalidTicket => "Invalid two-factor auth ticket",
            Self::InvalidCode => "Invalid two-factor code",
            Self::MaxPasskeys => "Maximum number of passkeys reached (25)",
            Self::NoPasskeysHere => "Passkeys need an address that begins with https://",
            Self::MaxScheduledEvents => "Maximum number of guild scheduled events reached (100)",
            Self::MaxEventExceptions => "Maximum number of exceptions of the event reached (100)",
            Self::FinishedEvent => "Cannot update a finished event",
            Self::NotYetHere => "This server does not offer this operation",
        }
    }
}

/// Why an action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// No valid token.
    #[error("401: Unauthorized")]
    Unauthorized,
    /// The thing does not exist, or the caller may not know that it does.
    #[error("Unknown {0:?}")]
    Unknown(Kind),
    /// The caller sees the thing but lacks a permission.
    #[error("Missing Permissions")]
    MissingPermissions,
    /// The caller may not come here.
    #[error("Missing Access")]
    MissingAccess,
    /// The platform has a number for it.
    #[error("{}", .0.message())]
    Refused(Refusal),
    /// Fields of the request are wrong.
    #[error("Invalid Form Body")]
    Invalid(Vec<FieldError>),
    /// Too fast, or the server has too much to do.
    #[error("You are being rate limited.")]
    TooFast {
        /// Milliseconds until it is worth trying again.
        retry_after_ms: u64,
    },
    /// The channel's slow mode lets the author write again later.
    #[error("This action cannot be performed due to slowmode rate limit.")]
    SlowMode {
        /// Milliseconds until then.
        retry_after_ms: u64,
    },
    /// A moderation screen refused the content.
    #[error("{reason}")]
    Screened {
        /// Told to the author.
        reason: String,
    },
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be written or read.
    #[error("file storage: {0}")]
    Files(#[from] std::io::Error),
}

impl ActionError {
    /// One wrong field.
    pub fn invalid(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { path: path.into(), code, message: message.into() }])
    }
}

impl From<FieldError> for ActionError {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

impl From<Vec<FieldError>> for ActionError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

/// What an action returns.
pub type ActionResult<T> = Result<T, ActionError>;
