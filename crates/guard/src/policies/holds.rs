//! Messages that a rule holds: somebody who looks after it lets each of them through, or does not. What nobody decides
//! in time is refused, and its author is told so.

use parvis_app::access::GuildAccess;
use parvis_app::hooks::Submission;
use parvis_app::messages::{self, MessageDraft};
use parvis_app::{ActionError, ActionResult, App, Caller, Lane, Outbox, looking_after};
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Message, Timestamp, User, words};
use parvis_store::{Tx, tables as talk};
use serde::{Deserialize, Serialize};

use super::Policies;
use super::effects::{self, Reasons};
use super::memory::Caught;
use crate::desk::{self, Standing, unknown};
use crate::tables::policies::holds::{self, Held, HeldMarker};
use crate::tables::policies::{self as table, Scope, Why};
use crate::words::{Measure, MeasureKind};

const DAY_MS: i64 = 86_400_000;
/// How long a message waits for somebody to decide.
pub const HOLD_MS: i64 = 7 * DAY_MS;
/// Messages of one author in one guild that wait at once.
const WAITING_MAX: u32 = 10;
const SHOWN_MAX: u32 = 100;
/// Held messages that are refused in one transaction because nobody decided.
const AT_ONCE: u32 = 100;
const NOBODY_DECIDED: &str = "Nobody decided about it within seven days.";

words! {
    /// What becomes of a message that waited.
    Outcome {
        /// It is written now.
        Released = "released",
        /// It is not written.
        Refused = "refused",
    }
}

/// A message that waits, as those who decide see it.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: Id<HeldMarker>,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    author: Option<User>,
    rule: String,
    content: String,
    why: Vec<Why>,
    held_at: Timestamp,
    until: Timestamp,
}

/// Keeps a message that a rule holds; false when too many of its author's wait already.
pub(super) async fn keep(
    app: &App,
    submission: &Submission<'_>,
    access: &GuildAccess,
    caught: &Caught,
) -> ActionResult<bool> {
    let id: Id<HeldMarker> = app.ids.next();
    let held = Held {
        id,
        guild_id: access.id(),
        for_house: caught.running.scope.is_none(),
        channel_id: submission.access.id(),
        author_id: submission.author_id,
        rule: caught.running.name().to_owned(),
        content: submission.content.to_owned(),
        why: caught.why.clone().unwrap_or_default(),
        until: Timestamp::from_unix_ms(app.now_ms() + HOLD_MS),
    };
    let policy_id = caught.running.id;
    app.write(access.lane(), move |tx, _| {
        if holds::count_of(tx, held.guild_id, held.author_id)? >= WAITING_MAX {
            return Ok(false);
        }
        holds::insert(tx, &held)?;
        table::count(tx, policy_id, 1, 0)?;
        Ok(true)
    })
    .await
}

/// What waits for a guild, or for the house: of the channels that the caller views, and nothing of their own.
pub async fn list(app: &App, caller: &Caller, scope: Scope) -> ActionResult<Vec<Shown>> {
    let standing = desk::standing(app, caller, scope).await?;
    app.read(move |tx| {
        let mut shown = Vec::new();
        for held in holds::page(tx, scope, SHOWN_MAX)? {
            if decides(tx, &standing, &held)? {
                shown.push(Shown {
                    id: held.id,
                    guild_id: held.guild_id,
                    channel_id: held.channel_id,
                    author: talk::users::get(tx, held.author_id)?,
                    rule: held.rule,
                    content: held.content,
                    why: held.why,
                    held_at: Timestamp::from_unix_ms(held.id.created_unix_ms()),
                    until: held.until,
                });
            }
        }
        Ok(shown)
    })
    .await
}

/// Whether somebody who looks after it may decide about a message: not about their own, nor about what they may not
/// see.
fn decides(tx: &mut Tx<'_>, standing: &Standing, held: &Held) -> ActionResult<bool> {
    if held.author_id == standing.user_id() {
        return Ok(false);
    }
    Ok(match standing {
        Standing::House(_) => held.for_house,
        Standing::Guild(access) => {
            access.id() == held.guild_id
                && !held.for_house
                && looking_after::may_see(tx, access, Some(held.channel_id))?
        }
    })
}

/// Decides about a message that waits. A released one is written now, in its author's name; whoever left the guild
/// meanwhile, or may not write any more, does not.
pub async fn decide(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    id: Id<HeldMarker>,
    outcome: Outcome,
) -> ActionResult<Option<Message>> {
    caller.require_person()?;
    let held = app.read(move |tx| Ok(holds::get(tx, id)?)).await?.ok_or(unknown("Held Message"))?;
    let scope = Some(held.guild_id).filter(|_| !held.for_house);
    let standing = desk::standing(app, caller, scope).await.map_err(|error| match error {
        ActionError::MissingPermissions | ActionError::Unknown(_) => unknown("Held Message"),
        other => other,
    })?;
    let (app_in_job, waiting, actor_id) = (app.clone(), held.clone(), caller.user_id);
    app.write(Lane::of(held.guild_id), move |tx, out| {
        // Whoever decides second finds it gone.
        if !decides(tx, &standing, &waiting)? || !holds::delete(tx, id)? {
            return Err(unknown("Held Message"));
        }
        if outcome == Outcome::Refused {
            let reasons = Reasons { actor_id: Some(actor_id), ..reasons(&waiting, "") };
            refuse(&app_in_job, tx, out, &waiting, &reasons)?;
        }
        Ok(())
    })
    .await?;
    if outcome == Outcome::Refused {
        return Ok(None);
    }
    let author = Caller { user_id: held.author_id, is_bot: false, login_id: Id::new(0) };
    policies.memory().release(held.channel_id, held.author_id, &held.content);
    let draft = MessageDraft { content: held.content.clone(), ..MessageDraft::default() };
    match messages::send(app, &author, held.channel_id, draft).await {
        Ok(message) => Ok(Some(message)),
        Err(error) => {
            // It cannot be written now: it waits on, until somebody refuses it or its time is over.
            policies.memory().was_released(held.channel_id, held.author_id, &held.content);
            app.write(Lane::of(held.guild_id), move |tx, _| Ok(holds::insert(tx, &held)?)).await?;
            Err(error)
        }
    }
}

fn reasons<'a>(held: &'a Held, told: &'a str) -> Reasons<'a> {
    Reasons { rule: &held.rule, told, labels: &[], quote: &held.content, actor_id: None }
}

fn refuse(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    held: &Held,
    reasons: &Reasons<'_>,
) -> ActionResult<()> {
    let place = (held.guild_id, held.channel_id, held.author_id);
    effects::explain(app, tx, out, place, Measure::of(MeasureKind::RefuseMessage), reasons)
}

/// Refuses what nobody decided about in time; whether there may be more.
pub(super) async fn refuse_expired(app: &App) -> ActionResult<bool> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    let app_in_job = app.clone();
    app.write(desk::lane(None), move |tx, out| {
        let expired = holds::expired(tx, now, AT_ONCE)?;
        for held in &expired {
            // Somebody may be releasing it at this moment.
            if !holds::delete(tx, held.id)? {
                continue;
            }
            refuse(&app_in_job, tx, out, held, &reasons(held, NOBODY_DECIDED))?;
        }
        Ok(expired.len() == AT_ONCE as usize)
    })
    .await
}
