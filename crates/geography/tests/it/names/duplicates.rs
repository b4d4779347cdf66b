//! The search for duplicates on a generated set: 1,000 names as somebody else would write them, in another script,
//! with abbreviations, slips and words in another order. The threshold in the product was found here.

use parvis_geography::names::{DUPLICATE_SIMILARITY_MIN, Name, NameIndex, Spelling};

const STEMS: &str = include_str!("stems.txt");
const DUPLICATES: usize = 1_000;

/// Numbers by chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// What groups put beside a place's name, in the languages of the table's columns.
const KINDS: [[&[&str]; 5]; 6] = [
    [
        &["вул.", "вуліца"],
        &["улица", "ул.", "ул"],
        &["street", "St", "ulitsa"],
        &["rue", "r."],
        &["شارع", "زنقة"],
    ],
    [&["праспект", "пр-т"], &["проспект", "пр-т", "пр."], &["avenue", "Ave"], &["avenue", "av."], &["شارع"]],
    [&["двор"], &["двор", "Двор"], &["courtyard", "yard"], &["cour"], &["ساحة"]],
    [
        &["суседзі", "Суседзі"],
        &["соседи", "Соседи"],
        &["neighbours", "neighbors"],
        &["voisins", "Voisines"],
        &["جيران"],
    ],
    [&["чат", "суполка"], &["чат", "группа", "Чат"], &["chat", "group"], &["groupe", "tchat"], &["مجموعة"]],
    [&[""], &[""], &[""], &[""], &[""]],
];

struct Original {
    stem: Vec<&'static str>,
    kind: usize,
    number: Option<usize>,
    text: String,
}

impl Original {
    fn write(&self, column: usize, chance: &mut Chance) -> String {
        let kind = chance.one_of(KINDS[self.kind][column]);
        let number = self.number.map(|number| number.to_string()).unwrap_or_default();
        let stem = self.stem[column];
        let is_turned = chance.is(30);
        let parts = if is_turned { [stem, &number, kind] } else { [kind, stem, &number] };
        parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn columns(&self) -> Vec<usize> {
        (0..5).filter(|column| self.stem[*column] != "-").collect()
    }
}

/// A slip in a word that is long enough to be known with one.
fn slip(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let is_inside = |at: &usize| {
        let around = at.saturating_sub(2)..(at + 3).min(letters.len());
        letters[around.clone()].iter().all(|c| c.is_alphabetic()) && around.len() == 5
    };
    let places: Vec<usize> = (0..letters.len()).filter(is_inside).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = places[chance.below(places.len())];
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = letters[(at + 2) % letters.len()],
    }
    letters.into_iter().collect()
}

fn catalogue(chance: &mut Chance) -> Vec<Original> {
    let stems: Vec<Vec<&str>> =
        STEMS.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(';').collect()).collect();
    assert!(stems.iter().all(|stem| stem.len() == 5), "five languages");
    let mut originals = Vec::new();
    for round in 0.. {
        for (place, stem) in stems.iter().enumerate() {
            // Of each name one group has no number, and the others have different ones.
            let number = (round > 0).then_some(round * 7 + place % 5);
            let mut original =
                Original { stem: stem.clone(), kind: chance.below(6), number, text: String::new() };
            let columns = original.columns();
            original.text = original.write(columns[chance.below(columns.len())], chance);
            originals.push(original);
            if originals.len() == DUPLICATES {
                return originals;
            }
        }
    }
    originals
}

fn respelled(original: &Original, chance: &mut Chance) -> String {
    let columns = original.columns();
    let mut text = original.write(columns[chance.below(columns.len())], chance);
    for percent in [60, 10] {
        if chance.is(percent) {
            text = slip(&text, chance);
        }
    }
    match chance.below(10) {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text,
    }
}

/// Names of other places, none of which stands in the table.
fn strangers(chance: &mut Chance) -> Vec<String> {
    const STARTS: [&str; 20] = [
        "Бар",
        "Віц",
        "Гом",
        "Магіл",
        "Полац",
        "Lyo",
        "Mars",
        "Nant",
        "Toul",
        "Bord",
        "Fès",
        "Mekn",
        "Casa",
        "Tang",
        "Окт",
        "Побед",
        "Перво",
        "Грод",
        "Pins",
        "Brest",
    ];
    const ENDS: [&str; 16] = [
        "анавічы",
        "ебск",
        "ель",
        "ёўка",
        "камень",
        "nière",
        "eille",
        "ouse",
        "eaux",
        "ville",
        "ouane",
        "ra",
        "ябрьская",
        "ителей",
        "майская",
        "enka",
    ];
    (0..DUPLICATES)
        .map(|_| {
            let column = chance.below(5);
            let kind = chance.below(6);
            let name = format!("{}{}", chance.one_of(&STARTS), chance.one_of(&ENDS));
            format!("{} {name} {}", chance.one_of(KINDS[kind][column]), chance.below(40) + 1)
        })
        .collect()
}

#[test]
fn respelled_duplicates_are_found_and_little_else() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let originals = catalogue(&mut chance);
    let spellings: Vec<Spelling> = originals.iter().map(|original| Spelling::new(&original.text)).collect();
    let (mut found, mut wrong, mut missed) = (0, 0, Vec::new());
    for (own, original) in originals.iter().enumerate() {
        let text = respelled(original, &mut chance);
        let spelling = Spelling::new(&text);
        let alike: Vec<f32> = spellings.iter().map(|other| spelling.similarity(other)).collect();
        if alike[own] >= DUPLICATE_SIMILARITY_MIN {
            found += 1;
        } else {
            missed.push(format!("{} / {text}: {:.2}", original.text, alike[own]));
        }
        let other = (0..alike.len()).find(|other| *other != own && alike[*other] >= DUPLICATE_SIMILARITY_MIN);
        if let Some(other) = other {
            wrong += 1;
            println!("wrong: {text} / {}: {:.2}", originals[other].text, alike[other]);
        }
    }
    let is_hit = |name: &String| {
        let spelling = Spelling::new(name);
        spellings.iter().any(|other| spelling.similarity(other) >= DUPLICATE_SIMILARITY_MIN)
    };
    let strangers_hit = strangers(&mut chance).iter().filter(|name| is_hit(name)).count();
    println!(
        "found {found}, with a wrong one beside {wrong}, strangers {strangers_hit}\n{}",
        missed.join("\n")
    );
    assert!(found >= DUPLICATES * 95 / 100, "found {found}");
    assert!(wrong <= DUPLICATES * 2 / 100, "with a wrong one beside {wrong}");
    assert!(strangers_hit <= DUPLICATES * 2 / 100, "strangers taken for somebody {strangers_hit}");
}

#[test]
fn the_index_loses_hardly_any_duplicate_that_the_comparison_finds() {
    let mut chance = Chance(0x1234_5678_9abc_def1);
    let originals = catalogue(&mut chance);
    let name = |(key, original): (usize, &Original)| Name { key, text: original.text.clone(), prominence: 0 };
    let index = NameIndex::new(originals.iter().enumerate().map(name));
    let (mut compared, mut looked_up) = (0, 0);
    for (own, original) in originals.iter().enumerate() {
        let text = respelled(original, &mut chance);
        let alike = Spelling::new(&text).similarity(&Spelling::new(&original.text));
        if alike >= DUPLICATE_SIMILARITY_MIN {
            compared += 1;
            looked_up += usize::from(index.similar(&text, 5).iter().any(|hit| hit.key == own));
        }
    }
    assert!(looked_up * 100 >= compared * 97, "{looked_up} of {compared}");
}
