//! A small map: the area that a group is in among its neighbours. North is above.

use serde::{Deserialize, Serialize};

use crate::Invalid;
use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement, Point};
use crate::fonts::Face;
use crate::text::{Block, Side, printable};

use super::check_characters;
use super::parts::{LINE, SOFT};

/// A closed outline: pairs of longitude and latitude in degrees (WGS 84).
pub type Ring = Vec<(f64, f64)>;

/// More points than paper can show are not taken.
const POINTS_MAX: usize = 20_000;
/// What part of the map the area itself takes.
const SHARE_OF_AREA: f64 = 0.5;
/// A single point is shown with so much around it, in degrees of latitude: about a kilometre.
const AROUND_POINT_DEGREES: f64 = 0.01;
const LAND: Colour = Colour::of(0xec_e6_db);

/// What the small map shows. All outlines are shown as they are given: blur them before, not here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locator {
    /// The outlines of the area itself; those within others are holes.
    #[serde(default)]
    pub here: Vec<Ring>,
    /// The outlines of its neighbours and of what is around all of them.
    #[serde(default)]
    pub around: Vec<Ring>,
    /// The middle of the cell that is shown to everybody, where there is no outline.
    #[serde(default)]
    pub point: Option<(f64, f64)>,
    /// Whose data it is, if they ask for it: `© OpenStreetMap contributors`.
    #[serde(default)]
    pub credit: Option<String>,
}

/// From degrees to the drawing's units: a plane that touches the globe at the middle of the map.
struct Projection {
    west: f64,
    north: f64,
    per_degree_x: f64,
    per_degree_y: f64,
}

impl Locator {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.here.is_empty() && self.point.is_none() {
            return Err(Invalid::new("locator", "an outline or a point"));
        }
        if self.points().count() > POINTS_MAX {
            return Err(Invalid::new("locator", format!("at most {POINTS_MAX} points")));
        }
        if self.points().any(|(lon, lat)| !(-180.0..=180.0).contains(&lon) || !(-85.0..=85.0).contains(&lat))
        {
            return Err(Invalid::new("locator", "longitudes and latitudes in degrees"));
        }
        check_characters("locator.credit", self.credit.as_deref().unwrap_or(""), super::NAME_CHARACTERS_MAX)
    }

    fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.here.iter().chain(&self.around).flatten().copied().chain(self.point)
    }

    /// The map in a frame of this size.
    pub(super) fn draw(&self, on: &mut Drawing, (x, y): Point, (width, height): (f32, f32), accent: Colour) {
        let projection = self.projection(f64::from(width), f64::from(height));
        let mut map = Drawing::new(width, height);
        map.fill(Path::rectangle(0.0, 0.0, width, height), LAND);
        for ring in &self.around {
            map.stroke(projection.outline(ring), Colour::WHITE, 0.7);
        }
        if !self.here.is_empty() {
            let mut area = Path::default();
            self.here.iter().for_each(|ring| area.add(&projection.outline(ring)));
            map.fill(area.clone(), accent);
            map.stroke(area, Colour::WHITE, 0.5);
        } else if let Some(point) = self.point {
            let middle = projection.place(point);
            map.fill(Path::circle(middle, 4.2), Colour::WHITE);
            map.fill(Path::circle(middle, 3.4), accent);
            map.fill(Path::circle(middle, 1.2), Colour::WHITE);
        }
        if let Some(credit) = &self.credit {
            let credit = Block::fitted(&printable(credit), Face::Regular, width - 2.0, 1, 1.4..=1.9);
            map.fill(Path::rectangle(0.0, height - 3.0, width, 3.0), Colour::WHITE);
            credit.draw(&mut map, (1.0, height - 2.4), width - 2.0, Side::Left, SOFT);
        }
        on.place_within(Placement::at(x, y), Path::rectangle(0.0, 0.0, width, height), map);
        on.stroke(Path::rectangle(x, y, width, height), LINE, 0.25);
    }

    /// The area in the middle, with enough around it to know where one is.
    fn projection(&self, width: f64, height: f64) -> Projection {
        let area: Vec<(f64, f64)> = match self.here.is_empty() {
            true => self.point.into_iter().collect(),
            false => self.here.iter().flatten().copied().collect(),
        };
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
        let (west, east) = (least(&mut area.iter().map(|it| it.0)), most(&mut area.iter().map(|it| it.0)));
        let (south, north) = (least(&mut area.iter().map(|it| it.1)), most(&mut area.iter().map(|it| it.1)));
        let (lon, lat) = (f64::midpoint(west, east), f64::midpoint(south, north));
        // Degrees of longitude are shorter towards the poles.
        let shrink = lat.to_radians().cos();
        let broad = ((east - west) * shrink).max(AROUND_POINT_DEGREES / 10.0);
        let high = (north - south).max(AROUND_POINT_DEGREES / 10.0);
        let share = if self.here.is_empty() { 0.1 } else { SHARE_OF_AREA };
        let per_degree_y = (width * share / broad).min(height * share / high);
        let per_degree_x = per_degree_y * shrink;
        Projection {
            west: lon - width / 2.0 / per_degree_x,
            north: lat + height / 2.0 / per_degree_y,
            per_degree_x,
            per_degree_y,
        }
    }
}

impl Projection {
    fn place(&self, (lon, lat): (f64, f64)) -> Point {
        (((lon - self.west) * self.per_degree_x) as f32, ((self.north - lat) * self.per_degree_y) as f32)
    }

    fn outline(&self, ring: &Ring) -> Path {
        Path::polygon(ring.iter().map(|point| self.place(*point)))
    }
}
