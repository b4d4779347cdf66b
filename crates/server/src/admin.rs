//! Administration: the same orders work while a server runs (they go to it through a socket in the data folder) and
//! while none does (the database is opened for the length of the order).

mod backup;
mod bots;
mod carry_out;
mod doctor;
mod guard;
mod guilds;
mod import;
mod invites;
mod map;
mod order;
pub(crate) mod password;
mod progress;
mod sheets;
pub mod socket;
mod switches;
mod users;

pub use backup::restore;
pub use carry_out::carry_out;
pub(crate) use carry_out::in_words;
pub use order::{
    ActionOrder, AidOrder, BotOrder, EvidenceOrder, FlagOrder, GuardOrder, GuildOrder, ImportOrder,
    InviteOrder, MapOrder, ModeratorOrder, Order, SheetOrder, SwitchOrder, UserOrder,
};
pub use progress::Step;

use std::sync::Arc;

use anyhow::bail;
use parvis_app::App;
use parvis_app::clock::Clock;
use parvis_directory::Directory;
use parvis_guard::Guard;
use parvis_switches::Switches;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc::{self, UnboundedSender};

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

/// What orders are carried out on.
#[derive(Clone)]
pub struct Hall {
    /// What actions work on.
    pub app: App,
    /// The map.
    pub directory: Directory,
    /// What channels do by themselves.
    pub switches: Switches,
    /// Reports, cases and decisions.
    pub guard: Guard,
    /// The settings.
    pub config: Config,
}

/// Where an order that takes a while says how far it is.
pub type Progress = UnboundedSender<Step>;

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
    let (directory, switches, guard) = (Directory::default(), Switches::default(), Guard::default());
    let hall = Hall { app, directory, switches, guard, config: config.clone() };
    let (progress, mut steps) = mpsc::unbounded_channel::<Step>();
    let telling = tokio::spawn(async move {
        let mut shown = progress::Shown::on_terminal();
        while let Some(step) = steps.recv().await {
            shown.show(&step);
        }
    });
    let outcome = carry_out(&hall, order, &progress).await;
    drop(progress);
    let _ = telling.await;
    hall.app.store.close().await;
    outcome
}
