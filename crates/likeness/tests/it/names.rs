//! Names across scripts, on tables of spellings: who is found under another one.

use parvis_likeness::names::{NameIndex, PersonName};

use crate::chance::Chance;

const PEOPLE: usize = 1_431;
const ASKED: usize = 600;

/// Each line: the Arabic spelling, then Latin ones that are in use. A blank inside of the Arabic one is kept apart by
/// the first Latin letter.
fn arabic(table: &'static str) -> Vec<(String, Vec<&'static str>)> {
    let line = |line: &'static str| {
        let latin_begins = line.find(|c: char| c.is_ascii_alphabetic()).expect("a Latin spelling");
        let (arabic, latin) = line.split_at(latin_begins);
        (arabic.trim().to_owned(), latin.split(' ').collect())
    };
    table.lines().map(line).collect()
}

/// Different people by their places in two tables.
fn people(given: usize, families: usize, chance: &mut Chance) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> =
        (0..given).flat_map(|given| (0..families).map(move |family| (given, family))).collect();
    for at in 0..PEOPLE {
        let other = at + chance.below((all.len() - at) as u64) as usize;
        all.swap(at, other);
    }
    all.truncate(PEOPLE);
    all
}

/// The share of asked names whose person is the first, and among the first five.
fn recall(held: &[String], asked: &[(String, usize)]) -> (f64, f64) {
    let mut index = NameIndex::default();
    held.iter().enumerate().for_each(|(number, name)| index.add(name, number));
    let (mut first, mut five) = (0, 0);
    for (name, own) in asked {
        let hits = index.search(&PersonName::new(name), 5);
        first += usize::from(hits.first().is_some_and(|hit| hit.key == *own));
        five += usize::from(hits.iter().any(|hit| hit.key == *own));
    }
    (first as f64 / asked.len() as f64, five as f64 / asked.len() as f64)
}

#[test]
fn arabic_name_finds_its_latin_spelling() {
    let (given, families) =
        (arabic(include_str!("names/arabic.txt")), arabic(include_str!("names/arabic_families.txt")));
    let mut chance = Chance::new(1);
    let people = people(given.len(), families.len(), &mut chance);
    let held: Vec<String> = people
        .iter()
        .map(|(first, last)| {
            format!("{} {}", chance.one_of(&given[*first].1), chance.one_of(&families[*last].1))
        })
        .collect();
    let asked = |(number, (first, last)): (usize, &(usize, usize))| {
        (format!("{} {}", given[*first].0, families[*last].0), number)
    };
    let asked: Vec<(String, usize)> = people.iter().enumerate().take(ASKED).map(asked).collect();
    let (first, five) = recall(&held, &asked);
    println!("Arabic: first {first:.3}, among five {five:.3}");
    assert!(five >= 0.93, "Arabic: first {first:.3}, among five {five:.3}");
}

/// What each way of writing Russian makes of а to я and ё: ISO 9, GOST 7.79 B, BGN/PCGN, passports, French, German.
const SYSTEMS: [[&str; 33]; 6] = [
    [
        "a", "b", "v", "g", "d", "e", "ž", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "h", "c", "č", "š", "ŝ", "ʺ", "y", "ʹ", "è", "û", "â", "ë",
    ],
    [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "x", "cz", "ch", "sh", "shh", "``", "y`", "`", "e`", "yu", "ya", "yo",
    ],
    [
        "a", "b", "v", "g", "d", "ye", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh", "ts", "ch", "sh", "shch", "”", "y", "’", "e", "yu", "ya", "yë",
    ],
    [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh", "ts", "ch", "sh", "shch", "ie", "y", "", "e", "iu", "ia", "e",
    ],
    [
        "a", "b", "v", "g", "d", "e", "j", "z", "i", "ï", "k", "l", "m", "n", "o", "p", "r", "s", "t", "ou",
        "f", "kh", "ts", "tch", "ch", "chtch", "", "y", "", "e", "iou", "ia", "io",
    ],
    [
        "a", "b", "w", "g", "d", "e", "sch", "s", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "ch", "z", "tsch", "sch", "schtsch", "", "y", "", "e", "ju", "ja", "jo",
    ],
];

fn latin(name: &str, system: &[&str; 33]) -> String {
    let letter = |c: char| match c.to_lowercase().next().expect("a letter") {
        small @ 'а'..='я' => system[(u32::from(small) - u32::from('а')) as usize].to_owned(),
        'ё' => system[32].to_owned(),
        other => other.to_string(),
    };
    name.chars().map(letter).collect()
}

#[test]
fn cyrillic_name_finds_its_latin_spellings() {
    let given: Vec<&str> = include_str!("names/cyrillic.txt").split_whitespace().collect();
    let families: Vec<&str> = include_str!("names/cyrillic_families.txt").split_whitespace().collect();
    let mut chance = Chance::new(4);
    let people = people(given.len(), families.len(), &mut chance);
    let names: Vec<String> =
        people.iter().map(|(first, last)| format!("{} {}", given[*first], families[*last])).collect();
    for (number, system) in SYSTEMS.iter().enumerate() {
        let held: Vec<String> = names.iter().map(|name| latin(name, system)).collect();
        let asked: Vec<(String, usize)> = names.iter().cloned().zip(0..).take(ASKED).collect();
        let (first, five) = recall(&held, &asked);
        println!("Cyrillic, system {number}: first {first:.3}, among five {five:.3}");
        assert!(five >= 0.97, "system {number}: first {first:.3}, among five {five:.3}");
        // And from one way of writing it to another, with the words turned.
        let other = &SYSTEMS[(number + 2) % SYSTEMS.len()];
        let turned = |name: &String| {
            let name = latin(name, other);
            let (first, last) = name.split_once(' ').unwrap();
            format!("{last} {first}")
        };
        let asked: Vec<(String, usize)> = names.iter().map(turned).zip(0..).take(ASKED).collect();
        let (first, five) = recall(&held, &asked);
        println!("  turned, in another system: first {first:.3}, among five {five:.3}");
        assert!(five >= 0.93, "system {number} turned: first {first:.3}, among five {five:.3}");
    }
}

#[test]
fn names_that_are_one_are_alike_and_others_are_not() {
    let likeness = |a: &str, b: &str| PersonName::new(a).likeness(&PersonName::new(b));
    for (a, b) in [
        ("Юрий Гагарин", "Iouri Gagarine"),
        ("Юрий Гагарин", "gagarin_yuri1961"),
        ("محمد الخطيب", "Mohamed El Khatib"),
        ("Светлана Тихоновская", "Svetlana Tikhonovskaya"),
        ("Ahmed Mansour", "منصور أحمد"),
        ("Αλέξης Παπάς", "Alexis Papas"),
        ("John Smith", "J0hn_Smіth"),
    ] {
        let alike = likeness(a, b);
        assert!(alike.is_alike(), "{a} and {b}: {alike:?}");
    }
    for (a, b) in [
        ("Юрий Гагарин", "Georges Garnier"),
        ("محمد الخطيب", "Mahmoud Baghdadi"),
        ("Olga Petrova", "Pavel Orlov"),
        ("Sarah", "Karim"),
        ("12345", "67890"),
    ] {
        let alike = likeness(a, b);
        assert!(!alike.is_alike(), "{a} and {b}: {alike:?}");
    }
    assert!(likeness("раураl", "paypal").looks_same);
    // A name without letters is compared, and like nothing but itself.
    assert!(likeness("★", "★").looks_same && !likeness("★", "Anna").is_alike());
}

#[test]
fn very_common_word_does_not_hide_the_rare_one() {
    let mut index = NameIndex::default();
    (0..5_000)
        .for_each(|number| index.add(&format!("Mohamed N{}", "abcdefghij".repeat(1 + number % 3)), number));
    index.add("Mohamed Zerrouki", 9_999);
    assert_eq!(index.search(&PersonName::new("محمد زروقي"), 3)[0].key, 9_999);
    assert_eq!(index.len(), 5_001);
}
