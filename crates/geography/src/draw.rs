//! Maps drawn as SVG: areas, bubbles with the caller's counts, labels, and links on all of them. It must not know what
//! is counted, who may see it, or any colour: a style sheet has those, by the classes written here.

mod land;
mod markup;
mod outline;
mod projection;

use crate::point::{Bounds, Point};
use crate::shape::Shape;
use land::LAND;
use markup::{escape, write_attribute};
use projection::Projection;

/// A map to draw. What comes first is drawn first and so lies below.
///
/// The drawing has no script, no style attribute and no colour. Classes: `map-land`, `map-area`, `map-bubble`,
/// `map-count`, `map-label`, and what the marks bring themselves.
#[derive(Debug, Clone)]
pub struct Map<'a> {
    /// What is to be seen; the drawing shows more of one side where the form of the picture asks for it.
    pub bounds: Bounds,
    /// Width of the picture in pixels, 16 to 4096.
    pub width: u16,
    /// Height of the picture in pixels, 16 to 4096.
    pub height: u16,
    /// What the map shows, for who hears it.
    pub title: &'a str,
    /// Whether the world's land is drawn below: of use where the view is some degrees wide, and too coarse for a town.
    pub has_land: bool,
    /// Areas, the large ones first.
    pub areas: Vec<AreaMark<'a>>,
    /// Bubbles, above all areas.
    pub bubbles: Vec<Bubble<'a>>,
}

/// An area on the map.
#[derive(Debug, Clone)]
pub struct AreaMark<'a> {
    /// Where it is. A point is drawn as nothing; its label is.
    pub shape: &'a Shape,
    /// Where a click leads.
    pub href: Option<&'a str>,
    /// What it is, for who hears it: "Frunzenski, 12 groups".
    pub title: &'a str,
    /// What is written in it, if there is room.
    pub label: Option<Label<'a>>,
    /// Classes beside `map-area`.
    pub class: &'a str,
}

/// A text on the map.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language, such as `ar`.
    pub language: &'a str,
    /// Whether it runs from right to left.
    pub is_rtl: bool,
}

/// A bubble on the map.
#[derive(Debug, Clone)]
pub struct Bubble<'a> {
    /// Its middle.
    pub at: Point,
    /// How many pixels to the right and down of there it is drawn, for one that stands beside another.
    pub shift: (i16, i16),
    /// Its form, so that two kinds are told apart without their colours.
    pub form: Form,
    /// What is written in it: a number, or a bucket such as `50+`.
    pub count: &'a str,
    /// Half its width in pixels; never less than 12, so that a finger hits it.
    pub radius: u16,
    /// Where a click leads.
    pub href: Option<&'a str>,
    /// What it is, for who hears it.
    pub title: &'a str,
    /// Classes beside `map-bubble`.
    pub class: &'a str,
}

/// The form of a bubble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A circle.
    Circle,
    /// A square that stands on its corner.
    Diamond,
}

/// Units of the drawing for one pixel: whole numbers are then as fine as half a pixel.
const UNITS_PER_PIXEL: i32 = 2;
const RADIUS_MIN_PIXELS: u16 = 12;
/// Height of the letters in pixels, which a style sheet must not enlarge without drawing the map anew.
const LETTER_PIXELS: i32 = 12;
/// Width of a letter as a share of its height, on average.
const LETTER_WIDTH: f64 = 0.56;
const SIDE_PIXELS: std::ops::RangeInclusive<u16> = 16..=4096;

/// A rectangle of the drawing that a label or bubble takes up.
#[derive(Clone, Copy)]
struct Taken {
    west: i32,
    north: i32,
    east: i32,
    south: i32,
}

impl Taken {
    fn around((x, y): (i32, i32), half_width: i32, half_height: i32) -> Self {
        Self { west: x - half_width, north: y - half_height, east: x + half_width, south: y + half_height }
    }

    fn touches(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.north <= other.south
            && other.north <= self.south
    }

    fn holds(&self, other: &Self) -> bool {
        self.west <= other.west
            && self.north <= other.north
            && self.east >= other.east
            && self.south >= other.south
    }
}

impl Map<'_> {
    /// The drawing, to be put into a page as it is: all texts are escaped.
    pub fn svg(&self) -> String {
        let (width, height) = (side(self.width), side(self.height));
        let projection = Projection::new(self.bounds, width, height);
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" class="map" role="group""#
        );
        write_attribute(&mut svg, "aria-label", self.title);
        let letter = LETTER_PIXELS * UNITS_PER_PIXEL;
        svg.push_str(&format!(r#" font-size="{letter}" text-anchor="middle">"#));

        if let Some(land) = LAND.as_ref().filter(|_| self.has_land) {
            let outline = outline::path(land, &projection);
            svg.push_str(&format!(r#"<path class="map-land" fill-rule="evenodd" d="{outline}"/>"#));
        }
        let mut labels: Vec<(Label, (i32, i32))> = Vec::new();
        let bubbles = self.bubbles.iter().map(|bubble| bubble.taken(&projection));
        let mut taken: Vec<Taken> = bubbles.collect();
        for area in &self.areas {
            let outline = outline::path(area.shape, &projection);
            if !outline.is_empty() {
                linked(&mut svg, area.href, area.title, |svg| {
                    svg.push_str("<path");
                    write_attribute(svg, "class", format!("map-area {}", area.class).trim_end());
                    svg.push_str(&format!(r#" fill-rule="evenodd" d="{outline}"/>"#));
                });
            }
            let bubbles = self.bubbles.len();
            let placed = |label| placed(label, area.shape, &projection, &mut taken, bubbles);
            labels.extend(area.label.and_then(placed));
        }
        for bubble in &self.bubbles {
            bubble.draw(&projection, &mut svg);
        }
        for (label, at) in labels {
            label.draw(at, &mut svg);
        }
        svg.push_str("</svg>");
        svg
    }
}

fn side(pixels: u16) -> i32 {
    i32::from(pixels.clamp(*SIDE_PIXELS.start(), *SIDE_PIXELS.end())) * UNITS_PER_PIXEL
}

/// A label's place, if it lies on the map and covers nothing that stands already: the middle of its area, where that
/// has room for it, or below the bubble that is there, whose name it is then. The first of what is taken are bubbles.
///
/// The client's plain drawing (`web/src/rooms/map/SketchMap.svelte`) keeps to the second half of this rule, because it
/// draws a circle for every place, those without groups too: below the circle, on the map, covering no other name, the
/// places with most groups first. Two drawings remain, for one has links that work without a script and a size that is
/// told in bytes, the other follows the fingers, the filters and the language of somebody who is signed in.
fn placed<'a>(
    label: Label<'a>,
    shape: &Shape,
    projection: &Projection,
    taken: &mut Vec<Taken>,
    bubbles: usize,
) -> Option<(Label<'a>, (i32, i32))> {
    let letters = label.text.chars().count() as f64;
    let letter = LETTER_PIXELS * UNITS_PER_PIXEL;
    let half_width = (letters * f64::from(letter) * LETTER_WIDTH / 2.0) as i32 + 2;
    let around = |at| Taken::around(at, half_width, letter / 2);
    let mut at = projection.place(shape.centre());
    let middle = Taken::around(at, 0, 0);
    let bubble = taken[..bubbles].iter().find(|bubble| bubble.touches(&around(at)));
    let is_its_own = bubble.is_some_and(|bubble| bubble.holds(&middle));
    if let Some(bubble) = bubble {
        at.1 = bubble.south + letter / 2 + UNITS_PER_PIXEL;
    }
    let own = around(at);
    let bounds = shape.bounds();
    let (west, north) = projection.place(Point { lon: bounds.west, lat: bounds.north });
    let (east, south) = projection.place(Point { lon: bounds.east, lat: bounds.south });
    let has_room = is_its_own || !shape.is_area() || Taken { west, north, east, south }.holds(&own);
    let is_free = projection.shown().holds(&own) && !taken.iter().any(|other| other.touches(&own));
    (has_room && is_free).then(|| {
        taken.push(own);
        (label, at)
    })
}

/// Draws something inside of a link with its title, or inside of a group if it leads nowhere.
fn linked(svg: &mut String, href: Option<&str>, title: &str, draw: impl FnOnce(&mut String)) {
    let element = if href.is_some() { "a" } else { "g" };
    svg.push('<');
    svg.push_str(element);
    if let Some(href) = href {
        write_attribute(svg, "href", href);
    }
    svg.push('>');
    if !title.is_empty() {
        svg.push_str("<title>");
        escape(svg, title);
        svg.push_str("</title>");
    }
    draw(svg);
    svg.push_str("</");
    svg.push_str(element);
    svg.push('>');
}

impl Bubble<'_> {
    fn radius(&self) -> i32 {
        i32::from(self.radius.max(RADIUS_MIN_PIXELS)) * UNITS_PER_PIXEL
    }

    fn place(&self, projection: &Projection) -> (i32, i32) {
        let (x, y) = projection.place(self.at);
        let (right, down) = self.shift;
        (x + i32::from(right) * UNITS_PER_PIXEL, y + i32::from(down) * UNITS_PER_PIXEL)
    }

    fn taken(&self, projection: &Projection) -> Taken {
        Taken::around(self.place(projection), self.radius(), self.radius())
    }

    fn draw(&self, projection: &Projection, svg: &mut String) {
        if !projection.shown().touches(&self.taken(projection)) {
            return;
        }
        let ((x, y), radius) = (self.place(projection), self.radius());
        linked(svg, self.href, self.title, |svg| {
            let (element, outline) = match self.form {
                Form::Circle => ("circle", format!(r#"cx="{x}" cy="{y}" r="{radius}""#)),
                Form::Diamond => {
                    let north = y - radius;
                    (
                        "path",
                        format!(r#"d="M{x} {north}l{radius} {radius}-{radius} {radius}-{radius}-{radius}z""#),
                    )
                }
            };
            svg.push('<');
            svg.push_str(element);
            write_attribute(svg, "class", format!("map-bubble {}", self.class).trim_end());
            svg.push_str(&format!(" {outline}/>"));
            svg.push_str(&format!(
                r#"<text class="map-count" x="{x}" y="{y}" dy=".35em" aria-hidden="true">"#
            ));
            escape(svg, self.count);
            svg.push_str("</text>");
        });
    }
}

impl Label<'_> {
    /// The area's title says the same to who hears it.
    fn draw(&self, (x, y): (i32, i32), svg: &mut String) {
        svg.push_str(&format!(r#"<text class="map-label" x="{x}" y="{y}" dy=".35em" aria-hidden="true""#));
        write_attribute(svg, "lang", self.language);
        if self.is_rtl {
            svg.push_str(r#" direction="rtl" unicode-bidi="embed""#);
        }
        svg.push('>');
        escape(svg, self.text);
        svg.push_str("</text>");
    }
}
