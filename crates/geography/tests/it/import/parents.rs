//! Which place lies in which.

use std::collections::BTreeMap;

use parvis_geography::import::{Place, parents};
use parvis_geography::{Bounds, Point, Shape};

fn place(level: Option<u8>, shape: Shape) -> Place {
    Place {
        source_id: None,
        osm_id: None,
        names: BTreeMap::new(),
        aliases: Vec::new(),
        level,
        kind: None,
        shape,
    }
}

fn square(level: Option<u8>, west: f64, south: f64, size: f64) -> Place {
    place(
        level,
        Shape::rectangle(Bounds::new(west, south, west + size, south + size).expect("on the Earth"))
            .expect("a rectangle"),
    )
}

#[test]
fn the_smallest_that_holds_it_is_the_parent() {
    let spot = place(None, Shape::point(Point { lon: 1.5, lat: 1.5 }));
    let places = [
        spot,
        square(Some(9), 1.0, 1.0, 1.0),
        square(Some(2), 0.0, 0.0, 10.0),
        square(Some(4), 1.0, 1.0, 5.0),
        square(Some(4), 20.0, 1.0, 5.0),
    ];
    assert_eq!(parents(&places), [Some(1), Some(3), None, Some(2), None]);
}

#[test]
fn neighbours_and_overlaps_are_no_parents() {
    let places =
        [square(Some(4), 0.0, 0.0, 5.0), square(Some(8), 4.0, 0.0, 3.0), square(Some(8), 5.0, 0.0, 1.0)];
    assert_eq!(parents(&places), [None; 3]);
}

#[test]
fn a_city_that_is_its_own_district_stands_above_it() {
    let places =
        [square(Some(8), 0.0, 0.0, 5.0), square(Some(6), 0.0, 0.0, 5.0), square(None, 1.0, 1.0, 1.0)];
    assert_eq!(parents(&places), [Some(1), None, Some(0)]);
}

#[test]
fn outlines_that_do_not_quite_meet_are_still_inside() {
    let places = [square(Some(4), 0.0, 0.0, 5.0), square(Some(8), -0.01, -0.01, 2.0)];
    assert_eq!(parents(&places), [None, Some(0)]);
}

#[test]
fn there_is_no_circle_among_equals() {
    let places: Vec<Place> = (0..5).map(|_| square(None, 0.0, 0.0, 5.0)).collect();
    let parents = parents(&places);
    for start in 0..places.len() {
        let way: Vec<usize> = std::iter::successors(Some(start), |at| parents[*at]).take(10).collect();
        assert!(way.len() <= places.len(), "{way:?}");
    }
}
