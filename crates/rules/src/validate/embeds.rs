//! Checks of embeds: each part's length, and all parts of all embeds together.

use parvis_model::{Embed, EmbedMedia};

use super::{FieldError, color, length, media_url, url};
use crate::limits::{
    EMBED_AUTHOR_CHARS_MAX, EMBED_DESCRIPTION_CHARS_MAX, EMBED_FIELD_NAME_CHARS_MAX,
    EMBED_FIELD_VALUE_CHARS_MAX, EMBED_FIELDS_MAX, EMBED_FOOTER_CHARS_MAX, EMBED_PROVIDER_CHARS_MAX,
    EMBED_TITLE_CHARS_MAX, EMBEDS_TOTAL_CHARS_MAX, FILE_DESCRIPTION_CHARS_MAX, MESSAGE_EMBEDS_MAX, chars,
};

/// An embed as somebody sends it. What was not sent is `None`.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is the API's field of the same path")]
pub struct EmbedView<'a> {
    pub title: Option<&'a str>,
    pub description: Option<&'a str>,
    pub url: Option<&'a str>,
    pub color: Option<i64>,
    /// `Some` with `None` inside: there is a footer, but without its text.
    pub footer_text: Option<Option<&'a str>>,
    pub footer_icon_url: Option<&'a str>,
    pub image_url: Option<&'a str>,
    pub thumbnail_url: Option<&'a str>,
    pub image_description: Option<&'a str>,
    pub thumbnail_description: Option<&'a str>,
    /// `Some` with `None` inside: there is an author, but without a name.
    pub author_name: Option<Option<&'a str>>,
    pub author_url: Option<&'a str>,
    pub author_icon_url: Option<&'a str>,
    pub provider_name: Option<&'a str>,
    /// Name and value of each field.
    pub fields: Vec<(Option<&'a str>, Option<&'a str>)>,
}

impl<'a> From<&'a Embed> for EmbedView<'a> {
    /// An empty name of an author counts as missing: null is read as empty.
    fn from(embed: &'a Embed) -> Self {
        let url = |media: &'a Option<EmbedMedia>| media.as_ref().and_then(|media| media.url.as_deref());
        let description =
            |media: &'a Option<EmbedMedia>| media.as_ref().and_then(|media| media.description.as_deref());
        let (footer, author) = (embed.footer.as_ref(), embed.author.as_ref());
        Self {
            title: embed.title.as_deref(),
            description: embed.description.as_deref(),
            url: embed.url.as_deref(),
            color: embed.color.map(i64::from),
            footer_text: footer.map(|footer| Some(footer.text.as_str())),
            footer_icon_url: footer.and_then(|footer| footer.icon_url.as_deref()),
            image_url: url(&embed.image),
            thumbnail_url: url(&embed.thumbnail),
            image_description: description(&embed.image),
            thumbnail_description: description(&embed.thumbnail),
            author_name: author.map(|author| Some(author.name.as_str()).filter(|name| !name.is_empty())),
            author_url: author.and_then(|author| author.url.as_deref()),
            author_icon_url: author.and_then(|author| author.icon_url.as_deref()),
            provider_name: embed.provider.as_ref().map(|provider| provider.name.as_str()),
            fields: embed.fields.iter().map(|field| (Some(&*field.name), Some(&*field.value))).collect(),
        }
    }
}

/// How much of [`EMBEDS_TOTAL_CHARS_MAX`] an embed uses.
pub fn embed_chars(embed: &EmbedView<'_>) -> usize {
    let texts = [embed.title, embed.description, embed.footer_text.flatten(), embed.author_name.flatten()];
    let fields = embed.fields.iter().flat_map(|(name, value)| [*name, *value]);
    texts.into_iter().chain(fields).flatten().map(chars).sum()
}

/// Checks a message's embeds; `path` is where they stand, usually `embeds`.
pub fn embeds(path: &str, embeds: &[EmbedView<'_>]) -> Vec<FieldError> {
    if let Err(error) = length(path, embeds.len(), 0..=MESSAGE_EMBEDS_MAX) {
        return vec![error];
    }
    let mut errors = Vec::new();
    let mut total = 0usize;
    for (index, embed) in embeds.iter().enumerate() {
        let path = format!("{path}.{index}");
        check_embed(&path, embed, &mut errors);
        total += embed_chars(embed);
        if total > EMBEDS_TOTAL_CHARS_MAX {
            let message = format!("Embed size exceeds maximum size of {EMBEDS_TOTAL_CHARS_MAX}");
            errors.push(FieldError::new(path, "MAX_EMBED_SIZE_EXCEEDED", message));
            break;
        }
    }
    errors
}

fn check_embed(path: &str, embed: &EmbedView<'_>, errors: &mut Vec<FieldError>) {
    let mut check = |result: Result<(), FieldError>| errors.extend(result.err());
    let at = |name: &str| format!("{path}.{name}");
    let texts = [
        ("title", embed.title, EMBED_TITLE_CHARS_MAX),
        ("description", embed.description, EMBED_DESCRIPTION_CHARS_MAX),
        ("footer.text", embed.footer_text.flatten(), EMBED_FOOTER_CHARS_MAX),
        ("author.name", embed.author_name.flatten(), EMBED_AUTHOR_CHARS_MAX),
        ("provider.name", embed.provider_name, EMBED_PROVIDER_CHARS_MAX),
        ("image.description", embed.image_description, FILE_DESCRIPTION_CHARS_MAX),
        ("thumbnail.description", embed.thumbnail_description, FILE_DESCRIPTION_CHARS_MAX),
    ];
    for (name, text, max) in texts {
        check(text.map_or(Ok(()), |text| length(&at(name), chars(text), 0..=max)));
    }
    for (name, part) in [("footer.text", embed.footer_text), ("author.name", embed.author_name)] {
        check(if part == Some(None) { Err(FieldError::required(at(name))) } else { Ok(()) });
    }
    for (name, address) in [("url", embed.url), ("author.url", embed.author_url)] {
        check(address.map_or(Ok(()), |address| url(&at(name), address)));
    }
    let media = [
        ("footer.icon_url", embed.footer_icon_url),
        ("author.icon_url", embed.author_icon_url),
        ("image.url", embed.image_url),
        ("thumbnail.url", embed.thumbnail_url),
    ];
    for (name, address) in media {
        check(address.map_or(Ok(()), |address| media_url(&at(name), address)));
    }
    check(embed.color.map_or(Ok(()), |value| color(&at("color"), value)));
    check(length(&at("fields"), embed.fields.len(), 0..=EMBED_FIELDS_MAX));
    for (index, (name, value)) in embed.fields.iter().take(EMBED_FIELDS_MAX).enumerate() {
        let parts =
            [("name", name, EMBED_FIELD_NAME_CHARS_MAX), ("value", value, EMBED_FIELD_VALUE_CHARS_MAX)];
        for (part, text, max) in parts {
            let path = at(&format!("fields.{index}.{part}"));
            check(match text {
                // A field with only blanks is as missing as one without text.
                Some(text) if !text.trim().is_empty() => length(&path, chars(text), 0..=max),
                _ => Err(FieldError::required(path)),
            });
        }
    }
    check(if is_empty(embed) { Err(FieldError::required(at("description"))) } else { Ok(()) });
}

/// Whether nothing of the embed would be seen.
fn is_empty(embed: &EmbedView<'_>) -> bool {
    let shown = [embed.title, embed.description, embed.image_url, embed.thumbnail_url, embed.url];
    let named = [embed.footer_text, embed.author_name];
    shown.iter().flatten().all(|text| text.trim().is_empty())
        && named.iter().all(Option::is_none)
        && embed.fields.is_empty()
}
