//! Every statement of the wing, on both engines.

mod actions;
mod aid;
mod areas;
mod groups;
mod moderation;
mod people;

use std::collections::BTreeMap;

use parvis_directory::groups::link::Via;
use parvis_directory::groups::listing::{Join, JoinMode, Listing, Members, Shown, Target, Visibility};
use parvis_directory::tables::DIRECTORY;
use parvis_directory::tables::groups::{Kept, State};
use parvis_model::{Id, Timestamp};
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};

use crate::engines::Database;

/// Runs a job on an empty database.
async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, DIRECTORY]).write(0, job).await.expect("every statement is accepted");
}

const fn at(ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(ms)
}

fn listing(name: &str) -> Listing {
    Listing {
        name: name.to_owned(),
        description: BTreeMap::from([("fr".to_owned(), "La cour".to_owned())]),
        languages: vec!["fr".to_owned()],
        tags: Vec::new(),
        area_id: Id::new(7),
        cell: None,
        target: Target::Link { via: Via::Telegram, url: "https://t.me/lacour".to_owned() },
        join: Join { mode: JoinMode::Open, questions: Vec::new() },
        visibility: Visibility::Public,
        members: Members { shown: Shown::Bucket, declared: Some(12) },
        flag: None,
        expires_at: None,
    }
}

/// A group that has just been handed in.
fn waiting(id: u64) -> Kept {
    Kept {
        id: Id::new(id),
        receipt: [u8::try_from(id).expect("small"); 32],
        state: State::Waiting,
        is_waiting: true,
        is_dark: false,
        listing: None,
        proposed: Some(listing("La cour")),
        messages: Vec::new(),
        invite: None,
        merged_into: None,
        version: 0,
        created_at: at(1_000),
        changed_at: at(1_000),
        confirmed_at: at(1_000),
    }
}

/// A group that is on the map.
fn listed(id: u64) -> Kept {
    Kept {
        state: State::Listed,
        is_waiting: false,
        listing: Some(listing("La cour")),
        proposed: None,
        version: 1,
        ..waiting(id)
    }
}
