//! `GET /map/embed`: a small map for other sites, with neither a script, nor a form, nor a cookie.

use askama::Template;
use axum::response::Response;
use parvis_model::Id;

use super::answer::{Page, Trouble};
use super::drawing::{self, Links};
use super::filter;
use super::head::Head;
use super::rows::{GroupRow, Step, area_path, name_of};
use super::sight::{Place, Sight};
use super::visit::Visit;
use crate::groups::Filter;
use crate::markers::AreaMarker;
use crate::view::View;

/// Groups that are named.
const GROUPS_MAX: usize = 10;

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage {
    head: Head,
    name: String,
    summary: String,
    drawing: String,
    /// Back to the place around.
    around: Option<Step>,
    groups: Vec<GroupRow>,
    /// The whole page.
    page: String,
}

/// `GET /map/embed?area=`
pub(super) async fn get_embed(visit: Visit) -> Response {
    visit.answer(show(&visit).await.map(Page::for_frames))
}

async fn show(visit: &Visit) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let filter = filter::read(&visit.query)?;
    let area_id = visit.query.get("area").map(|text| text.parse().map_err(|_| Trouble::Gone)).transpose()?;
    if let Some(id) = area_id {
        view.area(id).ok_or(Trouble::Gone)?;
    }
    if visit.has(&view.version) {
        return Ok(Page::unchanged(&view.version, visit.reader.language));
    }
    visit.work_out(move |visit| page_of(visit, &view, area_id, &filter)).await
}

fn page_of(
    visit: &Visit,
    view: &View,
    area_id: Option<Id<AreaMarker>>,
    filter: &Filter,
) -> Result<Page, Trouble> {
    let (reader, words) = (&visit.reader, visit.words());
    let sight = Sight::of(view, area_id, filter);
    let in_frame = |id: Option<String>| {
        let path = filter::with("/map/embed", filter);
        let joint = if path.contains('?') { '&' } else { '?' };
        reader.link(&id.map_or_else(|| path.clone(), |id| format!("{path}{joint}area={id}")))
    };
    let link_of = |place: Place<'_>| in_frame(Some(place.area.id.to_string()));
    let (places, _) = sight.places_of_page(1);
    let path = sight.area.map_or_else(|| "/map".to_owned(), |area| area_path(area));
    let parent = sight.area.and_then(|area| view.area(area.parent_id?));
    let name = sight.area.map_or(words.map_title.as_str(), |area| name_of(area, reader)).to_owned();
    let page = EmbedPage {
        summary: words.groups.counted(reader.language, u32::try_from(sight.groups.len()).unwrap_or(u32::MAX)),
        drawing: drawing::of(&sight, places, reader, &Links { place: &link_of, groups: "#groups" }),
        around: area_id.and(sight.area).map(|_| Step {
            href: in_frame(parent.map(|area| area.id.to_string())),
            name: parent.map_or(words.whole_map.as_str(), |area| name_of(area, reader)).to_owned(),
        }),
        groups: sight.groups.iter().take(GROUPS_MAX).map(|group| GroupRow::of(view, group, reader)).collect(),
        page: reader.link(&filter::with(&path, filter)),
        head: Head::of(visit, name.clone()),
        name,
    };
    Page::of_view(&page, &view.version, reader.language)
}
