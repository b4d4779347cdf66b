//! What a Unicode emoji is, by the grammar of UTS 51 ("possible emoji") over the blocks in which emoji stand.
//!
//! It must not know custom emoji, which are pictures with an id.

const JOINER: char = '\u{200d}';
const EMOJI_STYLE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// The longest emoji that a keyboard writes have ten scalar values; flags of regions have seven, families up to eleven.
const CHARS_MAX: usize = 16;

/// Whether a text is one emoji and nothing else.
pub fn is_emoji(text: &str) -> bool {
    let chars: Vec<char> = text.chars().take(CHARS_MAX + 1).collect();
    if chars.is_empty() || chars.len() > CHARS_MAX {
        return false;
    }
    if let [first, second] = chars[..]
        && is_regional(first)
        && is_regional(second)
    {
        return true;
    }
    chars.split(|c| *c == JOINER).all(is_element)
}

/// One emoji between joiners: a sign with style, skin or tags; or a key.
fn is_element(chars: &[char]) -> bool {
    match chars {
        ['0'..='9' | '#' | '*', KEYCAP] | ['0'..='9' | '#' | '*', EMOJI_STYLE, KEYCAP] => true,
        [sign, rest @ ..] if is_sign(*sign) => match rest {
            [] | [EMOJI_STYLE] | [EMOJI_STYLE, KEYCAP] => true,
            [skin] | [skin, EMOJI_STYLE] if is_skin(*skin) => true,
            [tags @ .., '\u{e007f}'] => !tags.is_empty() && tags.iter().all(|tag| is_tag(*tag)),
            _ => false,
        },
        _ => false,
    }
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_skin(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007e}')
}

/// The blocks and single signs that hold emoji; a few neighbours that are none do no harm.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2194}'..='\u{21aa}'
            | '\u{231a}'..='\u{23ff}' | '\u{24c2}' | '\u{25aa}'..='\u{25fe}' | '\u{2600}'..='\u{27bf}'
            | '\u{2934}' | '\u{2935}' | '\u{2b05}'..='\u{2b55}' | '\u{3030}' | '\u{303d}' | '\u{3297}'
            | '\u{3299}' | '\u{1f004}' | '\u{1f0cf}' | '\u{1f170}'..='\u{1f19a}' | '\u{1f201}'..='\u{1f251}'
            | '\u{1f300}'..='\u{1faff}'
    )
}
