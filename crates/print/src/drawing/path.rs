//! Outlines: straight lines, and curves with one handle or two.

/// A place: from the left, from above.
pub type Point = (f32, f32);

/// An outline, or several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Path {
    pub(crate) segments: Vec<Segment>,
}

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Segment {
    Move(Point),
    Line(Point),
    Bend(Point, Point),
    Curve(Point, Point, Point),
    Close,
}

/// How far the handles of a quarter circle reach, in radii.
const QUARTER: f32 = 0.552_284_8;

impl Path {
    /// Along the points and back to the first one.
    pub fn polygon(points: impl IntoIterator<Item = Point>) -> Self {
        let mut path = Self::default();
        path.add_line(points);
        path.close();
        path
    }

    /// From point to point.
    pub fn line(points: impl IntoIterator<Item = Point>) -> Self {
        let mut path = Self::default();
        path.add_line(points);
        path
    }

    pub(crate) fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self::polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    }

    /// A rectangle whose corners are rounded off.
    pub(crate) fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Self {
        let (right, bottom, near) = (x + width, y + height, radius * (1.0 - QUARTER));
        let mut path = Self::default();
        path.move_to((x + radius, y));
        path.line_to((right - radius, y));
        path.curve_to((right - near, y), (right, y + near), (right, y + radius));
        path.line_to((right, bottom - radius));
        path.curve_to((right, bottom - near), (right - near, bottom), (right - radius, bottom));
        path.line_to((x + radius, bottom));
        path.curve_to((x + near, bottom), (x, bottom - near), (x, bottom - radius));
        path.line_to((x, y + radius));
        path.curve_to((x, y + near), (x + near, y), (x + radius, y));
        path.close();
        path
    }

    pub(crate) fn circle((x, y): Point, radius: f32) -> Self {
        Self::rounded(x - radius, y - radius, 2.0 * radius, 2.0 * radius, radius)
    }

    /// The outline of an SVG of our own, which uses nothing but `M`, `L`, `C` and `Z`. Nothing for another one.
    pub(crate) fn parse(data: &str) -> Option<Self> {
        let mut path = Self::default();
        let mut rest = data.trim_start();
        while let Some(command) = rest.chars().next() {
            let end = rest[1..].find(char::is_alphabetic).map_or(rest.len(), |at| at + 1);
            let numbers: Result<Vec<f32>, _> =
                rest[1..end].split([' ', ',']).filter(|word| !word.is_empty()).map(str::parse).collect();
            let numbers = numbers.ok().filter(|numbers| numbers.len() % 2 == 0)?;
            let points: Vec<Point> = numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect();
            match (command, points.as_slice()) {
                ('M', &[to]) => path.move_to(to),
                ('L', &[to]) => path.line_to(to),
                ('C', &[from, before, to]) => path.curve_to(from, before, to),
                ('Z', &[]) => path.close(),
                _ => return None,
            }
            rest = rest[end..].trim_start();
        }
        Some(path)
    }

    pub(crate) fn move_to(&mut self, to: Point) {
        self.segments.push(Segment::Move(to));
    }

    pub(crate) fn line_to(&mut self, to: Point) {
        self.segments.push(Segment::Line(to));
    }

    pub(crate) fn bend_to(&mut self, handle: Point, to: Point) {
        self.segments.push(Segment::Bend(handle, to));
    }

    pub(crate) fn curve_to(&mut self, from: Point, before: Point, to: Point) {
        self.segments.push(Segment::Curve(from, before, to));
    }

    pub(crate) fn close(&mut self) {
        self.segments.push(Segment::Close);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.segments.extend_from_slice(&other.segments);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    fn add_line(&mut self, points: impl IntoIterator<Item = Point>) {
        for point in points {
            match self.segments.last() {
                Some(Segment::Move(_) | Segment::Line(_)) => self.line_to(point),
                _ => self.move_to(point),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_outlines_are_read() {
        let path = Path::parse("M1 2L3.5 -4C1 1 2 2 3 3Z").expect("an outline");
        assert_eq!(
            path.segments,
            [
                Segment::Move((1.0, 2.0)),
                Segment::Line((3.5, -4.0)),
                Segment::Curve((1.0, 1.0), (2.0, 2.0), (3.0, 3.0)),
                Segment::Close
            ]
        );
        for wrong in ["M1", "m1 2", "M1 2h3", "L1 2 3", "M1 x", "A1 1 0 0 1 2 2", "1 2"] {
            assert_eq!(Path::parse(wrong), None, "{wrong}");
        }
    }
}
