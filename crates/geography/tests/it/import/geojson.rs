//! Places from GeoJSON.

use std::ops::ControlFlow;

use parvis_geography::import::{ImportError, Limits, OsmId, Place, Progress, geojson};

fn import(text: &str) -> Result<Vec<Place>, ImportError> {
    geojson(text.as_bytes(), &Limits::default(), &mut |_| ControlFlow::Continue(()))
}

fn collection(features: &[&str]) -> String {
    format!(r#"{{"type":"FeatureCollection","crs":null,"features":[{}]}}"#, features.join(","))
}

fn feature(properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"relation/59195","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[[[27,53],[28,53],[28,54],[27,53]]]}}}}"#
    )
}

#[track_caller]
fn refused(text: &str, message: &str) {
    let error = import(text).expect_err("must be refused").to_string();
    assert!(error.contains(message), "{error}");
}

#[test]
fn names_levels_and_ids_are_read() {
    let text = collection(&[&feature(
        r#""name":"Мінск","name:ru":"Минск","name:be-tarask":"Менск","name:etymology":"?","alt_name":"Мянеск;Менск;","admin_level":"4","place":"city","population":1995471,"other":{"a":[1]}"#,
    )]);
    let places = import(&text).unwrap();
    let place = &places[0];
    assert_eq!(place.name(&["fr", "ru"]), Some("Минск"));
    assert_eq!(place.name(&["fr"]), Some("Мінск"));
    assert_eq!(place.names.keys().collect::<Vec<_>>(), ["", "be-tarask", "ru"]);
    assert_eq!(place.aliases, ["Мянеск"], "what is a name is no alias");
    assert_eq!((place.level, place.kind.as_deref()), (Some(4), Some("city")));
    assert_eq!(place.osm_id, Some(OsmId::Relation(59195)));
    assert_eq!(place.source_id.as_deref(), Some("relation/59195"));
    assert!(place.shape.is_area());
}

#[test]
fn ids_are_found_where_exports_put_them() {
    let id = |properties: &str, id: &str| {
        let text = format!(
            r#"{{"type":"Feature",{id}"properties":{{"name":"a",{properties}}},"geometry":{{"type":"Point","coordinates":[1,2,300]}}}}"#
        );
        import(&collection(&[&text])).unwrap()[0].osm_id
    };
    assert_eq!(id(r#""@id":"way/7""#, ""), Some(OsmId::Way(7)));
    assert_eq!(id(r#""osm_id":12,"osm_type":"node""#, ""), Some(OsmId::Node(12)));
    assert_eq!(id(r#""a":1"#, r#""id":"r5","#), Some(OsmId::Relation(5)));
    assert_eq!(id(r#""a":1"#, r#""id":5,"#), None);
}

#[test]
fn problems_name_the_feature_and_the_field() {
    refused(
        &collection(&[&feature(""), &feature(r#""name":5.5"#)]),
        "feature 0 (relation/59195): properties.name: a place needs a name",
    );
    refused(
        &collection(&[&feature(r#""name":"a","admin_level":"99""#)]),
        "properties.admin_level: must be a whole number from 1 to 15",
    );
    refused(&collection(&[&feature(r#""name":["a"]"#)]), "properties.name: must be a text");
    refused(
        &collection(&[&feature("\"name\":\"a\u{202e}b\"")]),
        "properties.name: must not have control characters",
    );
    refused(
        &collection(&[&feature(&format!(r#""name:fr":"{}""#, "a".repeat(201)))]),
        "properties.name:fr: must have at most 200",
    );
    let open = r#"{"type":"Feature","properties":{"name":"Minsk"},"geometry":{"type":"Polygon","coordinates":[[[0,0]]]}}"#;
    refused(
        &collection(&[&feature(r#""name":"a""#), open]),
        "feature 1 (Minsk): geometry.coordinates[0]: a ring needs",
    );
    let bare = r#"{"type":"Feature","properties":{"name":"Minsk"},"geometry":null}"#;
    refused(&collection(&[bare]), "feature 0 (Minsk): geometry: a place needs a geometry");
}

#[test]
fn several_problems_are_told_at_once_and_not_without_end() {
    let wrong = feature("");
    let Err(ImportError::Places(problems)) =
        import(&collection(&[&wrong, &feature(r#""name":"a""#), &wrong]))
    else {
        panic!("must be refused")
    };
    assert_eq!(problems.iter().map(|problem| problem.feature).collect::<Vec<_>>(), [0, 2]);
    let Err(ImportError::Places(problems)) = import(&collection(&vec![wrong.as_str(); 500])) else {
        panic!("must be refused")
    };
    assert_eq!(problems.len(), 20);
}

#[test]
fn what_is_no_collection_is_refused() {
    refused("", "EOF");
    refused("[]", "expected a GeoJSON FeatureCollection");
    refused(r#"{"type":"Topology","objects":{}}"#, "must be an object of type FeatureCollection");
    refused(r#"{"type":"FeatureCollection","features":{}}"#, "expected a list of features");
    let cut = collection(&[&feature(r#""name":"a""#), &feature(r#""name":"b""#)]);
    refused(&cut[..cut.len() - 30], "after 1 features: EOF");
    refused(&format!("{} x", collection(&[])), "trailing characters");
    assert_eq!(import(&collection(&[])).unwrap(), []);
}

#[test]
fn limits_hold() {
    let text = collection(&vec![feature(r#""name":"a""#).as_str(); 20]);
    let with = |limits: Limits| {
        geojson(text.as_bytes(), &limits, &mut |_| ControlFlow::Continue(())).unwrap_err().to_string()
    };
    assert_eq!(with(Limits { places_max: 10, ..Limits::default() }), "more than 10 places");
    assert_eq!(with(Limits { vertices_max: 30, ..Limits::default() }), "more than 30 positions");
}

#[test]
fn progress_is_told_and_can_end_it() {
    let text = collection(&vec![feature(r#""name":"a""#).as_str(); 1000]);
    let mut told: Vec<Progress> = Vec::new();
    let mut note = |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    };
    let places = geojson(text.as_bytes(), &Limits::default(), &mut note).unwrap();
    assert_eq!((places.len(), told.len()), (1000, 3));
    assert!(told.is_sorted_by_key(|progress| (progress.bytes_read, progress.places)));
    assert!(told[2].bytes_read > text.len() as u64 / 2);
    let stopped = geojson(text.as_bytes(), &Limits::default(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Stopped)));
}
