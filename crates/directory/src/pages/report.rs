//! `/map/group/{group_id}/report`: saying that something is wrong with a group.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_rules::validate::FieldError;
use serde_json::Value;

use super::answer::{Page, Trouble};
use super::form::{self, Fields, Mistake, Work};
use super::notice;
use super::pairs::Pairs;
use super::visit::{Posted, Visit};
use crate::reports::{self, Reason, ReportBody};

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
    let reasons = reasons.map(|(value, name)| (value, name, value == chosen));
    let text = sent.and_then(|form| form.get("text")).unwrap_or_default().to_owned();
    let fields = Fields::Reasons(reasons, text);
    form::about(visit, group, (&words.report_title, &words.report_lead), fields, (sent, mistakes))
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
