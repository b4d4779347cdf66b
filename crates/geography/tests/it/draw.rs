//! Maps as drawings.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use parvis_geography::draw::{AreaMark, Bubble, Form, Label, Map};
use parvis_geography::{Bounds, Point, Shape};

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Shape {
    Shape::rectangle(Bounds::new(west, south, east, north).expect("on the Earth")).expect("a rectangle")
}

fn map(bounds: Bounds) -> Map<'static> {
    Map {
        bounds,
        width: 100,
        height: 100,
        title: "Minsk",
        has_land: false,
        areas: Vec::new(),
        bubbles: Vec::new(),
    }
}

fn area(shape: &Shape) -> AreaMark<'_> {
    AreaMark { shape, href: None, title: "", label: None, class: "" }
}

fn equator() -> Bounds {
    Bounds::new(0.0, -0.5, 1.0, 0.5).expect("on the Earth")
}

#[test]
fn an_area_is_a_path_of_whole_relative_steps() {
    let shape = rectangle(0.25, -0.25, 0.75, 0.25);
    let svg = Map { areas: vec![area(&shape)], ..map(equator()) }.svg();
    assert!(svg.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200""#), "{svg}");
    assert!(svg.contains(r#"d="M50 150l100 0 0-100-100 0z""#), "{svg}");
}

#[test]
fn links_titles_and_counts_are_there_and_every_text_is_escaped() {
    let shape = rectangle(0.1, -0.4, 0.9, 0.4);
    let label = Label { text: "<b>&\"'", language: "\"><script>", is_rtl: false };
    let mark = AreaMark {
        href: Some("/map?a=1&b=\"2\""),
        title: "A < B",
        label: Some(label),
        class: "own",
        ..area(&shape)
    };
    let bubble = Bubble {
        at: Point { lon: 0.2, lat: 0.3 },
        shift: (0, 0),
        form: Form::Circle,
        count: "50+",
        radius: 3,
        href: Some("/map/1"),
        title: "Fifty\u{0} or more",
        class: "",
    };
    let svg = Map { title: "\"Minsk\"", areas: vec![mark], bubbles: vec![bubble], ..map(equator()) }.svg();
    for part in [
        r#"aria-label="&quot;Minsk&quot;""#,
        r#"<a href="/map?a=1&amp;b=&quot;2&quot;"><title>A &lt; B</title><path class="map-area own""#,
        r#"<a href="/map/1"><title>Fifty or more</title><circle class="map-bubble" cx="40" cy="40" r="24"/>"#,
        r#"aria-hidden="true">50+</text>"#,
        r#"lang="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&quot;&#39;</text>"#,
    ] {
        assert!(svg.contains(part), "{part} in {svg}");
    }
    assert!(!svg.contains("style="), "a page's policy refuses styles in attributes");
}

#[test]
fn the_worlds_land_lies_below_when_it_is_wanted() {
    let europe = Bounds::new(-10.0, 35.0, 30.0, 60.0).expect("on the Earth");
    let svg = Map { has_land: true, width: 420, height: 420, ..map(europe) }.svg();
    assert_eq!(svg.matches(r#"<path class="map-land""#).count(), 1);
    assert!((1_000..20_000).contains(&svg.len()), "{} bytes", svg.len());
    assert!(!map(europe).svg().contains("map-land"));
}

#[test]
fn arabic_labels_run_from_right_to_left() {
    let shape = rectangle(0.0, -0.5, 1.0, 0.5);
    let label = Label { text: "أكدال", language: "ar", is_rtl: true };
    let svg = Map { areas: vec![AreaMark { label: Some(label), ..area(&shape) }], ..map(equator()) }.svg();
    assert!(svg.contains(r#"lang="ar" direction="rtl" unicode-bidi="embed">أكدال</text>"#), "{svg}");
}

#[test]
fn labels_neither_leave_their_area_nor_cover_one_another() {
    let (large, small) = (rectangle(0.0, -0.5, 1.0, 0.5), rectangle(0.45, -0.05, 0.55, 0.05));
    let label = |text| Some(Label { text, language: "fr", is_rtl: false });
    let labels = |areas| Map { areas, ..map(equator()) }.svg().matches("map-label").count();
    assert_eq!(labels(vec![AreaMark { label: label("Belleville"), ..area(&large) }]), 1);
    assert_eq!(labels(vec![AreaMark { label: label("Belleville"), ..area(&small) }]), 0);
    let twice = AreaMark { label: label("Belleville"), ..area(&large) };
    assert_eq!(labels(vec![twice.clone(), twice]), 1);
}

#[test]
fn a_label_stands_below_the_bubble_of_its_area() {
    let shape = rectangle(0.0, -0.5, 1.0, 0.5);
    let label = Some(Label { text: "Agdal", language: "fr", is_rtl: false });
    let bubble = Bubble {
        at: shape.centre(),
        shift: (0, 0),
        form: Form::Circle,
        count: "7",
        radius: 12,
        href: None,
        title: "",
        class: "",
    };
    let svg =
        Map { areas: vec![AreaMark { label, ..area(&shape) }], bubbles: vec![bubble], ..map(equator()) }
            .svg();
    assert!(svg.contains(r#"<text class="map-label" x="100" y="138""#), "{svg}");
}

#[test]
fn a_bubble_has_the_name_of_its_area_where_the_area_has_no_room_for_it() {
    let (small, beside) = (rectangle(0.4, -0.1, 0.6, 0.1), rectangle(0.6, 0.2, 0.7, 0.3));
    let mark =
        |shape, text| AreaMark { label: Some(Label { text, language: "fr", is_rtl: false }), ..area(shape) };
    let bubble = Bubble {
        at: small.centre(),
        shift: (0, 0),
        form: Form::Circle,
        count: "7",
        radius: 12,
        href: None,
        title: "",
        class: "",
    };
    let areas = vec![mark(&small, "Orangers"), mark(&beside, "Ailleurs")];
    let svg = Map { areas, bubbles: vec![bubble], ..map(equator()) }.svg();
    assert!(svg.contains("Orangers") && !svg.contains("Ailleurs"), "{svg}");
}

#[test]
fn what_lies_outside_is_cut_away_or_left_out() {
    let (far, wide) = (rectangle(50.0, 10.0, 60.0, 20.0), rectangle(-170.0, -80.0, 170.0, 80.0));
    let bubble = Bubble {
        at: Point { lon: 90.0, lat: 0.0 },
        shift: (0, 0),
        form: Form::Circle,
        count: "1",
        radius: 12,
        href: None,
        title: "",
        class: "",
    };
    let svg = Map { areas: vec![area(&far), area(&wide)], bubbles: vec![bubble], ..map(equator()) }.svg();
    assert_eq!(svg.matches("<path").count(), 1, "{svg}");
    assert!(svg.contains(r#"d="M240 240l0-280-280 0 0 280z""#), "{svg}");
    assert!(!svg.contains("<circle"), "{svg}");
}

#[test]
fn two_hundred_areas_of_many_corners_stay_small() {
    let shapes: Vec<Shape> = (0..200)
        .map(|number| {
            let (column, row) = (f64::from(number % 20), f64::from(number / 20));
            let corner = |step: u32| {
                let angle = f64::from(step) / 500.0 * std::f64::consts::TAU;
                let reach = 0.02 + 0.002 * f64::from(step * step * 7 % 13) / 13.0;
                Point {
                    lon: 27.0 + column * 0.05 + reach * angle.cos(),
                    lat: 53.5 + row * 0.05 + reach * angle.sin(),
                }
            };
            Shape::area(&[vec![(0..500).map(corner).collect()]]).unwrap()
        })
        .collect();
    let areas: Vec<AreaMark> = shapes
        .iter()
        .map(|shape| AreaMark { href: Some("/map/123456789"), title: "An area", ..area(shape) })
        .collect();
    let bounds = Bounds::new(26.9, 53.4, 28.1, 54.1).unwrap();
    let svg = Map { width: 960, height: 720, areas, ..map(bounds) }.svg();
    assert_eq!(svg.matches("<path").count(), 200);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(svg.as_bytes()).unwrap();
    let packed = packed.finish().unwrap().len();
    assert!(packed < 55_000, "{packed} of {} bytes", svg.len());
}

#[test]
fn a_diamond_stands_as_far_from_its_point_as_it_is_told() {
    let bubble = Bubble {
        at: Point { lon: 0.2, lat: 0.3 },
        shift: (10, -5),
        form: Form::Diamond,
        count: "2",
        radius: 14,
        href: Some("/map/actions"),
        title: "2 actions",
        class: "map-actions",
    };
    let svg = Map { bubbles: vec![bubble], ..map(equator()) }.svg();
    let drawn = r#"<path class="map-bubble map-actions" d="M60 2l28 28-28 28-28-28z"/>"#;
    assert!(svg.contains(drawn), "{svg}");
    assert!(svg.contains(r#"<text class="map-count" x="60" y="30""#), "{svg}");
}
