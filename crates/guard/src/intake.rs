//! Reports by people without an account (article 16 of Regulation (EU) 2022/2065): an address of this server, why,
//! and a little work instead of a captcha. They join the case that members' reports join, and are followed by a
//! private link.

mod page;
mod words;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_app::proofs::Proof;
use parvis_app::{ActionError, ActionResult, App};
use parvis_model::marker::{CaseMarker, ReportMarker};
use parvis_model::{CaseState, Event, Id, ReportReason, Timestamp};
use parvis_rules::limits::chars;
use parvis_rules::validate;
use parvis_store::StoreError;
use parvis_store::tables as talk;
use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::orders::links;
use crate::orders::words::LinkRefusal;
use crate::reports::{self, Reported};
use crate::tables::cases;
use crate::tables::decisions;
use crate::tables::notices::{self, Notice};
use crate::tables::reports::{self as kept_reports, Report};
use crate::words::{MeasureKind, Subject};
use crate::{Guard, desk, limits};
pub use page::router as pages;

/// Scalar values of an address.
const URL_CHARS_MAX: usize = 2_000;
/// Scalar values of a name and of an address of mail.
const NAME_CHARS_MAX: usize = 100;
/// Notices of one case that are kept: more say nothing new.
const OF_CASE_MAX: usize = 50;
/// Notices of a day, of all people together.
const OF_DAY_MAX: usize = 1_000;
const DAY_MS: i64 = 86_400_000;
/// After how long an address that leads to nothing is answered: nobody learns by asking what exists.
const ANSWERED_MS: i64 = 7 * DAY_MS;
const SECRET_BYTES: usize = 32;
/// Length of a secret as text.
const SECRET_CHARS: usize = 43;

/// What somebody reports.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Where it stands.
    pub url: String,
    /// Why.
    pub reason: String,
    /// More about it.
    pub text: String,
    /// Who reports it, if they say so.
    pub name: String,
    /// Where they are reached, if they say so.
    pub email: String,
    /// That they believe what they say to be true.
    pub in_good_faith: bool,
}

/// How far a notice has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// What it is about.
    pub url: String,
    /// When it came.
    pub made_at: Timestamp,
    /// `None`: it waits; else whether something was done, and when.
    pub decided: Option<(bool, Timestamp)>,
}

/// Takes a report and returns the secret of its private link.
pub async fn create(guard: &Guard, app: &App, draft: Draft, proof: &Proof) -> ActionResult<String> {
    let reason = check(&draft)?;
    let found = links::resolve(app, &draft.url).await?;
    if matches!(
        found.refused,
        Some(LinkRefusal::Unreadable | LinkRefusal::Elsewhere | LinkRefusal::NotContent)
    ) {
        return Err(ActionError::invalid(
            "url",
            "NOT_OF_THIS_SERVER",
            "Not an address of content of this server.",
        ));
    }
    guard.proofs().accept(proof, app.now_ms())?;
    let reported = match found.subject {
        Some(subject) => {
            let of_house = match (&subject, found.guild_id, found.user_id) {
                (Subject::Message { .. }, Some(guild_id), user_id) => {
                    let owner = app.read(move |tx| Ok(talk::guilds::owner(tx, guild_id)?)).await?;
                    user_id.is_some() && owner == user_id
                }
                _ => true,
            };
            let (guild_id, user_id) = (found.guild_id, found.user_id);
            Some(Reported { subject, guild_id, user_id, for_house: of_house, copy: found.copy })
        }
        None => None,
    };
    let guild_id = reported.as_ref().and_then(|it| it.guild_id);
    let bell = desk::bell(app, guild_id).await?;
    let (id, case_id) = (app.ids.next::<ReportMarker>(), app.ids.next::<CaseMarker>());
    let (secret, digest) = secret();
    let since = Id::first_of_unix_ms(app.now_ms() - DAY_MS);
    app.write(desk::lane(guild_id), move |tx, out| {
        if notices::count_since(tx, since)? >= OF_DAY_MAX {
            return Err(ActionError::TooFast { retry_after_ms: limits::WAIT_MS });
        }
        let mut notice = Notice { id, digest, case_id: None, url: draft.url.clone() };
        if let Some(reported) = &reported {
            let (case, is_new) = reports::open(tx, case_id, reported, reason)?;
            notice.case_id = Some(case.id);
            if notices::count_of_case(tx, case.id)? < OF_CASE_MAX {
                let text = said(&draft);
                let report = Report { id, case_id: case.id, reporter_id: None, reason, text };
                kept_reports::insert(tx, &report)?;
            }
            let event = if is_new { Event::GuardCaseCreate } else { Event::GuardCaseUpdate };
            bell.ring(tx, out, &case, event)?;
        }
        Ok(notices::insert(tx, &notice)?)
    })
    .await?;
    Ok(secret)
}

fn check(draft: &Draft) -> ActionResult<ReportReason> {
    let mut errors = Vec::new();
    for (path, text, min, max) in [
        ("url", &draft.url, 1, URL_CHARS_MAX),
        ("text", &draft.text, 1, limits::REPORT_TEXT_CHARS_MAX - 2 * NAME_CHARS_MAX - 10),
        ("name", &draft.name, 0, NAME_CHARS_MAX),
        ("email", &draft.email, 0, NAME_CHARS_MAX),
    ] {
        errors.extend(validate::length(path, chars(text), min..=max).err());
    }
    let reason = ReportReason::from_word(&draft.reason);
    if reason.is_none() {
        errors.push(validate::FieldError::choices("reason", ReportReason::WORDS));
    }
    if !draft.in_good_faith {
        errors.push(validate::FieldError::required("in_good_faith"));
    }
    match reason.filter(|_| errors.is_empty()) {
        Some(reason) => Ok(reason),
        None => Err(ActionError::Invalid(errors)),
    }
}

/// What those read who decide: who said so stands below it, if they wanted to be known.
fn said(draft: &Draft) -> String {
    let who: Vec<_> =
        [&draft.name, &draft.email].into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect();
    if who.is_empty() { draft.text.clone() } else { format!("{}\n— {}", draft.text, who.join(", ")) }
}

fn secret() -> (String, [u8; 32]) {
    let mut bytes = [0; SECRET_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let digest = Sha256::digest(text.as_bytes()).into();
    (text, digest)
}

/// What became of the notice of a private link; `None` when there is none.
pub async fn follow(app: &App, secret: &str) -> ActionResult<Option<Followed>> {
    let is_secret = secret.len() == SECRET_CHARS
        && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !is_secret {
        return Ok(None);
    }
    let digest: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let now = desk::now(app);
    app.read(move |tx| {
        let Some(notice) = notices::by_digest(tx, &digest)? else { return Ok(None) };
        let made_at = notices::made_at(&notice);
        let decided = match notice.case_id {
            Some(case_id) => outcome(tx, case_id, now)?,
            None => {
                let answered_at = Timestamp::from_unix_ms(made_at.unix_ms() + ANSWERED_MS);
                (answered_at <= now).then_some((false, answered_at))
            }
        };
        Ok(Some(Followed { url: notice.url, made_at, decided }))
    })
    .await
}

fn outcome(
    tx: &mut parvis_store::Tx<'_>,
    case_id: Id<CaseMarker>,
    now: Timestamp,
) -> Result<Option<(bool, Timestamp)>, StoreError> {
    let Some(case) = cases::get(tx, case_id)? else { return Ok(None) };
    let (CaseState::Decided, Some(id), Some(at)) = (case.state(now), case.decision_id, case.decided_at)
    else {
        return Ok(None);
    };
    let decision = decisions::get(tx, id)?;
    let is_acted =
        decision.is_some_and(|it| it.content.gravest() != MeasureKind::None && it.undone.is_none());
    Ok(Some((is_acted, at)))
}

/// Removes notices that have had their time.
pub(crate) fn forget(tx: &mut parvis_store::Tx<'_>, now_ms: i64) -> Result<u64, StoreError> {
    let before = Id::first_of_unix_ms(now_ms - DAY_MS);
    notices::delete_ended(tx, before, Id::first_of_unix_ms(now_ms - 30 * DAY_MS))
}
