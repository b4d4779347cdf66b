//! Looking for places and groups by name, for what is at a point, and for groups that may be the same as one that is
//! being handed in.

use parvis_app::{ActionResult, App, Caller};
use parvis_geography::Point;
use parvis_geography::cell::{Cell, CellSize};
use parvis_geography::names::Spelling;
use parvis_model::Id;
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use crate::Directory;
use crate::areas::{AreaRef, ShownArea};
use crate::groups::body::{one_line, read_point};
use crate::groups::listing::{Listing, Visibility};
use crate::groups::shown::{ShownGroup, rounded};
use crate::markers::{AreaMarker, GroupMarker};
use crate::view::{Listed, View};

/// Characters of what is looked for.
const QUERY_CHARS_MAX: usize = 100;
/// Found names that are looked at for one answer: some of them may be out of sight, or far away.
const LOOKED_AT: usize = 200;
/// Groups that may be the same.
const SIMILAR_MAX: usize = 10;
/// Groups of one name this far apart are two groups.
const SIMILAR_DISTANCE_M: f64 = 25_000.0;

/// What was found by a name.
#[derive(Debug, Serialize)]
pub struct Found {
    pub(crate) areas: Vec<ShownArea>,
    pub(crate) groups: Vec<ShownGroup>,
}

/// A place that somebody points at.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct PlaceBody {
    lon: f64,
    lat: f64,
}

/// What is at a point.
#[derive(Debug, Serialize)]
pub struct Around {
    path: Vec<AreaRef>,
    cell: ShownCell,
}

/// The cell that would be kept of a point.
#[derive(Debug, Serialize)]
pub struct ShownCell {
    id: String,
    centre: [f64; 2],
    outline: Vec<[f64; 2]>,
}

/// What a group is called, and where it is, while it is being described.
#[derive(Debug, Deserialize)]
pub struct SimilarBody {
    pub(crate) name: String,
    pub(crate) area_id: Option<Id<AreaMarker>>,
    pub(crate) point: Option<[f64; 2]>,
}

/// A group that may be the same.
#[derive(Debug, Clone, Serialize)]
pub struct Similar {
    pub(crate) id: Id<GroupMarker>,
    pub(crate) area_id: Id<AreaMarker>,
    pub(crate) name: String,
    pub(crate) similarity: f32,
    pub(crate) distance_m: Option<u32>,
}

/// Places and groups by name.
pub async fn by_name(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    query: String,
    limit: usize,
) -> ActionResult<Found> {
    validate::length("q", query.chars().count(), 1..=QUERY_CHARS_MAX)?;
    let (view, viewer) = directory.view_for(app, caller).await?;
    let app = app.clone();
    let search = move || {
        let areas = view.all_areas().named(&query, limit, |id| view.is_shown(id));
        let areas = areas.into_iter().map(|area| ShownArea::of(&view, area).with_path(&view)).collect();
        let is_seen = |id| view.group(id, viewer.as_ref()).is_some();
        let hits = view.all_groups().names().search(&query, limit, is_seen);
        let groups = hits.into_iter().filter_map(|hit| view.group(hit.key, viewer.as_ref()));
        let groups = groups.map(|group| ShownGroup::of(&view, group, viewer.as_ref(), &app));
        Found { areas, groups: groups.collect() }
    };
    Ok(tokio::task::spawn_blocking(search).await.map_err(std::io::Error::other)?)
}

/// The places around a point, and the cell that would be kept of it.
pub async fn at(directory: &Directory, app: &App, place: PlaceBody) -> ActionResult<Around> {
    let point = read_point("lon", place.lon, place.lat)?;
    let view = directory.view(app).await?;
    let cell = Cell::of(point, CellSize::Streets).map_err(|_| {
        parvis_app::ActionError::invalid("lon", "DIRECTORY_POINT_INVALID", "Not on the Earth.")
    })?;
    let mut path: Vec<AreaRef> = view.at(point).into_iter().map(|area| AreaRef::of(area)).collect();
    path.reverse();
    Ok(Around { path, cell: ShownCell::of(cell) })
}

impl ShownCell {
    fn of(cell: Cell) -> Self {
        let outline = cell.outline().map(|shape| shape.polygons()).unwrap_or_default();
        let outline = outline.into_iter().flat_map(|polygon| polygon.outer).map(rounded).collect();
        Self { id: cell.to_string(), centre: rounded(cell.centre()), outline }
    }
}

/// Public groups that may be the same as one that somebody describes.
pub async fn similar(directory: &Directory, app: &App, body: SimilarBody) -> ActionResult<Vec<Similar>> {
    let name = one_line(&body.name);
    validate::length("name", name.chars().count(), 1..=QUERY_CHARS_MAX)?;
    let point = body.point.map(|[lon, lat]| read_point("point", lon, lat)).transpose()?;
    let view = directory.view(app).await?;
    let at = point.or_else(|| view.all_areas().centre(view.area(body.area_id?)?.id));
    let search = move || found(&view, &name, at, |_| true);
    Ok(tokio::task::spawn_blocking(search).await.map_err(std::io::Error::other)?)
}

/// Groups on the map that may be the same as one that was handed in.
pub fn similar_to(view: &View, listing: &Listing, itself: Option<Id<GroupMarker>>) -> Vec<Similar> {
    let at = view.area(listing.area_id).and_then(|area| view.all_areas().centre(area.id));
    let mut similar = found(view, &listing.name, at, |group| Some(group.id) != itself);
    // The same address under another name is the same group, however it is called.
    for group in view.public_groups(None) {
        let is_other = Some(group.id) != itself && similar.iter().all(|known| known.id != group.id);
        if is_other && group.listing.target == listing.target {
            similar.insert(0, Similar::of(view, group, 1.0, at));
        }
    }
    similar.truncate(SIMILAR_MAX);
    similar
}

fn found(view: &View, name: &str, at: Option<Point>, is_meant: impl Fn(&Listed) -> bool) -> Vec<Similar> {
    let hits = view.all_groups().names().similar(name, LOOKED_AT);
    let spelling = Spelling::new(name);
    let similar = hits.into_iter().filter_map(|hit| {
        // Who looks here has no account: groups that not everybody sees must not be found by trying names.
        let group =
            view.group(hit.key, None).filter(|group| group.listing.visibility == Visibility::Public)?;
        let alike = spelling.similarity(&Spelling::new(&group.listing.name));
        let similar = Similar::of(view, group, alike, at);
        let is_near = similar.distance_m.is_none_or(|distance| f64::from(distance) <= SIMILAR_DISTANCE_M);
        (is_near && is_meant(group)).then_some(similar)
    });
    similar.take(SIMILAR_MAX).collect()
}

impl Similar {
    fn of(view: &View, group: &Listed, similarity: f32, at: Option<Point>) -> Self {
        let there = group.centre(view.all_areas());
        let distance = at.zip(there).map(|(at, there)| at.distance_m(there));
        Self {
            id: group.id,
            area_id: group.listing.area_id,
            name: group.listing.name.clone(),
            similarity: (similarity * 100.0).round() / 100.0,
            // To a hundred metres: it is a hint, and both ends are middles of something.
            distance_m: distance.map(|metres| (metres / 100.0).round() as u32 * 100),
        }
    }
}
