//! Rides and mutual aid: what somebody offers or asks for, in an area and for some days. A listing names nobody. Who
//! posted it and who answers learn of each other when both have agreed, in a conversation of the two, and seven days
//! after its time all of it is gone.

pub mod answers;
pub mod asks;
pub mod board;
pub mod body;
mod conversation;
mod holder;
pub mod kind;
pub mod lists;
pub mod matching;
pub mod posting;
pub mod reports;
pub mod shown;
pub mod sight;
pub mod upkeep;
pub(crate) mod words;

use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::RwLock;
use parvis_app::{ActionError, ActionResult, App, Caller, Kind as Missing, Outbox};
use parvis_bus::Audience;
use parvis_model::event::AidChange;
use parvis_model::marker::UserMarker;
use parvis_model::{Event, Id};
use parvis_store::Tx;
use tokio::sync::Mutex;

use crate::markers::{AidMarker, AskMarker};
use crate::view::View;
use crate::{Directory, tables};

use board::Board;
use sight::Sight;

/// What this part keeps in memory.
#[derive(Default)]
pub(crate) struct Aid {
    board: RwLock<Option<Board>>,
    /// Held by whoever brings the board up to date, so that what was read last is shown last.
    updating: Mutex<()>,
    /// How often the board changed.
    changes: AtomicU64,
}

/// No listing has this id, or none that the caller may see.
pub(crate) fn unknown() -> ActionError {
    ActionError::Unknown(Missing::Thing("Listing"))
}

/// Nobody asked this, or it is not the caller's.
fn unknown_ask() -> ActionError {
    ActionError::Unknown(Missing::Thing("Ask"))
}

/// Tells somebody's open sessions that something of theirs changed, and nothing more.
fn tell(
    out: &mut Outbox,
    user_id: Id<UserMarker>,
    aid_id: Id<AidMarker>,
    ask_id: Option<Id<AskMarker>>,
    state: &'static str,
) {
    let change = AidChange { aid_id: aid_id.cast(), ask_id: ask_id.map(Id::cast), state: state.to_owned() };
    out.publish(Audience::User(user_id), Event::AidUpdate(Box::new(change)));
}

impl Directory {
    /// The map, who looks at it, and the board, up to date.
    pub(crate) async fn aid_sight(&self, app: &App, caller: Option<&Caller>) -> ActionResult<Sight> {
        let (view, viewer) = self.view_for(app, caller).await?;
        self.with_board(app, &view, |_| ()).await?;
        Ok(Sight { view, viewer, user_id: caller.map(|caller| caller.user_id), now_ms: app.now_ms() })
    }

    /// Changes whenever something on the board does.
    pub(crate) fn aid_version(&self) -> u64 {
        self.0.aid.changes.load(Ordering::Relaxed)
    }

    /// Looks at the board, which is put up if it is not there or is of other places.
    async fn with_board<T>(&self, app: &App, view: &View, look: impl FnOnce(&Board) -> T) -> ActionResult<T> {
        let aid = &self.0.aid;
        if !aid.board.read().as_ref().is_some_and(|board| board.is_of(view.tree())) {
            let _updating = aid.updating.lock().await;
            let is_there = aid.board.read().as_ref().is_some_and(|board| board.is_of(view.tree()));
            if !is_there {
                let listings = app.read(|tx| Ok(tables::aid::all(tx)?)).await?;
                let tree = std::sync::Arc::clone(view.tree());
                let mut board = Board::new(tree, listings);
                board.end(app.now_ms());
                *aid.board.write() = Some(board);
            }
        }
        let board = aid.board.read();
        Ok(look(board.as_ref().expect("it was put up, and nobody takes it away")))
    }

    /// Writes, and brings the board up to what was written before anybody is answered, whether or not the caller
    /// waits for it. The job says which listings it changed.
    async fn change_aid<T: Send + 'static>(
        &self,
        app: &App,
        job: impl FnOnce(&mut Tx<'_>, &mut Outbox) -> ActionResult<(T, Vec<Id<AidMarker>>)> + Send + 'static,
    ) -> ActionResult<T> {
        let (directory, app) = (self.clone(), app.clone());
        let work = tokio::spawn(async move {
            let (value, changed) = app.write(crate::lane(), job).await?;
            directory.follow_aid(&app, changed).await;
            Ok(value)
        });
        work.await.unwrap_or_else(|error| Err(ActionError::Files(std::io::Error::other(error))))
    }

    async fn follow_aid(&self, app: &App, changed: Vec<Id<AidMarker>>) {
        if changed.is_empty() {
            return;
        }
        let aid = &self.0.aid;
        let _updating = aid.updating.lock().await;
        let asked = changed.clone();
        let fresh = app.read(move |tx| Ok(tables::aid::among(tx, &asked)?)).await;
        aid.changes.fetch_add(1, Ordering::Relaxed);
        let mut board = aid.board.write();
        let Some(board) = board.as_mut() else { return };
        for id in &changed {
            board.remove(*id);
        }
        match fresh {
            Ok(fresh) => fresh.into_iter().for_each(|kept| board.put(kept)),
            // What cannot be read is not shown; the next start reads it again.
            Err(error) => tracing::warn!(%error, "listings are left out until the board is put up again"),
        }
    }
}
