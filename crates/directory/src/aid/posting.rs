//! Posting a listing and ending it: by its author, or by those who look after the map or the guild.

use std::sync::Arc;

use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller, Outbox, access};
use parvis_model::{AuditLogEvent, Id, Permissions, Timestamp};
use parvis_rules::validate;
use parvis_store::Tx;
use serde::Deserialize;

use super::answers::{give_back, withdraw_waiting_of};
use super::body::AidBody;
use super::kind::{AskState, State};
use super::shown::ShownListing;
use super::sight::Sight;
use super::{tell, unknown};
use crate::groups::body::one_line;
use crate::log::{self, Actor};
use crate::markers::AidMarker;
use crate::tables::aid::Kept;
use crate::{Directory, tables};

/// Current listings of one account.
pub const CURRENT_MAX: u32 = 20;
/// Listings that one account posts in a day.
pub const PER_DAY: u32 = 10;
pub(super) const DAY_MS: i64 = 86_400_000;
const REASON_CHARS_MAX: usize = 200;

/// Why moderators take a listing away.
#[derive(Debug, Deserialize)]
pub struct RemovalBody {
    reason: String,
}

/// Posts a listing. Nobody but its author is told whose it is.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    body: AidBody,
) -> ActionResult<ShownListing> {
    caller.require_person()?;
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let draft = body.read(&sight.view, sight.now_ms)?;
    if let Some(guild_id) = draft.guild_id {
        access::guild(app, caller, guild_id, Permissions::SEND_MESSAGES).await?;
    }
    let kept = Kept {
        id: app.ids.next(),
        author_id: caller.user_id,
        guild_id: draft.guild_id,
        kind: draft.kind,
        state: State::Open,
        until: draft.until,
        total: draft.total,
        remaining: draft.total,
        details: draft.details,
    };
    let (row, now_ms) = (kept.clone(), sight.now_ms);
    let job = move |tx: &mut Tx<'_>, _: &mut Outbox| {
        require_room(tx, &row, now_ms)?;
        tables::aid::insert(tx, &row)?;
        Ok(((), vec![row.id]))
    };
    directory.change_aid(app, job).await?;
    Ok(ShownListing::of(&sight, &kept).with_own(&sight, &kept, 0))
}

fn require_room(tx: &mut Tx<'_>, kept: &Kept, now_ms: i64) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(now_ms);
    if tables::aid::current_count(tx, kept.author_id, now)? >= CURRENT_MAX {
        let text = "You have 20 current listings: end one that is not needed any more.";
        return Err(ActionError::invalid("kind", "AID_TOO_MANY_OPEN", text));
    }
    let day = Id::first_of_unix_ms(now_ms - DAY_MS);
    if tables::aid::count_since(tx, kept.author_id, day)? >= PER_DAY {
        return Err(ActionError::TooFast { retry_after_ms: 3_600_000 });
    }
    Ok(())
}

/// Its author takes a listing back.
pub async fn cancel(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
) -> ActionResult<()> {
    end_own(directory, app, caller, id, State::Cancelled).await
}

/// Its author says that it is done.
pub async fn finish(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
) -> ActionResult<()> {
    end_own(directory, app, caller, id, State::Done).await
}

async fn end_own(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
    state: State,
) -> ActionResult<()> {
    let sight = directory.aid_sight(app, Some(caller)).await?;
    directory.authored(app, caller, &sight, id).await?;
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| Ok(((), end(tx, out, id, state, None)?));
    directory.change_aid(app, job).await
}

/// Ends a listing that is current; says which listings that changed. Who waited for an answer learns that there will
/// be none; a listing that is taken back also frees what its author had taken of others.
pub(super) fn end(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    id: Id<AidMarker>,
    state: State,
    removed_because: Option<String>,
) -> ActionResult<Vec<Id<AidMarker>>> {
    let mut kept = tables::aid::get(tx, id)?.ok_or_else(unknown)?;
    let mut changed = vec![id];
    if !kept.state.is_current() {
        return Ok(changed);
    }
    kept.state = state;
    kept.details.removed_because = removed_because;
    tables::aid::update(tx, &kept)?;
    for mut ask in tables::aid_asks::of_listing(tx, id)? {
        ask.state = match (ask.state, state) {
            (AskState::Asked, _) => AskState::Declined,
            (AskState::Accepted, State::Cancelled) => {
                if let Some(own) = ask.own_aid_id {
                    give_back(tx, own, ask.amount, &mut changed)?;
                }
                AskState::Cancelled
            }
            _ => continue,
        };
        tables::aid_asks::update(tx, &ask)?;
        tell(out, ask.asker_id, id, Some(ask.id), ask.state.as_str());
    }
    withdraw_waiting_of(tx, out, id)?;
    Ok(changed)
}

/// Those who look after the map, or after the guild, take a listing away. Their log says what and why, not whose.
pub async fn remove(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
    body: RemovalBody,
) -> ActionResult<()> {
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let (kept, actor) = directory.looked_after(app, caller, &sight, id).await?;
    let reason = read_reason(&body.reason)?;
    let entry = kept.guild_id.map(|guild_id| {
        let said = Some(kept.details.text.clone().into());
        Entry::new(app, caller, guild_id, AuditLogEvent::GUILD_UPDATE, None, Some(reason.clone()))
            .with_change("aid_listing", said, None)
    });
    take_away(directory, app, &kept, reason, actor, entry).await
}

/// The same by the operator.
pub async fn remove_by_operator(
    directory: &Directory,
    app: &App,
    id: Id<AidMarker>,
    reason: &str,
) -> ActionResult<()> {
    let view = directory.view(app).await?;
    let kept = directory.with_board(app, &view, |board| board.get(id).cloned()).await?;
    let reason = read_reason(reason)?;
    let kept = kept.ok_or_else(unknown)?;
    take_away(directory, app, &kept, reason, Actor::House, None).await
}

fn read_reason(reason: &str) -> ActionResult<String> {
    let reason = one_line(reason);
    validate::length("reason", reason.chars().count(), 1..=REASON_CHARS_MAX)?;
    Ok(reason)
}

async fn take_away(
    directory: &Directory,
    app: &App,
    kept: &Kept,
    reason: String,
    actor: Actor,
    entry: Option<Entry>,
) -> ActionResult<()> {
    let (id, author_id, app_in_job) = (kept.id, kept.author_id, app.clone());
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
        let changed = end(tx, out, id, State::Cancelled, Some(reason.clone()))?;
        tables::aid_reports::close_all(tx, id)?;
        match entry {
            Some(entry) => audit::record(tx, out, entry)?,
            None => log::record(tx, &app_in_job, actor, "aid.remove", id, &reason)?,
        }
        tell(out, author_id, id, None, State::Cancelled.as_str());
        Ok(((), changed))
    };
    directory.change_aid(app, job).await
}

/// All open listings, the soonest first, whatever is dark. For the operator.
pub async fn all_current(directory: &Directory, app: &App) -> ActionResult<Vec<ShownListing>> {
    let sight = directory.aid_sight(app, None).await?;
    let now_ms = sight.now_ms;
    let mut kept = app.read(|tx| Ok(tables::aid::all(tx)?)).await?;
    kept.retain(|it| it.state_at(now_ms).is_current());
    kept.sort_by_key(|it| (it.details.from, it.id));
    Ok(kept.iter().map(|it| ShownListing::of(&sight, it)).collect())
}

impl Directory {
    /// A listing that the caller looks after, and as what: of the map, its moderators; of a guild, those who remove
    /// messages there. To others who see it, it is not theirs.
    pub(super) async fn looked_after(
        &self,
        app: &App,
        caller: &Caller,
        sight: &Sight,
        id: Id<AidMarker>,
    ) -> ActionResult<(Arc<Kept>, Actor)> {
        caller.require_person()?;
        let kept = self.with_board(app, &sight.view, |board| board.get(id).cloned()).await?;
        let kept = kept.ok_or_else(unknown)?;
        match kept.guild_id {
            None if sight.viewer.as_ref().is_some_and(|viewer| viewer.is_moderator) => {
                Ok((kept, Actor::Moderator(caller.user_id)))
            }
            None => {
                self.visible(app, sight, id).await?;
                Err(ActionError::MissingPermissions)
            }
            Some(guild_id) => {
                let needed = Permissions::MANAGE_MESSAGES;
                access::guild(app, caller, guild_id, needed).await.map_err(|error| match error {
                    ActionError::Unknown(_) => unknown(),
                    other => other,
                })?;
                Ok((kept, Actor::Moderator(caller.user_id)))
            }
        }
    }
}
