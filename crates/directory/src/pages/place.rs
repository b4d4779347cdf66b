//! `GET /map` and `GET /map/area/{area}`: the whole map or one place, as a list and as a drawing.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::actions::{self, ActionRow};
use super::aid::{self, Few};
use super::answer::{Page, Trouble};
use super::drawing::{self, Links};
use super::filter::{self, FilterForm};
use super::head::Head;
use super::rows::{GroupRow, PlaceRow, Step, area_of_path, area_path, name_of, way_to};
use super::sight::{Place, Sight};
use super::visit::Visit;
use crate::groups::Filter;
use crate::view::View;

/// A page has at most this number; the view has no more.
const PAGE_MAX: usize = 100_000;

#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage {
    head: Head,
    name: String,
    summary: String,
    way: Vec<Step>,
    drawing: String,
    places: Vec<PlaceRow>,
    /// The next ones, and where all of them stand.
    actions: Vec<ActionRow>,
    all_actions: String,
    calendar: String,
    groups: Vec<GroupRow>,
    group_count: String,
    filters: FilterForm,
    places_pager: Option<Pager>,
    groups_pager: Option<Pager>,
    /// The soonest rides and mutual aid.
    aid: Few,
    /// The exports of what the page shows.
    files: [(&'static str, String); 3],
    add: String,
    is_whole_map: bool,
}

/// Links to the pages before and behind.
pub(super) struct Pager {
    pub text: String,
    pub earlier: Option<String>,
    pub later: Option<String>,
}

/// `GET /map`
pub(super) async fn get_map(visit: Visit) -> Response {
    visit.answer(show(&visit, None).await)
}

/// `GET /map/area/{area}`
pub(super) async fn get_area(Path(area): Path<String>, visit: Visit) -> Response {
    visit.answer(show(&visit, Some(&area)).await)
}

async fn show(visit: &Visit, area: Option<&str>) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let filter = filter::read(&visit.query)?;
    let area_id = area.map(|text| area_of_path(text).ok_or(Trouble::Gone)).transpose()?;
    if let Some(id) = area_id {
        view.area(id).ok_or(Trouble::Gone)?;
    }
    let (aid, version) = aid::few(visit, &view, area_id).await?;
    if visit.has(&version) {
        return Ok(Page::unchanged(&version, visit.reader.language));
    }
    let work = move |visit: &Visit| {
        let sight = Sight::of(&view, area_id, &filter);
        let page = page_of(visit, &view, &sight, &filter, aid)?;
        Page::of_view(&page, &version, visit.reader.language)
    };
    visit.work_out(work).await
}

fn page_of(
    visit: &Visit,
    view: &View,
    sight: &Sight<'_>,
    filter: &Filter,
    aid: Few,
) -> Result<PlacePage, Trouble> {
    let (reader, words) = (&visit.reader, visit.words());
    let (place_page, group_page) = (number(visit, "places")?, number(visit, "page")?);
    let (places, place_pages) = sight.places_of_page(place_page);
    let (groups, group_pages) = sight.groups_of_page(group_page);
    if place_page > place_pages || group_page > group_pages {
        return Err(Trouble::Gone);
    }
    let path = sight.area.map_or_else(|| "/map".to_owned(), |area| area_path(area));
    let own = filter::with(&path, filter);
    let link_of = |place: Place<'_>| reader.link(&filter::with(&area_path(place.area), filter));
    let links = Links { place: &link_of, groups: "#groups" };
    let group_count =
        words.groups.counted(reader.language, u32::try_from(sight.groups.len()).unwrap_or(u32::MAX));
    let summary = match sight.members_at_least {
        0 => group_count.clone(),
        people => format!("{group_count} · {}", words.people_from.counted(reader.language, people)),
    };
    let name = sight.area.map_or(words.map_title.as_str(), |area| name_of(area, reader));
    let title =
        sight.area.map_or_else(|| words.map_title.clone(), |_| words.area_title.replace("{place}", name));
    let mut head = Head::of(visit, title);
    head.summary = format!("{}. {}", summary, words.map_lead);
    let of_area = sight.area.map_or_else(String::new, |area| format!("/areas/{}", area.id));
    head.feed = Some(format!("/api/parvis/v1/directory{of_area}/feed.atom"));
    head.script = Some("/map/near.js");
    head.path.clone_from(&path);
    let of_place = sight.area.map_or_else(String::new, |area| format!("?area_id={}", area.id));
    let file = |ending: &str| format!("/api/parvis/v1/directory/groups.{ending}{of_place}");
    Ok(PlacePage {
        name: name.to_owned(),
        way: sight.area.map_or_else(Vec::new, |area| way_to(view, area, reader, filter)),
        actions: actions::next_in(view, sight.area.map(|area| area.id), reader),
        all_actions: reader.link(
            &sight.area.map_or_else(
                || "/map/actions".to_owned(),
                |area| format!("/map/actions?area_id={}", area.id),
            ),
        ),
        calendar: sight.area.map_or_else(
            || "/map/actions.ics".to_owned(),
            |area| format!("/map/area/{}/actions.ics", area.id),
        ),
        drawing: drawing::of(sight, places, reader, &links),
        places: places.iter().map(|place| PlaceRow::of(*place, reader, filter)).collect(),
        groups: groups.iter().map(|group| GroupRow::of(view, group, reader)).collect(),
        places_pager: Pager::of(visit, &own, "places", place_page, place_pages),
        groups_pager: Pager::of(visit, &own, "page", group_page, group_pages),
        filters: filter::form(visit, view, filter),
        files: [("GeoJSON", file("geojson")), ("KML", file("kml")), ("CSV", file("csv"))],
        add: reader.link(
            &sight.area.map_or_else(|| "/map/add".to_owned(), |area| format!("/map/add?area={}", area.id)),
        ),
        aid,
        is_whole_map: sight.area.is_none(),
        group_count,
        summary,
        head,
    })
}

/// The number of a page in the address; without one, the first.
pub(super) fn number(visit: &Visit, name: &str) -> Result<usize, Trouble> {
    let number = visit.query.get(name).map_or(Ok(1), |text| text.parse().map_err(|_| Trouble::Wrong))?;
    if (1..=PAGE_MAX).contains(&number) { Ok(number) } else { Err(Trouble::Wrong) }
}

impl Pager {
    /// Nothing when there is one page only.
    pub(super) fn of(visit: &Visit, path: &str, name: &str, page: usize, pages: usize) -> Option<Self> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let place = match name {
            "page" => "groups",
            other => other,
        };
        let link = |page: usize| visit.reader.link(&format!("{path}{joint}{name}={page}#{place}"));
        let text = visit.words().page_of.replace("{page}", &page.to_string());
        (pages > 1).then(|| Self {
            text: text.replace("{pages}", &pages.to_string()),
            earlier: (page > 1).then(|| link(page - 1)),
            later: (page < pages).then(|| link(page + 1)),
        })
    }
}
