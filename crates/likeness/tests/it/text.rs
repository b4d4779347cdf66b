//! Texts: what a disguise does, on messages made of words of four languages' shapes.

use parvis_likeness::text::{CHARS_MAX, Fingerprint, JACCARD_MIN, Look, TextIndex};

use crate::chance::Chance;

const SYLLABLES: [&[&str]; 4] = [
    &[
        "ка", "ли", "но", "ст", "го", "ру", "че", "во", "ми", "ра", "же", "пре", "то", "ны", "ть", "ет",
        "ов", "ск", "по",
    ],
    &[
        "ta", "re", "con", "ment", "li", "ou", "er", "ne", "qui", "pas", "dé", "sion", "ai", "tre", "le",
        "vo", "mi",
    ],
    &[
        "ka", "ing", "the", "er", "so", "th", "un", "ly", "be", "for", "out", "ness", "wa", "come", "st",
        "ve", "pl",
    ],
    &["ال", "مع", "ون", "كا", "تب", "ري", "سل", "هم", "من", "قد", "ية", "فر", "نا", "دو", "حق", "شع"],
];
const CONFUSABLE: &[(char, char)] = &[
    ('a', 'а'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('c', 'с'),
    ('y', 'у'),
    ('x', 'х'),
    ('i', 'і'),
    ('s', 'ѕ'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
];

/// A few thousand words of one language, frequent ones first.
struct Language {
    words: Vec<String>,
}

impl Language {
    fn new(number: usize, chance: &mut Chance) -> Self {
        let word = |rank: usize, chance: &mut Chance| {
            let syllables = 1 + chance.below(if rank < 60 { 2 } else { 4 });
            (0..syllables).map(|_| *chance.one_of(SYLLABLES[number])).collect::<String>()
        };
        Self { words: (0..3_000).map(|rank| word(rank, chance)).collect() }
    }

    /// By Zipf's law, nearly.
    fn word<'a>(&'a self, chance: &mut Chance) -> &'a str {
        let share = chance.below(1_000_000) as f64 / 1e6;
        let rank = (self.words.len() as f64).powf(share) - 1.0;
        &self.words[rank as usize]
    }

    fn message(&self, chance: &mut Chance) -> String {
        let words = 12 + chance.below(60);
        (0..words).map(|_| self.word(chance)).collect::<Vec<_>>().join(" ")
    }
}

fn messages(seed: u64, count: usize) -> Vec<(Language, Vec<String>)> {
    let mut chance = Chance::new(seed);
    (0..SYLLABLES.len())
        .map(|number| {
            let language = Language::new(number, &mut chance);
            let messages = (0..count / SYLLABLES.len()).map(|_| language.message(&mut chance)).collect();
            (language, messages)
        })
        .collect()
}

/// The share of messages whose changed twin is found through the index and verified.
fn recall(change: impl Fn(&str, &Language, &mut Chance) -> String) -> f64 {
    let languages = messages(41, 800);
    let all: Vec<(&Language, &String)> = languages
        .iter()
        .flat_map(|(language, all)| all.iter().map(move |message| (language, message)))
        .collect();
    let mut index = TextIndex::default();
    for (number, (_, message)) in all.iter().enumerate() {
        index.add(&Look::of(message).fingerprint().expect("words"), number);
    }
    let mut chance = Chance::new(7);
    let found = all.iter().enumerate().filter(|(number, (language, message))| {
        let changed = Look::of(&change(message, language, &mut chance));
        let near = index.near(&changed.fingerprint().expect("words"), 50);
        let own = near.iter().any(|near| near.key == *number);
        own && changed.shingles().jaccard(&Look::of(message).shingles()) >= JACCARD_MIN
    });
    found.count() as f64 / all.len() as f64
}

fn with_words_replaced(percent: u64) -> f64 {
    recall(|message, language, chance| {
        let word = |word: &str, chance: &mut Chance| {
            if chance.is(percent) { language.word(chance).to_owned() } else { word.to_owned() }
        };
        message.split(' ').map(|it| word(it, chance)).collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn message_with_every_fifth_word_replaced_is_found() {
    let (tenth, fifth) = (with_words_replaced(10), with_words_replaced(20));
    println!("found with 10 % of the words replaced: {tenth:.3}, with 20 %: {fifth:.3}");
    assert!(tenth >= 0.99, "10 % of the words: {tenth:.3}");
    assert!(fifth >= 0.92, "20 % of the words: {fifth:.3}");
}

#[test]
fn message_with_something_around_it_or_cut_off_is_found() {
    let appended = recall(|message, _, _| format!("{message} 🔥🔥 https://t.me/s0mething_new"));
    let forwarded = recall(|message, _, _| format!("Forwarded from a channel: {message}"));
    let cut = recall(|message, _, _| message.chars().take(message.chars().count() * 7 / 10).collect());
    println!("appended {appended:.3}, forwarded {forwarded:.3}, cut {cut:.3}");
    assert!(appended >= 0.99 && forwarded >= 0.97 && cut >= 0.97, "{appended:.3} {forwarded:.3} {cut:.3}");
}

#[test]
fn disguised_letters_change_nothing() {
    let homoglyphs = recall(|message, _, chance| {
        let letter = |c: char, chance: &mut Chance| {
            let twin = CONFUSABLE.iter().find(|(plain, _)| *plain == c).filter(|_| chance.is(50));
            twin.map_or(c, |(_, twin)| *twin)
        };
        message.chars().map(|c| letter(c, chance)).collect()
    });
    assert!((homoglyphs - 1.0).abs() < f64::EPSILON, "letters that look alike: {homoglyphs:.3}");
    for (plain, disguised) in [
        (
            "send the money today to this address please",
            "ＳＥＮＤ  the\u{200b} mo\u{ad}ney t\u{202e}oday to\nthis address please",
        ),
        ("send the money today to this address please", "s̷e̶n̵d̴ the mөney today to this address please"),
        ("اشترك في القناة الجديدة الآن قبل الحذف", "اشـــترك في القَنَاة الجديدة الآن قبل الحذف"),
        ("paypal account for sale", "раураl ассоunt fоr sаlе"),
    ] {
        let (plain, disguised) = (Look::of(plain), Look::of(disguised));
        let jaccard = plain.shingles().jaccard(&disguised.shingles());
        assert!(jaccard >= 0.7, "{} and {}: {jaccard}", plain.as_str(), disguised.as_str());
    }
}

#[test]
fn strangers_are_not_taken_for_one_another() {
    let languages = messages(5, 1_600);
    let (mut pairs, mut alike) = (0_u32, 0_u32);
    for (_, messages) in &languages {
        let shingles: Vec<_> = messages.iter().map(|message| Look::of(message).shingles()).collect();
        for (number, own) in shingles.iter().enumerate() {
            for other in &shingles[number + 1..] {
                pairs += 1;
                alike += u32::from(own.jaccard(other) >= JACCARD_MIN);
            }
        }
    }
    let rate = f64::from(alike) / f64::from(pairs);
    println!("{alike} of {pairs} pairs of strangers are alike");
    assert!(pairs > 300_000 && rate <= 2e-5, "{alike} of {pairs}");
}

#[test]
fn short_text_is_found_as_a_whole_only() {
    let mut index = TextIndex::default();
    let fingerprint = Look::of("See you at eight").fingerprint().unwrap();
    assert_eq!(fingerprint.signature, None);
    index.add(&fingerprint, 'a');
    assert_eq!(index.near(&Look::of("see YOU  at eight").fingerprint().unwrap(), 9).len(), 1);
    assert!(index.near(&Look::of("see you at nine").fingerprint().unwrap(), 9).is_empty());
    assert_eq!(Look::of(" \u{200b}\u{feff}\n").fingerprint(), None);
}

#[test]
fn index_forgets_what_is_removed_and_uses_its_place_again() {
    let mut chance = Chance::new(3);
    let language = Language::new(2, &mut chance);
    let prints: Vec<Fingerprint> =
        (0..3_000).map(|_| Look::of(&language.message(&mut chance)).fingerprint().unwrap()).collect();
    let mut index = TextIndex::default();
    for (number, print) in prints.iter().enumerate() {
        index.add(print, number);
        index.add(print, number + 10_000);
    }
    let full_bytes = index.memory_bytes();
    for (number, print) in prints.iter().enumerate().filter(|(number, _)| number % 3 != 0) {
        assert!(index.remove(print, number) && index.remove(print, number + 10_000));
        assert!(!index.remove(print, number));
    }
    for (number, print) in prints.iter().enumerate() {
        let exact = index.near(print, 9).iter().filter(|near| near.is_exact).count();
        assert_eq!(exact, if number % 3 == 0 { 2 } else { 0 });
    }
    prints
        .iter()
        .enumerate()
        .filter(|(number, _)| number % 3 != 0)
        .for_each(|(number, print)| index.add(print, number));
    assert_eq!(index.len(), 3_000);
    assert!(index.memory_bytes() <= full_bytes);
    assert!(prints.iter().all(|print| index.near(print, 1)[0].is_exact));
}

#[test]
fn thousands_of_copies_with_a_number_are_answered_briefly() {
    let mut index = TextIndex::default();
    let copy = |number: u32| {
        let text = format!(
            "Join the biggest giveaway of the year before midnight, everybody wins something {number}"
        );
        Look::of(&text).fingerprint().unwrap()
    };
    (0..5_000).for_each(|number| index.add(&copy(number), number));
    let near = index.near(&copy(9_999), 40);
    assert_eq!(near.len(), 40);
    assert!(near.iter().all(|near| near.estimate > 0.8));
}

#[test]
fn fingerprint_is_stored_and_read_and_never_changes() {
    let text = "Голосуйте за наш двор, собрание жильцов сегодня в восемь вечера у второго подъезда";
    let fingerprint = Look::of(text).fingerprint().unwrap();
    let bytes = fingerprint.to_bytes();
    assert_eq!(bytes.len(), 260);
    assert_eq!(Fingerprint::from_bytes(&bytes), Some(fingerprint.clone()));
    assert_eq!(Fingerprint::from_bytes(&bytes[..100]), None);
    let short = Look::of("да").fingerprint().unwrap();
    assert_eq!(Fingerprint::from_bytes(&short.to_bytes()), Some(short));
    // What version 1 stored: signatures in databases must be found by later versions.
    let signature = fingerprint.signature.unwrap();
    assert_eq!((fingerprint.exact, signature[..6].to_vec()), (STORED_EXACT, STORED_SLOTS.to_vec()));
}

const STORED_EXACT: u64 = 400_338_747_251_533_465;
const STORED_SLOTS: [u16; 6] = [9_676, 31_912, 27_447, 46_513, 16_723, 47_657];

#[test]
fn endless_text_is_read_so_far() {
    let long = "слово ".repeat(CHARS_MAX);
    let mut other = long.clone();
    other.push_str("and an end that nobody reads");
    assert_eq!(Look::of(&long), Look::of(&other));
}
