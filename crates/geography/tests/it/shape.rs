//! Shapes.

use parvis_geography::{Bounds, Point, Shape, ShapeFault};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> Point {
    Point::new(lon, lat).expect("on the Earth")
}

fn square(west: f64, south: f64, size: f64) -> Shape {
    Shape::rectangle(Bounds::new(west, south, west + size, south + size).expect("on the Earth"))
        .expect("a rectangle")
}

fn ring_with_hole() -> Shape {
    Shape::from_geojson(
        r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[2,2],[8,2],[8,8],[2,8],[2,2]]]}"#,
    )
    .expect("a shape")
}

/// A star around a centre with as many spikes as there are lengths.
fn star(lon: f64, lat: f64, lengths: &[f64]) -> Shape {
    let step = std::f64::consts::TAU / lengths.len() as f64;
    let corner = |(place, length): (usize, &f64)| {
        let angle = step * place as f64;
        Point { lon: lon + length * angle.cos(), lat: lat + length * angle.sin() }
    };
    Shape::area(&[vec![lengths.iter().enumerate().map(corner).collect()]]).expect("an area")
}

#[test]
fn what_lies_in_a_hole_is_outside() {
    let shape = ring_with_hole();
    assert!(shape.contains(at(1.0, 5.0)));
    assert!(!shape.contains(at(5.0, 5.0)));
    assert!(!shape.contains(at(11.0, 5.0)));
    assert!(!Shape::point(at(5.0, 5.0)).contains(at(5.0, 5.0)));
}

#[test]
fn a_point_on_a_common_border_belongs_to_exactly_one() {
    let tiles: Vec<Shape> = (0..9).map(|n| square(f64::from(n % 3), f64::from(n / 3), 1.0)).collect();
    for step in 0..60 {
        for other in 0..60 {
            let point = at(0.05 * f64::from(step), 0.05 * f64::from(other));
            let holders = tiles.iter().filter(|tile| tile.contains(point)).count();
            assert_eq!(holders, 1, "{point:?}");
        }
    }
}

#[test]
fn the_surface_is_that_of_the_sphere() {
    // One degree by one at the equator and at 60 degrees north, by R² Δλ (sin φ2 - sin φ1).
    let expected = |south: f64| {
        let sines = (south + 1.0).to_radians().sin() - south.to_radians().sin();
        6_371_007.2_f64.powi(2) * 1.0_f64.to_radians() * sines
    };
    for south in [0.0, 60.0] {
        let share = square(10.0, south, 1.0).area_m2() / expected(south);
        assert!((share - 1.0).abs() < 1e-3, "{share}");
    }
    let (outer, hole) = (square(0.0, 0.0, 10.0).area_m2(), square(2.0, 2.0, 6.0).area_m2());
    assert!((ring_with_hole().area_m2() - (outer - hole)).abs() < 1.0);
    assert_eq!(Shape::point(at(1.0, 1.0)).area_m2(), 0.0);
}

#[test]
fn the_centre_lies_inside_also_of_rings_and_bays() {
    assert_eq!(square(0.0, 0.0, 2.0).centre(), at(1.0, 1.0));
    let ring = ring_with_hole();
    assert!(ring.contains(ring.centre()), "{:?}", ring.centre());
    let bay = r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,8],[8,8],[8,1],[0,1],[0,0]]]}"#;
    let bay = Shape::from_geojson(bay).unwrap();
    assert!(bay.contains(bay.centre()), "{:?}", bay.centre());
}

#[test]
fn geojson_reads_back_as_it_was_written() {
    for text in [
        r#"{"type":"Point","coordinates":[27.561831,53.9022]}"#,
        r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]]]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[3,0],[3,3],[0,0]],[[1,0.5],[2,0.5],[2,1],[1,0.5]]],[[[5,5],[6,5],[6,6],[5,5]]]]}"#,
    ] {
        assert_eq!(Shape::from_geojson(text).unwrap().to_geojson(), text);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let error = |text: &str| Shape::from_geojson(text).unwrap_err().to_string();
    let cases = [
        (r#"{"type":"Polygon","coordinates":[[[0,0],[1,0]]]}"#, "coordinates[0]: a ring needs"),
        (
            r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[181,1],[0,0]]]]}"#,
            "coordinates[0][0]: longitude",
        ),
        (r#"{"type":"Point","coordinates":[0,91]}"#, "coordinates: longitude"),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#,
            "type: must be Point, Polygon or MultiPolygon",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1e-9,0],[0,1e-9],[0,0]]]}"#,
            "coordinates: encloses nothing",
        ),
        (r#"{"type":"Point","coordinates":["a",1]}"#, "coordinates: invalid type"),
        (r#"{"type":"Point"}"#, "coordinates: "),
        ("[]", "geometry: "),
    ];
    for (text, message) in cases {
        assert!(error(text).starts_with(message), "{text}: {}", error(text));
    }
}

#[test]
fn bytes_that_are_no_shape_are_refused() {
    let bytes = ring_with_hole().to_bytes();
    for end in 0..bytes.len() {
        assert!(Shape::from_bytes(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(Shape::from_bytes(&longer).unwrap_err().fault, ShapeFault::Bytes);
    let mut later = bytes;
    later[0] = 2;
    assert!(Shape::from_bytes(&later).is_err());
    assert!(
        Shape::from_bytes(&[1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f]).is_err(),
        "a length beyond the bytes"
    );
}

#[test]
fn fewer_corners_stay_close_to_all_that_were_there() {
    let lengths: Vec<f64> = (0..720).map(|n| 1.0 + 0.02 * f64::from(n % 3)).collect();
    let shape = star(10.0, 50.0, &lengths);
    let simple = shape.simplified(0.05);
    assert!(simple.vertex_count() < 60, "{}", simple.vertex_count());
    let share = simple.area_m2() / shape.area_m2();
    assert!((0.92..1.08).contains(&share), "{share}");
    let vanished = shape.simplified(20.0);
    assert!(vanished.is_area(), "of an area that is too small its rectangle is left");
}

proptest! {
    #[test]
    fn any_shape_survives_its_bytes_and_its_geojson(
        lon in -170.0..170.0_f64, lat in -80.0..80.0_f64, lengths in prop::collection::vec(0.01..5.0_f64, 3..60),
    ) {
        let shape = star(lon, lat, &lengths);
        prop_assert_eq!(&Shape::from_bytes(&shape.to_bytes()).unwrap(), &shape);
        prop_assert_eq!(&Shape::from_geojson(&shape.to_geojson()).unwrap(), &shape);
        prop_assert!(shape.contains(shape.centre()));
        let bounds = shape.bounds();
        prop_assert!(bounds.contains(shape.centre()));
        prop_assert!(Shape::rectangle(bounds).unwrap().area_m2() >= shape.area_m2() * 0.999);
    }

    #[test]
    fn bytes_by_chance_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut named = vec![1, 1];
        named.extend(&bytes);
        if let Ok(shape) = Shape::from_bytes(&named) {
            prop_assert_eq!(Shape::from_bytes(&shape.to_bytes()).unwrap(), shape);
        }
        let _ = Shape::from_bytes(&bytes);
    }
}
