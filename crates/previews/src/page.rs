//! What a page says of itself: Open Graph, Twitter cards, the plain title and description. Bytes in, words out.

use encoding_rs::{Encoding, UTF_8};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use parvis_model::{Embed, EmbedProvider};
use parvis_rules::limits::{EMBED_PROVIDER_CHARS_MAX, EMBED_TITLE_CHARS_MAX};
use parvis_rules::names::clean_name;

/// Enough to know whether one wants to go there.
const DESCRIPTION_CHARS_MAX: usize = 350;
/// Where a page must say how it is encoded (HTML standard, 4.2.5.4).
const ENCODING_WITHIN_BYTES: usize = 1_024;

/// What a page says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: Option<String>,
    /// A few words.
    pub description: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
}

/// Ways to say the same thing; the earlier ones are better.
#[derive(Default)]
struct Found {
    titles: [Option<String>; 3],
    descriptions: [Option<String>; 3],
    site: Option<String>,
}

impl Page {
    /// Reads the head of a page.
    pub fn read(bytes: &[u8], content_type: &str) -> Self {
        let text = decode(bytes, content_type);
        let mut emitter = DefaultEmitter::default();
        // A script's text must not be taken for tags.
        emitter.naively_switch_states(true);
        let mut found = Found::default();
        let mut title: Option<String> = None;
        for token in Tokenizer::new_with_emitter(&*text, emitter).flatten() {
            match token {
                Token::StartTag(tag) if tag.name == b"body" => break,
                Token::StartTag(tag) if tag.name == b"title" => title = Some(String::new()),
                Token::StartTag(tag) if tag.name == b"meta" => found.note(&tag),
                Token::String(text) => {
                    if let Some(title) = &mut title {
                        title.push_str(&String::from_utf8_lossy(&text));
                    }
                }
                Token::EndTag(tag) if tag.name == b"title" => {
                    let title = title.take();
                    found.titles[2] = found.titles[2].take().or(title);
                }
                Token::EndTag(tag) if tag.name == b"head" => break,
                _ => {}
            }
        }
        found.page()
    }

    /// The embed below a message with this link, if the page says anything.
    pub fn embed(self, link: &str) -> Option<Embed> {
        if self.title.is_none() && self.description.is_none() {
            return None;
        }
        Some(Embed {
            kind: parvis_app::messages::LINK.to_owned(),
            url: Some(link.to_owned()),
            title: self.title,
            description: self.description,
            provider: self.site.map(|name| EmbedProvider { name, url: None }),
            ..Embed::default()
        })
    }
}

impl Found {
    fn note(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let name = attribute(b"property").or_else(|| attribute(b"name"));
        let (Some(name), Some(content)) = (name, attribute(b"content")) else { return };
        let place = match name.trim().to_ascii_lowercase().as_str() {
            "og:title" => &mut self.titles[0],
            "twitter:title" => &mut self.titles[1],
            "og:description" => &mut self.descriptions[0],
            "twitter:description" => &mut self.descriptions[1],
            "description" => &mut self.descriptions[2],
            "og:site_name" => &mut self.site,
            _ => return,
        };
        place.get_or_insert(content);
    }

    fn page(self) -> Page {
        let first = |texts: [Option<String>; 3], chars_max| {
            texts.into_iter().flatten().map(|text| shortened(&text, chars_max)).find(|text| !text.is_empty())
        };
        Page {
            title: first(self.titles, EMBED_TITLE_CHARS_MAX),
            description: first(self.descriptions, DESCRIPTION_CHARS_MAX),
            site: first([self.site, None, None], EMBED_PROVIDER_CHARS_MAX),
        }
    }
}

/// One line of visible characters, cut with a sign that it is.
fn shortened(text: &str, chars_max: usize) -> String {
    let line = clean_name(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if line.chars().count() <= chars_max {
        return line;
    }
    let kept: String = line.chars().take(chars_max - 1).collect();
    format!("{}…", kept.trim_end())
}

/// By its own mark, by what the server says, by what the page says, or as UTF-8.
fn decode<'a>(bytes: &'a [u8], content_type: &str) -> std::borrow::Cow<'a, str> {
    let beginning = &bytes[..bytes.len().min(ENCODING_WITHIN_BYTES)];
    let encoding = charset(content_type.as_bytes()).or_else(|| charset(beginning)).unwrap_or(UTF_8);
    encoding.decode(bytes).0
}

/// The encoding behind the first `charset=`.
fn charset(text: &[u8]) -> Option<&'static Encoding> {
    const MARK: &[u8] = b"charset=";
    let at = text.windows(MARK.len()).position(|part| part.eq_ignore_ascii_case(MARK))?;
    let rest = &text[at + MARK.len()..];
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let end = rest.iter().position(|byte| !is_label(byte)).unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Page {
        Page::read(html.as_bytes(), "text/html")
    }

    fn titled(title: &str) -> Page {
        Page { title: Some(title.to_owned()), ..Page::default() }
    }

    #[test]
    fn what_is_said_for_previews_is_better_than_what_is_said_for_windows() {
        let page = read(
            "<!doctype html><head><title>Window &amp; door</title>
             <meta name=description content='plain'><meta name='twitter:title' content='Card'>
             <meta property='og:title' content='Open &lt;b&gt;'><meta property='og:site_name' content='The Site'>
             <META PROPERTY='og:description' CONTENT='two\n  lines'></head>",
        );
        assert_eq!(page.title.as_deref(), Some("Open <b>"));
        assert_eq!(page.description.as_deref(), Some("two lines"));
        assert_eq!(page.site.as_deref(), Some("The Site"));
        assert_eq!(read("<title>Window &amp; door</title>"), titled("Window & door"));
        assert_eq!(read("<meta property='og:title' content=' '><title>Window</title>"), titled("Window"));
    }

    #[test]
    fn what_stands_in_scripts_comments_and_the_body_is_not_read() {
        let page = read(
            "<script>document.write('<title>script</title>')</script><!-- <title>comment</title> -->
             <style>a{content:'<title>style</title>'}</style><title>true</title></head><title>late</title>",
        );
        assert_eq!(page, titled("true"));
        assert_eq!(
            read("<body><title>body</title><meta property='og:title' content='body'>"),
            Page::default()
        );
        assert_eq!(read("<title>first</title><title>second</title>"), titled("first"));
    }

    #[test]
    fn texts_are_one_line_of_visible_characters() {
        let page = read(&format!(
            "<title>a\u{202e}b\u{0}\u{200b} \n c</title><meta name=description content='{}'>",
            "é".repeat(1_000)
        ));
        assert_eq!(page.title.as_deref(), Some("ab\u{fffd} c"));
        let description = page.description.expect("one");
        assert_eq!(description.chars().count(), 350);
        assert!(description.ends_with("é…"));
    }

    #[test]
    fn pages_may_be_encoded_as_they_say() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("<title>Площадь</title>");
        assert_eq!(Page::read(&bytes, "text/html; charset=windows-1251"), titled("Площадь"));
        let said = [b"<meta charset='windows-1251'>".as_slice(), &bytes].concat();
        assert_eq!(Page::read(&said, "text/html"), titled("Площадь"));
        assert_eq!(read("<meta charset=nonsense><title>place</title>"), titled("place"));
    }

    #[test]
    fn hostile_pages_are_read_in_one_go() {
        for page in [
            "<div>".repeat(200_000),
            "<".repeat(400_000),
            "<title>".repeat(60_000),
            format!("<meta {}>", "a='b' ".repeat(60_000)),
            "&".repeat(400_000),
            "<!--".repeat(100_000),
        ] {
            read(&page);
        }
        Page::read(&[0xff; 100_000], "text/html; charset=utf-16le");
        assert_eq!(Page::read(b"", ""), Page::default());
    }

    #[test]
    fn a_page_that_says_nothing_makes_no_embed() {
        assert_eq!(Page::default().embed("https://example.org/"), None);
        let embed = titled("Place").embed("https://example.org/").expect("an embed");
        assert_eq!((embed.kind.as_str(), embed.url.as_deref()), ("link", Some("https://example.org/")));
    }
}
