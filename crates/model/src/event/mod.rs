//! Everything that the gateway dispatches: names, payloads, and which intents grant them.
//!
//! [`Event`] serialises to the `d` part alone; sequence numbers and envelopes belong to the gateway.

mod account;
mod aid;
mod guard;
mod guild;
mod member_list;
mod message;
mod ready;
mod scheduled_event;
mod thread;

use serde::Serialize;

pub use account::{MessageAck, NoteUpdate, RelationshipRemove, SavedMessageCreate, SavedMessageDelete};
pub use aid::AidChange;
pub use guard::{CaseChange, OrderChange, RaidChange, StatementChange};
pub use guild::{
    AuditLogEntryCreate, BanAdd, BanRemove, ChannelPinsUpdate, ChannelRecipient, EmojisUpdate, GuildCreate,
    InviteCreate, InviteDelete, MemberAdd, MemberRemove, MemberUpdate, MembersChunk, RoleCreate, RoleDelete,
    RoleUpdate, WebhooksUpdate,
};
pub use member_list::{MemberListGroup, MemberListItem, MemberListMember, MemberListOp, MemberListUpdate};
pub use message::{
    MessageCreate, MessageDelete, MessageDeleteBulk, MessageUpdate, ReactionAdd, ReactionRemove,
    ReactionRemoveAll, ReactionRemoveEmoji, TypingStart,
};
pub use ready::{NotificationEntries, ReadStateEntries, Ready, UserReady};
pub use scheduled_event::ScheduledEventUserChange;
pub use thread::{
    AddedThreadMember, ThreadCreate, ThreadDelete, ThreadListSync, ThreadMemberUpdate, ThreadMembersUpdate,
    ThreadUpdate,
};

use crate::Id;
use crate::account::{GatewaySession, GuildNotificationSettings, Relationship, UserSettings};
use crate::auto_moderation::{AutoModerationExecution, AutoModerationRule};
use crate::channel::Channel;
use crate::command::GuildCommandPermissions;
use crate::guild::{Guild, GuildDelete};
use crate::intents::Intents;
use crate::interaction::{
    AutocompleteResponse, Interaction, InteractionFailure, InteractionModalCreate, InteractionProgress,
};
use crate::marker::ChannelMarker;
use crate::presence::Presence;
use crate::scheduled_event::ScheduledEvent;
use crate::user::CurrentUser;

/// One table: variant, payload, name on the wire, intents in a guild, intents elsewhere.
macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident($payload:ty), $name:literal, $guild:expr, $direct:expr;)*) => {
        /// An event of the gateway. Serialises to its payload.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Event { $($(#[$doc])* $variant($payload)),* }

        impl Event {
            /// Names of all events, as the wire has them.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name on the wire.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),* }
            }

            /// Intents of which any one grants the event to a bot; none means that it is always sent. User accounts
            /// have no intents and get what their audience says.
            pub const fn intents(&self, in_guild: bool) -> Intents {
                match self { $(Self::$variant(_) => if in_guild { $guild } else { $direct }),* }
            }
        }
    };
}

const ALWAYS: Intents = Intents::NONE;
const GUILDS: Intents = Intents::GUILDS;
const MEMBERS: Intents = Intents::GUILD_MEMBERS;
const MODERATION: Intents = Intents::GUILD_MODERATION;
const EXPRESSIONS: Intents = Intents::GUILD_EXPRESSIONS;
const WEBHOOKS: Intents = Intents::GUILD_WEBHOOKS;
const INVITES: Intents = Intents::GUILD_INVITES;
const MESSAGES: Intents = Intents::GUILD_MESSAGES;
const REACTIONS: Intents = Intents::GUILD_MESSAGE_REACTIONS;
const SCHEDULED_EVENTS: Intents = Intents::GUILD_SCHEDULED_EVENTS;
const AUTO_MODERATION_CONFIGURATION: Intents = Intents::AUTO_MODERATION_CONFIGURATION;
const AUTO_MODERATION_EXECUTION: Intents = Intents::AUTO_MODERATION_EXECUTION;
const DIRECT: Intents = Intents::DIRECT_MESSAGES;
const DIRECT_REACTIONS: Intents = Intents::DIRECT_MESSAGE_REACTIONS;

events! {
    /// A bot's session begins.
    Ready(Box<Ready>), "READY", ALWAYS, ALWAYS;
    /// A person's session begins.
    UserReady(Box<UserReady>), "READY", ALWAYS, ALWAYS;
    /// Everything that was missed has been sent.
    Resumed(Empty), "RESUMED", ALWAYS, ALWAYS;
    /// A guild became known, or came back.
    GuildCreate(Box<GuildCreate>), "GUILD_CREATE", GUILDS, GUILDS;
    /// Settings of a guild changed.
    GuildUpdate(Box<Guild>), "GUILD_UPDATE", GUILDS, GUILDS;
    /// A guild went away.
    GuildDelete(GuildDelete), "GUILD_DELETE", GUILDS, GUILDS;
    /// A role was made.
    RoleCreate(Box<RoleCreate>), "GUILD_ROLE_CREATE", GUILDS, GUILDS;
    /// A role changed.
    RoleUpdate(Box<RoleUpdate>), "GUILD_ROLE_UPDATE", GUILDS, GUILDS;
    /// A role was deleted.
    RoleDelete(RoleDelete), "GUILD_ROLE_DELETE", GUILDS, GUILDS;
    /// Emojis of a guild came, changed or went.
    EmojisUpdate(Box<EmojisUpdate>), "GUILD_EMOJIS_UPDATE", EXPRESSIONS, EXPRESSIONS;
    /// A guild decided who may use a command, or an application.
    CommandPermissionsUpdate(Box<GuildCommandPermissions>), "APPLICATION_COMMAND_PERMISSIONS_UPDATE", ALWAYS, ALWAYS;
    /// A channel was made, or became visible.
    ChannelCreate(Box<Channel>), "CHANNEL_CREATE", GUILDS, DIRECT;
    /// A channel changed.
    ChannelUpdate(Box<Channel>), "CHANNEL_UPDATE", GUILDS, DIRECT;
    /// A channel was deleted, or became invisible.
    ChannelDelete(Box<Channel>), "CHANNEL_DELETE", GUILDS, DIRECT;
    /// A thread was started, or the receiver was brought into it.
    ThreadCreate(Box<ThreadCreate>), "THREAD_CREATE", GUILDS, GUILDS;
    /// A thread changed, was put away or came back.
    ThreadUpdate(Box<ThreadUpdate>), "THREAD_UPDATE", GUILDS, GUILDS;
    /// A thread was deleted.
    ThreadDelete(ThreadDelete), "THREAD_DELETE", GUILDS, GUILDS;
    /// The active threads of channels that became visible.
    ThreadListSync(Box<ThreadListSync>), "THREAD_LIST_SYNC", GUILDS, GUILDS;
    /// The receiver's own place in a thread changed.
    ThreadMemberUpdate(Box<ThreadMemberUpdate>), "THREAD_MEMBER_UPDATE", GUILDS, GUILDS;
    /// Somebody came into a thread or left it. Whoever came or left gets it with GUILDS alone, which is the caller's
    /// business.
    ThreadMembersUpdate(Box<ThreadMembersUpdate>), "THREAD_MEMBERS_UPDATE", MEMBERS, MEMBERS;
    /// A message was pinned or unpinned.
    ChannelPinsUpdate(ChannelPinsUpdate), "CHANNEL_PINS_UPDATE", GUILDS, DIRECT;
    /// Somebody came into a group DM.
    ChannelRecipientAdd(Box<ChannelRecipient>), "CHANNEL_RECIPIENT_ADD", ALWAYS, ALWAYS;
    /// Somebody left a group DM.
    ChannelRecipientRemove(Box<ChannelRecipient>), "CHANNEL_RECIPIENT_REMOVE", ALWAYS, ALWAYS;
    /// Somebody joined.
    MemberAdd(Box<MemberAdd>), "GUILD_MEMBER_ADD", MEMBERS, MEMBERS;
    /// A membership changed. Its own account gets it without the intent, which is the caller's business.
    MemberUpdate(Box<MemberUpdate>), "GUILD_MEMBER_UPDATE", MEMBERS, MEMBERS;
    /// Somebody left or was removed.
    MemberRemove(Box<MemberRemove>), "GUILD_MEMBER_REMOVE", MEMBERS, MEMBERS;
    /// Answer to a request for members.
    MembersChunk(Box<MembersChunk>), "GUILD_MEMBERS_CHUNK", ALWAYS, ALWAYS;
    /// Part of the member list that a person looks at changed.
    MemberListUpdate(Box<MemberListUpdate>), "GUILD_MEMBER_LIST_UPDATE", ALWAYS, ALWAYS;
    /// Somebody was banned.
    BanAdd(Box<BanAdd>), "GUILD_BAN_ADD", MODERATION, MODERATION;
    /// A ban was lifted.
    BanRemove(Box<BanRemove>), "GUILD_BAN_REMOVE", MODERATION, MODERATION;
    /// Something was written into the audit log.
    AuditLogEntryCreate(Box<AuditLogEntryCreate>), "GUILD_AUDIT_LOG_ENTRY_CREATE", MODERATION, MODERATION;
    /// A rule of automatic moderation was made.
    AutoModerationRuleCreate(Box<AutoModerationRule>), "AUTO_MODERATION_RULE_CREATE", AUTO_MODERATION_CONFIGURATION, AUTO_MODERATION_CONFIGURATION;
    /// A rule of automatic moderation changed.
    AutoModerationRuleUpdate(Box<AutoModerationRule>), "AUTO_MODERATION_RULE_UPDATE", AUTO_MODERATION_CONFIGURATION, AUTO_MODERATION_CONFIGURATION;
    /// A rule of automatic moderation was deleted.
    AutoModerationRuleDelete(Box<AutoModerationRule>), "AUTO_MODERATION_RULE_DELETE", AUTO_MODERATION_CONFIGURATION, AUTO_MODERATION_CONFIGURATION;
    /// A rule of automatic moderation acted.
    AutoModerationExecution(Box<AutoModerationExecution>), "AUTO_MODERATION_ACTION_EXECUTION", AUTO_MODERATION_EXECUTION, AUTO_MODERATION_EXECUTION;
    /// An invitation was made.
    InviteCreate(Box<InviteCreate>), "INVITE_CREATE", INVITES, INVITES;
    /// An invitation was deleted.
    InviteDelete(Box<InviteDelete>), "INVITE_DELETE", INVITES, INVITES;
    /// Webhooks of a channel came, changed or went.
    WebhooksUpdate(WebhooksUpdate), "WEBHOOKS_UPDATE", WEBHOOKS, WEBHOOKS;
    /// A guild plans something.
    ScheduledEventCreate(Box<ScheduledEvent>), "GUILD_SCHEDULED_EVENT_CREATE", SCHEDULED_EVENTS, SCHEDULED_EVENTS;
    /// What a guild plans changed, began or ended.
    ScheduledEventUpdate(Box<ScheduledEvent>), "GUILD_SCHEDULED_EVENT_UPDATE", SCHEDULED_EVENTS, SCHEDULED_EVENTS;
    /// A guild no longer plans something, or where it takes place went out of sight.
    ScheduledEventDelete(Box<ScheduledEvent>), "GUILD_SCHEDULED_EVENT_DELETE", SCHEDULED_EVENTS, SCHEDULED_EVENTS;
    /// Somebody is interested in what a guild plans.
    ScheduledEventUserAdd(ScheduledEventUserChange), "GUILD_SCHEDULED_EVENT_USER_ADD", SCHEDULED_EVENTS, SCHEDULED_EVENTS;
    /// Somebody is interested no longer.
    ScheduledEventUserRemove(ScheduledEventUserChange), "GUILD_SCHEDULED_EVENT_USER_REMOVE", SCHEDULED_EVENTS, SCHEDULED_EVENTS;
    /// A message was sent.
    MessageCreate(Box<MessageCreate>), "MESSAGE_CREATE", MESSAGES, DIRECT;
    /// A message changed.
    MessageUpdate(Box<MessageUpdate>), "MESSAGE_UPDATE", MESSAGES, DIRECT;
    /// A message was deleted.
    MessageDelete(MessageDelete), "MESSAGE_DELETE", MESSAGES, DIRECT;
    /// Several messages were deleted at once.
    MessageDeleteBulk(Box<MessageDeleteBulk>), "MESSAGE_DELETE_BULK", MESSAGES, DIRECT;
    /// Somebody reacted.
    ReactionAdd(Box<ReactionAdd>), "MESSAGE_REACTION_ADD", REACTIONS, DIRECT_REACTIONS;
    /// Somebody took a reaction back.
    ReactionRemove(Box<ReactionRemove>), "MESSAGE_REACTION_REMOVE", REACTIONS, DIRECT_REACTIONS;
    /// All reactions of a message were removed.
    ReactionRemoveAll(ReactionRemoveAll), "MESSAGE_REACTION_REMOVE_ALL", REACTIONS, DIRECT_REACTIONS;
    /// All reactions of a message with one emoji were removed.
    ReactionRemoveEmoji(Box<ReactionRemoveEmoji>), "MESSAGE_REACTION_REMOVE_EMOJI", REACTIONS, DIRECT_REACTIONS;
    /// Somebody used something of the receiving application.
    InteractionCreate(Box<Interaction>), "INTERACTION_CREATE", ALWAYS, ALWAYS;
    /// An interaction of the receiver is on its way to the application.
    InteractionAccepted(InteractionProgress), "INTERACTION_CREATE", ALWAYS, ALWAYS;
    /// An interaction of the receiver was answered.
    InteractionSuccess(InteractionProgress), "INTERACTION_SUCCESS", ALWAYS, ALWAYS;
    /// An interaction of the receiver came to nothing.
    InteractionFailure(InteractionFailure), "INTERACTION_FAILURE", ALWAYS, ALWAYS;
    /// An application shows the receiver a form.
    InteractionModalCreate(Box<InteractionModalCreate>), "INTERACTION_MODAL_CREATE", ALWAYS, ALWAYS;
    /// An application proposes values for what the receiver is typing.
    AutocompleteResponse(Box<AutocompleteResponse>), "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", ALWAYS, ALWAYS;
    /// Somebody is writing.
    TypingStart(Box<TypingStart>), "TYPING_START", Intents::GUILD_MESSAGE_TYPING, Intents::DIRECT_MESSAGE_TYPING;
    /// Somebody came, went, or does something else.
    PresenceUpdate(Box<Presence>), "PRESENCE_UPDATE", Intents::GUILD_PRESENCES, Intents::GUILD_PRESENCES;
    /// The receiver's own account changed.
    UserUpdate(Box<CurrentUser>), "USER_UPDATE", ALWAYS, ALWAYS;
    /// The receiver read a channel on another device.
    MessageAck(MessageAck), "MESSAGE_ACK", ALWAYS, ALWAYS;
    /// The receiver's settings changed on another device.
    UserSettingsUpdate(Box<UserSettings>), "USER_SETTINGS_UPDATE", ALWAYS, ALWAYS;
    /// The receiver's notification settings changed on another device.
    UserGuildSettingsUpdate(Box<GuildNotificationSettings>), "USER_GUILD_SETTINGS_UPDATE", ALWAYS, ALWAYS;
    /// A friend request, a friend or a block was added.
    RelationshipAdd(Box<Relationship>), "RELATIONSHIP_ADD", ALWAYS, ALWAYS;
    /// A relationship changed.
    RelationshipUpdate(Box<Relationship>), "RELATIONSHIP_UPDATE", ALWAYS, ALWAYS;
    /// A relationship ended.
    RelationshipRemove(RelationshipRemove), "RELATIONSHIP_REMOVE", ALWAYS, ALWAYS;
    /// The receiver wrote something down about another account.
    UserNoteUpdate(Box<NoteUpdate>), "USER_NOTE_UPDATE", ALWAYS, ALWAYS;
    /// The receiver saved a message on another device.
    SavedMessageCreate(SavedMessageCreate), "SAVED_MESSAGE_CREATE", ALWAYS, ALWAYS;
    /// The receiver saves a message no longer.
    SavedMessageDelete(SavedMessageDelete), "SAVED_MESSAGE_DELETE", ALWAYS, ALWAYS;
    /// A case came in, for those who look after it.
    GuardCaseCreate(CaseChange), "GUARD_CASE_CREATE", ALWAYS, ALWAYS;
    /// A case came further, for those who look after it.
    GuardCaseUpdate(CaseChange), "GUARD_CASE_UPDATE", ALWAYS, ALWAYS;
    /// The alarm on joins rang or ended, or what is done about a raid changed, for those who look after the guild.
    GuardRaidUpdate(RaidChange), "GUARD_RAID_UPDATE", ALWAYS, ALWAYS;
    /// The receiver is told of a decision.
    GuardStatementCreate(StatementChange), "GUARD_STATEMENT_CREATE", ALWAYS, ALWAYS;
    /// Something changed in what the receiver was told of a decision.
    GuardStatementUpdate(StatementChange), "GUARD_STATEMENT_UPDATE", ALWAYS, ALWAYS;
    /// An order of an authority came, came further, or waits: for the moderators of the house.
    GuardOrderUpdate(OrderChange), "GUARD_ORDER_UPDATE", ALWAYS, ALWAYS;
    /// Something of a ride or of mutual aid changed for the receiver.
    AidUpdate(Box<AidChange>), "AID_UPDATE", ALWAYS, ALWAYS;
    /// Other sessions of the receiver opened or closed.
    SessionsReplace(Vec<GatewaySession>), "SESSIONS_REPLACE", ALWAYS, ALWAYS;
}

/// A payload without content: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, serde::Deserialize)]
pub struct Empty {}

impl Event {
    /// Whether the event exists for bots. The others belong to the dialect of user accounts, and bots never learn
    /// of direct conversations but by their messages.
    pub const fn is_for_bots(&self, in_guild: bool) -> bool {
        match self {
            Self::ChannelCreate(_) | Self::ChannelUpdate(_) | Self::ChannelDelete(_) => in_guild,
            Self::UserReady(_)
            | Self::ChannelRecipientAdd(_)
            | Self::ChannelRecipientRemove(_)
            | Self::MemberListUpdate(_)
            | Self::MessageAck(_)
            | Self::InteractionAccepted(_)
            | Self::InteractionSuccess(_)
            | Self::InteractionFailure(_)
            | Self::InteractionModalCreate(_)
            | Self::AutocompleteResponse(_)
            | Self::UserSettingsUpdate(_)
            | Self::UserGuildSettingsUpdate(_)
            | Self::RelationshipAdd(_)
            | Self::RelationshipUpdate(_)
            | Self::RelationshipRemove(_)
            | Self::UserNoteUpdate(_)
            | Self::SavedMessageCreate(_)
            | Self::SavedMessageDelete(_)
            | Self::GuardCaseCreate(_)
            | Self::GuardCaseUpdate(_)
            | Self::GuardRaidUpdate(_)
            | Self::GuardStatementCreate(_)
            | Self::GuardStatementUpdate(_)
            | Self::GuardOrderUpdate(_)
            | Self::AidUpdate(_)
            | Self::SessionsReplace(_) => false,
            _ => true,
        }
    }

    /// The channel in which the event happened, for events that private conversations know.
    pub fn conversation(&self) -> Option<Id<ChannelMarker>> {
        Some(match self {
            Self::ChannelCreate(channel) | Self::ChannelUpdate(channel) | Self::ChannelDelete(channel) => {
                channel.id
            }
            Self::ChannelRecipientAdd(change) | Self::ChannelRecipientRemove(change) => change.channel_id,
            Self::ChannelPinsUpdate(change) => change.channel_id,
            Self::MessageCreate(message) | Self::MessageUpdate(message) => message.message.channel_id,
            Self::MessageDelete(gone) => gone.channel_id,
            Self::MessageDeleteBulk(gone) => gone.channel_id,
            Self::ReactionAdd(reaction) => reaction.channel_id,
            Self::ReactionRemove(reaction) => reaction.channel_id,
            Self::ReactionRemoveAll(reactions) => reactions.channel_id,
            Self::ReactionRemoveEmoji(reactions) => reactions.channel_id,
            Self::TypingStart(typing) => typing.channel_id,
            _ => return None,
        })
    }

    /// The event as sessions without MESSAGE_CONTENT get it, or `None` if nothing in it is guarded. Who is exempt
    /// (author, mentioned, direct conversation) is the caller's decision.
    pub fn without_content(&self) -> Option<Self> {
        let stripped =
            |message: &MessageCreate| message.message.has_content().then(|| message.without_content());
        match self {
            Self::MessageCreate(message) => stripped(message).map(|m| Self::MessageCreate(Box::new(m))),
            Self::MessageUpdate(message) => stripped(message).map(|m| Self::MessageUpdate(Box::new(m))),
            Self::AutoModerationExecution(done) => {
                done.has_content().then(|| Self::AutoModerationExecution(Box::new(done.without_content())))
            }
            _ => None,
        }
    }
}
