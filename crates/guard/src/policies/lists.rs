//! Lists of domains, which rules name and which refuse links by themselves, and lines about files.

use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::AuditLogEvent;
use parvis_rules::validate;
use parvis_screening::links::DomainList;
use parvis_screening::policy::Policy;
use parvis_screening::policy::media::{self, MediaPolicy};
use parvis_store::Tx;
use serde::Serialize;
use serde_json::Value;

use super::manage::lists_of;
use super::{Policies, standing};
use crate::desk::unknown;
use crate::tables::policies::lists::{self, Effect, List};
use crate::tables::policies::{self as table, Scope};

const LISTS_MAX: usize = 50;
const NAME_CHARS_MAX: usize = 32;
const DOMAINS_MAX: usize = 10_000;

/// A list of domains, as those see it who set it.
#[derive(Debug, Serialize)]
pub struct ShownList {
    name: String,
    effect: Effect,
    domains: Vec<String>,
}

impl From<List> for ShownList {
    fn from(list: List) -> Self {
        let mut domains: Vec<String> = list.domains.into();
        domains.sort_unstable();
        Self { name: list.name, effect: list.effect, domains }
    }
}

fn entry(app: &App, caller: &Caller, scope: Scope, change: (&str, Value, Value)) -> Option<Entry> {
    let guild_id = scope?;
    let target = Some(guild_id.cast());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::GUILD_UPDATE, target, None);
    Some(entry.with_change(change.0, Some(change.1), Some(change.2)))
}

/// Writes a list of domains.
pub async fn put(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    scope: Scope,
    (name, effect, domains): (String, Effect, Vec<String>),
) -> ActionResult<ShownList> {
    standing::managing(app, caller, scope).await?;
    validate::length("name", name.chars().count(), 1..=NAME_CHARS_MAX)?;
    validate::length("domains", domains.len(), 1..=DOMAINS_MAX)?;
    let (parsed, refused) = DomainList::parse(domains.iter().map(String::as_str));
    if let Some(first) = refused.first() {
        let at = domains.iter().position(|domain| domain == first).unwrap_or(0);
        return Err(ActionError::invalid(format!("domains.{at}"), "DOMAIN_INVALID", "This is no domain."));
    }
    let list = List { name, effect, domains: parsed };
    let written = list.clone();
    let (house, by) = (app.clone(), caller.clone());
    app.write(standing::lane(scope), move |tx, out| {
        let known = lists::of_scope(tx, scope)?;
        let before = known.iter().find(|it| it.name == list.name).map_or(0, |it| it.domains.len());
        if before == 0 && known.len() >= LISTS_MAX {
            let text = format!("There are at most {LISTS_MAX} lists.");
            return Err(ActionError::invalid("name", "LISTS_TOO_MANY", text));
        }
        lists::put(tx, scope, &list)?;
        let change = ("$list_domains", before.into(), list.domains.len().into());
        if let Some(entry) = entry(&house, &by, scope, change) {
            audit::record(tx, out, entry.with_reason(Some(&list.name)))?;
        }
        Ok(())
    })
    .await?;
    policies.memory().forget(scope);
    Ok(written.into())
}

/// Removes a list; one that a rule names stays.
pub async fn delete(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    scope: Scope,
    name: String,
) -> ActionResult<()> {
    standing::managing(app, caller, scope).await?;
    let (house, by) = (app.clone(), caller.clone());
    app.write(standing::lane(scope), move |tx, out| {
        let known = lists::of_scope(tx, scope)?;
        let list = known.iter().find(|it| it.name == name).ok_or(unknown("List"))?;
        let size = list.domains.len();
        if let Some(rule) = naming(tx, scope, &name)? {
            let text = format!("The rule {rule:?} names this list.");
            return Err(ActionError::invalid("name", "LIST_IN_USE", text));
        }
        lists::delete(tx, scope, &name)?;
        if let Some(entry) = entry(&house, &by, scope, ("$list_domains", size.into(), 0.into())) {
            audit::record(tx, out, entry.with_reason(Some(&name)))?;
        }
        Ok(())
    })
    .await?;
    policies.memory().forget(scope);
    Ok(())
}

/// A rule that cannot be read without a list.
fn naming(tx: &mut Tx<'_>, scope: Scope, name: &str) -> ActionResult<Option<String>> {
    let with = lists_of(tx, scope)?;
    let mut without = with.clone();
    without.remove(name);
    let rules = table::of_scope(tx, scope)?;
    let breaks = |draft: &parvis_screening::policy::Draft| {
        Policy::parse(draft.clone(), &with).is_ok() && Policy::parse(draft.clone(), &without).is_err()
    };
    Ok(rules.into_iter().map(|kept| kept.draft).find(breaks).map(|draft| draft.name))
}

/// Writes the lines about files.
pub async fn put_media(
    policies: &Policies,
    app: &App,
    caller: &Caller,
    scope: Scope,
    lines: Vec<MediaPolicy>,
) -> ActionResult<Vec<MediaPolicy>> {
    standing::managing(app, caller, scope).await?;
    validate::length("lines", lines.len(), 0..=media::LINES_MAX)?;
    let errors: Vec<_> =
        lines.iter().enumerate().flat_map(|(at, line)| line.errors(&format!("lines.{at}"))).collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let written = lines.clone();
    let (house, by) = (app.clone(), caller.clone());
    app.write(standing::lane(scope), move |tx, out| {
        let before = lists::media(tx, scope)?;
        lists::put_media(tx, scope, &lines)?;
        let json = |lines: &[MediaPolicy]| serde_json::to_value(lines).unwrap_or_default();
        if let Some(entry) = entry(&house, &by, scope, ("$media", json(&before), json(&lines))) {
            audit::record(tx, out, entry)?;
        }
        Ok(())
    })
    .await?;
    policies.memory().forget(scope);
    Ok(written)
}
