//! Words about cases that events use.

use serde::{Deserialize, Serialize};

use crate::report::words;

words! {
    /// How far a case has come.
    CaseState {
        /// Nobody looks at it yet.
        Open = "open",
        /// Somebody looks at it.
        Claimed = "claimed",
        /// A guild has asked the house to decide.
        Escalated = "escalated",
        /// It is decided.
        Decided = "decided",
    }
}
