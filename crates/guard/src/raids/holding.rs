//! Newcomers who are held back: they may read and not write, by a timeout of a day at most, with a statement of reasons
//! in the same transaction. People release them, or take the timeout over; kicks and bans are theirs alone.

use std::sync::Arc;

use parvis_app::access::GuildAccess;
use parvis_app::audit::{self, Entry};
use parvis_app::measures::{self, Authority};
use parvis_app::restrictions::{Act, Actor, Restriction};
use parvis_app::{ActionError, ActionResult, App, Caller, Kind, Lane, Outbox, looking_after, members};
use parvis_bus::{GuildSnapshot, view_of};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{AuditLogEvent, Id, Member, Permissions, Timestamp};
use parvis_pages::language::Language;
use parvis_signals::person::Score;
use parvis_store::{Tx, tables as talk};

use super::words;
use crate::tables::raids::{self, Hold, HoldState};

/// Whom nothing holds back: those who look after the guild, or manage it.
const TRUSTED: Permissions =
    looking_after::LOOKS_AFTER.union(Permissions::MANAGE_GUILD).union(Permissions::ADMINISTRATOR);
/// People of whom something is decided in one transaction.
const AT_ONCE: usize = 100;

/// Holds newcomers back in the transaction of a wave; answers how many.
pub fn hold(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    scores: &[(Id<UserMarker>, Score)],
    until: Timestamp,
) -> ActionResult<usize> {
    let mut held = 0;
    for (user_id, score) in scores {
        held += usize::from(hold_one(app, tx, out, guild, *user_id, score, until)?);
    }
    Ok(held)
}

fn hold_one(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild: &Arc<GuildSnapshot>,
    user_id: Id<UserMarker>,
    score: &Score,
    until: Timestamp,
) -> ActionResult<bool> {
    let (guild_id, now_ms) = (guild.id(), app.now_ms());
    let hold = Hold {
        held_at: Timestamp::from_unix_ms(now_ms),
        until,
        state: HoldState::Held,
        score: score.clone(),
        decided_by: None,
    };
    if !raids::insert_hold(tx, guild_id, user_id, &hold)? {
        return Ok(false);
    }
    let Some(account) = talk::users::account(tx, user_id)? else { return Ok(false) };
    let facts = words::facts(language_of(&account.locale), score);
    let is_trusted = |member: &Member| guild.base_permissions(&view_of(member, now_ms)).intersects(TRUSTED);
    let change = |member: &mut Member| {
        let is_longer = member.communication_disabled_until.is_some_and(|known| known >= until);
        if !is_longer && !is_trusted(member) {
            member.communication_disabled_until = Some(until);
        }
    };
    match members::change_by_rule(app, tx, out, (guild_id, user_id), Some(facts), change)? {
        None => {
            // They left, may not write anyway, or were trusted since.
            raids::delete_hold(tx, guild_id, user_id)?;
            Ok(false)
        }
        Some(changed) => {
            let reason = format!("Held back on arrival: score {} of {}", score.total, score.threshold);
            let (action, target) = (AuditLogEvent::MEMBER_UPDATE, Some(user_id.cast()));
            let entry = Entry::by_nobody(app, guild_id, action, target, Some(reason));
            audit::record(tx, out, changed.recorded_in(entry))?;
            Ok(true)
        }
    }
}

/// The language of an account, such as `fr` or `en-US`.
fn language_of(locale: &str) -> Language {
    let language = locale.split('-').next().unwrap_or_default();
    Language::of_tag(&language.to_ascii_lowercase()).unwrap_or(Language::English)
}

/// What a person decides of those who are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// They may write.
    Release,
    /// They may not write until then, and that is the person's decision from now on.
    Confirm {
        /// The end.
        until: Timestamp,
    },
}

/// Decides of people who are held: of these, or of all. Answers how many it was. Whoever is named and is not held is
/// unknown, unless others are named.
pub async fn decide(
    app: &App,
    caller: &Caller,
    access: &GuildAccess,
    user_ids: Option<Vec<Id<UserMarker>>>,
    choice: Choice,
    reason: Option<String>,
) -> ActionResult<usize> {
    access.require(Permissions::MODERATE_MEMBERS)?;
    let guild_id = access.id();
    let held = app.read(move |tx| Ok(raids::state(tx, guild_id)?.holds)).await?;
    let is_meant = |id: &Id<UserMarker>| user_ids.as_ref().is_none_or(|wanted| wanted.contains(id));
    let held = held.into_iter().filter(|(id, hold)| hold.state == HoldState::Held && is_meant(id));
    let mut held: Vec<Id<UserMarker>> = held.map(|(id, _)| id).collect();
    held.sort_unstable();
    if held.is_empty() && user_ids.is_some() {
        return Err(ActionError::Unknown(Kind::Member));
    }
    let mut decided = 0;
    for some in held.chunks(AT_ONCE) {
        let deciding = Deciding {
            app: app.clone(),
            actor: Actor::of(caller),
            authority: Authority::Member(Box::new(access.clone())),
            caller: caller.clone(),
            reason: reason.clone(),
        };
        let some = some.to_vec();
        decided += app
            .write(Lane::of(guild_id), move |tx, out| {
                let mut decided = 0;
                for user_id in some {
                    decided += usize::from(deciding.decide(tx, out, user_id, choice)?);
                }
                Ok(decided)
            })
            .await?;
    }
    Ok(decided)
}

struct Deciding {
    app: App,
    actor: Actor,
    authority: Authority,
    caller: Caller,
    reason: Option<String>,
}

impl Deciding {
    fn decide(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        user_id: Id<UserMarker>,
        choice: Choice,
    ) -> ActionResult<bool> {
        let (guild_id, by) = (self.authority.guild_id(), Some(self.caller.user_id));
        let (state, until, act) = match choice {
            Choice::Release => (HoldState::Released, None, Act::TimeoutEnded),
            Choice::Confirm { until } => (HoldState::Confirmed, Some(until), Act::TimedOut { until }),
        };
        if !raids::decide_hold(tx, guild_id, user_id, state, by)? {
            return Ok(false);
        }
        // Whoever left is held no more and needs nothing else; they count as decided.
        if talk::members::get(tx, guild_id, user_id)?.is_none() {
            return Ok(true);
        }
        let (before, after) = measures::time_out(tx, out, &self.authority, user_id, until)?;
        let (action, target) = (AuditLogEvent::MEMBER_UPDATE, Some(user_id.cast()));
        let entry = Entry::new(&self.app, &self.caller, guild_id, action, target, self.reason.clone());
        let entry = entry.with_changes_of(Some(&before), Some(&after), &["communication_disabled_until"]);
        if entry.has_changes() {
            audit::record(tx, out, entry)?;
        }
        let (actor, reason) = (self.actor, self.reason.clone());
        self.app.note_restriction(tx, out, &Restriction { guild_id, actor, user_id, act, reason })?;
        Ok(true)
    }
}

/// Somebody ended a timeout by hand, or made it longer: that stands, and the newcomer is not held back again.
pub async fn notice_by_hand(
    app: &App,
    guild_id: Id<GuildMarker>,
    member: &Member,
    hold: &Hold,
) -> ActionResult<bool> {
    let user_id = member.user.id;
    let state = match member.communication_disabled_until {
        Some(until) if until == hold.until => return Ok(false),
        Some(until) if until.unix_ms() > app.now_ms() => HoldState::Confirmed,
        _ => HoldState::Released,
    };
    app.write(Lane::of(guild_id), move |tx, _| Ok(raids::decide_hold(tx, guild_id, user_id, state, None)?))
        .await
}
