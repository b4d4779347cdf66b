//! Reports of groups: by anybody, to those who look after the map.

use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_model::{Id, Timestamp};
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use crate::groups::unknown as unknown_group;
use crate::log;
use crate::markers::{GroupMarker, GroupReportMarker};
use crate::tables::reports::Report;
use crate::{Directory, moderators, tables};
use parvis_app::proofs::{self, Proof};

const TEXT_CHARS_MAX: usize = 1_000;
/// Reports of one group that wait: more say nothing new.
const OPEN_MAX: u32 = 20;

/// Why somebody reports a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// What stands there is not right.
    Wrong,
    /// There is no such group any more.
    Closed,
    /// It puts people into danger.
    Unsafe,
    /// Those who run it did not agree.
    NotAgreed,
    /// Something else.
    Other,
}

impl Reason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Closed => "closed",
            Self::Unsafe => "unsafe",
            Self::NotAgreed => "not_agreed",
            Self::Other => "other",
        }
    }
}

/// What whoever reports sends.
#[derive(Debug, Deserialize)]
pub struct ReportBody {
    pub(crate) reason: Reason,
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) proof: Option<Proof>,
}

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Nobody has decided.
    #[default]
    Open,
    /// Somebody has.
    Closed,
}

impl ReportState {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// A report as moderators see it.
#[derive(Debug, Serialize)]
pub struct ShownReport {
    id: Id<GroupReportMarker>,
    group_id: Id<GroupMarker>,
    reason: String,
    text: String,
    state: String,
    created_at: Timestamp,
}

impl From<Report> for ShownReport {
    fn from(report: Report) -> Self {
        Self {
            created_at: Timestamp::from_unix_ms(report.id.created_unix_ms()),
            id: report.id,
            group_id: report.group_id,
            reason: report.reason,
            text: report.note,
            state: report.state,
        }
    }
}

/// Reports a group that the caller sees.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    group_id: Id<GroupMarker>,
    body: ReportBody,
) -> ActionResult<()> {
    if let Some(caller) = caller {
        caller.require_person()?;
    }
    let (view, viewer) = directory.view_for(app, caller).await?;
    view.group(group_id, viewer.as_ref()).ok_or_else(unknown_group)?;
    let text = body.text.trim().to_owned();
    validate::length("text", text.chars().count(), 0..=TEXT_CHARS_MAX)?;
    proofs::require(&directory.0.proofs, app, caller, body.proof.as_ref())?;
    let report = Report {
        id: app.ids.next(),
        group_id,
        reason: body.reason.as_str().to_owned(),
        note: text,
        state: ReportState::Open.as_str().to_owned(),
    };
    app.write(crate::lane(), move |tx, _| {
        if tables::reports::open_count(tx, group_id)? < OPEN_MAX {
            tables::reports::insert(tx, &report)?;
        }
        Ok(())
    })
    .await
}

/// A page of reports, the newest first, for moderators.
pub async fn list(
    app: &App,
    caller: &Caller,
    state: ReportState,
    before: Option<Id<GroupReportMarker>>,
    limit: u32,
) -> ActionResult<Vec<ShownReport>> {
    moderators::require(app, caller).await?;
    let before = before.unwrap_or(Id::new(i64::MAX as u64));
    let reports = app.read(move |tx| Ok(tables::reports::page(tx, state.as_str(), before, limit)?)).await?;
    Ok(reports.into_iter().map(Into::into).collect())
}

/// Closes a report.
pub async fn close(app: &App, caller: &Caller, id: Id<GroupReportMarker>) -> ActionResult<ShownReport> {
    let actor = moderators::require(app, caller).await?;
    let app_in_job = app.clone();
    app.write(crate::lane(), move |tx, _| {
        let closed = tables::reports::close(tx, id)?;
        let report = closed.ok_or(ActionError::Unknown(Kind::Thing("Report")))?;
        log::record(tx, &app_in_job, actor, "report.close", id, &report.reason)?;
        Ok(report.into())
    })
    .await
}
