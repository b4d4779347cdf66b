//! What becomes of an answer: the author accepts or declines it, either of the two goes back on it. What is taken and
//! given back is written in one transaction, and all of them stand in one lane, so that never more is taken than there
//! is.

use parvis_app::{ActionError, ActionResult, App, Caller, Outbox};
use parvis_model::Id;
use parvis_store::Tx;
use serde::Deserialize;

use super::asks::{answers, is_still_meant, received_ask, require_left};
use super::kind::{AskState, State};
use super::shown::{ReceivedAsk, ShownListing};
use super::sight::Sight;
use super::{conversation, tell, unknown, unknown_ask};
use crate::markers::{AidMarker, AskMarker};
use crate::tables::aid::Kept;
use crate::tables::aid_asks::Ask;
use crate::{Directory, tables};

/// What the author of a listing says to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Yes.
    Accepted,
    /// No.
    Declined,
    /// No more, after a yes.
    Cancelled,
}

/// Decides on an answer to a listing of the caller's.
pub async fn decide(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
    ask_id: Id<AskMarker>,
    decision: Decision,
) -> ActionResult<ReceivedAsk> {
    let sight = directory.aid_sight(app, Some(caller)).await?;
    directory.authored(app, caller, &sight, id).await?;
    let (app_in_job, sight_in_job) = (app.clone(), sight.clone());
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
        let kept = tables::aid::get(tx, id)?.ok_or_else(unknown)?;
        let ask = tables::aid_asks::get(tx, id, ask_id)?.filter(|ask| !ask.is_shelved);
        let ask = ask.ok_or_else(unknown_ask)?;
        let mut changed = Vec::new();
        let decided = match (decision, ask.state) {
            (Decision::Accepted, AskState::Asked) => {
                accept(tx, out, &app_in_job, &sight_in_job, kept, ask, &mut changed)?
            }
            (Decision::Declined, AskState::Asked) => Some(turn(tx, out, ask, AskState::Declined)?),
            (Decision::Cancelled, AskState::Accepted) => {
                free(tx, &ask, &mut changed)?;
                Some(turn(tx, out, ask, AskState::Cancelled)?)
            }
            _ => {
                let text = "This has been decided before.";
                return Err(ActionError::invalid("state", "AID_DECIDED_BEFORE", text));
            }
        };
        Ok((decided, changed))
    };
    let ask = directory.change_aid(app, job).await?.ok_or_else(unknown_ask)?;
    let (own_id, asker_id, has_agreed) = (ask.own_aid_id, ask.asker_id, ask.channel_id.is_some());
    let (own, user) = app
        .read(move |tx| {
            let own = own_id.map(|id| tables::aid::get(tx, id)).transpose()?.flatten();
            Ok((own, parvis_store::tables::users::get(tx, asker_id)?))
        })
        .await?;
    let own = own.filter(|own| sight.may_see(own)).map(|own| ShownListing::of(&sight, &own));
    Ok(received_ask(own, user.filter(|_| has_agreed), ask))
}

/// Takes what was asked for and brings the two together. `None` when whoever asked cannot be met any more: to the
/// author that is as if they had just withdrawn.
fn accept(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    app: &App,
    sight: &Sight,
    kept: Kept,
    mut ask: Ask,
    changed: &mut Vec<Id<AidMarker>>,
) -> ActionResult<Option<Ask>> {
    if !kept.state_at(sight.now_ms).is_current() || !sight.is_light(&kept) {
        return Err(ActionError::invalid(
            "state",
            "AID_NOT_OPEN",
            "This listing is over, or its place is dark.",
        ));
    }
    require_left(&kept, ask.amount)?;
    let own = ask.own_aid_id.map(|own_id| tables::aid::get(tx, own_id)).transpose()?.flatten();
    if !can_be_met(tx, &kept, &ask, own.as_ref(), sight.now_ms)? {
        ask.state = AskState::Withdrawn;
        tables::aid_asks::update(tx, &ask)?;
        return Ok(None);
    }
    let begun = conversation::begin(tx, out, app, sight, &kept, &ask)?;
    ask.state = AskState::Accepted;
    ask.channel_id = Some(begun);
    tables::aid_asks::update(tx, &ask)?;
    tell(out, ask.asker_id, kept.id, Some(ask.id), ask.state.as_str());
    take(tx, kept, ask.amount, changed)?;
    if let Some(own) = own {
        let own_id = own.id;
        if take(tx, own, ask.amount, changed)? == State::Matched {
            withdraw_waiting_of(tx, out, own_id)?;
        }
    }
    Ok(Some(ask))
}

/// Whether whoever asked still wants it and may: they are among those for whom it is meant, neither has blocked the
/// other, and what they wanted for their own listing they have not found elsewhere.
fn can_be_met(
    tx: &mut Tx<'_>,
    kept: &Kept,
    ask: &Ask,
    own: Option<&Kept>,
    now_ms: i64,
) -> ActionResult<bool> {
    let needs_it = ask.own_aid_id.is_none() || own.is_some_and(|own| answers(own, kept, ask.amount, now_ms));
    let is_blocked = parvis_store::tables::relationships::either_blocks(tx, ask.asker_id, kept.author_id)?;
    Ok(needs_it && !is_blocked && is_still_meant(tx, kept, ask.asker_id)?)
}

fn take(
    tx: &mut Tx<'_>,
    mut kept: Kept,
    amount: u32,
    changed: &mut Vec<Id<AidMarker>>,
) -> ActionResult<State> {
    kept.remaining = kept.remaining.checked_sub(amount).ok_or_else(unknown)?;
    if kept.remaining == 0 {
        kept.state = State::Matched;
    }
    tables::aid::update(tx, &kept)?;
    changed.push(kept.id);
    Ok(kept.state)
}

/// Gives back what was taken of a listing.
pub(super) fn give_back(
    tx: &mut Tx<'_>,
    id: Id<AidMarker>,
    amount: u32,
    changed: &mut Vec<Id<AidMarker>>,
) -> ActionResult<()> {
    let Some(mut kept) = tables::aid::get(tx, id)? else { return Ok(()) };
    kept.remaining = kept.remaining.saturating_add(amount).min(kept.total);
    if kept.state == State::Matched {
        kept.state = State::Open;
    }
    tables::aid::update(tx, &kept)?;
    changed.push(id);
    Ok(())
}

/// Gives back what an accepted answer took, of the listing and of the asker's own.
pub(super) fn free(tx: &mut Tx<'_>, ask: &Ask, changed: &mut Vec<Id<AidMarker>>) -> ActionResult<()> {
    give_back(tx, ask.aid_id, ask.amount, changed)?;
    match ask.own_aid_id {
        Some(own_id) => give_back(tx, own_id, ask.amount, changed),
        None => Ok(()),
    }
}

/// Writes how far an answer has come, and tells whoever gave it.
fn turn(tx: &mut Tx<'_>, out: &mut Outbox, mut ask: Ask, state: AskState) -> ActionResult<Ask> {
    ask.state = state;
    tables::aid_asks::update(tx, &ask)?;
    tell(out, ask.asker_id, ask.aid_id, Some(ask.id), state.as_str());
    Ok(ask)
}

/// Takes back what still waits in the name of a listing that needs nothing any more.
pub(super) fn withdraw_waiting_of(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    own_id: Id<AidMarker>,
) -> ActionResult<()> {
    for ask in tables::aid_asks::of_own(tx, own_id)? {
        if ask.state == AskState::Asked {
            take_back(tx, out, ask)?;
        }
    }
    Ok(())
}

/// Writes that whoever asked wants it no more, and tells the author, who saw it.
pub(super) fn take_back(tx: &mut Tx<'_>, out: &mut Outbox, mut ask: Ask) -> ActionResult<()> {
    ask.state = AskState::Withdrawn;
    tables::aid_asks::update(tx, &ask)?;
    let listing = tables::aid::get(tx, ask.aid_id)?.filter(|_| !ask.is_shelved);
    if let Some(kept) = listing {
        tell(out, kept.author_id, kept.id, Some(ask.id), ask.state.as_str());
    }
    Ok(())
}

/// Whoever asked takes it back, before it was accepted or after. The listing need not be in sight any more.
pub async fn withdraw(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<AidMarker>,
    ask_id: Id<AskMarker>,
) -> ActionResult<()> {
    caller.require_person()?;
    let me = caller.user_id;
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
        let ask = tables::aid_asks::get(tx, id, ask_id)?.filter(|ask| ask.asker_id == me);
        let ask = ask.ok_or_else(unknown_ask)?;
        let mut changed = Vec::new();
        match ask.state {
            AskState::Asked => take_back(tx, out, ask)?,
            AskState::Accepted => {
                free(tx, &ask, &mut changed)?;
                take_back(tx, out, ask)?;
            }
            AskState::Declined | AskState::Withdrawn | AskState::Cancelled => {}
        }
        Ok(((), changed))
    };
    directory.change_aid(app, job).await
}
