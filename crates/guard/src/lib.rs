#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod action_days;
pub mod appeals;
pub mod automod;
pub mod cases;
pub mod check;
mod copies;
pub mod decisions;
pub mod desk;
pub mod evidence;
mod holder;
pub mod intake;
mod ledger;
pub mod limits;
pub mod lists;
pub mod moderators;
pub mod orders;
mod passing;
pub mod policies;
pub mod raids;
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
use parvis_app::proofs::Proofs;

/// The wing. Cheap to clone.
#[derive(Default, Clone)]
pub struct Guard(Arc<Parts>);

#[derive(Default)]
struct Parts {
    /// In which hour what has had its time was last looked for.
    last_hour: AtomicI64,
    lists: lists::Lists,
    /// Challenges for those who report without an account.
    proofs: Proofs,
}

impl Guard {
    /// Lists of others, as they hang in.
    pub fn lists(&self) -> lists::Lists {
        self.0.lists.clone()
    }

    fn parts(&self) -> &Parts {
        &self.0
    }

    fn proofs(&self) -> &Proofs {
        &self.0.proofs
    }
}

/// What this wing answers.
pub fn routes(guard: &Guard) -> Vec<Route> {
    routes::all(guard)
}
