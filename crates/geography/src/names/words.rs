//! The words of a name, and what each is worth: a name's own words, words that many names share, numbers.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::{FoldedWord, folded_words};
use super::sound::{self, Sound};

/// Words of one name that are looked at.
const WORDS_MAX: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub kind: Kind,
    /// The folded letters.
    pub text: String,
    pub sound: Sound,
    pub skeleton: Sound,
    pub is_abjad: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The name's own word.
    Own,
    /// A word that says what is named, such as "street" in any language and abbreviation; the number is the same for
    /// all of them.
    Shared(u8),
    /// An article or preposition.
    Small,
    /// House, entrance, microdistrict, ordinal.
    Number,
}

/// Words for the same thing, as they are written; one line for each thing.
const SHARED: &[&str] = &[
    "street str rue r улица ул вуліца вул شارع زنقة زنقه زنقت calle strasse ulica ulitsa vulica vulitsa sharia shari zanqat zankat",
    "avenue av ave проспект пр прт просп пркт праспект пр-т جادة prospekt praspiekt praspekt",
    "boulevard bd blvd boul бульвар бр бул булвар bulvar",
    "lane alley переулок пер завулак зав ruelle impasse passage проезд праезд тупик тупік درب زقاق",
    "square place pl plaza площадь пл плошча ساحة ploshcha ploshchad sahat",
    "courtyard yard cour двор дворик двора панадворак ساحه فناء dvor panadvorak",
    "house building bldg immeuble imm bâtiment bat bât дом будынак عمارة dom résidence residence résid إقامة اقامة",
    "block bloc blok корпус корп блок кор",
    "district quarter neighborhood neighbourhood quartier quart qu район рн раён микрорайон мкр мкрн мрн мікрараён arrondissement arr مقاطعة حي الحي hay hayy хай microdistrict mikrorayon mikrarajon rayon raion rajon",
    "group groupe группа группы гр суполка чат chat tchat канал channel community communauté collectif сообщество комитет مجموعة جماعة grupa gruppa chatik чатик",
    "neighbours neighbors voisins voisines соседи соседей суседзі суседзяў جيران الجيران sosedi susiedzi",
    "residents habitants жители жыхары سكان жильцы",
    "village деревня вёска агрогородок пос поселок посёлок пасёлак قرية",
    "city town ville город г горад مدينة",
    "saint sainte ste святой святога سيدي sidi",
    "entrance подъезд подъезда пад'езд entrée مدخل",
];

/// Words that carry no name.
const SMALL: &str = "ben bin ibn ould wuld бен бин ибн ульд بن ابن ولد لا the of and at in on le la les l d de du des et en au aux sur a à el al и на в у з i i y das der die und от для of pour من في و على";

/// Letters that a listed word must have to be known with a slip.
const SLIP_LETTERS_MIN: usize = 5;

/// Listed words by their folded letters. Those in Arabic letters stand apart: `عين`, a well, folds to `in`.
struct Listed {
    arabic: HashMap<String, Kind>,
    others: HashMap<String, Kind>,
    /// The long ones among the shared words, by their first letter.
    long: HashMap<u8, Vec<(String, Kind)>>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let mut listed = Listed { arabic: HashMap::new(), others: HashMap::new(), long: HashMap::new() };
    for (number, line) in (0..).zip(SHARED) {
        for word in folded_words(line) {
            if word.text.len() >= SLIP_LETTERS_MIN {
                let long = listed.long.entry(word.text.as_bytes()[0]).or_default();
                long.push((word.text.clone(), Kind::Shared(number)));
            }
            listed.kinds(word.is_abjad).entry(word.text).or_insert(Kind::Shared(number));
        }
    }
    for word in folded_words(SMALL) {
        listed.kinds(word.is_abjad).insert(word.text, Kind::Small);
    }
    listed
});

impl Listed {
    fn kinds(&mut self, is_abjad: bool) -> &mut HashMap<String, Kind> {
        if is_abjad { &mut self.arabic } else { &mut self.others }
    }

    fn kind(&self, word: &FoldedWord) -> Kind {
        let kinds = if word.is_abjad { &self.arabic } else { &self.others };
        kinds.get(&word.text).copied().unwrap_or_else(|| self.misspelt(&word.text))
    }

    /// A shared word with one slip, else a name's own word.
    fn misspelt(&self, text: &str) -> Kind {
        let first = text.as_bytes().first().filter(|_| text.len() + 1 >= SLIP_LETTERS_MIN);
        let long = first.and_then(|first| self.long.get(first)).map_or(&[][..], Vec::as_slice);
        let meant = long.iter().find(|(word, _)| is_one_slip(word.as_bytes(), text.as_bytes()));
        meant.map_or(Kind::Own, |(_, kind)| *kind)
    }
}

const STREET: u8 = 0;
const SAINT: u8 = 14;

/// The words of a name.
pub fn of(name: &str) -> Vec<Word> {
    let folded: Vec<FoldedWord> =
        folded_words(name).into_iter().flat_map(parted).filter(|word| !word.text.is_empty()).collect();
    let count = folded.len().min(WORDS_MAX);
    folded
        .into_iter()
        .take(count)
        .enumerate()
        .map(|(place, word)| Word::new(word, place + 1 == count))
        .collect()
}

/// `12к1` is house 12, block 1.
fn parted(word: FoldedWord) -> Vec<FoldedWord> {
    let is_number = word.text.starts_with(|c: char| c.is_ascii_digit());
    let is_mixed =
        word.text.trim_end_matches(|c: char| !c.is_ascii_digit()).contains(|c: char| !c.is_ascii_digit());
    if !is_number || !is_mixed {
        return vec![word];
    }
    let numbers = word.text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    numbers.map(|number| FoldedWord { text: number.to_owned(), is_abjad: false }).collect()
}

impl Word {
    fn new(word: FoldedWord, is_last: bool) -> Self {
        let FoldedWord { ref text, is_abjad } = word;
        if let Some(number) = number(text) {
            let sound = number.clone().into_bytes();
            return Self {
                kind: Kind::Number,
                text: number,
                skeleton: sound.clone(),
                sound,
                is_abjad: false,
            };
        }
        let kind = match text.as_str() {
            // English puts the street last, French the saint first.
            "st" => Kind::Shared(if is_last { STREET } else { SAINT }),
            _ => LISTED.kind(&word),
        };
        let sound = sound::of(text);
        let skeleton = sound::skeleton(&sound);
        Self { kind, text: word.text, sound, skeleton, is_abjad }
    }

    /// How much of a name the word is.
    pub fn weight(&self) -> f32 {
        match self.kind {
            Kind::Own => 0.5 + 0.1 * self.sound.len().min(8) as f32,
            Kind::Shared(_) => 0.06,
            Kind::Small => 0.0,
            Kind::Number => 0.05,
        }
    }
}

/// Whether one letter is missing, too many or wrong, or two have changed places.
fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - end], &b[..b.len() - end]) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Digits with a letter of a house if there is one; endings of ordinals are dropped, Roman numbers are written in
/// digits (single letters could be anything).
fn number(text: &str) -> Option<String> {
    const ROMAN: &[&str] = &[
        "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii",
    ];
    const ROMAN_VALUES: &[&str] =
        &["2", "3", "4", "6", "7", "8", "9", "11", "12", "13", "14", "15", "16", "17", "18"];
    if let Some(place) = ROMAN.iter().position(|roman| *roman == text) {
        return Some(ROMAN_VALUES[place].to_owned());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let value = text[..digits].trim_start_matches('0');
    let house = match &text[digits..] {
        letter @ ("a" | "b" | "v" | "g" | "c" | "d" | "k" | "n") => letter,
        _ => "",
    };
    Some(format!("{value}{house}"))
}
