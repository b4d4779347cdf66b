//! `GET /map/search?q=`: places and groups by name.

use askama::Template;
use axum::response::Response;

use super::answer::{Page, Trouble};
use super::head::Head;
use super::rows::{GroupRow, PlaceRow};
use super::sight::Place;
use super::visit::Visit;
use crate::groups::Filter;
use crate::search;
use crate::view::View;

/// Places and groups that are shown.
const FOUND_MAX: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    head: Head,
    places: Vec<PlaceRow>,
    groups: Vec<GroupRow>,
}

/// `GET /map/search`
pub(super) async fn get_search(visit: Visit) -> Response {
    visit.answer(show(&visit).await)
}

async fn show(visit: &Visit) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let query = visit.query.get("q").unwrap_or_default();
    let (places, groups) =
        if query.is_empty() { (Vec::new(), Vec::new()) } else { found(visit, &view, query).await? };
    let words = visit.words();
    let title = match query {
        "" => words.search_label.clone(),
        query => words.search_title.replace("{query}", query),
    };
    let head = Head { searched: query.to_owned(), ..Head::of(visit, title) };
    Page::of_view(&SearchPage { head, places, groups }, &view.version, visit.reader.language)
}

async fn found(visit: &Visit, view: &View, query: &str) -> Result<(Vec<PlaceRow>, Vec<GroupRow>), Trouble> {
    let found = search::by_name(&visit.directory, &visit.app, None, query.to_owned(), FOUND_MAX).await?;
    let no_filter = Filter::default();
    let place = |id| {
        let area = view.area(id)?;
        let place = Place { area, groups: view.totals(id).groups };
        Some(PlaceRow::of(place, &visit.reader, &no_filter).with_way(view, area, &visit.reader))
    };
    let places = found.areas.iter().filter_map(|shown| place(shown.area.id)).collect();
    let groups = found.groups.iter().filter_map(|shown| view.group(shown.id, None));
    Ok((places, groups.map(|group| GroupRow::of(view, group, &visit.reader)).collect()))
}
