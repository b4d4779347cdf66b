//! `/map/group/{group_id}/report`: saying that something is wrong with a group.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_rules::validate::FieldError;
use serde_json::Value;

use super::answer::{Page, Trouble};
use super::form::{self, Mistake, Work};
use super::head::Head;
use super::notice;
use super::pairs::Pairs;
use super::rows::group_path;
use super::visit::{Posted, Visit};
use crate::reports::{self, Reason, ReportBody};

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    head: Head,
    reasons: [(&'static str, &'static str, bool); 5],
    text: String,
    mistakes: Vec<Mistake>,
    work: Work,
    action: String,
    group: String,
}

/// `GET /map/group/{group_id}/report`
pub(super) async fn get_form(Path(group_id): Path<String>, visit: Visit) -> Response {
    visit.answer(show(&visit, &group_id, None, Vec::new()).await)
}

async fn show(
    visit: &Visit,
    group_id: &str,
    sent: Option<&Pairs>,
    mistakes: Vec<Mistake>,
) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let id = group_id.parse().map_err(|_| Trouble::Gone)?;
    let group = view.group(id, None).ok_or(Trouble::Gone)?;
    let words = visit.words();
    let chosen = sent.and_then(|form| form.get("reason")).unwrap_or_default();
    let reasons = [
        ("wrong", words.reason_wrong.as_str()),
        ("closed", words.reason_closed.as_str()),
        ("unsafe", words.reason_unsafe.as_str()),
        ("not_agreed", words.reason_not_agreed.as_str()),
        ("other", words.reason_other.as_str()),
    ];
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let title = words.report_title.replace("{group}", &group.listing.name);
    let page = ReportPage {
        head: Head { script: Some("/map/proof.js"), ..Head::of(visit, title) },
        reasons: reasons.map(|(value, name)| (value, name, value == chosen)),
        text: sent.and_then(|form| form.get("text")).unwrap_or_default().to_owned(),
        mistakes,
        work: sent.map_or_else(|| Work::new(visit), |form| Work::again(visit, form)),
        action: visit.reader.link(&visit.path),
        group: visit.reader.link(&group_path(group)),
    };
    Page::private(status, &page)
}

/// `POST /map/group/{group_id}/report`
pub(super) async fn post_form(Path(group_id): Path<String>, posted: Posted) -> Response {
    let Posted { visit, form } = posted;
    visit.answer(take(&visit, &group_id, &form).await)
}

async fn take(visit: &Visit, group_id: &str, form: &Pairs) -> Result<Page, Trouble> {
    visit.view().await?;
    let words = visit.words();
    let id = group_id.parse().map_err(|_| Trouble::Gone)?;
    let reason = form.get("reason").unwrap_or_default().to_owned();
    let Ok(reason) = serde_json::from_value::<Reason>(Value::String(reason)) else {
        let mistakes = form::in_words(words, &[FieldError::required("reason")]);
        return show(visit, group_id, Some(form), mistakes).await;
    };
    let text = form.get("text").unwrap_or_default().to_owned();
    let body = ReportBody { reason, text, proof: Some(Work::proof(form)) };
    match reports::create(&visit.directory, &visit.app, None, id, body).await {
        Ok(()) => Ok(notice::of(visit, StatusCode::OK, &words.report_done_title, &words.report_done, true)),
        Err(error) => show(visit, group_id, Some(form), form::mistakes(words, error)?).await,
    }
}
