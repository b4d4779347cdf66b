//! Cleaning of the names that people choose freely: display names, nicknames, names of channels, roles and
//! guilds.
//!
//! It must not refuse anything: what is left is checked for its length afterwards.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_security::GeneralSecurityProfile;
use unicode_security::general_security_profile::IdentifierType;

/// Marks in a row that a letter keeps: enough for any writing, too few to climb over the lines above.
const MARKS_IN_A_ROW_MAX: usize = 4;

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_STYLE: char = '\u{fe0f}';

/// A display name, nickname or other free name as it is stored: NFC, without control characters, bidi
/// controls and invisible characters (joiners stay where a script or an emoji needs them), with single blanks
/// and few marks.
pub fn clean_name(text: &str) -> String {
    let visible = without_invisible(&text.nfc().collect::<String>());
    let mut marks = 0;
    let mut name = String::with_capacity(visible.len());
    for c in visible.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        let is_second_blank = c == ' ' && (name.is_empty() || name.ends_with(' '));
        if marks <= MARKS_IN_A_ROW_MAX && !is_second_blank {
            name.push(c);
        }
    }
    name.truncate(name.trim_end().len());
    // What is left may compose anew where something stood between.
    name.nfc().collect()
}

/// A name as people look for it: without case, accents and compatibility forms, so that `elo` finds `Éloïse`.
pub fn search_form(text: &str) -> String {
    let letters: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    letters.to_lowercase()
}

/// A text channel's name as Discord writes it: lower case, blanks become single hyphens, and of the
/// punctuation of ASCII only `-` and `_` stay; letters and emoji of all scripts stay.
pub fn text_channel_name(text: &str) -> String {
    let is_kept = |c: &char| !c.is_ascii_punctuation() || *c == '-' || *c == '_';
    let lower: String = text.nfc().filter(is_kept).flat_map(char::to_lowercase).collect();
    let mut name = clean_name(&lower).replace(' ', "-");
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    name
}

fn without_invisible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let kept = match c {
            _ if c.is_whitespace() => Some(' '),
            ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => {
                let stands_between = before.zip(chars.peek().copied());
                stands_between.is_some_and(|(before, after)| joins(c, before, after)).then_some(c)
            }
            // The emoji style of a symbol or keycap; elsewhere it is only a way to hide something.
            EMOJI_STYLE => {
                let is_key = matches!(before, Some('0'..='9' | '#' | '*'));
                let is_keycap = is_key && chars.peek() == Some(&'\u{20e3}');
                (is_keycap || before.is_some_and(is_symbol)).then_some(c)
            }
            _ => (!is_invisible(c)).then_some(c),
        };
        if let Some(kept) = kept {
            visible.push(kept);
            before = Some(kept);
        }
    }
    visible
}

/// Control characters, bidi controls, fillers, tags, variation selectors and other code points without a
/// shape.
fn is_invisible(c: char) -> bool {
    let shapeless =
        matches!(c, '\u{2800}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let ignorable = matches!(
        c.identifier_type(),
        Some(IdentifierType::Default_Ignorable | IdentifierType::Not_Character | IdentifierType::Deprecated)
    );
    c.is_control() || shapeless || ignorable
}

/// A visible sign outside of ASCII that is no letter, digit or mark: emoji and the like.
fn is_symbol(c: char) -> bool {
    let is_common = matches!(c.script(), Script::Common | Script::Inherited);
    let is_sign = !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !is_combining_mark(c);
    is_common && is_sign && !is_invisible(c)
}

/// Whether a joiner between these two means something: in scripts whose letters join, and between emoji.
fn joins(joiner: char, before: char, after: char) -> bool {
    let is_emoji = |c: char| c == EMOJI_STYLE || is_symbol(c);
    let joining = before.script();
    let needs_joiners = matches!(
        joining,
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
            | Script::Khmer
            | Script::Myanmar
    );
    let between_letters = needs_joiners && after.script() == joining && !is_combining_mark(after);
    between_letters
        || joiner == ZERO_WIDTH_JOINER && is_emoji(before) && is_emoji(after) && after != EMOJI_STYLE
}
