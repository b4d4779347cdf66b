//! Text from strangers on an operator's terminal: what would move the cursor, change colours, hide or turn text around
//! is shown as what it is.

use std::fmt::Write;

use serde_json::Value;

/// A name or another single piece of text, for use inside a line.
pub fn piece(text: &str) -> String {
    escape(text, false)
}

/// Whole lines: line breaks are ours, everything else in them may be a stranger's.
pub fn lines(text: &str) -> String {
    escape(text, true)
}

/// JSON, still valid, with such characters as `\uXXXX`.
pub fn json(value: &Value) -> String {
    let mut text = String::new();
    // Outside of strings JSON has no such character, so an escape is understood wherever one is needed.
    for c in value.to_string().chars() {
        if is_harmful(c) {
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text
}

fn escape(text: &str, keep_line_breaks: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) && !(keep_line_breaks && c == '\n') {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Control characters, line and paragraph separators, and marks that turn the direction of text around. All of them
/// have four hexadecimal digits at most.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn escape_sequences_are_shown_and_not_obeyed() {
        assert_eq!(piece("a\x1b[2J\x07b\u{9b}31m\n"), "a\\u{1b}[2J\\u{7}b\\u{9b}31m\\u{a}");
        assert_eq!(piece("\u{202e}txt.exe"), "\\u{202e}txt.exe");
        assert_eq!(lines("one\ntwo\r"), "one\ntwo\\u{d}");
        assert_eq!(piece("Двор — ساحة"), "Двор — ساحة");
    }

    #[test]
    fn escaped_json_says_the_same() {
        let value = json!({ "na\u{9b}me": "a\x1b[2J\u{85}\u{202e}\"\\" });
        let text = super::json(&value);
        assert!(!text.chars().any(is_harmful), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("valid"), value);
    }
}
