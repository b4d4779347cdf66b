//! `/map/group/{group_id}/ask` and `/map/request/{receipt}`: asking to be let into a group, and what came of it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Page, Trouble};
use super::form::{self, Fields, Mistake, Work};
use super::head::Head;
use super::notice;
use super::pairs::Pairs;
use super::visit::{Posted, Visit};
use crate::groups::listing::JoinMode;
use crate::requests::{self, OwnRequest, RequestBody};
use crate::view::Listed;

#[derive(Template)]
#[template(path = "asked.html")]
struct AskedPage {
    head: Head,
    text: String,
    url: Option<String>,
    is_new: bool,
    action: String,
}

/// `GET /map/group/{group_id}/ask`
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
    let is_asked = |group: &&std::sync::Arc<Listed>| group.listing.join.mode == JoinMode::Request;
    let group = view.group(id, None).filter(is_asked).ok_or(Trouble::Gone)?;
    let answers: Vec<&str> = sent.map(|form| form.all("answer").collect()).unwrap_or_default();
    let questions = group.listing.join.questions.iter().enumerate();
    let answer = |at: usize| answers.get(at).copied().unwrap_or_default().to_owned();
    let fields = Fields::Questions(questions.map(|(at, question)| (question.clone(), answer(at))).collect());
    let words = visit.words();
    form::about(visit, group, (&words.ask_title, &words.ask_hint), fields, (sent, mistakes))
}

/// `POST /map/group/{group_id}/ask`
pub(super) async fn post_form(Path(group_id): Path<String>, posted: Posted) -> Response {
    let Posted { visit, form } = posted;
    visit.answer(take(&visit, &group_id, &form).await)
}

async fn take(visit: &Visit, group_id: &str, form: &Pairs) -> Result<Page, Trouble> {
    visit.view().await?;
    let id = group_id.parse().map_err(|_| Trouble::Gone)?;
    let answers = form.all("answer").map(str::to_owned).collect();
    let body = RequestBody { answers, proof: Some(Work::proof(form)) };
    match requests::create(&visit.directory, &visit.app, None, id, body).await {
        Ok(asked) => Ok(Page::to(visit.reader.link(&format!("/map/request/{}?new=1", asked.receipt)))),
        Err(error) => {
            let mistakes = form::mistakes(visit.words(), error)?;
            show(visit, group_id, Some(form), mistakes).await
        }
    }
}

/// `GET /map/request/{receipt}`
pub(super) async fn get_request(Path(receipt): Path<String>, visit: Visit) -> Response {
    visit.answer(standing(&visit, &receipt).await)
}

async fn standing(visit: &Visit, receipt: &str) -> Result<Page, Trouble> {
    let words = visit.words();
    let OwnRequest { state, url, .. } = requests::get(&visit.app, receipt).await?;
    let text = match state.as_str() {
        "accepted" => &words.asked_accepted,
        "refused" => &words.asked_refused,
        _ => &words.asked_waiting,
    };
    let page = AskedPage {
        head: Head::of(visit, words.asked_title.clone()),
        text: text.clone(),
        url,
        is_new: visit.query.get("new").is_some(),
        action: visit.reader.link(&visit.path),
    };
    Page::private(StatusCode::OK, &page)
}

/// `POST /map/request/{receipt}`: takes it back.
pub(super) async fn post_request(Path(receipt): Path<String>, posted: Posted) -> Response {
    let visit = posted.visit;
    let taken_back = requests::delete(&visit.app, &receipt).await;
    let words = visit.words();
    let page = notice::of(&visit, StatusCode::OK, &words.asked_title, &words.asked_taken_back, true);
    visit.answer(taken_back.map(|()| page).map_err(Trouble::from))
}
