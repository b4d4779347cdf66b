//! What cases, evidence and statements keep of what was said: everything but the secrets that a leak holds.

use parvis_model::{Message, ReportedMessage};
use parvis_screening::leaks;

/// A message as it is kept with a case.
pub(crate) fn of_message(message: &Message) -> ReportedMessage {
    let copy = ReportedMessage::from(message);
    ReportedMessage { content: without_secrets(&copy.content), ..copy }
}

/// A text with the credentials in it masked.
pub(crate) fn without_secrets(text: &str) -> String {
    leaks::redacted(text)
}
