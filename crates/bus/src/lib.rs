#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod snapshot;

use std::sync::Arc;

use parking_lot::RwLock;
use parvis_model::marker::{ApplicationMarker, ChannelMarker, GuildMarker, LoginMarker, UserMarker};
use parvis_model::{Event, Id, Permissions};

pub use snapshot::{GuildChannel, GuildSnapshot, GuildThread, overwrites_of, view_of};

/// Who may receive an event. Doors narrow it further by intents and subscriptions, never widen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Every session of one account.
    User(Id<UserMarker>),
    /// Every session of each of these accounts: the recipients of a private conversation.
    Users(Vec<Id<UserMarker>>),
    /// The sessions of an application's bot that serve a place: in a guild those of the guild's shard, elsewhere those
    /// of the first one.
    Application {
        /// The application.
        application_id: Id<ApplicationMarker>,
        /// The guild, when it is in one.
        guild_id: Option<Id<GuildMarker>>,
    },
    /// Every member of a guild.
    Guild(Id<GuildMarker>),
    /// The members of a guild who hold these permissions at guild level.
    GuildWith {
        /// The guild.
        guild_id: Id<GuildMarker>,
        /// All of these are needed.
        permissions: Permissions,
    },
    /// These members of a guild.
    Members {
        /// The guild.
        guild_id: Id<GuildMarker>,
        /// Their accounts.
        user_ids: Vec<Id<UserMarker>>,
    },
    /// The members of a guild who may view a channel.
    Channel {
        /// The guild of the channel.
        guild_id: Id<GuildMarker>,
        /// The channel; for a public thread its parent, because whoever views the one views the other.
        channel_id: Id<ChannelMarker>,
    },
    /// The members of a guild who may view a private thread: those who are in it, and those who manage threads.
    PrivateThread {
        /// The guild of the thread.
        guild_id: Id<GuildMarker>,
        /// The channel in which it was started; who does not view that does not view the thread.
        parent_id: Id<ChannelMarker>,
        /// The thread.
        thread_id: Id<ChannelMarker>,
        /// Who is in it, if it is archived; of an active one the guild says it.
        members: Vec<Id<UserMarker>>,
    },
    /// The members of a guild who may view a channel and hold these permissions in it.
    ChannelWith {
        /// The guild of the channel.
        guild_id: Id<GuildMarker>,
        /// The channel.
        channel_id: Id<ChannelMarker>,
        /// All of these are needed.
        permissions: Permissions,
    },
    /// The members of a guild who look after something that happened in it: those who hold any of some permissions at
    /// guild level and, if it happened in a channel, may view it. Administrators are among them when it is gone, too.
    LookingAfter {
        /// The guild of the channel.
        guild_id: Id<GuildMarker>,
        /// The channel, or the active thread.
        channel_id: Option<Id<ChannelMarker>>,
        /// Any of these is enough.
        permissions: Permissions,
        /// Whom it is about, and who learns nothing of it.
        except: Id<UserMarker>,
    },
}

impl Audience {
    /// The guild whose members the audience is made of, if it is in one.
    pub fn guild_id(&self) -> Option<Id<GuildMarker>> {
        match self {
            Self::User(_) | Self::Users(_) | Self::Application { .. } => None,
            Self::Guild(guild_id)
            | Self::GuildWith { guild_id, .. }
            | Self::Members { guild_id, .. }
            | Self::PrivateThread { guild_id, .. }
            | Self::Channel { guild_id, .. }
            | Self::ChannelWith { guild_id, .. }
            | Self::LookingAfter { guild_id, .. } => Some(*guild_id),
        }
    }
}

/// The guild as it was before an event and as it is after it. `None`: it did not exist, or nobody had loaded it.
#[derive(Debug, Clone, Default)]
pub struct GuildChange {
    /// Before the event; who sees a deletion is decided from it.
    pub before: Option<Arc<GuildSnapshot>>,
    /// After the event; who sees anything else is decided from it.
    pub after: Option<Arc<GuildSnapshot>>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Matter {
    /// An event for the sessions of an audience.
    Event {
        /// For whom.
        audience: Audience,
        /// What.
        event: Event,
    },
    /// Logins have ended (logout, new password, deletion): their sessions close at once and cannot be resumed.
    LoginsEnded {
        /// The account.
        user_id: Id<UserMarker>,
        /// The logins that ended.
        logins: Vec<Id<LoginMarker>>,
    },
}

/// A matter with what is needed to deliver it.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Position in this node's stream; grows by one.
    pub position: u64,
    /// What happened.
    pub matter: Matter,
    /// The guild around the event, when the audience is in a guild.
    pub guild: GuildChange,
}

/// A part that delivers. Called in commit order, on the thread that committed: it must enqueue and return.
pub trait Subscriber: Send + Sync {
    /// Takes one publication.
    fn deliver(&self, publication: Arc<Publication>);
}

/// The in-process bus.
#[derive(Default)]
pub struct Bus {
    subscribers: RwLock<Vec<Arc<dyn Subscriber>>>,
}

impl Bus {
    /// Adds a subscriber for all later publications.
    pub fn subscribe(&self, subscriber: Arc<dyn Subscriber>) {
        self.subscribers.write().push(subscriber);
    }

    /// Hands a publication to every subscriber. The caller keeps the order: one publication at a time.
    pub fn publish(&self, publication: Publication) {
        let publication = Arc::new(publication);
        for subscriber in self.subscribers.read().iter() {
            subscriber.deliver(Arc::clone(&publication));
        }
    }
}
