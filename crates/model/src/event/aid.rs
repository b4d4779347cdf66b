//! Payloads about rides and mutual aid, for the one person concerned.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::GenericMarker;

/// Something of a listing changed for the receiver: who posted it, or who asked. Nothing in it names the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AidChange {
    /// The listing.
    pub aid_id: Id<GenericMarker>,
    /// The answer to it, if it is about one.
    pub ask_id: Option<Id<GenericMarker>>,
    /// How far it has come: the answer, or else the listing.
    pub state: String,
}
