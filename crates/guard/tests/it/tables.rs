//! The wing's tables on both engines.

mod action_days;
mod automod;
mod cases;
mod decisions;
mod evidence;
mod lists;
mod moderators;
mod notices;
mod old_reports;
mod orders;
mod policies;
mod raids;

use parvis_guard::tables::GUARD;
use parvis_model::Timestamp;
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};

use crate::engines::Database;

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, GUARD]).write(0, job).await.expect("every statement is accepted");
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(ms)
}
