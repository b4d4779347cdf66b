//! `/map/receipt/{receipt}`: what those do who hold a group's private link. The link stands in the address alone: no
//! page sends it on, keeps it, or is kept itself.

pub(super) mod edit;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_app::ActionError;

use super::answer::{Page, Trouble};
use super::form::{self, Mistake};
use super::head::Head;
use super::pairs::Pairs;
use super::rows::name_of;
use super::visit::{Posted, Visit};
use super::words::Words;
use crate::groups::keepers::Key;
use crate::groups::keeping::{self, KeptGroup};
use crate::groups::listing::JoinMode;
use crate::requests::{self, Answer, ShownRequest};
use crate::tables::groups::{Side, State};
use crate::{submissions, vouchers};

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    head: Head,
    group: KeptGroup,
    name: String,
    place: String,
    state: String,
    is_new: bool,
    is_over: bool,
    messages: Vec<Message>,
    requests: Vec<ShownRequest>,
    /// Whether codes can be made for people who come in.
    makes_vouchers: bool,
    voucher: Option<String>,
    mistakes: Vec<Mistake>,
    action: String,
    edit: String,
    confirm_by: String,
    page: String,
}

/// What was said between keepers and moderators.
struct Message {
    is_own: bool,
    text: String,
    day: String,
}

/// `GET /map/receipt/{receipt}`
pub(super) async fn get_receipt(Path(receipt): Path<String>, visit: Visit) -> Response {
    visit.answer(show(&visit, &receipt, None, Vec::new()).await)
}

async fn show(
    visit: &Visit,
    receipt: &str,
    voucher: Option<String>,
    mistakes: Vec<Mistake>,
) -> Result<Page, Trouble> {
    let (words, reader) = (visit.words(), &visit.reader);
    let group = keeping::get(&visit.directory, &visit.app, Key::Receipt(receipt)).await?;
    let is_over = group.state.is_over();
    let latest = group.proposed.as_ref().or(group.listing.as_ref());
    let requests = match latest.map(|listing| listing.join.mode) {
        Some(JoinMode::Request) => {
            requests::list(&visit.directory, &visit.app, Key::Receipt(receipt)).await?
        }
        _ => Vec::new(),
    };
    let view = visit.directory.view(&visit.app).await?;
    let area = latest.and_then(|listing| view.all_areas().get(listing.area_id));
    let is_link = latest.is_some_and(|listing| listing.target.guild_id().is_none());
    let path = format!("/map/receipt/{receipt}");
    let messages = group.messages.iter().map(|note| Message {
        is_own: note.from == Side::Keeper,
        text: note.text.clone(),
        day: reader.day(note.at),
    });
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = ReceiptPage {
        head: Head { path: path.clone(), ..Head::of(visit, words.receipt_title.clone()) },
        name: latest.map(|listing| listing.name.clone()).unwrap_or_default(),
        place: area.map(|area| name_of(area, reader).to_owned()).unwrap_or_default(),
        state: state_of(words, &group).to_owned(),
        is_new: visit.query.get("new").is_some(),
        messages: messages.collect(),
        makes_vouchers: group.state == State::Listed && is_link,
        action: reader.link(&path),
        edit: reader.link(&format!("{path}/edit")),
        confirm_by: words.confirm_by.replace("{date}", &reader.day(group.confirm_by)),
        page: reader.link(&format!("/map/group/{}", group.id)),
        group,
        is_over,
        requests,
        voucher,
        mistakes,
    };
    Page::private(status, &page)
}

fn state_of<'a>(words: &'a Words, group: &KeptGroup) -> &'a str {
    match group.state {
        State::Waiting => &words.state_waiting,
        State::Asked => &words.state_asked,
        State::Listed if group.dark => &words.state_dark,
        State::Listed => &words.state_listed,
        State::Refused => &words.state_refused,
        State::Withdrawn => &words.state_withdrawn,
        State::Merged => &words.state_merged,
        State::Removed => &words.state_removed,
    }
}

/// `POST /map/receipt/{receipt}`
pub(super) async fn post_receipt(Path(receipt): Path<String>, posted: Posted) -> Response {
    let Posted { visit, form } = posted;
    visit.answer(act(&visit, &receipt, &form).await)
}

async fn act(visit: &Visit, receipt: &str, form: &Pairs) -> Result<Page, Trouble> {
    match done(visit, receipt, form).await {
        Ok(Some(code)) => show(visit, receipt, Some(code), Vec::new()).await,
        Ok(None) => Ok(Page::to(visit.reader.link(&format!("/map/receipt/{receipt}")))),
        Err(error) => show(visit, receipt, None, form::mistakes(visit.words(), error)?).await,
    }
}

/// Does what a button says; the code of a voucher that was made is shown once.
async fn done(visit: &Visit, receipt: &str, form: &Pairs) -> Result<Option<String>, ActionError> {
    let (directory, app, key) = (&visit.directory, &visit.app, Key::Receipt(receipt));
    match form.get("do").unwrap_or_default() {
        "say" => drop(submissions::say(directory, app, key, form.get("text").unwrap_or_default()).await?),
        "confirm" => drop(keeping::confirm(directory, app, key).await?),
        "darken" => keeping::set_dark(directory, app, key, true).await?,
        "light" => keeping::set_dark(directory, app, key, false).await?,
        "withdraw" if form.get("sure").is_some() => keeping::withdraw(directory, app, key).await?,
        "accept" => requests::decide(directory, app, key, request_of(form)?, Answer::Accepted).await?,
        "refuse" => requests::decide(directory, app, key, request_of(form)?, Answer::Refused).await?,
        "voucher" => return Ok(Some(vouchers::create(directory, app, key).await?.code)),
        _ => return Err(ActionError::invalid("form", "BASE_TYPE_CHOICES", "No such action.")),
    }
    Ok(None)
}

fn request_of(form: &Pairs) -> Result<parvis_model::Id<crate::markers::RequestMarker>, ActionError> {
    let id = form.get("request").unwrap_or_default().parse();
    id.map_err(|_| ActionError::invalid("form", "NUMBER_TYPE_COERCE", "No such request."))
}
