//! A name made ready for comparisons, and what makes two of them alike.

use parvis_geography::names::fold;
use parvis_geography::names::sound::{self, LETTER, Sound};
use parvis_rules::names::skeleton;

use super::{LETTERS_MIN, SCORE_MIN};

/// Words of a name that are read. Nobody's name has more that tell it from others.
const WORDS_MAX: usize = 5;

/// Articles in Latin letters. Those of Arabic letters are left out when names are folded.
const ARTICLES: [&str; 4] = ["al", "el", "ul", "ad"];

/// A display name or user name, taken apart.
#[derive(Debug, Clone)]
pub struct PersonName {
    look: String,
    is_abjad: bool,
    /// As it is written; and with v for w, as German and Polish write it, where there is one.
    spellings: Vec<Spelling>,
}

#[derive(Debug, Clone)]
struct Spelling {
    /// Each word's consonants.
    words: Vec<Sound>,
    /// The name with each of its words first, as it stands first.
    orders: Vec<Order>,
}

/// All words in one order, without blanks.
#[derive(Debug, Clone)]
struct Order {
    letters: String,
    sound: Sound,
    consonants: Sound,
}

/// What makes two names alike; shown to a reviewer as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// They cannot be told apart by the eye (UTS 39).
    pub looks_same: bool,
    /// Jaro-Winkler of the letters in one script, 0.0 to 1.0.
    pub letters: f32,
    /// How alike they sound, 0.0 to 1.0.
    pub sound: f32,
    /// How alike their classes of consonants are: what is left of a name between Arabic and other scripts.
    pub consonants: f32,
    /// All together, 0.0 to 1.0.
    pub score: f32,
}

impl Likeness {
    /// Whether a reviewer may be told that the names are alike. Alone it is no reason for anything.
    pub fn is_alike(&self) -> bool {
        self.looks_same || self.letters >= LETTERS_MIN || self.score >= SCORE_MIN
    }
}

impl PersonName {
    /// Takes a name apart. Digits are left out, unless there is nothing else.
    pub fn new(name: &str) -> Self {
        // Signs for soft and hard letters in Latin writing (ISO 9) are letters to Unicode, and none to the ear.
        let folded = fold(&name.replace(|c| matches!(c, '\u{2b0}'..='\u{2ff}'), ""));
        let mut words: Vec<String> =
            folded.split(' ').map(|word| word.replace(|c: char| c.is_numeric(), "")).collect();
        words.retain(|word| !word.is_empty());
        if words.is_empty() {
            words.push(folded.replace(' ', ""));
        }
        if words.len() > 1 {
            words.retain(|word| !ARTICLES.contains(&word.as_str()));
        }
        words.truncate(WORDS_MAX);
        let mut spellings = vec![spelling(&words)];
        if words.iter().any(|word| word.contains('w')) {
            let words: Vec<String> = words.iter().map(|word| word.replace('w', "v")).collect();
            spellings.push(spelling(&words));
        }
        let is_abjad = name.chars().any(|c| matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}'));
        Self { look: skeleton(name), is_abjad, spellings }
    }

    /// How alike two names are, in the spelling and the order of words in which they are most.
    pub fn likeness(&self, other: &Self) -> Likeness {
        let looks_same = self.look == other.look;
        let is_abjad = self.is_abjad != other.is_abjad;
        let of = |own: &Order, other: &Order| {
            let letters = strsim::jaro_winkler(&own.letters, &other.letters) as f32;
            let sound = ratio(&own.sound, &other.sound);
            let consonants = ratio(&own.consonants, &other.consonants);
            // Arabic letters have no short vowels, so that consonants say the most.
            let score = if is_abjad {
                0.5 * consonants + 0.25 * sound + 0.25 * letters
            } else {
                0.25 * consonants + 0.5 * sound + 0.25 * letters
            };
            Likeness { looks_same, letters, sound, consonants, score: if looks_same { 1.0 } else { score } }
        };
        let others = || other.spellings.iter().map(|spelling| &spelling.orders[0]);
        let own = self.spellings.iter().flat_map(|spelling| &spelling.orders);
        let likenesses = own.flat_map(|own| others().map(move |other| of(own, other)));
        likenesses.reduce(|a, b| if b.score > a.score { b } else { a }).expect("a name has an order")
    }

    /// Each word's consonants, in each spelling.
    pub(super) fn words(&self) -> impl Iterator<Item = &Sound> {
        self.spellings.iter().flat_map(|spelling| &spelling.words)
    }

    /// All consonants in each spelling and, when asked, each order of the words.
    pub(super) fn consonants(&self, in_all_orders: bool) -> impl Iterator<Item = &[u8]> {
        let orders = if in_all_orders { usize::MAX } else { 1 };
        let orders = self.spellings.iter().flat_map(move |spelling| spelling.orders.iter().take(orders));
        orders.map(|order| order.consonants.as_slice())
    }

    pub(super) fn look(&self) -> &str {
        &self.look
    }
}

fn spelling(words: &[String]) -> Spelling {
    let sounds: Vec<Sound> = words.iter().map(|word| sound::of(word)).collect();
    let consonants: Vec<Sound> = sounds.iter().map(|sound| classes(sound)).collect();
    let order = |first: usize| {
        let places: Vec<usize> = (0..words.len()).map(|at| (first + at) % words.len()).collect();
        Order {
            letters: places.iter().map(|at| words[*at].as_str()).collect(),
            sound: places.iter().flat_map(|at| sounds[*at].iter().copied()).collect(),
            consonants: places.iter().flat_map(|at| consonants[*at].iter().copied()).collect(),
        }
    };
    let orders = (0..words.len().max(1)).map(order).collect();
    Spelling { words: consonants, orders }
}

/// Consonants by their classes, neighbours of one class once: `shch` and `sh` are one.
fn classes(sound: &[u8]) -> Sound {
    let mut classes = sound::skeleton(sound);
    classes.dedup();
    classes
}

/// 1.0 for equal sounds, 0.0 for those that share nothing.
fn ratio(a: &[u8], b: &[u8]) -> f32 {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if long == 0 {
        return 1.0;
    }
    if short * 2 < long {
        return 0.0;
    }
    (1.0 - f32::from(sound::distance(a, b)) / (long as f32 * f32::from(LETTER))).max(0.0)
}
