//! What people's editors, chats and spreadsheets put around a handle, taken off.

use unicode_normalization::UnicodeNormalization;

/// The text in one width, without invisible characters, bullets, quotation marks and disguises of links. Angle brackets
/// of mentions stay.
pub(crate) fn clean(text: &str) -> String {
    let text: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    let text = refanged(&text);
    // Once before, because what stresses a word begins as an item of a list does.
    let text = without_bullet(unwrapped(&text));
    unwrapped(text).to_owned()
}

/// Marks of direction, joiners, fillers, variation selectors, controls.
fn is_invisible(c: char) -> bool {
    let is_space = matches!(c, '\t' | '\n' | '\r');
    (c.is_control() && !is_space)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Links that were made harmless to click: `hxxps://t[.]me/name`.
fn refanged(text: &str) -> String {
    let mut text = text.to_owned();
    for (disguise, plain) in [
        ("[.]", "."),
        ("(.)", "."),
        ("{.}", "."),
        ("[dot]", "."),
        ("(dot)", "."),
        ("[:]", ":"),
        ("[at]", "@"),
        ("(at)", "@"),
        ("[@]", "@"),
        ("[://]", "://"),
    ] {
        if text.contains(disguise) {
            text = text.replace(disguise, plain);
        }
    }
    let starts_with_disguise = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("hxxp"));
    if starts_with_disguise { format!("http{}", &text[4..]) } else { text }
}

/// Without what begins an item of a list: a dash, a dot, a box, a number.
fn without_bullet(text: &str) -> &str {
    let mut text = text;
    loop {
        let rest = text.trim_start_matches(is_bullet).trim_start();
        let rest = rest.strip_prefix("[ ]").or_else(|| rest.strip_prefix("[x]")).unwrap_or(rest).trim_start();
        let rest = without_dash(rest);
        let rest = without_number(rest);
        if rest.len() == text.len() {
            return text;
        }
        text = rest;
    }
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '◦'
            | '·'
            | '∙'
            | '●'
            | '○'
            | '■'
            | '□'
            | '▪'
            | '▫'
            | '◆'
            | '►'
            | '▶'
            | '➤'
            | '→'
            | '✓'
            | '✔'
            | '✗'
            | '✘'
            | '☐'
            | '☑'
    )
}

/// Dashes and stars stand before a blank, or before the sign of a handle.
fn without_dash(text: &str) -> &str {
    let Some(rest) = text.strip_prefix(['-', '–', '—', '*', '>', '+']) else { return text };
    let is_mark =
        rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '@' | '-' | '–' | '—' | '*' | '>'));
    if is_mark || rest.starts_with("http") { rest.trim_start() } else { text }
}

/// `12. `, `12) `, `(12) `, `#12 `, also with Arabic digits, which one width has not changed.
fn without_number(text: &str) -> &str {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let digits = inner.chars().take_while(|c| c.is_numeric()).count();
    let rest = &inner[inner.char_indices().nth(digits).map_or(inner.len(), |(at, _)| at)..];
    let rest = if (1..=5).contains(&digits) { rest.strip_prefix(['.', ')', ':', '/', '-']) } else { None };
    match rest {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => text,
    }
}

/// Without quotation marks, brackets and code marks around it, and what ends a sentence after it.
fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text.len();
        text = text.trim_end_matches([',', ';', '.', '!', '…', '،', '؛', '。', '、']).trim();
        if !text.contains("://") {
            text = text.trim_end_matches(['?', ':', '؟']).trim();
        }
        for (open, close) in [
            ('"', '"'),
            ('\'', '\''),
            ('`', '`'),
            ('“', '”'),
            ('„', '“'),
            ('‘', '’'),
            ('«', '»'),
            ('(', ')'),
            ('[', ']'),
            ('{', '}'),
            ('*', '*'),
        ] {
            if let Some(inner) = text.strip_prefix(open).and_then(|it| it.strip_suffix(close)) {
                text = inner.trim();
            }
        }
        // A link between angle brackets; a mention keeps its own.
        let is_mention = text.starts_with("<@") || text.starts_with("<#");
        if let Some(inner) =
            text.strip_prefix('<').and_then(|it| it.strip_suffix('>')).filter(|_| !is_mention)
        {
            text = inner.trim();
        }
        if text.len() == before {
            return text;
        }
    }
}
