//! Administration: the same orders work while a server runs (they go to it through a socket in the data folder) and
//! while none does (the database is opened for the length of the order).

mod backup;
mod bots;
mod carry_out;
mod doctor;
mod guilds;
mod invites;
mod order;
pub(crate) mod password;
mod reports;
pub mod socket;
mod users;

pub use backup::restore;
pub use carry_out::carry_out;
pub use order::{BotOrder, GuildOrder, InviteOrder, Order, ReportOrder, UserOrder};

use std::sync::Arc;

use anyhow::bail;
use parvis_app::clock::Clock;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::Config;
use crate::house::open_app;

/// What an order came to: the same thing for programs and for people.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// For `--json`.
    pub json: Value,
    /// For people: whole lines.
    pub text: String,
    /// Whether everything is well; `doctor` may find that it is not.
    pub ok: bool,
}

impl Outcome {
    /// Something went well.
    pub fn new(json: Value, text: impl Into<String>) -> Self {
        Self { json, text: text.into(), ok: true }
    }
}

/// Has an order carried out by the running server, or does it here.
pub async fn give(config: &Config, order: Order, clock: Arc<dyn Clock>) -> anyhow::Result<Outcome> {
    if let Some(outcome) = socket::send(&config.data, &order).await? {
        return Ok(outcome);
    }
    // A folder that was mistyped must not become a new, empty database, nor a backup of one.
    if let Some(file) = config.database_file()
        && !file.exists()
        && !order.may_be_the_first()
    {
        bail!(
            "data: there is no database in {}: name the server's folder with --data",
            config.data.display()
        );
    }
    let app = open_app(config, clock).await?;
    let outcome = carry_out(&app, config, order).await;
    app.store.close().await;
    outcome
}
