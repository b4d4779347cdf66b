//! Why somebody may do something, in our own words.

use serde::{Deserialize, Serialize};

use crate::marker::{ChannelMarker, RoleMarker};
use crate::{Id, Permissions};

/// One permission, and what decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedPermission {
    /// The platform's name, such as `SEND_MESSAGES`.
    pub permission: String,
    /// Its bit, as a number.
    pub bits: Permissions,
    /// The answer.
    pub granted: bool,
    /// What decided: `owner`, `administrator`, `role`, `role_overwrite`, `member_overwrite`, `restrained`, `needs` or
    /// `not_granted`.
    pub reason: String,
    /// The role that decided; the guild's own id is `@everyone`.
    pub role_id: Option<Id<RoleMarker>>,
    /// The permission without which this one counts for nothing.
    pub needs: Option<String>,
}

/// What somebody may do somewhere, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedPermissions {
    /// All of them, as they are computed for every request.
    pub permissions: Permissions,
    /// Each of them.
    pub explained: Vec<ExplainedPermission>,
    /// Channels of the guild that both the reader and the one who is asked about may view.
    pub visible_channel_ids: Vec<Id<ChannelMarker>>,
}
