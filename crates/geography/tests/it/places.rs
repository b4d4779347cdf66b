//! The three cities: from the file to a point, a name and a map.

use std::ops::ControlFlow;
use std::sync::Arc;

use parvis_geography::draw::{AreaMark, Label, Map};
use parvis_geography::import::{Limits, Place, geojson, parents};
use parvis_geography::names::{Name, NameIndex};
use parvis_geography::places::{MINSK, PARIS, RABAT};
use parvis_geography::{AreaIndex, Bounds, Point};

fn places(text: &str) -> Vec<Place> {
    geojson(text.as_bytes(), &Limits::default(), &mut |_| ControlFlow::Continue(())).expect("places")
}

/// The names on the way up from a place that is told by its English name.
fn way_up(text: &str, name: &str) -> Vec<String> {
    let places = places(text);
    let parents = parents(&places);
    let english = |place: usize| places[place].name(&["en"]).expect("an English name").to_owned();
    let start = (0..places.len()).find(|place| english(*place) == name).expect("a place of this name");
    std::iter::successors(Some(start), |place| parents[*place]).map(english).collect()
}

#[test]
fn every_place_stands_in_its_city_and_has_names_in_its_languages() {
    for (text, districts) in [(MINSK, 9), (PARIS, 20), (RABAT, 6)] {
        let places = places(text);
        let parents = parents(&places);
        assert_eq!(
            parents.iter().filter(|parent| parent.is_none()).count(),
            1,
            "the city alone has no parent"
        );
        assert_eq!(parents.iter().filter(|parent| **parent == Some(0)).count(), districts);
        assert!(places.iter().all(|place| place.names.len() >= 4), "four languages at least");
    }
}

#[test]
fn quarters_stand_in_their_districts() {
    assert_eq!(way_up(MINSK, "Kamiennaja Horka"), ["Kamiennaja Horka", "Frunzienski District", "Minsk"]);
    assert_eq!(way_up(PARIS, "Belleville"), ["Belleville", "20th arrondissement", "Paris"]);
    assert_eq!(way_up(RABAT, "Agdal"), ["Agdal", "Agdal-Riad", "Rabat"]);
}

#[test]
fn a_point_finds_its_microdistrict() {
    let places = places(MINSK);
    let depth = |place: &Place| place.level.map_or(12, |level| level);
    let index = AreaIndex::new(
        places.iter().enumerate().map(|(n, place)| (n, depth(place), Arc::new(place.shape.clone()))),
    );
    let names: Vec<&str> =
        index.at(Point { lon: 27.44, lat: 53.907 }).iter().map(|n| places[*n].names[""].as_str()).collect();
    assert_eq!(names, ["Каменная Горка", "Фрунзенскі раён", "Мінск"]);
}

#[test]
fn names_of_all_three_scripts_find_them() {
    let all: Vec<Place> = [MINSK, PARIS, RABAT].into_iter().flat_map(places).collect();
    let names = all
        .iter()
        .enumerate()
        .flat_map(|(key, place)| place.names.values().map(move |text| Name { key, text, prominence: 0 }));
    let index = NameIndex::new(names);
    for (query, english) in [
        ("уручье", "Uručča"),
        ("urucca", "Uručča"),
        ("kamenaya gor", "Kamiennaja Horka"),
        ("أكدا", "Agdal"),
        ("hay riad", "Hay Riad"),
        ("menilmontan", "Ménilmontant"),
        ("Монмартр", "Montmartre"),
    ] {
        let hits = index.search(query, 3);
        assert_eq!(
            hits.first().map(|hit| all[hit.key].name(&["en"]).unwrap()),
            Some(english),
            "{query}: {hits:?}"
        );
    }
}

#[test]
fn each_city_is_drawn_with_its_names() {
    for (text, language) in [(MINSK, "be"), (PARIS, "fr"), (RABAT, "ar")] {
        let places = places(text);
        let bounds = Bounds::around(places.iter().map(|place| place.shape.bounds())).unwrap().padded(0.05);
        let named = places.iter().filter(|place| place.names.contains_key(language));
        let mark = |place| {
            let Place { shape, names, .. }: &Place = place;
            let label = Label { text: &names[language], language, is_rtl: language == "ar" };
            AreaMark { shape, href: Some("/map/1"), title: label.text, label: Some(label), class: "" }
        };
        let svg = Map {
            bounds,
            width: 800,
            height: 800,
            title: "",
            has_land: false,
            areas: named.map(mark).collect(),
            bubbles: Vec::new(),
        }
        .svg();
        let count = svg.matches("<path").count();
        assert!(count >= 20 && svg.matches("map-label").count() >= 4, "{language}: {count} areas");
        assert!(svg.len() < 30_000, "{language}: {} bytes", svg.len());
    }
}
