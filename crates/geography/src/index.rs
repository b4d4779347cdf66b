//! Which areas a point lies in, deepest first. It must not know what the keys stand for.

mod bands;

use std::sync::Arc;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::point::{Bounds, Point, Vertex};
use crate::shape::{Form, Shape};
use bands::Bands;

/// Areas by place: an R-tree of their rectangles, and for each area of many corners its edges in bands of latitude, so
/// that a country answers as fast as a courtyard.
///
/// Built once and then only read; a change of the areas builds another one.
pub struct AreaIndex<K> {
    tree: RTree<Entry>,
    areas: Vec<Area<K>>,
}

/// The rectangle in millionths of a degree, and the number of the area.
type Entry = GeomWithData<Rectangle<[i32; 2]>, u32>;

struct Area<K> {
    key: K,
    depth: u8,
    surface_m2: f64,
    shape: Arc<Shape>,
    /// `None` where walking along the outline costs less than looking up.
    bands: Option<Bands>,
}

/// Outlines shorter than this are walked along: it takes less than a twentieth of a microsecond.
const BANDS_VERTICES_MIN: usize = 48;

impl<K: Copy> AreaIndex<K> {
    /// Takes keys, how deep they stand in the tree of areas, and their shapes.
    pub fn new(areas: impl IntoIterator<Item = (K, u8, Arc<Shape>)>) -> Self {
        let areas: Vec<Area<K>> = areas.into_iter().map(Area::new).collect();
        let entry = |(number, area): (usize, &Area<K>)| {
            let (low, high) = area.shape.extent();
            let rectangle = Rectangle::from_corners([low.x, low.y], [high.x, high.y]);
            Entry::new(rectangle, u32::try_from(number).expect("fewer areas than places on the Earth"))
        };
        Self { tree: RTree::bulk_load(areas.iter().enumerate().map(entry).collect()), areas }
    }

    /// The areas in which the point lies: the deepest first, and of one depth the smallest first. On a border that two
    /// areas share it is exactly one of them.
    pub fn at(&self, point: Point) -> Vec<K> {
        let vertex = Vertex::near(point);
        let touched = self.tree.locate_in_envelope_intersecting(AABB::from_point([vertex.x, vertex.y]));
        let mut found: Vec<&Area<K>> =
            touched.map(|entry| self.area(entry)).filter(|area| area.contains(vertex)).collect();
        found.sort_unstable_by(|a, b| b.depth.cmp(&a.depth).then(a.surface_m2.total_cmp(&b.surface_m2)));
        found.into_iter().map(|area| area.key).collect()
    }

    /// The areas and points whose rectangle touches the given one, in no order.
    pub fn within(&self, bounds: Bounds) -> impl Iterator<Item = K> {
        let low = Vertex::near(Point { lon: bounds.west, lat: bounds.south });
        let high = Vertex::near(Point { lon: bounds.east, lat: bounds.north });
        let envelope = AABB::from_corners([low.x, low.y], [high.x, high.y]);
        self.tree.locate_in_envelope_intersecting(envelope).map(|entry| self.area(entry).key)
    }

    /// How many areas and points it holds.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    fn area(&self, entry: &Entry) -> &Area<K> {
        &self.areas[entry.data as usize]
    }
}

impl<K> Area<K> {
    fn new((key, depth, shape): (K, u8, Arc<Shape>)) -> Self {
        let bands = match &shape.0 {
            Form::Area(rings) if rings.vertices.len() >= BANDS_VERTICES_MIN => Some(Bands::new(rings)),
            _ => None,
        };
        Self { key, depth, surface_m2: shape.area_m2(), shape, bands }
    }

    fn contains(&self, vertex: Vertex) -> bool {
        match (&self.shape.0, &self.bands) {
            (Form::Point(_), _) => false,
            (Form::Area(rings), Some(bands)) => bands.contains(rings, vertex),
            (Form::Area(rings), None) => rings.contains(vertex),
        }
    }
}
