//! Texts inside of markup.

/// Writes a text so that it is nothing but text, in an element or between double quotes. Characters that XML does not
/// have are left out.
pub fn escape(markup: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            '\t' | '\n' => markup.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => markup.push(c),
        }
    }
}

/// ` name="value"`.
pub fn write_attribute(markup: &mut String, name: &str, value: &str) {
    markup.push(' ');
    markup.push_str(name);
    markup.push_str("=\"");
    escape(markup, value);
    markup.push('"');
}
