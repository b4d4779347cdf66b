//! Lists of the house, signed for other instances. What leaves the house was decided here by a person and stands, or is
//! a domain or a file that is here; accounts leave as digests only, and nobody who was merely named.

use std::str::FromStr;

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx, tables as talk};
use parvis_watchlists::matching::Verdict;
use parvis_watchlists::signed::{self, About, List as Signed, ListEntry, Published};
use parvis_watchlists::{Evidence, Recommendation, Subject};
use serde::Serialize;

use super::presence::hex;
use super::upload::random;
use super::{DAY_MS, access, own_host, sampling};
use crate::desk::{self, unknown};
use crate::tables;
use crate::tables::lists::signed::{self as kept, PublishedList};
use crate::tables::lists::{self, List, ListMarker, ListRow};
use crate::words::MeasureKind;

/// The key with which lists are signed.
const KEY: &str = "signed lists";
/// Lists that are shown.
const SHOWN_MAX: u32 = 100;
/// How long an issue counts; it is signed anew every hour, so that what was undone here leaves the others, too.
const ISSUE_MS: i64 = 30 * DAY_MS;
/// Rows that are read at once.
const AT_ONCE: u32 = 1_000;

/// The lists that this instance publishes, and whose signature counts.
#[derive(Debug, Serialize)]
pub struct Catalogue {
    issuer: Option<String>,
    key: String,
    lists: Vec<Issue>,
}

/// One of them.
#[derive(Debug, Serialize)]
pub struct Issue {
    id: Id<ListMarker>,
    title: String,
    path: String,
    evidence: Evidence,
    appeal: String,
    entries: u32,
    issued_at: Timestamp,
    expires_at: Timestamp,
}

fn seed(tx: &mut Tx<'_>) -> Result<[u8; 32], StoreError> {
    let kept = talk::secrets::get_or_insert(tx, KEY, &random::<32>())?;
    kept.try_into().map_err(|_| StoreError::Invalid("the key of signed lists is not of 32 bytes".to_owned()))
}

fn issue(it: PublishedList) -> Issue {
    Issue {
        id: it.list_id,
        path: format!("/api/parvis/v1/guard/lists/published/{}", it.list_id),
        title: it.about.title,
        evidence: it.about.evidence,
        appeal: it.about.appeal,
        entries: it.entries,
        issued_at: Timestamp::from_unix_ms(it.about.issued_ms),
        expires_at: Timestamp::from_unix_ms(it.about.expires_ms),
    }
}

/// What this instance publishes. For everybody.
pub async fn catalogue(app: &App) -> ActionResult<Catalogue> {
    let (now, issuer) = (desk::now(app), own_host(app));
    app.write(desk::lane(None), move |tx, _| {
        let key = hex(&signed::public_key(&seed(tx)?));
        let lists = kept::all_published(tx, now, SHOWN_MAX)?.into_iter().map(issue).collect();
        Ok(Catalogue { issuer, key, lists })
    })
    .await
}

/// The file of a published list. For everybody.
pub async fn file(app: &App, id: Id<ListMarker>) -> ActionResult<String> {
    let now = desk::now(app);
    let found = app.read(move |tx| Ok(kept::published(tx, id, now)?)).await?;
    Ok(found.ok_or(unknown("List"))?.file)
}

/// Publishes a list of the house.
pub async fn publish(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<Issue> {
    let (_, list) = access::list(app, caller, id).await?;
    let now = desk::now(app);
    sampling::require_valid(&list, now)?;
    if list.guild_id.is_some() {
        let text = "Only lists of the house are published.";
        return Err(ActionError::invalid("list_id", "LIST_OF_GUILD", text));
    }
    let host = own_host(app).ok_or_else(|| {
        let text = "The operator has not said at which address this server is reached.";
        ActionError::invalid("list_id", "NO_PUBLIC_URL", text)
    })?;
    app.write(desk::lane(None), move |tx, _| {
        let list = lists::get(tx, id)?.ok_or(unknown("List"))?;
        let published = sign(tx, &list, &host, now)?;
        Ok(issue(published))
    })
    .await
}

/// Ends the publication of a list.
pub async fn withdraw(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<()> {
    access::list(app, caller, id).await?;
    let was_one = app.write(desk::lane(None), move |tx, _| Ok(kept::withdraw(tx, id)?)).await?;
    if was_one { Ok(()) } else { Err(unknown("List")) }
}

/// Signs every published list anew: what was undone here leaves it, what was decided since comes into it.
pub async fn reissue(app: &App) -> ActionResult<()> {
    let Some(host) = own_host(app) else { return Ok(()) };
    let now = desk::now(app);
    app.write(desk::lane(None), move |tx, _| {
        kept::delete_ended(tx, now)?;
        for published in kept::all_published(tx, now, SHOWN_MAX)? {
            match lists::get(tx, published.list_id)?.filter(|list| list.expires_at > now) {
                Some(list) => {
                    sign(tx, &list, &host, now)?;
                }
                None => {
                    kept::withdraw(tx, published.list_id)?;
                }
            }
        }
        Ok(())
    })
    .await
}

fn sign(tx: &mut Tx<'_>, list: &List, host: &str, now: Timestamp) -> ActionResult<PublishedList> {
    let mut entries = Vec::new();
    let mut after = 0;
    loop {
        let rows = lists::rows(tx, list.id, Some(Verdict::Exact), after, AT_ONCE)?;
        for row in &rows {
            entries.extend(entry(tx, list, row, host)?);
        }
        match rows.last() {
            Some(last) if rows.len() == AT_ONCE as usize => after = last.number,
            _ => break,
        }
    }
    let about = About {
        id: list.id.to_string(),
        title: list.about.title.clone(),
        issuer: host.to_owned(),
        appeal: list.about.appeal.clone(),
        evidence: list.about.evidence,
        source: list.about.source.clone(),
        licence: list.about.licence.clone(),
        issued_ms: now.unix_ms(),
        expires_ms: list.expires_at.unix_ms().min(now.unix_ms() + ISSUE_MS),
        salt: hex(&list.salt),
    };
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let signed = Signed { about: about.clone(), entries };
    let file = signed
        .sign(&seed(tx)?)
        .map_err(|refusal| ActionError::invalid("list_id", "LIST_NOT_SIGNED", refusal.to_string()))?;
    let published = PublishedList { list_id: list.id, about, entries: count, file };
    kept::publish(tx, &published)?;
    Ok(published)
}

/// What leaves the house of a row: of an account, only where a decision against it stands.
fn entry(tx: &mut Tx<'_>, list: &List, row: &ListRow, host: &str) -> Result<Option<ListEntry>, StoreError> {
    let Some(subject) = row.subject.as_deref().and_then(|text| Subject::from_str(text).ok()) else {
        return Ok(None);
    };
    let mut evidence = row.evidence;
    if row.user_id.is_some() {
        if !is_decided(tx, row)? {
            return Ok(None);
        }
        evidence = Some(Evidence::Decided);
    }
    let Some(subject) = Published::of(&subject, host, &list.salt) else { return Ok(None) };
    // No words of the list's own, in which a name might stand.
    let recommendation = match Recommendation::from_word(&row.recommendation) {
        Recommendation::Other(_) => Recommendation::Review,
        known => known,
    };
    Ok(Some(ListEntry {
        subject,
        recommendation,
        evidence,
        expires_ms: row.expires_at.map(Timestamp::unix_ms),
    }))
}

/// Whether a person decided against it, and that stands.
fn is_decided(tx: &mut Tx<'_>, row: &ListRow) -> Result<bool, StoreError> {
    let Some(case_id) = row.case_id else { return Ok(false) };
    let Some(decision_id) = tables::cases::get(tx, case_id)?.and_then(|case| case.decision_id) else {
        return Ok(false);
    };
    let decision = tables::decisions::get(tx, decision_id)?;
    Ok(decision.is_some_and(|it| it.undone.is_none() && it.content.gravest() != MeasureKind::None))
}
