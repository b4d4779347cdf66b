//! From a point to the areas that hold it.

use std::sync::Arc;

use parvis_geography::{AreaIndex, Bounds, Point, Shape};
use proptest::prelude::*;

fn star(lon: f64, lat: f64, lengths: &[f64]) -> Shape {
    let step = std::f64::consts::TAU / lengths.len() as f64;
    let corner = |(place, length): (usize, &f64)| {
        let angle = step * place as f64;
        Point { lon: lon + length * angle.cos(), lat: lat + length * angle.sin() }
    };
    Shape::area(&[vec![lengths.iter().enumerate().map(corner).collect()]]).expect("an area")
}

fn square(west: f64, south: f64, size: f64) -> Arc<Shape> {
    Arc::new(
        Shape::rectangle(Bounds::new(west, south, west + size, south + size).expect("on the Earth"))
            .expect("a rectangle"),
    )
}

#[test]
fn the_deepest_comes_first_and_of_one_depth_the_smallest() {
    let areas = [("country", 0, square(0.0, 0.0, 10.0)), ("town", 2, square(1.0, 1.0, 2.0))];
    let parks = [("park", 3, square(1.0, 1.0, 1.0)), ("court", 3, square(1.4, 1.4, 0.2))];
    let spot = [("spot", 9, Arc::new(Shape::point(Point { lon: 1.5, lat: 1.5 })))];
    let index = AreaIndex::new(areas.into_iter().chain(parks).chain(spot));
    let at = |lon, lat| index.at(Point { lon, lat });
    assert_eq!(at(1.5, 1.5), ["court", "park", "town", "country"]);
    assert_eq!(at(2.5, 2.5), ["town", "country"]);
    assert_eq!(at(20.0, 2.5), Vec::<&str>::new());
    assert_eq!(index.len(), 5);
}

#[test]
fn a_view_shows_what_touches_it() {
    let index = AreaIndex::new((0..100).map(|n| (n, 0, square(f64::from(n % 10), f64::from(n / 10), 0.5))));
    let mut keys: Vec<i32> = index.within(Bounds::new(0.4, 0.4, 1.2, 0.9).unwrap()).collect();
    keys.sort_unstable();
    assert_eq!(keys, [0, 1]);
    assert_eq!(index.within(Bounds::WORLD).count(), 100);
}

#[test]
fn an_empty_index_finds_nothing() {
    let index = AreaIndex::<u8>::new([]);
    assert!(index.is_empty() && index.at(Point { lon: 0.0, lat: 0.0 }).is_empty());
}

proptest! {
    /// Bands of latitude are a short cut; walking along the whole outline is the reference.
    #[test]
    fn the_index_agrees_with_the_outline(
        lengths in prop::collection::vec(0.1..5.0_f64, 3..300),
        points in prop::collection::vec((-6.0..6.0_f64, -6.0..6.0_f64), 50),
    ) {
        let shape = Arc::new(star(0.0, 0.0, &lengths));
        let index = AreaIndex::new([((), 0, shape.clone())]);
        // Points in the height of corners are where mistakes would be.
        let corners = shape.polygons().into_iter().flat_map(|polygon| polygon.outer);
        let beside = corners.map(|corner| (corner.lon - 0.3, corner.lat));
        for (lon, lat) in points.into_iter().chain(beside) {
            let point = Point { lon, lat };
            prop_assert_eq!(!index.at(point).is_empty(), shape.contains(point), "{:?}", point);
        }
    }
}
