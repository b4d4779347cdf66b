//! From any spelling to small Latin letters and digits, with single blanks between words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters beyond which a name is not read: no name is that long, and a query must not cost what its sender likes.
pub(super) const CHARS_MAX: usize = 200;

/// The name without case, accents, punctuation and script: `Мінск`, `MINSK` and `Ｍｉｎｓｋ` are all `minsk`.
///
/// Cyrillic and Greek are written as English passports write them. Arabic has no short vowels to write, so that
/// `الرباط` is `rbat`; [`super::similarity`] and the index know how that sounds. Tatweel and vowel signs are left out,
/// the forms of alef are one, the article is dropped. Letters of other scripts stay as they are.
pub fn fold(text: &str) -> String {
    let words: Vec<String> = folded_words(text).into_iter().map(|word| word.text).collect();
    words.join(" ")
}

/// A word in its folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoldedWord {
    pub text: String,
    /// It was written in Arabic letters: short vowels are missing.
    pub is_abjad: bool,
}

pub(super) fn folded_words(text: &str) -> Vec<FoldedWord> {
    let letters: String = text.chars().take(CHARS_MAX).nfkc().collect::<String>().to_lowercase();
    raw_words(&letters).into_iter().map(|word| folded(&word)).filter(|word| !word.text.is_empty()).collect()
}

/// Cuts at everything that is no letter, digit or mark. Short pieces around a hyphen are one abbreviation (`р-н`,
/// `5-я`).
fn raw_words(letters: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut joins_next = false;
    let flush = |word: &mut String, joins_before: bool, words: &mut Vec<String>| {
        let short = std::mem::take(word);
        match words.last_mut() {
            Some(last) if joins_before && is_abbreviated(last, &short) => last.push_str(&short),
            _ if short.is_empty() => {}
            _ => words.push(short),
        }
    };
    for c in letters.chars() {
        if c.is_alphanumeric() || is_combining_mark(c) || c == '\u{640}' {
            word.push(c);
        } else if is_apostrophe(c) && !is_elision(&word) {
            // A sign inside of a word (Слабодка's soft sign in Latin letters, Belarusian's hard one).
        } else {
            flush(&mut word, joins_next, &mut words);
            joins_next = c == '-';
        }
    }
    flush(&mut word, joins_next, &mut words);
    words
}

fn is_abbreviated(before: &str, after: &str) -> bool {
    let is_short = |piece: &str| (1..=2).contains(&piece.chars().count());
    let is_number = before.chars().all(char::is_numeric);
    is_short(after) && after.chars().all(char::is_alphabetic) && (is_number || is_short(before))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | 'ʿ' | 'ʾ' | '`' | '´' | '′')
}

/// What French writes before an apostrophe is a word of its own, in Cyrillic letters too.
fn is_elision(word: &str) -> bool {
    matches!(word, "l" | "d" | "s" | "n" | "qu" | "jusqu" | "л" | "д")
}

fn folded(word: &str) -> FoldedWord {
    let is_abjad = word.chars().any(is_arabic_letter);
    let word = if is_abjad { without_article(word) } else { word };
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        // An h after these would be read as one sound with them, as in `zh`.
        if matches!(c, 'ه' | 'ح') && text.ends_with(['c', 'd', 'g', 'k', 's', 't', 'z']) {
            continue;
        }
        if let Some(latin) = latin(c) {
            text.push_str(latin);
            continue;
        }
        for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
            match c {
                '٠'..='٩' => text.push(digit(c, '٠')),
                '۰'..='۹' => text.push(digit(c, '۰')),
                c => text.push_str(latin(c).unwrap_or(c.encode_utf8(&mut [0; 4]))),
            }
        }
    }
    FoldedWord { text, is_abjad }
}

fn digit(c: char, zero: char) -> char {
    char::from(b'0' + (u32::from(c) - u32::from(zero)) as u8)
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}')
}

/// `ال`, also after "and" and "in", unless too little would be left.
fn without_article(word: &str) -> &str {
    let articles = ["ال", "وال", "بال", "لل"];
    let rest = articles.iter().find_map(|article| word.strip_prefix(article));
    rest.filter(|rest| rest.chars().filter(|c| is_arabic_letter(*c)).count() >= 2).unwrap_or(word)
}

/// Letters whose Latin form is not their own letter without marks.
fn latin(c: char) -> Option<&'static str> {
    match u32::from(c) {
        0xdf..=0x2af => latin_with_marks(c),
        0x370..=0x3ff => greek(c),
        0x400..=0x52f => cyrillic(c),
        0x600..=0x6ff => arabic(c),
        _ => None,
    }
}

fn latin_with_marks(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ð' | 'đ' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ə' => "a",
        'č' => "ch",
        'š' | 'ş' | 'ș' => "sh",
        'ž' | 'ż' => "zh",
        'ǧ' => "j",
        _ => return None,
    })
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' | 'ά' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' | 'έ' => "e",
        'ζ' => "z",
        'η' | 'ή' | 'ι' | 'ί' | 'ϊ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' | 'ύ' => "y",
        'φ' => "f",
        'χ' => "kh",
        'ψ' => "ps",
        _ => return None,
    })
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'є' => "ye",
        'ж' | 'җ' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'ї' => "yi",
        'й' | 'ы' => "y",
        'ј' => "j",
        'к' | 'қ' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' | 'ң' => "n",
        'њ' => "nj",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ү' | 'ұ' => "u",
        'ф' => "f",
        'х' => "kh",
        'һ' => "h",
        'ц' => "ts",
        'ч' | 'ћ' => "ch",
        'ђ' | 'џ' => "dzh",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

fn arabic(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ى' | 'ة' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ە' => "h",
        'خ' => "kh",
        'د' | 'ذ' | 'ض' => "d",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' | 'ۋ' => "v",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' | 'ڭ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' | 'ؤ' => "u",
        'ي' | 'ی' | 'ئ' => "i",
        // Tatweel only fills a line; hamza and ayn are heard in the vowels beside them.
        '\u{640}' | 'ء' | 'ع' => "",
        _ => return None,
    })
}
