//! HTML of Markdown: text, headings, lists, tables, links. Nothing in it runs, and nothing is loaded from elsewhere.

use std::fmt::Write;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// HTML of a text. Tags in it are shown as they were written, pictures by their words; a link leads to the web, to a
/// mailbox, or to a page of this place.
pub fn html(text: &str) -> String {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut links = Vec::new();
    let events = parser.filter_map(|event| safe(event, &mut links));
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

/// What remains of an event. `links` says of each link that is open whether it was written.
fn safe<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { dest_url, .. }) => {
            let leads = leads_somewhere(&dest_url);
            links.push(leads);
            leads.then(|| Event::InlineHtml(opening(&dest_url)))
        }
        Event::End(TagEnd::Link) => {
            links.pop().unwrap_or(false).then_some(Event::InlineHtml(CowStr::Borrowed("</a>")))
        }
        Event::Start(Tag::Heading { level, .. }) => {
            let level = below(level);
            Some(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(below(level)))),
        other => Some(other),
    }
}

/// The page's title is the first heading.
fn below(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}

fn opening(address: &str) -> CowStr<'static> {
    let mut tag = String::from("<a href=\"");
    tag.push_str(&escaped(address));
    tag.push_str("\" rel=\"nofollow noopener noreferrer\">");
    CowStr::from(tag)
}

/// A text as it stands in HTML, in attributes too.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' | '<' | '>' | '"' | '\'' => {
                // Writing into a string does not fail.
                let _ = write!(out, "&#{};", sign as u32);
            }
            other => out.push(other),
        }
    }
    out
}

/// Whether an address is one that a page may lead to.
fn leads_somewhere(address: &str) -> bool {
    if address.chars().any(|it| it.is_control() || it.is_whitespace() || it == '\\') {
        return false;
    }
    let begins = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    let is_path = address.starts_with('/') && !address.starts_with("//");
    let page = address.split('#').next().unwrap_or_default();
    let is_page = page.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    begins("https://") || begins("http://") || begins("mailto:") || is_path || is_page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_drawn() {
        for (text, expected) in [
            ("# One\n\nTwo **three**.", "<h2>One</h2>\n<p>Two <strong>three</strong>.</p>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("~~old~~", "<p><del>old</del></p>\n"),
            (
                "[next](safety#phone)",
                "<p><a href=\"safety#phone\" rel=\"nofollow noopener noreferrer\">next</a></p>\n",
            ),
        ] {
            assert_eq!(html(text), expected);
        }
        assert!(html("|a|b|\n|---|---|\n|1|2|").contains("<td>2</td>"));
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div onclick=\"x\">\n\ntext\n\n</div>",
            "<!-- --><svg onload=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>)",
            "[x](vbscript:x)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "<javascript:alert(1)>",
            "![x](https://evil.example/a.png)",
            "[x]: javascript:alert(1)\n\n[x]",
            "[x](https://a.example/\"onmouseover=alert(1))",
            "[x](&#106;avascript:alert(1))",
        ] {
            let html = html(text);
            for wrong in ["<script", "<img", "<svg", "<div", "javascript:alert(1)\"", "src=\"", "\"onmouse"] {
                assert!(!html.to_lowercase().contains(wrong), "{text} became {html}");
            }
            let links = html.matches("<a ").count();
            assert_eq!(links, html.matches("rel=\"nofollow noopener noreferrer\"").count(), "{html}");
            assert!(!html.contains("href=\"//") && !html.contains("href=\"/\\"), "{html}");
        }
    }
}
