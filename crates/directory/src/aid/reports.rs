//! Reports of listings: by anybody who sees one, to those who look after the map, or after the guild.

use std::collections::HashMap;

use parvis_app::{ActionError, ActionResult, App, Caller, Kind as Missing, access};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions, Timestamp};
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use super::shown::ShownListing;
use crate::log;
use crate::markers::{AidMarker, AidReportMarker};
use crate::reports::ReportState;
use crate::tables::aid_reports::Report;
use crate::{Directory, moderators, tables};
use parvis_app::proofs::{self, Proof};

const TEXT_CHARS_MAX: usize = 1_000;
/// Reports of one listing that wait: more say nothing new.
const OPEN_MAX: u32 = 20;

/// Why somebody reports a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// What stands there is not right.
    Wrong,
    /// It puts people into danger.
    Unsafe,
    /// It sells or advertises something.
    Spam,
    /// Something else.
    Other,
}

impl Reason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Unsafe => "unsafe",
            Self::Spam => "spam",
            Self::Other => "other",
        }
    }
}

/// What whoever reports sends.
#[derive(Debug, Deserialize)]
pub struct ReportBody {
    reason: Reason,
    #[serde(default)]
    text: String,
    proof: Option<Proof>,
}

/// A report as moderators see it.
#[derive(Debug, Serialize)]
pub struct ShownReport {
    id: Id<AidReportMarker>,
    aid_id: Id<AidMarker>,
    guild_id: Option<Id<GuildMarker>>,
    reason: String,
    text: String,
    state: String,
    created_at: Timestamp,
    /// What is reported, as long as it is there.
    listing: Option<ShownListing>,
}

impl ShownReport {
    fn of(report: Report, listing: Option<ShownListing>) -> Self {
        Self {
            created_at: Timestamp::from_unix_ms(report.id.created_unix_ms()),
            id: report.id,
            aid_id: report.aid_id,
            guild_id: report.guild_id,
            reason: report.reason,
            text: report.note,
            state: report.state,
            listing,
        }
    }
}

/// Reports a listing that the caller sees.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    id: Id<AidMarker>,
    body: ReportBody,
) -> ActionResult<()> {
    if let Some(caller) = caller {
        caller.require_person()?;
    }
    let sight = directory.aid_sight(app, caller).await?;
    let kept = directory.visible(app, &sight, id).await?;
    let text = body.text.trim().to_owned();
    validate::length("text", text.chars().count(), 0..=TEXT_CHARS_MAX)?;
    proofs::require(&directory.0.proofs, app, caller, body.proof.as_ref())?;
    let report = Report {
        id: app.ids.next(),
        aid_id: id,
        guild_id: kept.guild_id,
        reason: body.reason.as_str().to_owned(),
        note: text,
        state: ReportState::Open.as_str().to_owned(),
    };
    app.write(crate::lane(), move |tx, _| {
        if tables::aid_reports::open_count(tx, id)? < OPEN_MAX {
            tables::aid_reports::insert(tx, &report)?;
        }
        Ok(())
    })
    .await
}

/// Which reports.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// To the moderators of this guild; without one, to those of the map.
    pub guild_id: Option<Id<GuildMarker>>,
    /// How far they have come.
    pub state: ReportState,
    /// Older than this one.
    pub before: Option<Id<AidReportMarker>>,
    /// So many.
    pub limit: u32,
}

/// A page of reports, the newest first, for those who look after the map or the guild.
pub async fn list(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    filter: Filter,
) -> ActionResult<Vec<ShownReport>> {
    require_moderator(app, caller, filter.guild_id).await?;
    let sight = directory.aid_sight(app, Some(caller)).await?;
    let before = filter.before.unwrap_or(Id::new(i64::MAX as u64));
    let (reports, listings) = app
        .read(move |tx| {
            let state = filter.state.as_str();
            let reports = tables::aid_reports::page(tx, filter.guild_id, state, before, filter.limit)?;
            let ids: Vec<_> = reports.iter().map(|report| report.aid_id).collect();
            Ok((reports, tables::aid::among(tx, &ids)?))
        })
        .await?;
    let listings: HashMap<_, _> = listings.iter().map(|kept| (kept.id, kept)).collect();
    let shown = reports.into_iter().map(|report| {
        let listing = listings.get(&report.aid_id).map(|kept| ShownListing::of(&sight, kept));
        ShownReport::of(report, listing)
    });
    Ok(shown.collect())
}

async fn require_moderator(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
) -> ActionResult<()> {
    match guild_id {
        None => moderators::require(app, caller).await.map(drop),
        Some(guild_id) => {
            caller.require_person()?;
            access::guild(app, caller, guild_id, Permissions::MANAGE_MESSAGES).await.map(drop)
        }
    }
}

/// Closes a report. To who does not look after it, it does not exist, but for moderators of the map it is one.
pub async fn close(app: &App, caller: &Caller, id: Id<AidReportMarker>) -> ActionResult<ShownReport> {
    caller.require_person()?;
    let unknown = || ActionError::Unknown(Missing::Report);
    let found = app.read(move |tx| Ok(tables::aid_reports::get(tx, id)?)).await?;
    let guild_id = found.as_ref().and_then(|report| report.guild_id);
    let allowed = require_moderator(app, caller, guild_id).await;
    if guild_id.is_some() && allowed.is_err() {
        // Whether a guild has this report is nobody else's business: as if the map had been asked.
        moderators::require(app, caller).await?;
        return Err(unknown());
    }
    allowed?;
    found.ok_or_else(unknown)?;
    let app_in_job = app.clone();
    let actor = log::Actor::Moderator(caller.user_id);
    app.write(crate::lane(), move |tx, _| {
        let report = tables::aid_reports::close(tx, id)?.ok_or_else(unknown)?;
        if report.guild_id.is_none() {
            log::record(tx, &app_in_job, actor, "aid.report.close", id, &report.reason)?;
        }
        Ok(ShownReport::of(report, None))
    })
    .await
}
