//! What those do with rules who set them. Every change is noted, and in a guild stands in its audit log.

use std::sync::Arc;

use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller, Outbox};
use parvis_model::{AuditLogEvent, Id, Permissions, Timestamp, User};
use parvis_rules::validate::FieldError;
use parvis_screening::policy::trial::{Gate, Measured, Refused};
use parvis_screening::policy::{Action, Draft, Lists, Policy, check_together};
use parvis_store::{Tx, tables as talk};
use serde::Serialize;

use super::lists::ShownList;
use super::{Policies, runs, standing};
use crate::automod::takes_alerts;
use crate::desk::{self, Standing, unknown};
use crate::tables::policies::{self as table, Kept, Mode, PolicyAct, PolicyMarker, Scope, lists};

/// Acts that are shown.
const ACTS_SHOWN: u32 = 50;

/// A rule as those who set it see it.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: Id<PolicyMarker>,
    guild_id: Scope,
    mode: Mode,
    #[serde(flatten)]
    draft: Draft,
    gate: Gate,
    run_since: Timestamp,
    /// Whole days since then.
    days: u32,
    failed: u64,
    measured: Measured,
    /// Why it cannot be switched on yet; null when it can.
    refused: Option<ShownRefusal>,
    /// Why it does not run: it names a list that is gone.
    broken: Option<String>,
    /// What its dry run had come to when it was switched on.
    proven: Option<Measured>,
}

/// What is missing before a rule may be switched on.
#[derive(Debug, Serialize)]
struct ShownRefusal {
    of: &'static str,
    has: u32,
    needed: u32,
}

impl From<Refused> for ShownRefusal {
    fn from(refused: Refused) -> Self {
        let (of, has, needed) = match refused {
            Refused::Days { days, needed } => ("days", days, needed),
            Refused::Sample { judged, needed } => ("sample", judged, needed),
            Refused::Precision { proven, needed } => ("precision", proven, needed),
        };
        Self { of, has, needed }
    }
}

/// That somebody did something to a rule.
#[derive(Debug, Serialize)]
struct ShownAct {
    policy_id: Id<PolicyMarker>,
    name: String,
    act: PolicyAct,
    user: Option<User>,
    at: Timestamp,
}

/// Everything that the messages of a guild, or of all, are held against.
#[derive(Debug, Serialize)]
pub struct Overview {
    may_manage: bool,
    policies: Vec<Shown>,
    lists: Vec<ShownList>,
    media: Vec<parvis_screening::policy::media::MediaPolicy>,
    acts: Vec<ShownAct>,
}

/// A rule as it is sent.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The rule.
    pub draft: Draft,
    /// What is asked before it may be switched on.
    pub gate: Gate,
}

/// What an act needs that is not in the transaction.
struct Act {
    app: App,
    caller: Caller,
    standing: Standing,
    scope: Scope,
    reason: Option<String>,
    now: Timestamp,
}

impl Act {
    fn new(app: &App, caller: &Caller, standing: Standing, scope: Scope, reason: Option<String>) -> Self {
        let (app, caller) = (app.clone(), caller.clone());
        Self { now: desk::now(&app), app, caller, standing, scope, reason }
    }

    /// Notes what is done to a rule, and writes it into the guild's audit log.
    fn note(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        act: PolicyAct,
        before: Option<&Kept>,
        after: Option<&Kept>,
    ) -> ActionResult<()> {
        let Some(kept) = after.or(before) else { return Ok(()) };
        let entry = table::Entry {
            id: self.app.ids.next(),
            scope: self.scope,
            policy_id: kept.id,
            user_id: Some(self.caller.user_id),
            act,
            name: kept.draft.name.clone(),
        };
        table::note(tx, &entry)?;
        let Some(guild_id) = self.scope else { return Ok(()) };
        let event = match act {
            PolicyAct::Made => AuditLogEvent::AUTO_MODERATION_RULE_CREATE,
            PolicyAct::Deleted => AuditLogEvent::AUTO_MODERATION_RULE_DELETE,
            _ => AuditLogEvent::AUTO_MODERATION_RULE_UPDATE,
        };
        let target = Some(kept.id.cast());
        let reason = self.reason.clone();
        let mut entry = Entry::new(&self.app, &self.caller, guild_id, event, target, reason);
        let name = |kept: &Kept| kept.draft.name.clone().into();
        let mode = |kept: &Kept| kept.mode.as_str().into();
        let rule = |kept: &Kept| serde_json::to_value(&kept.draft).unwrap_or_default();
        entry = entry.with_change("name", before.map(name), after.map(name));
        entry = entry.with_change("$mode", before.map(mode), after.map(mode));
        entry = entry.with_change("$rule", before.map(rule), after.map(rule));
        Ok(audit::record(tx, out, entry)?)
    }

    fn shown(&self, tx: &mut Tx<'_>, kept: Kept, lists: &Lists) -> ActionResult<Shown> {
        shown(tx, kept, lists, self.now)
    }

    /// What may be done by a rule of this scope and of whoever sets it; what stood in it before may stay.
    fn check(
        &self,
        wanted: Wanted,
        lists: &Lists,
        before: Option<&Kept>,
    ) -> Result<(Draft, Gate, [u8; 16]), Vec<FieldError>> {
        let Wanted { draft, gate } = wanted;
        let policy = Policy::parse(draft, lists)?;
        let mut errors = gate.errors("gate", policy.actions().iter().any(|action| action.restricts()));
        for (at, action) in policy.actions().iter().enumerate() {
            let stood = before.is_some_and(|it| it.draft.actions.contains(&policy.draft().actions[at]));
            if !stood {
                errors.extend(self.allows(*action, &format!("actions.{at}")));
            }
        }
        if errors.is_empty() { Ok((policy.draft().clone(), gate, policy.fingerprint())) } else { Err(errors) }
    }

    fn allows(&self, action: Action, path: &str) -> Option<FieldError> {
        let Standing::Guild(access) = &self.standing else {
            return matches!(action, Action::Alert { .. }).then(|| {
                let text = "A rule of the house tells no channel: what it finds is a case of its own.";
                FieldError::new(format!("{path}.kind"), "ALERT_OF_HOUSE", text)
            });
        };
        let needed = match action {
            Action::Timeout { .. } => Permissions::MODERATE_MEMBERS,
            Action::Hold | Action::Block => Permissions::MANAGE_MESSAGES,
            Action::Label | Action::Alert { .. } => Permissions::NONE,
        };
        if !access.permissions.contains(needed) {
            let text = "You may not do this yourself.";
            return Some(FieldError::new(format!("{path}.kind"), "MISSING_PERMISSIONS", text));
        }
        let Action::Alert { channel_id } = action else { return None };
        let views = access.permissions_in(channel_id).contains(Permissions::VIEW_CHANNEL);
        let fits = access.guild.channel(channel_id).is_some_and(|it| views && takes_alerts(it.kind));
        (!fits).then(|| {
            let text = "No channel of this guild that fits.";
            FieldError::new(format!("{path}.channel_id"), "CHANNEL_INVALID", text)
        })
    }
}

pub(super) fn lists_of(tx: &mut Tx<'_>, scope: Scope) -> ActionResult<Lists> {
    let kept = lists::of_scope(tx, scope)?;
    Ok(kept.into_iter().map(|list| (list.name, Arc::new(list.domains))).collect())
}

fn shown(tx: &mut Tx<'_>, kept: Kept, lists: &Lists, now: Timestamp) -> ActionResult<Shown> {
    let measured = runs::measured(tx, &kept)?;
    let broken = Policy::parse(kept.draft.clone(), lists).err();
    Ok(Shown {
        id: kept.id,
        guild_id: kept.scope,
        mode: kept.mode,
        days: runs::days(&kept, now),
        refused: runs::pass(&kept, &measured, now).err().map(ShownRefusal::from),
        broken: broken.and_then(|errors| errors.into_iter().next()).map(|error| error.message),
        draft: kept.draft,
        gate: kept.gate,
        run_since: kept.run_since,
        failed: kept.failed,
        measured,
        proven: kept.proven,
    })
}

/// Everything that the messages of a guild, or with `None` of all, are held against.
pub async fn overview(app: &App, caller: &Caller, scope: Scope) -> ActionResult<Overview> {
    let (_, may_manage) = standing::looking(app, caller, scope).await?;
    let now = desk::now(app);
    app.read(move |tx| {
        let lists = lists_of(tx, scope)?;
        let kept = table::of_scope(tx, scope)?;
        let policies = kept.into_iter().map(|kept| shown(tx, kept, &lists, now));
        let policies = policies.collect::<ActionResult<_>>()?;
        let lists = lists::of_scope(tx, scope)?.into_iter().map(ShownList::from).collect();
        let mut acts = Vec::new();
        for entry in table::notes(tx, scope, ACTS_SHOWN)? {
            let user = match entry.user_id {
                Some(user_id) => talk::users::get(tx, user_id)?,
                None => None,
            };
            let at = Timestamp::from_unix_ms(entry.id.created_unix_ms());
            let (policy_id, name, act) = (entry.policy_id, entry.name, entry.act);
            acts.push(ShownAct { policy_id, name, act, user, at });
        }
        Ok(Overview { may_manage, policies, lists, media: lists::media(tx, scope)?, acts })
    })
    .await
}

/// No message waits longer than this for all rules of one scope.
fn require_bound(tx: &mut Tx<'_>, scope: Scope, lists: &Lists) -> ActionResult<()> {
    let kept = table::of_scope(tx, scope)?;
    let parsed: Vec<Policy> =
        kept.into_iter().filter_map(|kept| Policy::parse(kept.draft, lists).ok()).collect();
    Ok(check_together(&parsed)?)
}

/// Makes a rule. It runs dry.
pub async fn create(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    scope: Scope,
    wanted: Wanted,
    reason: Option<String>,
) -> ActionResult<Shown> {
    let standing = standing::managing(app, caller, scope).await?;
    let act = Act::new(app, caller, standing, scope, reason);
    let id = app.ids.next();
    let made = app
        .write(standing::lane(scope), move |tx, out| {
            let lists = lists_of(tx, scope)?;
            let (draft, gate, _) = act.check(wanted, &lists, None)?;
            let (mode, run_since) = (Mode::Dry, act.now);
            let kept = Kept { id, scope, mode, draft, gate, run_since, caught: 0, failed: 0, proven: None };
            table::insert(tx, &kept)?;
            require_bound(tx, scope, &lists)?;
            act.note(tx, out, PolicyAct::Made, None, Some(&kept))?;
            act.shown(tx, kept, &lists)
        })
        .await?;
    policies.memory().forget(scope);
    Ok(made)
}

/// Changes a rule: it runs dry again, whatever it was. When it catches something else from now on, it is measured anew.
pub async fn edit(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    id: Id<PolicyMarker>,
    wanted: Wanted,
    reason: Option<String>,
) -> ActionResult<Shown> {
    let (standing, found) = standing::changing(app, caller, id).await?;
    let scope = found.scope;
    let act = Act::new(app, caller, standing, scope, reason);
    let changed = app
        .write(standing::lane(scope), move |tx, out| {
            let before = table::get(tx, id)?.ok_or(unknown("Policy"))?;
            let lists = lists_of(tx, scope)?;
            let caught = Policy::parse(before.draft.clone(), &lists).ok().map(|it| it.fingerprint());
            let (draft, gate, catches) = act.check(wanted, &lists, Some(&before))?;
            if draft == before.draft && gate == before.gate {
                return act.shown(tx, before, &lists);
            }
            // A rule does not stay on by what was measured of another one, nor by asking less of it.
            let after = Kept { draft, gate, mode: Mode::Dry, proven: None, ..before.clone() };
            table::update(tx, &after)?;
            if caught != Some(catches) {
                table::begin_run(tx, id, act.now)?;
            }
            require_bound(tx, scope, &lists)?;
            act.note(tx, out, PolicyAct::Changed, Some(&before), Some(&after))?;
            let after = table::get(tx, id)?.ok_or(unknown("Policy"))?;
            act.shown(tx, after, &lists)
        })
        .await?;
    policies.memory().forget(scope);
    Ok(changed)
}

/// Switches a rule off, lets it run dry, or switches it on, which is refused before its dry run came to its numbers.
pub async fn set_mode(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    id: Id<PolicyMarker>,
    mode: Mode,
    reason: Option<String>,
) -> ActionResult<Shown> {
    let (standing, found) = standing::changing(app, caller, id).await?;
    let scope = found.scope;
    let act = Act::new(app, caller, standing, scope, reason);
    let changed = app
        .write(standing::lane(scope), move |tx, out| {
            let before = table::get(tx, id)?.ok_or(unknown("Policy"))?;
            let lists = lists_of(tx, scope)?;
            if before.mode == mode {
                return act.shown(tx, before, &lists);
            }
            let measured = runs::measured(tx, &before)?;
            if mode == Mode::On
                && let Err(refused) = runs::pass(&before, &measured, act.now)
            {
                let text = format!("Not yet: {refused}.");
                return Err(ActionError::invalid("mode", "POLICY_NOT_PROVEN", text));
            }
            let proven = Some(measured).filter(|_| mode == Mode::On);
            let after = Kept { mode, proven, ..before.clone() };
            table::update(tx, &after)?;
            if mode == Mode::Dry && before.mode == Mode::Off {
                // Nobody knows what it would have caught meanwhile.
                table::begin_run(tx, id, act.now)?;
            }
            let done = match mode {
                Mode::Off => PolicyAct::SwitchedOff,
                Mode::Dry => PolicyAct::RunsDry,
                Mode::On => PolicyAct::SwitchedOn,
            };
            act.note(tx, out, done, Some(&before), Some(&after))?;
            let after = table::get(tx, id)?.ok_or(unknown("Policy"))?;
            act.shown(tx, after, &lists)
        })
        .await?;
    policies.memory().forget(scope);
    Ok(changed)
}

/// Deletes a rule, with what it sampled.
pub async fn delete(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    id: Id<PolicyMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let (standing, found) = standing::changing(app, caller, id).await?;
    let scope = found.scope;
    let act = Act::new(app, caller, standing, scope, reason);
    app.write(standing::lane(scope), move |tx, out| {
        let kept = table::get(tx, id)?.ok_or(unknown("Policy"))?;
        table::delete(tx, id)?;
        act.note(tx, out, PolicyAct::Deleted, Some(&kept), None)
    })
    .await?;
    policies.memory().forget(scope);
    Ok(())
}
