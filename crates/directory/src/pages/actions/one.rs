//! `GET /map/action/{event_id}`: one action, when and where it is, and the group behind it.

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::super::answer::{Page, Trouble};
use super::super::group::first_chars;
use super::super::head::Head;
use super::super::rows::{GroupRow, Step, area_path, name_of, way_to};
use super::super::visit::Visit;
use super::calendar;
use super::{facts, place_of};
use crate::actions::Action;
use crate::actions::files::Part;
use crate::groups::Filter;
use crate::view::View;

#[derive(Template)]
#[template(path = "action.html")]
struct ActionPage {
    head: Head,
    name: String,
    way: Vec<Step>,
    is_cancelled: bool,
    /// When it begins, for people and for programs, and when it ends.
    when: String,
    moment: String,
    until: Option<(String, String)>,
    place: String,
    facts: Vec<String>,
    description: Option<String>,
    group: Option<GroupRow>,
    calendar: String,
}

/// `GET /map/action/{event_id}`, or the same as a calendar when the address ends so.
pub(in super::super) async fn get_action(
    Path(event_id): Path<String>,
    headers: HeaderMap,
    visit: Visit,
) -> Response {
    let Some(id) = event_id.strip_suffix(".ics") else { return visit.answer(show(&visit, &event_id).await) };
    match id.parse() {
        Ok(id) => calendar::answer(&visit, Part::Action(id), &headers).await.into_response(),
        Err(_) => visit.answer(Err(Trouble::Gone)),
    }
}

async fn show(visit: &Visit, event_id: &str) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let id = event_id.parse().map_err(|_| Trouble::Gone)?;
    let action = view.action(id).ok_or(Trouble::Gone)?;
    if visit.has(&view.version) {
        return Ok(Page::unchanged(&view.version, visit.reader.language));
    }
    let page = page_of(visit, &view, action).ok_or(Trouble::Gone)?;
    Page::of_view(&page, &view.version, visit.reader.language)
}

fn page_of(visit: &Visit, view: &View, action: &Action) -> Option<ActionPage> {
    let (reader, words) = (&visit.reader, visit.words());
    let area = view.area(action.area_id)?;
    let mut way = way_to(view, area, reader, &Filter::default());
    way.push(Step { href: reader.link(&area_path(area)), name: name_of(area, reader).to_owned() });
    let (start, end) = action.times();
    let (when, place) = (reader.moment(start), place_of(view, action, reader));
    let mut head = Head::of(visit, action.event.name.clone());
    let description = action.event.description.clone();
    head.summary = first_chars(&format!("{when}. {place}. {}", description.as_deref().unwrap_or_default()));
    head.script = Some("/map/when.js");
    let group = view.public_group_of(action.event.guild_id);
    Some(ActionPage {
        name: action.event.name.clone(),
        way,
        is_cancelled: action.is_cancelled(),
        when,
        moment: start.to_string(),
        until: end.map(|end| (words.action_until.replace("{date}", &reader.moment(end)), end.to_string())),
        place,
        facts: facts(action, words),
        description,
        group: group.map(|group| GroupRow::of(view, group, reader)),
        calendar: format!("{}.ics", action.path()),
        head,
    })
}
