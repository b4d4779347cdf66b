//! Application commands: which definitions there may be, what fits them, and who may use them.
//!
//! It must not know which commands exist, nor whether what an option names does.

mod definition;
mod invocation;
mod usage;

pub use definition::definition;
pub use invocation::{Given, Purpose, Reference, given};
pub use usage::{ALL_CHANNELS_OFFSET, Somebody, all_channels, may_use};

/// A step further down a path; at its beginning there is no dot.
fn at(path: &str, step: impl std::fmt::Display) -> String {
    if path.is_empty() { step.to_string() } else { format!("{path}.{step}") }
}
