//! `GET /map/actions`: the actions of the whole map, or of one place.

use askama::Template;
use axum::response::Response;
use parvis_model::Id;

use super::super::answer::{Page, Trouble};
use super::super::head::Head;
use super::super::place::{Pager, number};
use super::super::rows::{Step, area_path, name_of, way_to};
use super::super::visit::Visit;
use super::ActionRow;
use crate::groups::Filter;
use crate::markers::AreaMarker;
use crate::view::View;

/// Actions of one page.
const PER_PAGE: usize = 30;

#[derive(Template)]
#[template(path = "actions.html")]
struct ActionsPage {
    head: Head,
    name: String,
    way: Vec<Step>,
    actions: Vec<ActionRow>,
    pager: Option<Pager>,
    calendar: String,
}

/// `GET /map/actions`
pub(in super::super) async fn get_actions(visit: Visit) -> Response {
    visit.answer(show(&visit).await)
}

async fn show(visit: &Visit) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let area_id =
        visit.query.get("area_id").map(|text| text.parse().map_err(|_| Trouble::Gone)).transpose()?;
    if let Some(id) = area_id {
        view.area(id).ok_or(Trouble::Gone)?;
    }
    if visit.has(&view.version) {
        return Ok(Page::unchanged(&view.version, visit.reader.language));
    }
    let page = page_of(visit, &view, area_id)?;
    Page::of_view(&page, &view.version, visit.reader.language)
}

fn page_of(visit: &Visit, view: &View, area_id: Option<Id<AreaMarker>>) -> Result<ActionsPage, Trouble> {
    let (reader, words) = (&visit.reader, visit.words());
    let area = area_id.and_then(|id| view.area(id));
    let all: Vec<_> = view.actions_in(area_id).collect();
    let (page, pages) = (number(visit, "actions")?, all.len().div_ceil(PER_PAGE).max(1));
    if page > pages {
        return Err(Trouble::Gone);
    }
    let shown = all.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE);
    let path =
        area.map_or_else(|| "/map/actions".to_owned(), |area| format!("/map/actions?area_id={}", area.id));
    let name = area.map_or_else(
        || words.actions_heading.clone(),
        |area| format!("{} · {}", words.actions_heading, name_of(area, reader)),
    );
    let mut way = area.map_or_else(Vec::new, |area| way_to(view, area, reader, &Filter::default()));
    if let Some(area) = area {
        let href = reader.link(&area_path(area));
        way.push(Step { href, name: name_of(area, reader).to_owned() });
    }
    let mut head = Head::of(visit, name.clone());
    head.summary.clone_from(&words.actions_lead);
    head.script = Some("/map/when.js");
    head.path.clone_from(&path);
    Ok(ActionsPage {
        name,
        way,
        actions: shown.map(|action| ActionRow::of(view, action, reader)).collect(),
        pager: Pager::of(visit, &path, "actions", page, pages),
        calendar: area.map_or_else(
            || "/map/actions.ics".to_owned(),
            |area| format!("/map/area/{}/actions.ics", area.id),
        ),
        head,
    })
}
