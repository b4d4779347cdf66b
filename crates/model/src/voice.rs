//! Who is in which voice channel, and how.

use serde::{Deserialize, Serialize};

use crate::marker::{ChannelMarker, GuildMarker, UserMarker};
use crate::member::Member;
use crate::{Id, Timestamp};

/// Somebody's place in voice (`VoiceStateResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceState {
    /// The guild; null for calls.
    #[serde(default)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel; null after leaving.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Who.
    pub user_id: Id<UserMarker>,
    /// Their membership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// The gateway session that joined.
    pub session_id: String,
    /// Whether a moderator deafened them.
    pub deaf: bool,
    /// Whether a moderator muted them.
    pub mute: bool,
    /// Whether they hear nothing by choice.
    pub self_deaf: bool,
    /// Whether they are silent by choice.
    pub self_mute: bool,
    /// Whether they share a screen.
    #[serde(default)]
    pub self_stream: bool,
    /// Whether their camera is on.
    pub self_video: bool,
    /// Whether they only listen on a stage.
    pub suppress: bool,
    /// When they asked to speak on a stage.
    #[serde(default)]
    pub request_to_speak_timestamp: Option<Timestamp>,
}

impl VoiceState {
    /// Somebody who has just joined a channel, with microphone and ears open.
    pub fn new(
        user_id: Id<UserMarker>,
        channel_id: Id<ChannelMarker>,
        session_id: impl Into<String>,
    ) -> Self {
        Self {
            guild_id: None,
            channel_id: Some(channel_id),
            user_id,
            member: None,
            session_id: session_id.into(),
            deaf: false,
            mute: false,
            self_deaf: false,
            self_mute: false,
            self_stream: false,
            self_video: false,
            suppress: false,
            request_to_speak_timestamp: None,
        }
    }
}
