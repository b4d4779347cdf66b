//! Removals: a moderator takes single groups from the map; several need a second moderator. What must vanish at once is
//! taken dark instead, which one can do and anybody can undo.

use parvis_app::sheets::of_groups;
use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_rules::validate;
use serde::Serialize;

use crate::groups::keeping::finish;
use crate::log;
use crate::markers::{EntryMarker, GroupMarker, RemovalMarker};
use crate::submissions::message;
use crate::tables::groups::State;
use crate::tables::removals::Removal;
use crate::{Changed, Directory, moderators, tables};

/// Groups that one moderator may remove alone in a day.
const ALONE_PER_DAY_MAX: u32 = 5;
/// Groups of one removal.
const GROUPS_MAX: usize = 500;
/// Removals that are shown.
const PAGE: u32 = 100;
const DAY_MS: i64 = 86_400_000;

/// A removal as moderators see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownRemoval {
    id: Id<RemovalMarker>,
    at: Timestamp,
    proposer_id: Id<UserMarker>,
    group_ids: Vec<Id<GroupMarker>>,
    reason: String,
}

impl From<Removal> for ShownRemoval {
    fn from(removal: Removal) -> Self {
        Self {
            at: Timestamp::from_unix_ms(removal.id.created_unix_ms()),
            id: removal.id,
            proposer_id: removal.proposer_id,
            group_ids: removal.group_ids,
            reason: removal.reason,
        }
    }
}

fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Thing("Removal"))
}

/// Refuses a moderator who has removed as many groups today as one may alone.
pub(crate) async fn require_few(app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
    let since: Id<EntryMarker> = Id::first_of_unix_ms(app.now_ms() - DAY_MS);
    let count =
        app.read(move |tx| Ok(tables::log::count_since(tx, user_id, "group.removed", since)?)).await?;
    if count < ALONE_PER_DAY_MAX {
        return Ok(());
    }
    let text = format!(
        "One moderator removes {ALONE_PER_DAY_MAX} groups a day at most: propose a removal, and a second one agrees."
    );
    Err(ActionError::invalid("group_id", "DIRECTORY_NEEDS_TWO", text))
}

/// Proposes to remove groups.
pub async fn propose(
    app: &App,
    caller: &Caller,
    mut group_ids: Vec<Id<GroupMarker>>,
    reason: &str,
) -> ActionResult<ShownRemoval> {
    moderators::require(app, caller).await?;
    let reason = message("reason", reason)?;
    group_ids.sort_unstable();
    group_ids.dedup();
    validate::length("group_ids", group_ids.len(), 1..=GROUPS_MAX)?;
    let removal = Removal { id: app.ids.next(), proposer_id: caller.user_id, group_ids, reason };
    app.write(crate::lane(), move |tx, _| {
        tables::removals::insert(tx, &removal)?;
        Ok(removal.into())
    })
    .await
}

/// The removals that wait for a second moderator, the last first.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<Vec<ShownRemoval>> {
    moderators::require(app, caller).await?;
    let removals = app.read(|tx| Ok(tables::removals::page(tx, PAGE)?)).await?;
    Ok(removals.into_iter().map(Into::into).collect())
}

/// Agrees to a removal of another moderator, and carries it out.
pub async fn approve(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<RemovalMarker>,
) -> ActionResult<()> {
    let actor = moderators::require(app, caller).await?;
    let (me, app_in_job) = (caller.user_id, app.clone());
    let now = Timestamp::from_unix_ms(app.now_ms());
    directory
        .change(app, move |tx, out| {
            let removal = tables::removals::get(tx, id)?.ok_or_else(unknown)?;
            // The first one must still look after the map: else it is one person's removal.
            let has_proposer = tables::moderators::exists(tx, removal.proposer_id)?;
            if removal.proposer_id == me || !has_proposer {
                return Err(ActionError::MissingPermissions);
            }
            for group_id in &removal.group_ids {
                let group = tables::groups::get(tx, *group_id)?.filter(|group| !group.state.is_over());
                if let Some(group) = group {
                    of_groups::revoke_all(tx, out, group_id.cast(), now.unix_ms())?;
                    finish(tx, &app_in_job, group, State::Removed, actor, now)?;
                }
            }
            tables::removals::delete(tx, id)?;
            log::record(tx, &app_in_job, actor, "removal.approve", id, &removal.reason)?;
            Ok(((), Changed::Groups(removal.group_ids)))
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Takes a proposed removal away: any moderator may.
pub async fn cancel(app: &App, caller: &Caller, id: Id<RemovalMarker>) -> ActionResult<()> {
    let actor = moderators::require(app, caller).await?;
    let app_in_job = app.clone();
    app.write(crate::lane(), move |tx, _| {
        if !tables::removals::delete(tx, id)? {
            return Err(unknown());
        }
        Ok(log::record(tx, &app_in_job, actor, "removal.cancel", id, "")?)
    })
    .await
}
