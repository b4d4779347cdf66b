//! The map's log: what was done to it, and by which moderator. What keepers do stands there without a name.

use parvis_app::{ActionResult, App, Caller};
use parvis_model::marker::{GenericMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::markers::EntryMarker;
use crate::{moderators, tables};

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A moderator, by account.
    Moderator(Id<UserMarker>),
    /// Whoever keeps the group: nobody is named.
    Keeper,
    /// The operator at the console, or the program by itself.
    House,
}

impl Actor {
    /// Whether it is one of those who look after the map.
    pub fn is_moderator(self) -> bool {
        matches!(self, Self::Moderator(_) | Self::House)
    }
}

/// An entry as moderators see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownEntry {
    id: Id<EntryMarker>,
    at: Timestamp,
    actor_id: Option<Id<UserMarker>>,
    action: String,
    target_id: Option<Id<GenericMarker>>,
    text: String,
}

/// Writes down what is done, in the transaction that does it.
pub(crate) fn record<M>(
    tx: &mut Tx<'_>,
    app: &App,
    actor: Actor,
    action: &str,
    target_id: Id<M>,
    note: &str,
) -> Result<(), StoreError> {
    let actor_id = match actor {
        Actor::Moderator(user_id) => Some(user_id),
        Actor::Keeper | Actor::House => None,
    };
    let target_id = Some(target_id.cast()).filter(|id: &Id<GenericMarker>| id.get() > 0);
    let (action, note) = (action.to_owned(), note.to_owned());
    tables::log::insert(tx, &tables::log::Entry { id: app.ids.next(), actor_id, action, target_id, note })
}

/// A page of the log, for moderators.
pub async fn page(
    app: &App,
    caller: &Caller,
    before: Option<Id<EntryMarker>>,
    limit: u32,
) -> ActionResult<Vec<ShownEntry>> {
    moderators::require(app, caller).await?;
    let before = before.unwrap_or(Id::new(i64::MAX as u64));
    let entries = app.read(move |tx| Ok(tables::log::page(tx, before, limit)?)).await?;
    let shown = entries.into_iter().map(|entry| ShownEntry {
        at: Timestamp::from_unix_ms(entry.id.created_unix_ms()),
        id: entry.id,
        actor_id: entry.actor_id,
        action: entry.action,
        target_id: entry.target_id,
        text: entry.note,
    });
    Ok(shown.collect())
}
