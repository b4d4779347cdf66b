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
    /// How far an order or a referral of an authority has come.
    OrderState {
        /// Nobody has said yet whether it is authentic.
        Received = "received",
        /// It is authentic, and waits to be executed.
        Authentic = "authentic",
        /// It was executed.
        Executed = "executed",
        /// It could not be executed, and the authority is told why.
        NotExecuted = "not_executed",
        /// It is not from whom it says.
        Forged = "forged",
        /// A referral was looked at, and the authority is told what came of it.
        Answered = "answered",
    }
}
