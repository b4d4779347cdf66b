//! How lively a guild is, in numbers that name nobody.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::ChannelMarker;

/// One day in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayStatistics {
    /// Such as `2026-11-22`.
    pub date: String,
    /// Messages that people, bots and webhooks wrote.
    pub messages: u64,
    /// People who wrote; null when they were so few that the number would name them.
    pub writers: Option<u64>,
    /// People who came.
    pub joins: u64,
    /// People who left or were removed.
    pub leaves: u64,
    /// Whether the day is over.
    pub complete: bool,
}

/// One channel over all the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelStatistics {
    /// The channel; messages of its threads count for it.
    pub channel_id: Id<ChannelMarker>,
    /// Messages.
    pub messages: u64,
}

/// Several days of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildStatistics {
    /// Oldest first; the last one is today.
    pub days: Vec<DayStatistics>,
    /// The channels that the receiver may view, the liveliest first.
    pub channels: Vec<ChannelStatistics>,
}
