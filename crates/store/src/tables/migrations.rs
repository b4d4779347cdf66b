//! The tables of Talk, as migrations: one text for both engines (`{blob}` and `{clustered}` are the engines' own
//! words).
//!
//! Times are bigint Unix milliseconds, ids bigint snowflakes, structured data JSON in text.

mod emojis;
mod exports;
mod factors;
mod first;
mod grants;
mod interactions;
mod marks;
mod mentions;
mod onboarding;
mod reports;
mod saved_messages;
mod scheduled_events;
mod sheets;
mod statistics;
mod suspensions;
mod threads;
mod webhooks;

use crate::{Component, Migration};

/// The tables that Talk owns.
pub const TALK: Component = Component {
    name: "talk",
    migrations: &[
        Migration { name: "people, guilds, channels and messages", sql: first::SQL },
        Migration { name: "threads", sql: threads::SQL },
        Migration { name: "commands and interactions", sql: interactions::SQL },
        Migration { name: "webhooks", sql: webhooks::SQL },
        Migration { name: "emojis", sql: emojis::SQL },
        Migration { name: "grants to applications", sql: grants::SQL },
        Migration { name: "how guilds receive newcomers", sql: onboarding::SQL },
        Migration { name: "second factors", sql: factors::SQL },
        Migration { name: "read states set by hand", sql: marks::SQL },
        Migration { name: "saved messages", sql: saved_messages::SQL },
        Migration { name: "reports of messages", sql: reports::SQL },
        Migration { name: "days of guilds in numbers", sql: statistics::SQL },
        Migration { name: "copies of what is kept about somebody", sql: exports::SQL },
        Migration { name: "mentions by time", sql: mentions::SQL },
        Migration { name: "sheets of paper", sql: sheets::SQL },
        Migration { name: "scheduled events", sql: scheduled_events::SQL },
        Migration { name: "suspended accounts", sql: suspensions::SQL },
    ],
};
