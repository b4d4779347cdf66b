//! What the hub asks others to do, because it must not wait for the database itself.

use std::sync::Arc;

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Channel, Id};

use super::Joined;
use crate::cell::{Place, SessionCell};

/// A guild that a running session has become part of: its GUILD_CREATE is to be put in the place that is kept for it.
pub struct GuildStart {
    /// The session.
    pub cell: Arc<SessionCell>,
    /// The place in its stream.
    pub place: Place,
    /// The guild.
    pub joined: Joined,
}

/// The active threads of a channel that came into a running session's sight: their THREAD_LIST_SYNC is to be put in the
/// place that is kept for it.
pub struct ThreadsStart {
    /// The session.
    pub cell: Arc<SessionCell>,
    /// The place in its stream.
    pub place: Place,
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// Its threads as the account sees them, without what changes with every message.
    pub threads: Vec<Channel>,
}

/// Starts a guild for a running session; called on the hub's thread, must only pass it on.
pub type StartGuild = Box<dyn Fn(GuildStart) + Send>;
/// Lists the threads of a channel for a running session; called on the hub's thread, must only pass it on.
pub type ListThreads = Box<dyn Fn(ThreadsStart) + Send>;
/// Brings a guild into memory, to be answered with [`Input::Loaded`](super::Input::Loaded); called on the hub's thread.
pub type LoadGuild = Box<dyn Fn(Id<GuildMarker>) + Send>;
/// Reads the members of a guild, to be answered with [`Input::Roster`](super::Input::Roster); called on the hub's
/// thread.
pub type LoadRoster = Box<dyn Fn(Id<GuildMarker>) + Send>;
/// Told when a session is gone for good.
pub type Forget = Box<dyn Fn(&SessionCell) + Send>;

/// What the hub asks others to do, because it must not wait itself.
pub struct Errands {
    /// Fills the place of a guild in a running session.
    pub start_guild: StartGuild,
    /// Fills the place of a list of threads in a running session.
    pub list_threads: ListThreads,
    /// Brings a guild into memory.
    pub load_guild: LoadGuild,
    /// Reads members.
    pub load_roster: LoadRoster,
    /// Forgets a session.
    pub forget: Forget,
}
