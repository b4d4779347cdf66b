//! `POST /webhooks/{webhook_id}/{webhook_token}/slack`: messages in the shape that Slack's incoming webhooks take.

use axum::extract::State;
use parvis_app::App;
use parvis_app::messages::MessageDraft;
use parvis_app::webhooks::{self, Execution};
use parvis_model::{Embed, EmbedAuthor, EmbedField, EmbedFooter, EmbedMedia, Timestamp};
use parvis_rules::limits;
use parvis_rules::validate::{self, EmbedView};
use serde::Deserialize;

use super::body::{ExecuteQuery, Secret, clean_name};
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Query};
use crate::form::AnyForm;

/// Moments that a calendar with four digits has, in Unix seconds.
const YEARS_S: std::ops::RangeInclusive<i64> = 0..=253_402_300_799;

/// A message as Slack takes it. What this server has nothing for is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackMessage {
    text: Option<String>,
    username: Option<String>,
    icon_url: Option<String>,
    attachments: Option<Vec<Attachment>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attachment {
    title: Option<String>,
    title_link: Option<String>,
    text: Option<String>,
    color: Option<String>,
    ts: Option<i64>,
    pretext: Option<String>,
    footer: Option<String>,
    footer_icon: Option<String>,
    author_name: Option<String>,
    author_link: Option<String>,
    author_icon: Option<String>,
    image_url: Option<String>,
    thumb_url: Option<String>,
    fields: Option<Vec<Field>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field {
    #[serde(alias = "title")]
    name: Option<String>,
    value: Option<String>,
    #[serde(alias = "short")]
    inline: Option<bool>,
}

/// Posts a message of a program that was written for Slack; the answer is Slack's.
pub async fn execute_as_slack(
    State(app): State<App>,
    Path(Secret { webhook_id, webhook_token }): Path<Secret>,
    Query(query): Query<ExecuteQuery>,
    AnyForm(body): AnyForm<SlackMessage>,
) -> ApiResult<Json<&'static str>> {
    let mut execution = body.json.into_execution()?;
    execution.thread_id = query.thread_id;
    webhooks::execute(&app, webhook_id, &webhook_token, execution).await?;
    Ok(Json("ok"))
}

impl SlackMessage {
    fn into_execution(self) -> ApiResult<Execution> {
        let mut errors = Vec::new();
        let username = self.username.map(|name| clean_name("username", &name, &mut errors));
        let avatar_url = self.icon_url.filter(|url| !url.is_empty());
        errors.extend(avatar_url.as_deref().and_then(|url| validate::url("icon_url", url).err()));
        let attachments = self.attachments.unwrap_or_default();
        // What Slack shows above an attachment stands in the text here.
        let above = attachments.iter().filter_map(|it| it.pretext.as_deref());
        let text: Vec<_> = self.text.as_deref().into_iter().chain(above).map(markup).collect();
        let text = text.join("\n").trim().to_owned();
        errors.extend(validate::content("text", &text).err());
        let embeds: Vec<Embed> = attachments.into_iter().map(Attachment::into_embed).collect();
        let views: Vec<_> = embeds.iter().map(EmbedView::from).collect();
        errors.extend(validate::embeds("attachments", &views));
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        let draft = MessageDraft { content: text, embeds, ..MessageDraft::default() };
        Ok(Execution { draft, username, avatar_url, ..Execution::default() })
    }
}

impl Attachment {
    fn into_embed(self) -> Embed {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let media = |url: Option<String>| {
            given(url).map(|url| EmbedMedia { url: Some(url), ..EmbedMedia::default() })
        };
        Embed {
            title: given(self.title).as_deref().map(markup),
            url: given(self.title_link),
            description: given(self.text).as_deref().map(markup),
            color: self.color.as_deref().and_then(color),
            timestamp: self
                .ts
                .filter(|it| YEARS_S.contains(it))
                .map(|it| Timestamp::from_unix_ms(it * 1_000)),
            footer: given(self.footer).map(|text| EmbedFooter {
                text,
                icon_url: given(self.footer_icon),
                proxy_icon_url: None,
            }),
            author: given(self.author_name).map(|name| EmbedAuthor {
                name,
                url: given(self.author_link),
                icon_url: given(self.author_icon),
                proxy_icon_url: None,
            }),
            image: media(self.image_url),
            thumbnail: media(self.thumb_url),
            fields: self.fields.unwrap_or_default().into_iter().map(Field::into_field).collect(),
            ..Embed::default()
        }
    }
}

impl Field {
    fn into_field(self) -> EmbedField {
        EmbedField {
            name: self.name.unwrap_or_default(),
            value: markup(self.value.as_deref().unwrap_or("")),
            inline: self.inline.unwrap_or(false),
        }
    }
}

/// `#1a2b3c`, `#abc`, or the three names that Slack knows.
fn color(text: &str) -> Option<u32> {
    let digits = match text {
        "good" => "2eb886",
        "warning" => "daa038",
        "danger" => "a30200",
        other => other.strip_prefix('#')?,
    };
    let number = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        6 => Some(number).filter(|number| *number <= limits::COLOR_MAX),
        // Each digit stands for two.
        3 => Some((number >> 8) * 0x11_0000 + (number >> 4 & 0xf) * 0x1100 + (number & 0xf) * 0x11),
        _ => None,
    }
}

/// Slack's markup in ours: `<address|text>` is a link, `<!here>` and its like mention, and three characters are
/// escaped.
fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('<') {
        out.push_str(before);
        let Some((inner, after)) = opened.split_once('>') else {
            out.push('<');
            rest = opened;
            continue;
        };
        match (inner, inner.split_once('|')) {
            ("!everyone" | "!channel", _) => out.push_str("@everyone"),
            ("!here", _) => out.push_str("@here"),
            (_, Some((address, shown))) if address.contains("://") => {
                out.push_str(&format!("[{shown}]({address})"));
            }
            _ => out.push_str(&format!("<{inner}>")),
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_slack_reads_as_ours() {
        for (slack, ours) in [
            ("plain", "plain"),
            ("<https://a.org|Site>: ok", "[Site](https://a.org): ok"),
            ("<https://a.org>", "<https://a.org>"),
            ("<!here> &lt;b&gt; &amp;", "@here <b> &"),
            ("a < b", "a < b"),
            ("<!channel>", "@everyone"),
        ] {
            assert_eq!(markup(slack), ours);
        }
    }

    #[test]
    fn colours_are_six_digits_three_or_a_name() {
        for (text, number) in [
            ("#ff8000", Some(0x00ff_8000)),
            ("#f80", Some(0x00ff_8800)),
            ("good", Some(0x002e_b886)),
            ("red", None),
            ("#12345", None),
            ("#zzzzzz", None),
        ] {
            assert_eq!(color(text), number, "{text}");
        }
    }
}
