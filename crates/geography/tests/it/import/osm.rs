//! Places from extracts of OpenStreetMap, which the tests write themselves.

mod writer;

use std::io::Cursor;
use std::ops::ControlFlow;

use parvis_geography::Point;
use parvis_geography::import::{Extract, ImportError, Limits, OsmId, Place, Progress, osm, parents};

use writer::{Osm, bytes_field, framed, number_field};

fn read(file: &[u8], levels: &[u8]) -> Result<Extract, ImportError> {
    osm(Cursor::new(file), levels, &Limits::default(), &mut |_| ControlFlow::Continue(()))
}

#[track_caller]
fn places(osm: &Osm, levels: &[u8]) -> Vec<Place> {
    let extract = read(&osm.bytes(), levels).expect("an extract");
    assert_eq!(extract.left_out, []);
    extract.places
}

#[track_caller]
fn left_out(osm: &Osm) -> String {
    let extract = read(&osm.bytes(), &[]).expect("an extract");
    let told: Vec<String> = extract.left_out.iter().map(ToString::to_string).collect();
    told.join("\n")
}

fn names(places: &[Place]) -> Vec<&str> {
    places.iter().filter_map(|place| place.name(&[])).collect()
}

fn holds(place: &Place, lon: f64, lat: f64) -> bool {
    place.shape.contains(Point { lon, lat })
}

/// A city of two districts with a common border, in three lines that run in any direction, and a lake in the west.
fn city() -> Osm {
    let mut osm = Osm::default();
    let (south, north) = ((1, [27.5, 53.0]), (2, [27.5, 54.0]));
    osm.line(10, &[south, (3, [27.0, 53.0]), (4, [27.0, 54.0]), north]);
    osm.line(11, &[south, north]);
    osm.line(12, &[north, (5, [28.0, 54.0]), (6, [28.0, 53.0]), south]);
    osm.rectangle(13, [27.2, 53.4, 27.3, 53.6]);
    osm.boundary(100, "Мінск", "4", &[(12, "outer"), (10, "outer"), (7, "label")]);
    osm.boundary(101, "Захад", "9", &[(11, "outer"), (10, "outer"), (13, "inner")]);
    osm.boundary(102, "Усход", "9", &[(11, ""), (12, "")]);
    osm
}

#[test]
fn boundaries_are_joined_from_lines_in_any_order_and_direction() {
    let mut osm = city();
    osm.relations[0].2.extend([("name:ru", "Минск"), ("alt_name", "Менск"), ("place", "city")]);
    for is_plain in [false, true] {
        osm.is_plain = is_plain;
        let places = places(&osm, &[]);
        assert_eq!(names(&places), ["Мінск", "Захад", "Усход"]);
        let city = &places[0];
        assert_eq!((city.level, city.kind.as_deref()), (Some(4), Some("city")));
        assert_eq!(
            (city.osm_id, city.source_id.as_deref()),
            (Some(OsmId::Relation(100)), Some("relation/100"))
        );
        assert_eq!((city.names["ru"].as_str(), &city.aliases[..]), ("Минск", &["Менск".to_owned()][..]));
        let at = |lon, lat| places.iter().map(|place| holds(place, lon, lat)).collect::<Vec<_>>();
        assert_eq!(at(27.1, 53.5), [true, true, false]);
        assert_eq!(at(27.25, 53.5), [true, false, false], "the lake belongs to no district");
        assert_eq!(at(27.7, 53.5), [true, false, true]);
        assert_eq!(at(28.1, 53.5), [false; 3]);
        assert_eq!(parents(&places), [None, Some(0), Some(0)]);
    }
}

#[test]
fn holes_are_seen_from_where_they_lie_and_not_from_their_roles() {
    let mut osm = Osm::default();
    osm.rectangle(1, [0.0, 0.0, 10.0, 10.0]);
    osm.rectangle(2, [2.0, 2.0, 8.0, 8.0]);
    osm.rectangle(3, [4.0, 4.0, 6.0, 6.0]);
    osm.rectangle(4, [20.0, 0.0, 21.0, 1.0]);
    osm.boundary(1, "Ring", "8", &[(3, "inner"), (2, "outer"), (4, ""), (1, "inner")]);
    let place = &places(&osm, &[])[0];
    assert!(holds(place, 1.0, 1.0) && holds(place, 5.0, 5.0) && holds(place, 20.5, 0.5));
    assert!(!holds(place, 3.0, 3.0));
    let polygons = place.shape.polygons();
    assert_eq!(polygons.iter().map(|polygon| polygon.holes.len()).collect::<Vec<_>>(), [1, 0, 0]);
}

#[test]
fn rings_that_touch_in_a_point_stay_two_polygons() {
    let mut osm = Osm::default();
    let middle = (1, [1.0, 1.0]);
    osm.line(1, &[middle, (2, [0.0, 1.0]), (3, [0.0, 0.0])]);
    osm.line(2, &[(3, [0.0, 0.0]), (4, [1.0, 0.0]), middle]);
    osm.line(3, &[middle, (5, [2.0, 1.0]), (6, [2.0, 2.0])]);
    osm.line(4, &[middle, (7, [1.0, 2.0]), (6, [2.0, 2.0])]);
    osm.boundary(1, "Papillon", "8", &[(1, ""), (3, ""), (2, ""), (4, "")]);
    let polygons = places(&osm, &[])[0].shape.polygons();
    assert_eq!(polygons.iter().map(|polygon| polygon.outer.len()).collect::<Vec<_>>(), [5, 5]);
}

#[test]
fn settlements_come_as_areas_and_points_at_the_level_of_their_kind() {
    let mut osm = Osm::default();
    osm.rectangle(1, [0.0, 0.0, 1.0, 1.0]);
    osm.ways[0].2 = vec![("place", "suburb"), ("name", "Uručča")];
    osm.line(2, &[(90, [5.0, 5.0]), (91, [6.0, 6.0])]);
    osm.ways[1].2 = vec![("place", "suburb"), ("name", "a line is no area")];
    osm.nodes.push((92, [3.0, 3.0], vec![("place", "village"), ("name", "Sula"), ("name:fr", "Soula")]));
    osm.nodes.push((93, [3.0, 3.1], vec![("place", "farm"), ("name", "of no known kind")]));
    osm.nodes.push((94, [3.0, 3.2], vec![("place", "village")]));
    let found = places(&osm, &[]);
    assert_eq!(names(&found), ["Uručča", "Sula"]);
    assert_eq!(found.iter().map(|place| place.level).collect::<Vec<_>>(), [Some(9), Some(8)]);
    assert_eq!(
        found.iter().map(|place| place.osm_id).collect::<Vec<_>>(),
        [Some(OsmId::Way(1)), Some(OsmId::Node(92))]
    );
    assert!(found[0].shape.is_area() && !found[1].shape.is_area());
    assert_eq!(names(&places(&osm, &[9, 10])), ["Uručča"]);
    assert_eq!(names(&places(&city(), &[4])), ["Мінск"]);
    assert_eq!(names(&places(&city(), &[5])), [""; 0]);
}

#[test]
fn one_place_does_not_come_as_boundary_and_settlement_and_point() {
    let mut osm = city();
    let town = |name: &'static str| vec![("place", "town"), ("name", name)];
    osm.nodes.push((200, [27.6, 53.5], town("Мінск")));
    osm.nodes.push((201, [30.0, 50.0], town("Мінск")));
    osm.rectangle(30, [27.6, 53.2, 27.9, 53.8]);
    osm.ways.last_mut().expect("it was pushed").2 = town("Усход");
    let found = places(&osm, &[]);
    assert_eq!(names(&found), ["Мінск", "Захад", "Усход", "Мінск"]);
    assert_eq!(found[3].osm_id, Some(OsmId::Node(201)), "a town of that name elsewhere is another one");
}

#[test]
fn what_the_extract_cuts_off_is_told_and_the_rest_is_taken() {
    let mut osm = city();
    osm.boundary(103, "Cut", "9", &[(10, "outer"), (11, "outer"), (98, "outer"), (99, "outer")]);
    osm.boundary(104, "Empty", "9", &[]);
    osm.line(20, &[(300, [1.0, 1.0]), (301, [2.0, 1.0])]);
    osm.line(21, &[(301, [2.0, 1.0]), (302, [2.0, 2.0])]);
    osm.boundary(105, "Open", "9", &[(20, "outer"), (21, "outer")]);
    osm.rectangle(22, [1.0, 1.0, 2.0, 2.0]);
    osm.nodes.retain(|(id, ..)| *id != 222);
    osm.boundary(106, "Pointless", "9", &[(22, "outer")]);
    osm.rectangle(23, [3.0, 3.0, 3.0, 3.0]);
    osm.boundary(107, "Flat", "9", &[(23, "outer")]);
    assert_eq!(
        left_out(&osm),
        "relation/103 (Cut): 2 of its 4 lines are not in the file\n\
         relation/104 (Empty): it has no lines\n\
         relation/105 (Open): its outline is open at node/302\n\
         relation/106 (Pointless): node/222 is not in the file\n\
         relation/107 (Flat): encloses nothing"
    );
    assert_eq!(names(&read(&osm.bytes(), &[]).expect("an extract").places), ["Мінск", "Захад", "Усход"]);
}

#[test]
fn only_what_is_cut_at_the_180th_meridian_crosses_it() {
    let mut osm = Osm::default();
    osm.rectangle(1, [179.0, 1.0, -179.0, 2.0]);
    osm.boundary(1, "Across", "4", &[(1, "outer")]);
    assert_eq!(
        left_out(&osm),
        "relation/1 (Across): it crosses the 180th meridian; only one that is cut there can be taken"
    );
    let mut osm = Osm::default();
    osm.rectangle(1, [179.0, 1.0, 180.0, 2.0]);
    osm.rectangle(2, [-180.0, 1.0, -179.0, 2.0]);
    osm.boundary(1, "Чукотка", "4", &[(1, "outer"), (2, "outer")]);
    let place = &places(&osm, &[])[0];
    assert!(holds(place, 179.5, 1.5) && holds(place, -179.5, 1.5) && !holds(place, 0.0, 1.5));
}

#[test]
fn a_file_that_ends_early_is_refused_wherever_it_ends() {
    let osm = city();
    for is_plain in [false, true] {
        let file = Osm { is_plain, ..osm.clone() }.bytes();
        let mut ends = Vec::new();
        for length in 1..file.len() {
            match read(&file[..length], &[]) {
                Err(ImportError::Format(text)) => assert!(text.starts_with("blob "), "{text}"),
                Err(other) => panic!("{other}"),
                // Between two blobs nothing says that there was more.
                Ok(extract) => ends.push((length, extract.places.len())),
            }
        }
        assert!(ends.len() <= 6 && ends.iter().all(|(_, places)| *places == 0), "{ends:?}");
    }
}

#[test]
fn bytes_that_are_changed_break_nothing() {
    let file = Osm { is_plain: true, ..city() }.bytes();
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut refused, mut read_on) = (0, 0);
    for _ in 0..5_000 {
        let mut file = file.clone();
        for _ in 0..3 {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let at = chance as usize % file.len();
            file[at] = (chance >> 32) as u8;
        }
        match read(&file, &[]) {
            Ok(_) => read_on += 1,
            Err(ImportError::Format(_)) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!(refused > 100 && read_on > 100, "{refused} refused, {read_on} not");
}

#[test]
fn what_is_no_extract_is_refused_with_a_reason() {
    let refused = |file: &[u8]| read(file, &[]).expect_err("must be refused").to_string();
    assert_eq!(refused(b"<?xml version='1.0'?><osm>"), "blob 0: not an .osm.pbf file");
    assert_eq!(refused(b""), "the file is empty");
    let history = Osm { feature: Some("HistoricalInformation"), ..city() };
    assert_eq!(
        refused(&history.bytes()),
        "blob 0: the file needs a reader that knows more, for instance of history"
    );
    let with = |field: u64, number: u64| {
        let (mut blob, mut file) = (Vec::new(), Vec::new());
        number_field(&mut blob, 2, number);
        bytes_field(&mut blob, field, b"\x78\x9c\x03\x00\x00\x00\x00\x01");
        framed(&mut file, "OSMData", &blob);
        refused(&file)
    };
    assert_eq!(with(7, 10), "blob 0: it is packed in another way than zlib");
    assert_eq!(with(3, 10), "blob 0: it cannot be unpacked");
    assert_eq!(with(3, 1 << 40), "blob 0: it has no size, or is too large");
    let mut other = Vec::new();
    framed(&mut other, "OSMNothing", b"");
    assert_eq!(refused(&other), "blob 0: it is neither OSMHeader nor OSMData");
}

#[test]
fn limits_hold() {
    let with = |limits: Limits| {
        let file = city().bytes();
        osm(Cursor::new(file), &[], &limits, &mut |_| ControlFlow::Continue(()))
            .expect_err("too much")
            .to_string()
    };
    assert_eq!(with(Limits { places_max: 2, ..Limits::default() }), "more than 2 places");
    assert_eq!(with(Limits { vertices_max: 9, ..Limits::default() }), "more than 9 positions");
}

#[test]
fn progress_is_told_of_three_readings_and_can_end_it() {
    let file = city().bytes();
    let mut told: Vec<Progress> = Vec::new();
    let mut note = |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    };
    osm(Cursor::new(&file), &[], &Limits::default(), &mut note).expect("an extract");
    assert!(told.is_sorted_by_key(|progress| progress.bytes_read));
    let last = told.last().expect("something was told");
    assert_eq!((last.bytes_read, last.places), (3 * file.len() as u64, 3));
    let stopped = osm(Cursor::new(&file), &[], &Limits::default(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Stopped)));
}
