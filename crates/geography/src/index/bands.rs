//! The edges of one area, sorted into bands of latitude.

use crate::point::Vertex;
use crate::shape::{Rings, is_crossed};

/// For each band the edges that reach into it. An edge has the number of its first corner.
pub struct Bands {
    south: i64,
    height: i64,
    /// Where each band's edges begin in the row, and one more for the end.
    starts: Box<[u32]>,
    edges: Box<[u32]>,
}

/// Edges that a band has on average, apart from those that cross several.
const EDGES_PER_BAND: usize = 4;

impl Bands {
    pub fn new(rings: &Rings) -> Self {
        let latitudes = || rings.vertices.iter().map(|vertex| i64::from(vertex.y));
        let (south, north) = (latitudes().min().unwrap_or(0), latitudes().max().unwrap_or(0));
        let count = (rings.vertices.len() / EDGES_PER_BAND).max(1);
        let mut bands = Self {
            south,
            height: (north - south) / count as i64 + 1,
            starts: Box::default(),
            edges: Box::default(),
        };

        let mut starts = vec![0_u32; count + 1];
        for edge in edges(rings) {
            for band in bands.touched_by(rings, edge) {
                starts[band + 1] += 1;
            }
        }
        for band in 0..count {
            starts[band + 1] += starts[band];
        }
        let mut next = starts.clone();
        let mut row = vec![0; starts[count] as usize];
        for edge in edges(rings) {
            for band in bands.touched_by(rings, edge) {
                row[next[band] as usize] = edge;
                next[band] += 1;
            }
        }
        bands.starts = starts.into();
        bands.edges = row.into();
        bands
    }

    pub fn contains(&self, rings: &Rings, at: Vertex) -> bool {
        let Some(band) = self.band_of(at.y) else { return false };
        let Some(&[start, end]) = self.starts.get(band..band + 2) else { return false };
        let near = &self.edges[start as usize..end as usize];
        let crossings = near.iter().filter(|edge| {
            let first = **edge as usize;
            is_crossed(rings.vertices[first], rings.vertices[first + 1], at)
        });
        crossings.count() % 2 == 1
    }

    fn band_of(&self, y: i32) -> Option<usize> {
        usize::try_from((i64::from(y) - self.south).div_euclid(self.height)).ok()
    }

    /// Edges along a parallel are crossed by no ray.
    fn touched_by(&self, rings: &Rings, edge: u32) -> std::ops::Range<usize> {
        let (a, b) = (rings.vertices[edge as usize].y, rings.vertices[edge as usize + 1].y);
        if a == b {
            return 0..0;
        }
        let band = |y: i32| self.band_of(y).unwrap_or(0);
        band(a.min(b))..band(a.max(b) - 1) + 1
    }
}

fn edges(rings: &Rings) -> impl Iterator<Item = u32> {
    let mut start = 0;
    rings.ends.iter().flat_map(move |ring| {
        let own = start..ring.end - 1;
        start = ring.end;
        own
    })
}
