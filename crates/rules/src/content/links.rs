//! The links of a text that its author wants to be looked at.

use super::code_bytes;

/// Longest link that is followed.
const LINK_BYTES_MAX: usize = 1_024;

/// The first links of a text, each once: outside of code, of `||spoilers||` and of `<>`, by which an author says that a
/// link is to be left alone.
pub fn links(text: &str, max: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        if found.len() == max {
            break;
        }
        let link = if is_word(before) { "" } else { link_at_start(rest) };
        let length = match c {
            _ if !link.is_empty() => {
                if link.len() <= LINK_BYTES_MAX && !found.contains(&link) {
                    found.push(link);
                }
                link.len()
            }
            '\\' => 1 + usize::from(rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation)),
            '`' => code_bytes(rest),
            '<' => rest.find(['>', '\n']).map_or(1, |end| end + 1),
            '|' if rest.starts_with("||") => rest[2..].find("||").map_or(2, |end| end + 4),
            _ => c.len_utf8(),
        };
        before = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    found
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// The link with which a text starts, without the punctuation of the sentence around it; else nothing.
fn link_at_start(text: &str) -> &str {
    let has = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let Some(scheme) = ["https://", "http://"].into_iter().find(|scheme| has(scheme)) else { return "" };
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>`\"|\\^{}".contains(c);
    let mut link = &text[..text.find(ends).unwrap_or(text.len())];
    while let Some(last) = link.chars().next_back() {
        let closes = match last {
            ')' => link.matches(')').count() > link.matches('(').count(),
            ']' => link.matches(']').count() > link.matches('[').count(),
            other => ".,;:!?'*_~…»”".contains(other),
        };
        if !closes {
            break;
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    if link.len() > scheme.len() { link } else { "" }
}

#[cfg(test)]
mod tests {
    use super::links;

    #[track_caller]
    fn expect(text: &str, expected: &[&str]) {
        assert_eq!(links(text, 4), expected, "{text}");
    }

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        expect(
            "see https://a.example/b, and (http://c.example/d_(e)).",
            &["https://a.example/b", "http://c.example/d_(e)"],
        );
        expect(
            "**https://a.example** [x](https://b.example/?q=1&r=2)",
            &["https://a.example", "https://b.example/?q=1&r=2"],
        );
        expect(
            "HTTPS://A.example/ and https://пример.example/путь…",
            &["HTTPS://A.example/", "https://пример.example/путь"],
        );
    }

    #[test]
    fn what_is_marked_is_left_alone() {
        expect(
            "<https://a.example> `https://b.example` ```\nhttps://c.example\n``` ||https://d.example||",
            &[],
        );
        // Nothing closes it, so it marks nothing.
        expect("<https://a.example", &["https://a.example"]);
        expect("xhttps://a.example ftp://b.example https:// https://. http:", &[]);
    }

    #[test]
    fn each_link_counts_once_and_few_are_followed() {
        expect("https://a.example https://a.example", &["https://a.example"]);
        assert_eq!(links("https://a.example https://b.example https://c.example", 2).len(), 2);
        assert_eq!(links(&format!("https://a.example/{}", "a".repeat(1_100)), 2), [""; 0]);
    }
}
