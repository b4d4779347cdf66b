//! `parvis report …`

use anyhow::Context;
use parvis_app::{ActionError, App, Kind, reports};
use parvis_model::marker::ReportMarker;
use parvis_model::{Id, Report, ReportOutcome};
use serde_json::json;

use super::carry_out::{in_words, lines};
use super::{Outcome, ReportOrder};
use crate::terminal::piece;

/// Does what an order about reports says.
pub async fn carry_out(app: &App, order: ReportOrder) -> anyhow::Result<Outcome> {
    match order {
        ReportOrder::List { limit, before } => list(app, Id::new(before), limit).await,
        ReportOrder::Close { report, outcome } => {
            let outcome = ReportOutcome::from_word(&outcome).context("outcome: none of the known ones")?;
            close(app, Id::new(report), outcome).await
        }
    }
}

async fn list(app: &App, before: Id<ReportMarker>, limit: u32) -> anyhow::Result<Outcome> {
    let reports = reports::for_operator(app, before, limit).await.map_err(in_words)?;
    let text = lines(reports.iter().map(line).collect(), "Nothing was reported to the operator.");
    Ok(Outcome::new(json!(reports), text))
}

fn line(report: &Report) -> String {
    let name = |user: &Option<parvis_model::User>| match user {
        Some(user) => piece(&user.username).to_string(),
        None => "nobody any more".to_owned(),
    };
    let own = &report.own;
    let outcome = own.outcome.map(|outcome| format!(" ({})", outcome.as_str())).unwrap_or_default();
    format!(
        "{}  {}{outcome}  {}  about {} by {}: {}",
        own.id,
        own.state.as_str(),
        own.reason.as_str(),
        name(&report.author),
        name(&report.reporter),
        piece(&report.message.content),
    )
}

async fn close(app: &App, id: Id<ReportMarker>, outcome: ReportOutcome) -> anyhow::Result<Outcome> {
    match reports::close_for_operator(app, id, outcome).await {
        Err(ActionError::Unknown(Kind::Report)) => {
            anyhow::bail!("report: there is no report {id} to the operator; see `parvis report list`")
        }
        done => done.map_err(in_words)?,
    }
    Ok(Outcome::new(json!({ "closed": id }), format!("Report {id} is closed: {}.", outcome.as_str())))
}
