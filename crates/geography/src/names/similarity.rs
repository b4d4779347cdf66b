//! How alike two names are, whatever their scripts, order of words, abbreviations and slips.

use super::sound::{self, LETTER, Sound};
use super::words::{self, Kind, Word};

/// From here on two names are taken for two spellings of one. Found on the generated set of
/// `tests/it/duplicates.rs`, which keeps what it finds and what it wrongly finds within bounds.
pub const DUPLICATE_SIMILARITY_MIN: f32 = 0.71;

/// Words that are less alike than this are different words.
const WORD_SIMILARITY_MIN: f32 = 0.58;
/// Two words in a row are taken for one only if they are very much alike: half of them is a word already.
const JOINED_SIMILARITY_MIN: f32 = 0.8;
/// The most that names can be alike of which one has numbers more than the other.
const MORE_NUMBERS: f32 = 0.65;
/// How alike two words with the same consonants are, by how many there are: vowels that are not written leave room for
/// other words.
const SKELETON_TRUST: [f32; 6] = [0.0, 0.0, 0.84, 0.91, 0.95, 0.97];

/// Long words have room for more slips, and are not that much more alike for it.
const LENGTH_COUNTED_MAX: usize = 9;

/// A name made ready for comparisons, for who compares one with many.
#[derive(Debug, Clone)]
pub struct Spelling {
    words: Vec<Word>,
}

/// 1.0 for spellings of one name, about 0.0 for names that have nothing in common.
///
/// Numbers must be the same, else it is 0.0. Words such as "street" and "group" count little and are the same in all
/// languages and abbreviations that are listed; the order of the words does not matter.
pub fn similarity(a: &str, b: &str) -> f32 {
    Spelling::new(a).similarity(&Spelling::new(b))
}

impl Spelling {
    /// Takes a name apart.
    pub fn new(name: &str) -> Self {
        Self { words: words::of(name) }
    }

    /// See [`similarity`].
    pub fn similarity(&self, other: &Self) -> f32 {
        let weights: f32 = self.words.iter().chain(&other.words).map(Word::weight).sum();
        let most = self.numbers_allow(other);
        if weights == 0.0 || most == 0.0 {
            return 0.0;
        }
        (self.matched_weight(other) / weights).clamp(0.0, most)
    }

    /// Other numbers are other places: two houses, two microdistricts.
    fn numbers_allow(&self, other: &Self) -> f32 {
        let numbers = |words: &[Word]| {
            let mut numbers: Vec<String> =
                words.iter().filter(|word| word.kind == Kind::Number).map(|word| word.text.clone()).collect();
            numbers.sort_unstable();
            numbers
        };
        let (own, others) = (numbers(&self.words), numbers(&other.words));
        if own == others {
            1.0
        } else if own.iter().all(|number| others.contains(number))
            || others.iter().all(|number| own.contains(number))
        {
            MORE_NUMBERS
        } else {
            0.0
        }
    }

    /// Pairs up what is most alike first, single words and two in a row (`Новый Двор`, `Novydvor`).
    fn matched_weight(&self, other: &Self) -> f32 {
        let (own, others) = (pieces(&self.words), pieces(&other.words));
        let mut pairs = Vec::new();
        for (a, piece) in own.iter().enumerate() {
            for (b, other) in others.iter().enumerate() {
                let alike = piece.similarity(other);
                let is_joined = piece.joined.is_some() || other.joined.is_some();
                if alike >= if is_joined { JOINED_SIMILARITY_MIN } else { WORD_SIMILARITY_MIN } {
                    pairs.push((alike, piece.weight + other.weight, a, b));
                }
            }
        }
        pairs.sort_unstable_by(|a, b| (b.0 * b.1).total_cmp(&(a.0 * a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        let (mut own_used, mut others_used) = (0_u32, 0_u32);
        let mut weight = 0.0;
        for (alike, both, a, b) in pairs {
            let (a, b) = (own[a].places, others[b].places);
            if own_used & a == 0 && others_used & b == 0 {
                own_used |= a;
                others_used |= b;
                weight += both * alike;
            }
        }
        weight
    }
}

/// One word or two neighbours, and which places in the name they fill.
struct Piece<'a> {
    first: &'a Word,
    /// The neighbours' sounds in one.
    joined: Option<(Sound, Sound)>,
    is_all_own: bool,
    weight: f32,
    places: u32,
}

fn pieces(words: &[Word]) -> Vec<Piece<'_>> {
    let one = |(place, first): (usize, _)| {
        let weight = Word::weight(first);
        Piece { first, joined: None, is_all_own: first.kind == Kind::Own, weight, places: 1 << place }
    };
    let mut pieces: Vec<Piece> = words.iter().enumerate().map(one).collect();
    for (place, pair) in words.windows(2).enumerate() {
        let is_word = |word: &Word| matches!(word.kind, Kind::Own | Kind::Shared(_));
        if pair.iter().all(is_word) && pair.iter().any(|word| word.kind == Kind::Own) {
            let joined = (
                [&*pair[0].sound, &pair[1].sound].concat(),
                [&*pair[0].skeleton, &pair[1].skeleton].concat(),
            );
            let weight = pair[0].weight() + pair[1].weight();
            let is_all_own = pair.iter().all(|word| word.kind == Kind::Own);
            pieces.push(Piece {
                first: &pair[0],
                joined: Some(joined),
                is_all_own,
                weight,
                places: 3 << place,
            });
        }
    }
    pieces
}

impl Piece<'_> {
    fn similarity(&self, other: &Self) -> f32 {
        match (self.first.kind, other.first.kind) {
            _ if self.joined.is_some() && other.joined.is_some() => 0.0,
            _ if self.is_own() && other.is_own() => self.likeness(other),
            _ if self.joined.is_some() || other.joined.is_some() => 0.0,
            (Kind::Number, Kind::Number) => f32::from(u8::from(self.first.text == other.first.text)),
            (Kind::Shared(a), Kind::Shared(b)) => f32::from(u8::from(a == b)),
            _ => 0.0,
        }
    }

    /// Joined words are as good as a name's own.
    fn is_own(&self) -> bool {
        self.joined.is_some() || self.is_all_own
    }

    fn likeness(&self, other: &Self) -> f32 {
        let by_sound = ratio(self.sound(), other.sound());
        let skeletons = (self.skeleton(), other.skeleton());
        if !self.has_consonants_only(other) {
            return by_sound;
        }
        let consonants = skeletons.0.len().min(skeletons.1.len()).min(SKELETON_TRUST.len() - 1);
        by_sound.max(SKELETON_TRUST[consonants] * ratio(skeletons.0, skeletons.1))
    }

    /// Whether one was written without its vowels, and both are nothing but names' own words.
    fn has_consonants_only(&self, other: &Self) -> bool {
        let is_own = |piece: &Self| piece.joined.is_none() || piece.is_all_own;
        (self.first.is_abjad || other.first.is_abjad) && is_own(self) && is_own(other)
    }

    fn sound(&self) -> &[u8] {
        self.joined.as_ref().map_or(&self.first.sound, |(sound, _)| sound)
    }

    fn skeleton(&self) -> &[u8] {
        self.joined.as_ref().map_or(&self.first.skeleton, |(_, skeleton)| skeleton)
    }
}

/// 1.0 for equal words, 0.0 for words that share nothing.
fn ratio(a: &[u8], b: &[u8]) -> f32 {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    // Twice as long is another word: no need to compare.
    if short * 2 < long || long == 0 {
        return 0.0;
    }
    let length = long.min(LENGTH_COUNTED_MAX) as f32;
    (1.0 - f32::from(sound::distance(a, b)) / (length * f32::from(LETTER))).max(0.0)
}
