//! Places from an extract of OpenStreetMap (`.osm.pbf`, <https://wiki.openstreetmap.org/wiki/PBF_Format>).
//!
//! The file is read three times, because relations stand behind the lines that they are made of, and lines behind their
//! points: so only what places need is ever in memory. The format is read here and not by a crate: those that exist
//! bring a generator of code and unsafe memory maps for what are four hundred lines.

mod blobs;
mod blocks;
mod chosen;
mod rings;
mod wire;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{Read, Seek};

use super::{ImportError, Limits, OsmId, Place, Progress, Report};
use crate::point::Point;
use crate::shape::Shape;
use blobs::Blobs;
use blocks::{Element, Kinds, Members};
use chosen::Chosen;
use wire::Broken;

/// What an extract brought.
#[derive(Debug, Default)]
pub struct Extract {
    /// Its places.
    pub places: Vec<Place>,
    /// Places that could not be taken. At the edge of an extract there are always some.
    pub left_out: Vec<LeftOut>,
    /// Rings of places that were taken, openings and islands, in which nothing lies: they are left out.
    pub rings_left_out: usize,
}

/// A place that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub osm_id: OsmId,
    /// What it is called.
    pub name: Option<String>,
    /// Why.
    pub reason: String,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.osm_id)?;
        if let Some(name) = &self.name {
            write!(f, " ({name})")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Reads the places of these levels, or of all levels if none is given: administrative boundaries, whose lines it
/// joins, and settlements (`place=*`) as areas and points, at the level that is usual for their kind. A settlement that
/// is inside of an area of its own name stands for the same place and is passed over.
///
/// The report counts the bytes of three readings of the file.
pub fn osm(
    reader: impl Read + Seek,
    levels: &[u8],
    limits: &Limits,
    report: Report,
) -> Result<Extract, ImportError> {
    let mut file = Extraction { blobs: Blobs::new(reader), kinds: Vec::new(), report, places: 0 };
    let mut choice = Choice { levels, limits, nodes: Vec::new(), outlines: Vec::new() };
    file.read(Kinds::ALL, |element| choice.look(element))?;
    if file.blobs.bytes_passed() == 0 {
        return Err(ImportError::Format("the file is empty".to_owned()));
    }
    let Choice { nodes, mut outlines, .. } = choice;
    // What is the same place as a boundary is seen when the boundary is known.
    outlines.sort_by_key(|outline| !outline.chosen.is_boundary);
    file.places = nodes.len() + outlines.len();
    let lines = file.lines(&outlines, limits)?;
    let points = file.points(&outlines, &lines)?;
    let mut extract = Extract::default();
    let mut known = Known::default();
    for outline in outlines {
        match outline.area(&lines, &points) {
            Ok((shape, rings_left_out)) => {
                extract.rings_left_out += rings_left_out;
                known.take(outline.chosen, shape, &mut extract.places);
            }
            Err(reason) => {
                let name = outline.chosen.name().map(str::to_owned);
                extract.left_out.push(LeftOut { osm_id: outline.chosen.osm_id, name, reason });
            }
        }
    }
    for (chosen, point) in nodes {
        known.take(chosen, Shape::point(point), &mut extract.places);
    }
    Ok(extract)
}

/// A file that is being read.
struct Extraction<'a, R> {
    blobs: Blobs<R>,
    /// What each blob holds, once that is known.
    kinds: Vec<Kinds>,
    report: Report<'a>,
    places: usize,
}

/// Why the reading of a blob ended.
enum End {
    Broken(Broken),
    Import(ImportError),
}

impl From<Broken> for End {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<ImportError> for End {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl<R: Read + Seek> Extraction<'_, R> {
    /// Reads the file from the beginning; blobs that are known to hold nothing of it are passed over.
    fn read(
        &mut self,
        wanted: Kinds,
        mut take: impl FnMut(Element<'_>) -> Result<(), End>,
    ) -> Result<(), ImportError> {
        self.blobs.rewind()?;
        let is_first = self.kinds.is_empty();
        loop {
            let kinds = &self.kinds;
            let is_wanted = |number: usize| kinds.get(number).is_none_or(|found| found.meets(wanted));
            let Some((number, block)) = self.blobs.next(is_wanted)? else { return self.tell() };
            let found = blocks::read(block, wanted, &mut take).map_err(|end| match end {
                End::Broken(fault) => blobs::broken(number, fault),
                End::Import(error) => error,
            })?;
            if is_first {
                self.kinds.resize(number, Kinds::default());
                self.kinds.push(found);
            }
            self.tell()?;
        }
    }

    fn tell(&mut self) -> Result<(), ImportError> {
        let progress = Progress { bytes_read: self.blobs.bytes_passed(), places: self.places };
        if (self.report)(progress).is_break() { Err(ImportError::Stopped) } else { Ok(()) }
    }

    /// The lines of all outlines, as ids of points.
    fn lines(
        &mut self,
        outlines: &[Outline],
        limits: &Limits,
    ) -> Result<HashMap<i64, Vec<i64>>, ImportError> {
        let wanted: HashSet<i64> = outlines.iter().flat_map(|outline| &outline.ways).copied().collect();
        let (mut lines, mut corners) = (HashMap::with_capacity(wanted.len()), 0);
        self.read(Kinds::WAYS, |element| {
            if let Element::Way { id, nodes, .. } = element
                && wanted.contains(&id)
            {
                let nodes: Vec<i64> = nodes.collect::<Result<_, _>>()?;
                corners += nodes.len();
                if corners > limits.vertices_max {
                    return Err(ImportError::TooMany { what: "positions", max: limits.vertices_max }.into());
                }
                lines.insert(id, nodes);
            }
            Ok(())
        })?;
        Ok(lines)
    }

    /// Where the points of these lines are.
    fn points(
        &mut self,
        outlines: &[Outline],
        lines: &HashMap<i64, Vec<i64>>,
    ) -> Result<Points, ImportError> {
        let mut points =
            Points::new(outlines.iter().flat_map(|it| &it.ways).filter_map(|way| lines.get(way)));
        self.read(Kinds::NODES, |element| {
            if let Element::Node { id, point, .. } = element {
                points.put(id, point);
            }
            Ok(())
        })?;
        Ok(points)
    }
}

/// What the first reading finds.
struct Choice<'a> {
    levels: &'a [u8],
    limits: &'a Limits,
    nodes: Vec<(Chosen, Point)>,
    outlines: Vec<Outline>,
}

impl Choice<'_> {
    fn look(&mut self, element: Element<'_>) -> Result<(), End> {
        match element {
            Element::Node { id, point, tags } => {
                let chosen = Chosen::of(OsmId::Node(id), tags, self.levels, self.limits);
                // An administrative boundary is no point.
                let chosen = chosen.filter(|chosen| !chosen.is_boundary && chosen.has_name());
                self.nodes.extend(chosen.map(|chosen| (chosen, point)));
            }
            Element::Way { id, tags, nodes } => {
                if let Some(chosen) = Chosen::of(OsmId::Way(id), tags, self.levels, self.limits)
                    && chosen.has_name()
                    && is_closed(nodes)?
                {
                    self.outlines.push(Outline { chosen, ways: vec![id] });
                }
            }
            Element::Relation { id, tags, members } => {
                if matches!(tags.get("type"), Some("boundary" | "multipolygon"))
                    && let Some(chosen) = Chosen::of(OsmId::Relation(id), tags, self.levels, self.limits)
                    && chosen.has_name()
                {
                    self.outlines.push(Outline { chosen, ways: ways(members)? });
                }
            }
        }
        if self.nodes.len() + self.outlines.len() > self.limits.places_max {
            return Err(ImportError::TooMany { what: "places", max: self.limits.places_max }.into());
        }
        Ok(())
    }
}

fn is_closed(mut nodes: wire::Deltas<'_>) -> Result<bool, Broken> {
    let Some(first) = nodes.next().transpose()? else { return Ok(false) };
    let last = nodes.last().transpose()?;
    Ok(last == Some(first))
}

/// The lines of an outline, each once.
fn ways(members: Members<'_>) -> Result<Vec<i64>, Broken> {
    let mut ways = Vec::new();
    for way in members.ways() {
        let (id, role) = way?;
        if matches!(role, b"" | b"outer" | b"inner" | b"enclave" | b"exclave") && !ways.contains(&id) {
            ways.push(id);
        }
    }
    Ok(ways)
}

/// An area before its lines are known.
struct Outline {
    chosen: Chosen,
    ways: Vec<i64>,
}

impl Outline {
    /// Its shape. The error says why it has none.
    fn area(&self, lines: &HashMap<i64, Vec<i64>>, points: &Points) -> Result<(Shape, usize), String> {
        let known: Vec<&[i64]> =
            self.ways.iter().filter_map(|way| lines.get(way)).map(Vec::as_slice).collect();
        let missing = self.ways.len() - known.len();
        if self.ways.is_empty() {
            return Err("it has no lines".to_owned());
        }
        if missing > 0 {
            return Err(format!("{missing} of its {} lines are not in the file", self.ways.len()));
        }
        let rings = rings::join(&known).map_err(|node| format!("its outline is open at node/{node}"))?;
        let place = |node: i64| points.get(node).ok_or_else(|| format!("node/{node} is not in the file"));
        let ring = |ring: Vec<i64>| ring.into_iter().map(place).collect::<Result<Vec<Point>, String>>();
        rings::area(rings.into_iter().map(ring).collect::<Result<_, _>>()?)
    }
}

/// Where the points of outlines are.
struct Points {
    /// In ascending order.
    ids: Vec<i64>,
    places: Vec<Option<Point>>,
    /// Where the last one was looked for: files have their points in ascending order.
    at: usize,
}

impl Points {
    fn new<'a>(lines: impl Iterator<Item = &'a Vec<i64>>) -> Self {
        let mut ids: Vec<i64> = lines.flatten().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        Self { places: vec![None; ids.len()], ids, at: 0 }
    }

    fn put(&mut self, id: i64, point: Point) {
        if self.at > 0 && self.ids[self.at - 1] >= id {
            self.at = self.ids.partition_point(|known| *known < id);
        }
        while self.ids.get(self.at).is_some_and(|known| *known < id) {
            self.at += 1;
        }
        if self.ids.get(self.at) == Some(&id) {
            self.places[self.at] = Some(point);
        }
    }

    fn get(&self, id: i64) -> Option<Point> {
        self.places[self.ids.binary_search(&id).ok()?]
    }
}

/// Areas by their names, so that one place does not come twice: as a boundary, as a settlement and as a point.
#[derive(Default)]
struct Known {
    areas: HashMap<String, Vec<usize>>,
}

impl Known {
    fn take(&mut self, chosen: Chosen, shape: Shape, places: &mut Vec<Place>) {
        let name = chosen.name().unwrap_or_default().to_owned();
        let is_boundary = chosen.is_boundary;
        let is_area = shape.is_area();
        let of_name = self.areas.entry(name).or_default();
        let centre = shape.centre();
        if !is_boundary && of_name.iter().any(|number| places[*number].shape.contains(centre)) {
            return;
        }
        if is_area {
            of_name.push(places.len());
        }
        places.push(chosen.into_place(shape));
    }
}
