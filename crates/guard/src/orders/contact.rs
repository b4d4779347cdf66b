//! `/legal/contact`: where authorities write to, in which languages, and what becomes of it (article 15 of Regulation
//! (EU) 2021/784, articles 11 and 12 of Regulation (EU) 2022/2065). For readers as a page without a script, for
//! programs as JSON.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use parvis_app::App;
use parvis_pages::Document;
use parvis_pages::language::Language;
use serde::Serialize;

use super::contact_words::Words;

/// Where authorities write to, as the operator says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// An address of electronic mail.
    pub email: Option<String>,
    /// In which languages, as tags of BCP 47.
    pub languages: Vec<String>,
}

/// The page and its JSON. `looked_up` puts a rate limit in front of them.
pub fn pages(
    app: App,
    contact: Contact,
    looked_up: impl Fn(MethodRouter<App>) -> MethodRouter<App>,
) -> Router {
    Router::new()
        .route("/legal/contact", looked_up(get(show)))
        .route("/legal/contact.json", looked_up(get(tell)))
        .layer(Extension(Arc::new(contact)))
        .with_state(app)
}

/// `GET /legal/contact.json`
async fn tell(Extension(contact): Extension<Arc<Contact>>) -> Response {
    let written = serde_json::to_string(&*contact).unwrap_or_default();
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], written).into_response()
}

/// `GET /legal/contact`
async fn show(
    State(app): State<App>,
    Extension(contact): Extension<Arc<Contact>>,
    headers: HeaderMap,
) -> Response {
    let language = Language::wanted(&headers);
    let document = Document {
        tag: language.tag().to_owned(),
        direction: language.direction(),
        title: Words::of(language).title.to_owned(),
        main: written(&contact, &app.config.public_url, Words::of(language)),
    };
    document.into_response(StatusCode::OK)
}

fn written(contact: &Contact, provider: &str, words: &Words) -> String {
    let mut html = format!("<h1>{}</h1><p>{}</p>", words.title, words.about);
    html.push_str(&format!("<p><b dir=\"ltr\">{}</b></p>", escaped(provider)));
    html.push_str(&format!("<h2>{}</h2>", words.address));
    match &contact.email {
        Some(email) => {
            let email = escaped(email);
            html.push_str(&format!("<p><a dir=\"ltr\" href=\"mailto:{email}\">{email}</a></p>"));
        }
        None => html.push_str(&format!("<p>{}</p>", words.no_address)),
    }
    let named = |tag: &String| Language::of_tag(tag).map_or(escaped(tag), |it| it.own_name().to_owned());
    let languages: Vec<_> = contact.languages.iter().map(named).collect();
    if !languages.is_empty() {
        html.push_str(&format!("<p>{} {}</p>", words.languages, languages.join(", ")));
    }
    html.push_str(&format!("<h2>{}</h2><p>{}</p><ul>", words.orders, words.orders_text));
    for it in words.needed {
        html.push_str(&format!("<li>{it}</li>"));
    }
    html.push_str(&format!("</ul><p>{}</p>", words.orders_after));
    html.push_str(&format!("<h2>{}</h2><p>{}</p>", words.referrals, words.referrals_text));
    html.push_str(&format!("<h2>{}</h2><p>{}</p>", words.others, words.others_text));
    html.push_str(&format!("<p><a href=\"/report\">{}</a></p>", words.report));
    html.push_str("<p><a href=\"/legal/contact.json\">JSON</a></p>");
    html
}

/// Text that the operator wrote, as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_where_to_write_and_what_a_referral_is() {
        let contact = Contact { email: Some("a&b@example.org".to_owned()), languages: vec!["fr".to_owned()] };
        for language in Language::ALL {
            let words = Words::of(language);
            let html = written(&contact, "https://chat.example.org", words);
            for said in ["mailto:a&amp;b@example.org", "Français", words.referrals_text, words.needed[0]] {
                assert!(html.contains(said), "{language:?}: {said}");
            }
            let silent = written(&Contact::default(), "https://chat.example.org", words);
            assert!(silent.contains(words.no_address) && !silent.contains("mailto"), "{language:?}");
        }
    }
}
