//! What counts as one emoji.

use parvis_rules::emoji::is_emoji;

#[test]
fn what_keyboards_write_is_an_emoji() {
    for text in
        ["👍", "👍🏽", "❤", "❤️", "🔥", "🇧🇾", "🇫🇷", "1️⃣", "#️⃣", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩🏾‍❤️‍💋‍👨🏼", "©️", "⭐", "✅"]
    {
        assert!(is_emoji(text), "{text}");
    }
}

#[test]
fn anything_else_is_none() {
    for text in [
        "",
        "a",
        "ab",
        "1",
        "#",
        "👍👍",
        "👍 ",
        " 👍",
        "🇫",
        "🇫🇷🇫",
        "\u{200d}",
        "👍\u{200d}",
        "\u{fe0f}",
        "👍a",
        "<script>",
        "é",
        "日本",
        "🏴\u{e007f}",
        &"👍\u{200d}".repeat(40),
        "\0",
        "../..",
    ] {
        assert!(!is_emoji(text), "{text:?}");
    }
}
