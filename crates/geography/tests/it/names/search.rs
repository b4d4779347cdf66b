//! The search among names.

use parvis_geography::names::{Name, NameIndex};

fn index() -> NameIndex<u32> {
    let names = [
        (1, "Мінск", 200),
        (1, "Минск", 200),
        (1, "Minsk", 200),
        (1, "مينسك", 200),
        (2, "Каменная Горка", 90),
        (2, "Kamennaja Horka", 90),
        (3, "Рабат", 200),
        (3, "الرباط", 200),
        (3, "Rabat", 200),
        (4, "حي الرياض", 90),
        (5, "Rue de la République", 20),
        (6, "Place de la République", 20),
        (7, "Minskaya ulitsa", 20),
        (8, "ул. Скорины", 20),
        (9, "Уручье-1", 50),
        (10, "Уручье-2", 50),
        (11, "Ménilmontant", 90),
    ];
    NameIndex::new(names.map(|(key, text, prominence)| Name { key, text, prominence }))
}

#[track_caller]
fn first(query: &str, key: u32) {
    let index = index();
    let hits = index.search(query, 5);
    assert_eq!(hits.first().map(|hit| hit.key), Some(key), "{query}: {hits:?}");
}

#[test]
fn the_beginning_is_enough_while_somebody_types() {
    for query in ["m", "mi", "min", "mins", "minsk", "Мі", "МИНС"] {
        first(query, 1);
    }
    first("камен", 2);
    first("menil", 11);
}

#[test]
fn slips_and_accents_do_not_matter() {
    first("Minks", 1);
    first("Minnsk", 1);
    first("Kamenaya Gorka", 2);
    first("republique place", 6);
    first("rue republic", 5);
    first("Menilmontan", 11);
}

#[test]
fn scripts_meet() {
    first("رباط", 3);
    first("Hay Riad", 4);
    first("hay ryad", 4);
    first("skaryny", 8);
    first("Каменая Гарка", 2);
}

#[test]
fn an_arabic_query_finds_a_name_that_was_written_in_latin_letters_only() {
    let index = NameIndex::new([Name { key: 1, text: "Agdal", prominence: 0 }]);
    assert_eq!(index.search("أكدال", 5).len(), 1);
}

#[test]
fn numbers_must_be_right() {
    first("Уручье 2", 10);
    assert_eq!(index().search("Uruchye 3 ", 5).len(), 0);
}

#[test]
fn a_blank_ends_the_word() {
    let index = index();
    let keys = |query| index.search(query, 5).into_iter().map(|hit| hit.key).collect::<Vec<_>>();
    assert_eq!(keys("minsk "), [1]);
    assert_eq!(keys("minsk"), [1, 7]);
}

#[test]
fn what_is_meant_more_often_comes_first_and_each_key_once() {
    let index = index();
    let hits = index.search("minsk", 5);
    assert_eq!(hits.iter().map(|hit| hit.key).collect::<Vec<_>>(), [1, 7]);
    assert!(hits[0].score > 0.95, "{hits:?}");
}

#[test]
fn shared_words_are_looked_for_when_there_is_nothing_else() {
    let index = index();
    let keys: Vec<u32> = index.search("улица", 5).into_iter().map(|hit| hit.key).collect();
    assert!(keys.contains(&5) && keys.contains(&7) && keys.contains(&8), "{keys:?}");
}

#[test]
fn nothing_is_found_by_nothing() {
    let index = index();
    assert!(index.search("", 5).is_empty());
    assert!(index.search("!!!", 5).is_empty());
    assert!(index.search("minsk", 0).is_empty());
    assert!(index.search("xqzwk", 5).is_empty());
    assert!(NameIndex::<u32>::new(Vec::<Name<u32>>::new()).search("minsk", 5).is_empty());
}

#[test]
fn only_some_keys_may_be_meant() {
    let index = index();
    let keys: Vec<u32> =
        index.search_where("minsk", 5, |key| key != 1).into_iter().map(|hit| hit.key).collect();
    assert_eq!(keys, [7]);
}

#[test]
fn what_is_meant_is_found_however_many_others_fit_as_well() {
    let names = (0..5_000).map(|key| Name { key, text: "rue des Lilas", prominence: 0 });
    let index = NameIndex::new(names);
    let hits = index.search_where("rue", 10, |key| key % 1_000 == 999);
    let keys: Vec<u32> = hits.iter().map(|hit| hit.key).collect();
    assert_eq!(keys, [999, 1_999, 2_999, 3_999, 4_999]);
    assert_eq!(index.search_where("rue", 2, |key| key >= 4_000).len(), 2);
    assert_eq!(index.search_where("rue", 10, |_| false), []);
}

#[test]
fn all_names_are_told_in_their_order() {
    let index = index();
    let first: Vec<(u32, &str)> = index.iter().take(2).collect();
    assert_eq!(first, [(1, "Мінск"), (1, "Минск")]);
    assert_eq!(index.iter().count(), index.len());
}
