//! What those do with lists who work on them: look, open a case from a row, take a list away.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_watchlists::matching::Verdict;
use serde::Serialize;

use super::shown::{self, ShownList, ShownRow};
use super::{LISTS_MAX, access};
use crate::desk::{self, unknown};
use crate::tables::lists::{self as tables, ListMarker};

/// Lists, newest first.
#[derive(Debug, Serialize)]
pub struct Shelf {
    lists: Vec<ShownList>,
}

/// A page of rows.
#[derive(Debug, Serialize)]
pub struct Rows {
    rows: Vec<ShownRow>,
    has_more: bool,
}

/// The lists of a guild, or of the house.
pub async fn all(app: &App, caller: &Caller, guild_id: Option<Id<GuildMarker>>) -> ActionResult<Shelf> {
    access::standing(app, caller, guild_id).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    app.read(move |tx| {
        let kept = tables::of(tx, guild_id, LISTS_MAX)?;
        let lists = kept.into_iter().map(|list| shown::list(tx, list, me, now)).collect::<Result<_, _>>()?;
        Ok(Shelf { lists })
    })
    .await
}

/// One list.
pub async fn get(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<ShownList> {
    let (_, list) = access::list(app, caller, id).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    app.read(move |tx| shown::list(tx, list, me, now)).await
}

/// Rows of a list behind a number, in their order.
pub async fn rows(
    app: &App,
    caller: &Caller,
    id: Id<ListMarker>,
    verdict: Option<Verdict>,
    after: u32,
    limit: usize,
) -> ActionResult<Rows> {
    let (standing, _) = access::list(app, caller, id).await?;
    app.read(move |tx| {
        let mut kept = tables::rows(tx, id, verdict, after, limit as u32 + 1)?;
        let has_more = kept.len() > limit;
        kept.truncate(limit);
        let rows = kept.into_iter().map(|row| shown::row(tx, &standing, row)).collect::<Result<_, _>>()?;
        Ok(Rows { rows, has_more })
    })
    .await
}

/// Takes a list away with everything that is kept of it. Cases that were opened from it stay.
pub async fn delete(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<()> {
    let (_, list) = access::list(app, caller, id).await?;
    let is_gone = app.write(desk::lane(list.guild_id), move |tx, _| Ok(tables::delete(tx, id)?)).await?;
    if is_gone { Ok(()) } else { Err(unknown("List")) }
}

/// A row that names nobody here, or somebody of the staff, leads to nothing.
pub(super) fn not_for_cases() -> ActionError {
    let text = "This row means nobody and nothing here against which a case may be opened.";
    ActionError::invalid("number", "NO_CASE_FROM_ROW", text)
}
