//! Carries orders out by the same actions that the API calls.

use parvis_app::App;

use super::{Order, Outcome, backup, doctor};
use crate::config::Config;

/// Does what an order says.
pub async fn carry_out(app: &App, config: &Config, order: Order) -> anyhow::Result<Outcome> {
    match order {
        Order::Backup { to } => backup::backup(app, &to).await,
        Order::Doctor => doctor::doctor(app, config).await,
    }
}
