//! Payloads about reports, for those who look after a guild.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::{ChannelMarker, GuildMarker, ReportMarker};
use crate::report::ReportState;

/// A report that came in, or that came further. What was said, and by whom, is told to whoever asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportChange {
    /// The report.
    pub id: Id<ReportMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// The channel of the message.
    pub channel_id: Id<ChannelMarker>,
    /// How far it has come.
    pub state: ReportState,
}
