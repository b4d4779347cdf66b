//! Places: what people see of them, and what moderators do with them.

pub mod edit;
pub mod import;

use std::collections::BTreeMap;
use std::sync::Arc;

use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_geography::{Bounds, Shape};
use parvis_model::Id;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::groups::shown::rounded;
use crate::markers::AreaMarker;
use crate::tables::areas::{Area, Source};
use crate::view::View;
use crate::{Directory, moderators};

/// Places of one page.
pub const PAGE_MAX: usize = 200;
/// How many steps of a drawing a page of places is wide, or high.
const DRAWN_STEPS: f64 = 1_000.0;
/// Languages and tags that the front page names.
const MOST_USED_MAX: usize = 50;

/// No place has this id, or none that is shown.
pub(crate) fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Thing("Area"))
}

/// A place by its names.
#[derive(Debug, Clone, Serialize)]
pub struct AreaRef {
    /// Its id.
    pub id: Id<AreaMarker>,
    /// Its order of size: larger is smaller.
    pub level: u8,
    /// What it is, in the operator's words.
    pub kind: String,
    /// Its name where it lies.
    pub name: String,
    /// Its name by language.
    pub names: BTreeMap<String, String>,
}

impl AreaRef {
    /// A place by its names.
    pub fn of(area: &Area) -> Self {
        Self {
            id: area.id,
            level: area.level,
            kind: area.kind.clone(),
            name: area.name.clone(),
            names: area.names.by_language.clone(),
        }
    }
}

/// A place as people see it.
#[derive(Debug, Serialize)]
pub struct ShownArea {
    /// Its names.
    #[serde(flatten)]
    pub area: AreaRef,
    /// The place around it.
    pub parent_id: Option<Id<AreaMarker>>,
    /// Other names, for searches.
    pub aliases: Vec<String>,
    /// Where its outline comes from.
    pub source: Source,
    /// Its id there.
    pub osm_id: Option<String>,
    /// A point inside.
    pub centre: [f64; 2],
    /// West, south, east, north.
    pub bounds: [f64; 4],
    /// Places right below it.
    pub areas: usize,
    /// Public groups in it and below it.
    pub groups: u32,
    /// Public groups in the place itself.
    pub groups_here: u32,
    /// People in them, as far as it is told of each.
    pub members_at_least: u32,
    /// The places around it, the largest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<AreaRef>>,
    /// Its outline, as a GeoJSON geometry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<Box<RawValue>>,
}

impl ShownArea {
    /// A place with what stands in it.
    pub fn of(view: &View, area: &Area) -> Self {
        let (totals, bounds) = (view.totals(area.id), area.shape.bounds());
        let centre = view.all_areas().centre(area.id).unwrap_or_else(|| area.shape.centre());
        let low = rounded(parvis_geography::Point { lon: bounds.west, lat: bounds.south });
        let high = rounded(parvis_geography::Point { lon: bounds.east, lat: bounds.north });
        Self {
            area: AreaRef::of(area),
            parent_id: area.parent_id,
            aliases: area.names.aliases.clone(),
            source: area.source,
            osm_id: area.osm_id.clone(),
            centre: rounded(centre),
            bounds: [low[0], low[1], high[0], high[1]],
            areas: view.children(Some(area.id)).len(),
            groups: totals.groups,
            groups_here: totals.groups_here,
            members_at_least: totals.members_at_least,
            path: None,
            shape: None,
        }
    }

    /// With the places around it.
    #[must_use]
    pub fn with_path(mut self, view: &View) -> Self {
        let mut path: Vec<AreaRef> =
            view.path(self.area.id).into_iter().map(|area| AreaRef::of(area)).collect();
        path.pop();
        self.path = Some(path);
        self
    }

    /// With its outline.
    #[must_use]
    pub fn with_shape(self, area: &Area) -> Self {
        self.with_outline(&area.shape)
    }

    fn with_outline(mut self, shape: &Shape) -> Self {
        self.shape = RawValue::from_string(shape.to_geojson()).ok();
        self
    }
}

/// A page of places.
#[derive(Debug, Serialize)]
pub struct Page {
    areas: Vec<ShownArea>,
    has_more: bool,
}

/// The map as a whole, for somebody.
#[derive(Debug, Serialize)]
pub struct Map {
    #[serde(flatten)]
    summary: Arc<Summary>,
    /// Whether the operator put tiles beside the map, and whose work they are.
    tiles: bool,
    tiles_attribution: Option<String>,
    /// Whether a style of the operator's belongs to these tiles.
    tiles_style: bool,
    moderates: bool,
}

/// What the map adds up to: worked out once for each view.
#[derive(Debug, Serialize)]
pub struct Summary {
    open: bool,
    version: String,
    areas: usize,
    pub(crate) groups: usize,
    pub(crate) members_at_least: u32,
    levels: Vec<Level>,
    pub(crate) languages: Vec<Count>,
    pub(crate) tags: Vec<Count>,
}

/// A kind of places.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Level {
    level: u8,
    kind: String,
    areas: usize,
}

/// How often something is said of groups.
#[derive(Debug, Serialize)]
pub(crate) struct Count {
    pub(crate) name: String,
    pub(crate) groups: usize,
}

/// The map as a whole.
pub async fn map(directory: &Directory, app: &App, caller: Option<&Caller>) -> ActionResult<Map> {
    let view = directory.view(app).await?;
    let moderates = match caller {
        Some(caller) if !caller.is_bot => moderators::is_moderator(app, caller).await?,
        _ => false,
    };
    let files = &directory.0.files;
    Ok(Map {
        summary: view.summary(),
        tiles: files.has_tiles(),
        tiles_attribution: files.attribution().map(str::to_owned),
        tiles_style: files.has_style(),
        moderates,
    })
}

impl Summary {
    /// Adds up what a view shows to everybody.
    pub(crate) fn of(view: &View) -> Self {
        let (mut languages, mut tags, mut kinds) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut groups, mut members_at_least) = (0, 0);
        for group in view.public_groups(None) {
            groups += 1;
            members_at_least += group.members_told().unwrap_or(0);
            for language in &group.listing.languages {
                *languages.entry(language.as_str()).or_insert(0) += 1;
            }
            for tag in &group.listing.tags {
                *tags.entry(tag.as_str()).or_insert(0) += 1;
            }
        }
        for area in view.all_areas().iter().filter(|area| view.is_shown(area.id)) {
            *kinds.entry((area.level, area.kind.as_str())).or_insert(0) += 1;
        }
        let level =
            |((level, kind), areas): ((u8, &str), usize)| Level { level, kind: kind.to_owned(), areas };
        Self {
            open: !view.is_dark,
            version: view.version.to_string(),
            areas: kinds.values().sum(),
            groups,
            members_at_least,
            levels: kinds.into_iter().map(level).collect(),
            languages: most_used(languages),
            tags: most_used(tags),
        }
    }
}

fn most_used(counts: BTreeMap<&str, usize>) -> Vec<Count> {
    let count = |(name, groups): (&str, usize)| Count { name: name.to_owned(), groups };
    let mut counts: Vec<Count> = counts.into_iter().map(count).collect();
    counts.sort_by(|a, b| b.groups.cmp(&a.groups).then_with(|| a.name.cmp(&b.name)));
    counts.truncate(MOST_USED_MAX);
    counts
}

/// The places right below one, or the outermost ones, behind one; with outlines as fine as a drawing of them needs.
pub async fn list(
    directory: &Directory,
    app: &App,
    parent_id: Option<Id<AreaMarker>>,
    after: Option<Id<AreaMarker>>,
    limit: usize,
    with_shapes: bool,
) -> ActionResult<Page> {
    let view = directory.view(app).await?;
    if let Some(parent_id) = parent_id {
        view.area(parent_id).ok_or_else(unknown)?;
    }
    let children = view.children(parent_id);
    let start = after.map_or(0, |after| {
        children.iter().position(|area| area.id == after).map_or(children.len(), |place| place + 1)
    });
    let has_more = children.len() - start > limit;
    let page: Vec<&Area> = children[start..].iter().take(limit).map(AsRef::as_ref).collect();
    let tolerance = drawn_tolerance(&page);
    let areas = page.into_iter().map(|area| {
        let shown = ShownArea::of(&view, area);
        if with_shapes { shown.with_outline(&area.shape.simplified(tolerance)) } else { shown }
    });
    Ok(Page { areas: areas.collect(), has_more })
}

/// What is not seen where these places are drawn together.
fn drawn_tolerance(areas: &[&Area]) -> f64 {
    let all: Vec<_> = areas.iter().map(|area| area.shape.bounds()).collect();
    let low = |of: fn(&Bounds) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    let high = |of: fn(&Bounds) -> f64| all.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let width = high(|it| it.east) - low(|it| it.west);
    let height = high(|it| it.north) - low(|it| it.south);
    if all.is_empty() { 0.0 } else { width.max(height) / DRAWN_STEPS }
}

/// One place.
pub async fn get(
    directory: &Directory,
    app: &App,
    id: Id<AreaMarker>,
    with_shape: bool,
) -> ActionResult<ShownArea> {
    let view = directory.view(app).await?;
    let area = view.area(id).ok_or_else(unknown)?;
    let shown = ShownArea::of(&view, area).with_path(&view);
    Ok(if with_shape { shown.with_shape(area) } else { shown })
}
