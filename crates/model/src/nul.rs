//! NUL in texts: nobody sees it, and databases refuse it. It is taken out where JSON comes in, and nowhere else.

use std::borrow::Cow;

const ESCAPED: &[u8] = b"\\u0000";

/// The same JSON with no NUL in its texts. Borrowed where there was none, as nearly always.
pub fn without_nul(json: &[u8]) -> Cow<'_, [u8]> {
    let mut kept = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(step) = json[at..].iter().position(|byte| *byte == b'\\') {
        at += step;
        if json[at..].starts_with(ESCAPED) {
            kept.extend_from_slice(&json[from..at]);
            at += ESCAPED.len();
            from = at;
        } else {
            // What stands behind a backslash may be one itself, and escapes nothing then.
            at = json.len().min(at + 2);
        }
    }
    if from == 0 {
        return Cow::Borrowed(json);
    }
    kept.extend_from_slice(&json[from..]);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::without_nul;

    #[test]
    fn only_an_escaped_nul_goes() {
        for (json, clean) in [
            (r#"{"a\u0000b":["\u0000","c\u0000\u0000d\u0000"]}"#, r#"{"ab":["","cd"]}"#),
            (r#""\\\u0000""#, r#""\\""#),
            (r#""\\u0000 \u0001 \u000a \n""#, r#""\\u0000 \u0001 \u000a \n""#),
            (r#""no escape""#, r#""no escape""#),
            ("\"cut off \\", "\"cut off \\"),
        ] {
            assert_eq!(without_nul(json.as_bytes()), clean.as_bytes(), "{json}");
        }
        assert!(matches!(without_nul(br#""\\u0000""#), Cow::Borrowed(_)));
    }
}
