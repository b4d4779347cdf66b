//! The tree of places in memory: by id, by place, by name.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;
use parvis_geography::names::{Name, NameIndex};
use parvis_geography::{AreaIndex, Point, Shape};
use parvis_model::Id;

use crate::markers::AreaMarker;
use crate::tables::areas::Area;

/// Steps from a place outwards that are looked at, so that no mistake in the data makes a walk endless.
pub const DEPTH_MAX: usize = 32;

/// A place, and the power of two by which it was made coarser.
type Sketched = (Id<AreaMarker>, i8);

/// All places. Built once for each change of the places, and then only read.
pub struct AreaTree {
    by_id: HashMap<Id<AreaMarker>, Arc<Area>>,
    /// A point inside each, once somebody has asked: of the coast of a country it takes a while.
    centres: HashMap<Id<AreaMarker>, OnceLock<Point>>,
    children: HashMap<Option<Id<AreaMarker>>, Vec<Arc<Area>>>,
    spans: HashMap<Id<AreaMarker>, Range<u32>>,
    index: AreaIndex<Id<AreaMarker>>,
    names: NameIndex<Id<AreaMarker>>,
    sketches: RwLock<HashMap<Sketched, Arc<Shape>>>,
}

/// Shapes of so many corners are drawn as they are.
const CORNERS_FEW: usize = 64;
/// A place's side is looked at with this precision.
const STEPS_OF_A_SIDE: f64 = 1_000.0;
/// Sketches that are kept.
const SKETCHES_MAX: usize = 20_000;

impl AreaTree {
    /// Builds the tree. Takes a while when there are many places.
    pub fn new(areas: Vec<Area>) -> Self {
        let areas: Vec<Arc<Area>> = areas.into_iter().map(Arc::new).collect();
        let by_id: HashMap<_, _> = areas.iter().map(|area| (area.id, Arc::clone(area))).collect();
        let mut children: HashMap<_, Vec<_>> = HashMap::new();
        for area in &areas {
            // What lies in a place that is gone stands outside until somebody mends it.
            let parent_id = area.parent_id.filter(|id| by_id.contains_key(id));
            children.entry(parent_id).or_default().push(Arc::clone(area));
        }
        for siblings in children.values_mut() {
            siblings.sort_by(|a, b| (a.level, &a.name, a.id).cmp(&(b.level, &b.name, b.id)));
        }
        let spans = spans_of(&children);
        let index = AreaIndex::new(
            areas.iter().map(|area| (area.id, depth(&by_id, area), Arc::new(area.shape.clone()))),
        );
        let names = NameIndex::new(areas.iter().flat_map(|area| names_of(area)));
        let centres = by_id.keys().map(|id| (*id, OnceLock::new())).collect();
        Self { by_id, centres, children, spans, index, names, sketches: RwLock::default() }
    }

    /// A place.
    pub fn get(&self, id: Id<AreaMarker>) -> Option<&Arc<Area>> {
        self.by_id.get(&id)
    }

    /// A point inside of a place.
    pub fn centre(&self, id: Id<AreaMarker>) -> Option<Point> {
        let area = self.by_id.get(&id)?;
        Some(*self.centres.get(&id)?.get_or_init(|| area.shape.centre()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Area>> {
        self.by_id.values()
    }

    /// The place itself and those around it, the smallest first.
    pub fn path(&self, id: Id<AreaMarker>) -> impl Iterator<Item = &Arc<Area>> {
        let first = self.by_id.get(&id);
        std::iter::successors(first, |area| self.by_id.get(&area.parent_id?)).take(DEPTH_MAX)
    }

    /// Whether a place is another one or lies in it.
    pub fn is_inside(&self, id: Id<AreaMarker>, outer: Id<AreaMarker>) -> bool {
        let (Some(own), Some(outer)) = (self.spans.get(&id), self.spans.get(&outer)) else { return false };
        outer.contains(&own.start)
    }

    /// Where a place stands in a row in which it is followed by all that lies in it, and where the last of those
    /// stands: what lies where is then seen from numbers alone.
    pub fn span(&self, id: Id<AreaMarker>) -> Option<Range<u32>> {
        self.spans.get(&id).cloned()
    }

    /// The places right below one, or the outermost ones: the larger first, then by name.
    pub fn children(&self, parent_id: Option<Id<AreaMarker>>) -> impl Iterator<Item = &Arc<Area>> {
        self.children.get(&parent_id).into_iter().flatten()
    }

    /// The places with a name like this, the best first, as far as they are meant.
    pub fn named(
        &self,
        query: &str,
        limit: usize,
        is_meant: impl Fn(Id<AreaMarker>) -> bool,
    ) -> Vec<&Arc<Area>> {
        let hits = self.names.search_where(query, limit, is_meant);
        hits.into_iter().filter_map(|hit| self.by_id.get(&hit.key)).collect()
    }

    /// A place's outline with the corners that a picture needs whose longer side is so many degrees. Worked out
    /// once: a coast has many.
    pub fn sketch(&self, area: &Area, side_degrees: f64) -> Arc<Shape> {
        if area.shape.vertex_count() <= CORNERS_FEW {
            return Arc::new(area.shape.clone());
        }
        // Pictures of about one size share a sketch.
        let step = side_degrees.clamp(1e-6, 360.0).log2().floor();
        let key = (area.id, step as i8);
        if let Some(known) = self.sketches.read().get(&key) {
            return Arc::clone(known);
        }
        let sketch = Arc::new(area.shape.simplified(step.exp2() / STEPS_OF_A_SIDE));
        let mut sketches = self.sketches.write();
        if sketches.len() >= SKETCHES_MAX {
            sketches.clear();
        }
        sketches.insert(key, Arc::clone(&sketch));
        sketch
    }

    /// The places around a point, the smallest first.
    pub fn at(&self, point: Point) -> impl Iterator<Item = &Arc<Area>> {
        self.index.at(point).into_iter().filter_map(|id| self.by_id.get(&id))
    }
}

/// Numbers the places from the outermost inwards. Those that lie in one another in a circle have none and hold nothing.
fn spans_of(
    children: &HashMap<Option<Id<AreaMarker>>, Vec<Arc<Area>>>,
) -> HashMap<Id<AreaMarker>, Range<u32>> {
    let below = |id| children.get(&id).map(Vec::as_slice).unwrap_or_default().iter();
    let mut spans: HashMap<Id<AreaMarker>, Range<u32>> = HashMap::new();
    let mut next = 0;
    let mut way = vec![(None, below(None))];
    while let Some((id, rest)) = way.last_mut() {
        match rest.next() {
            Some(area) => {
                spans.insert(area.id, next..next);
                next += 1;
                way.push((Some(area.id), below(Some(area.id))));
            }
            None => {
                if let Some(span) = id.and_then(|id| spans.get_mut(&id)) {
                    span.end = next;
                }
                way.pop();
            }
        }
    }
    spans
}

/// A name for each language and each habit. The larger a place, the more often it is meant.
fn names_of(area: &Area) -> impl Iterator<Item = Name<Id<AreaMarker>, &str>> {
    let prominence = 255_u8.saturating_sub(area.level.saturating_mul(16));
    let names = std::iter::once(&area.name).chain(area.names.by_language.values()).chain(&area.names.aliases);
    names.map(move |text| Name { key: area.id, text: text.as_str(), prominence })
}

fn depth(by_id: &HashMap<Id<AreaMarker>, Arc<Area>>, area: &Area) -> u8 {
    let mut depth = 0;
    let mut parent_id = area.parent_id;
    while let Some(parent) = parent_id.and_then(|id| by_id.get(&id))
        && usize::from(depth) < DEPTH_MAX
    {
        depth += 1;
        parent_id = parent.parent_id;
    }
    depth
}
