#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod account;
mod application;
mod attachment;
mod audit_log;
mod auto_moderation;
mod channel;
mod command;
mod component;
mod embed;
mod emoji;
pub mod event;
mod explained;
mod field;
pub mod gateway;
mod guard;
mod guild;
mod id;
mod intents;
mod interaction;
mod invite;
mod lenient;
mod member;
mod mentioning;
mod message;
mod nul;
mod oauth2;
mod onboarding;
mod open;
mod permissions;
mod presence;
mod report;
mod role;
mod saved;
mod scheduled_event;
mod sheet;
mod statistics;
mod thread;
mod timestamp;
mod user;
mod voice;
mod webhook;

pub use account::{
    ChannelNotificationSettings, ChannelSettingsFlags, ClientInfo, CustomStatus, DataExport, ExportState,
    FollowedArea, FriendSourceFlags, GatewaySession, GuildFolder, GuildNotificationSettings,
    GuildSettingsFlags, LoginSession, MuteConfig, Note, NotificationLevel, PasskeyShown, QuietHours,
    ReadState, RecoveryCodeShown, Relationship, RelationshipType, SecondFactors, UserSettings,
};
pub use application::{
    Application, ApplicationExplicitContentFilter, ApplicationFlags, ApplicationType, InstallParams,
    PartialApplication, PrivateApplication,
};
pub use attachment::{Attachment, AttachmentFlags};
pub use audit_log::{AuditLog, AuditLogChange, AuditLogEntry, AuditLogEvent, AuditLogOptions};
pub use auto_moderation::{
    AutoModerationAction, AutoModerationActionMetadata, AutoModerationActionType, AutoModerationEvent,
    AutoModerationExecution, AutoModerationPreset, AutoModerationRule, AutoModerationTrigger,
    AutoModerationTriggerMetadata,
};
pub use channel::{
    Channel, ChannelFlags, ChannelType, DefaultReaction, ForumLayout, ForumTag, Overwrite, OverwriteType,
    PartialChannel, SortOrder, VideoQualityMode,
};
pub use command::{
    ApplicationCommand, CommandChoice, CommandData, CommandDataOption, CommandIndex, CommandOption,
    CommandOptionType, CommandPermission, CommandPermissionType, CommandType, GuildCommandPermissions,
    IndexedApplication, IntegrationType, InteractionContext, Localizations, OptionValue, ResolvedChannel,
    ResolvedData, ResolvedMember,
};
pub use component::{
    ActionRow, Button, ButtonStyle, Checkbox, ChoiceGroup, Component, ComponentEmoji, ComponentPart,
    ComponentType, Container, EntitySelect, FileDisplay, FileUpload, Label, MediaGallery, MediaItem, Section,
    SelectDefaultKind, SelectDefaultValue, SelectOption, Separator, SeparatorSpacing, StringSelect,
    TextDisplay, TextInput, TextInputStyle, UnfurledMedia,
};
pub use embed::{Embed, EmbedAuthor, EmbedField, EmbedFooter, EmbedMedia, EmbedProvider};
pub use emoji::{Emoji, ReactionEmoji, Sticker, StickerFormatType, StickerItem, StickerType};
pub use event::Event;
pub use explained::{ExplainedPermission, ExplainedPermissions};
pub use field::Field;
pub use guard::{CaseState, OrderState};
pub use guild::{
    CurrentUserGuild, DefaultMessageNotifications, ExplicitContentFilter, Guild, GuildDelete, GuildFeature,
    GuildPreview, IncidentsData, MfaLevel, NsfwLevel, PremiumTier, SystemChannelFlags, UnavailableGuild,
    VerificationLevel,
};
pub use id::{EPOCH_UNIX_MS, Id, marker};
pub use intents::Intents;
pub use interaction::{
    AnsweredInteraction, AutocompleteResponse, ComponentData, InstallationOwners, Interaction,
    InteractionCallback, InteractionCallbackType, InteractionData, InteractionFailure,
    InteractionFailureReason, InteractionGuild, InteractionMember, InteractionMetadata,
    InteractionModalCreate, InteractionProgress, InteractionResource, InteractionType, MessageInteraction,
    Modal, ModalApplication, ModalData, SubmittedComponent,
};
pub use invite::{Invite, InviteChannel, InviteGuild, InviteRecipient, InviteType};
pub use member::{Ban, BulkBan, GuildMember, Member, MemberFlags, PartialMember};
pub use mentioning::{MentioningMessage, MentioningMessages};
pub use message::{
    ChannelMention, Mention, Message, MessageCall, MessageFlags, MessageReference, MessageReferenceType,
    MessageSnapshot, MessageType, Nonce, PinnedMessage, PinnedMessages, Reaction, ReactionCountDetails,
    SnapshotMessage,
};
pub use nul::without_nul;
pub use oauth2::{Authorization, Scope, Scopes, UnknownScope};
pub use onboarding::{
    Onboarding, OnboardingMode, OnboardingOption, OnboardingPrompt, OnboardingPromptType,
    OnboardingResponses, SettingsEmoji, WelcomeChannel, WelcomeScreen,
};
pub use permissions::Permissions;
pub use presence::{
    Activity, ActivityFlags, ActivityTimestamps, ActivityType, ClientStatus, Presence, PresenceUser, Status,
};
pub use report::{ReportReason, ReportedFile, ReportedMessage};
pub use role::{Role, RoleColors, RoleFlags, RoleTags};
pub use saved::{SavedMessage, SavedMessages};
pub use scheduled_event::{
    CalendarAddress, NthWeekday, RecurrenceFrequency, RecurrenceRule, ScheduledEvent,
    ScheduledEventEntityType, ScheduledEventException, ScheduledEventMetadata, ScheduledEventResponse,
    ScheduledEventStatus, ScheduledEventUser, ScheduledEventUserCounts,
};
pub use sheet::{Sheet, SheetKind, SheetText};
pub use statistics::{ChannelStatistics, DayStatistics, GuildStatistics};
pub use thread::{StartedThread, ThreadMember, ThreadMemberFlags, ThreadMetadata, Threads};
pub use timestamp::Timestamp;
pub use user::{
    AvatarDecoration, Collectibles, CurrentUser, Discriminator, Nameplate, PremiumType, PrimaryGuild, User,
    UserFlags,
};
pub use voice::VoiceState;
pub use webhook::{ChannelFollower, Webhook, WebhookSourceChannel, WebhookSourceGuild, WebhookType};

/// A number of JSON, whole or broken, as commands take it.
pub use serde_json::Number;
