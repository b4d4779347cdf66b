#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod appeals;
pub mod automod;
pub mod cases;
pub mod check;
mod copies;
pub mod decisions;
pub mod desk;
pub mod evidence;
mod holder;
mod ledger;
pub mod limits;
pub mod lists;
pub mod moderators;
mod passing;
pub mod policies;
pub mod reports;
mod routes;
pub mod shown;
pub mod statements;
pub mod tables;
pub mod transparency;
pub mod undo;
mod upkeep;
pub mod watch;
pub mod words;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use parvis_api::router::Route;

/// The wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Guard(Arc<Parts>);

#[derive(Default)]
struct Parts {
    /// In which hour what has had its time was last looked for.
    last_hour: AtomicI64,
}

impl Guard {
    fn parts(&self) -> &Parts {
        &self.0
    }
}

/// What this wing answers.
pub fn routes(guard: &Guard) -> Vec<Route> {
    routes::all(guard)
}
