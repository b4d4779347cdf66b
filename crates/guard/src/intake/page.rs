//! `/report`: the form for people without an account, and the page behind its private link.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use parvis_app::proofs::{EARLY, FULL, Proof};
use parvis_app::{ActionError, App};
use parvis_model::ReportReason;
use parvis_pages::Document;
use parvis_pages::language::Language;
use parvis_rules::rate::{Bucket, bucket};
use parvis_rules::validate::FieldError;

use super::words::Words;
use super::{Draft, Followed, create, follow};
use crate::Guard;

/// The script that works for whoever sends a form.
const SCRIPT: &str = "/map/proof.js";
/// Values that are looked at.
const PAIRS_MAX: usize = 20;

/// The pages. `limited` puts a rate limit in front of them.
pub fn router(
    app: App,
    guard: Guard,
    limited: impl Fn(Bucket, MethodRouter<App>) -> MethodRouter<App>,
) -> Router {
    let form = limited(bucket::GUARD_READ, get(show)).merge(limited(bucket::REPORT, post(take)));
    Router::new()
        .route("/report", form)
        .route("/report/{secret}", limited(bucket::GUARD_READ, get(tell)))
        .layer(Extension(guard))
        .with_state(app)
}

/// A challenge as it stands in the form.
struct Work {
    challenge: String,
    difficulty: u8,
}

impl Work {
    /// The same as long as it is good, so that nobody waits twice.
    fn again(guard: &Guard, app: &App, known: &str) -> Self {
        let proofs = guard.proofs();
        match proofs.difficulty_of(known).filter(|_| proofs.is_open(known, app.now_ms())) {
            Some(difficulty) => Self { challenge: known.to_owned(), difficulty },
            None => {
                let made = proofs.challenge(app.now_ms());
                Self { challenge: made.challenge, difficulty: made.difficulty }
            }
        }
    }
}

/// `GET /report`
async fn show(
    State(app): State<App>,
    Extension(guard): Extension<Guard>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let language = Language::wanted(&headers);
    // A link to the form may name what it is about.
    let draft = Sent::read(query.unwrap_or_default().as_bytes()).draft();
    let main = form(Words::of(language), &draft, &[], &Work::again(&guard, &app, ""));
    page(language, Words::of(language).title, main).with_form(StatusCode::OK, SCRIPT)
}

/// `POST /report`
async fn take(
    State(app): State<App>,
    Extension(guard): Extension<Guard>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let language = Language::wanted(&headers);
    let words = Words::of(language);
    let sent = Sent::read(&body);
    let draft = sent.draft();
    if let Some(listing) = listing(&app, &draft.url) {
        return to(&listing);
    }
    let challenge = sent.get("challenge");
    let proof = Proof::of_form(challenge, Some(sent.get("solution")).filter(|it| !it.is_empty()));
    let (status, mistakes) = match create(&guard, &app, draft.clone(), &proof).await {
        Ok(secret) => return to(&format!("/report/{secret}")),
        Err(ActionError::Invalid(errors)) => (StatusCode::BAD_REQUEST, in_words(words, &errors)),
        Err(ActionError::TooFast { .. }) => (StatusCode::TOO_MANY_REQUESTS, vec![words.busy]),
        Err(error) => {
            tracing::error!(%error, "a report without an account was not taken");
            (StatusCode::SERVICE_UNAVAILABLE, vec![words.busy])
        }
    };
    let main = form(words, &draft, &mistakes, &Work::again(&guard, &app, challenge));
    page(language, words.title, main).with_form(status, SCRIPT)
}

/// Groups of the map are reported to those who look after the map.
fn listing(app: &App, url: &str) -> Option<String> {
    let id = url.trim().strip_prefix(&app.config.public_url)?.strip_prefix("/map/group/")?;
    let id: String = id.chars().take_while(char::is_ascii_digit).collect();
    (!id.is_empty()).then(|| format!("/map/group/{id}/report"))
}

/// Leads on behind a form, so that going back and forth does not send it again.
fn to(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    for (name, value) in [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `GET /report/{secret}`
async fn tell(State(app): State<App>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let language = Language::wanted(&headers);
    let words = Words::of(language);
    let (status, main) = match follow(&app, &secret).await {
        Ok(Some(followed)) => (StatusCode::OK, receipt(language, words, &followed)),
        Ok(None) => (StatusCode::NOT_FOUND, format!("<h1>{}</h1><p>{}</p>", words.receipt, words.gone)),
        Err(error) => {
            tracing::error!(%error, "a report without an account could not be shown");
            (StatusCode::SERVICE_UNAVAILABLE, format!("<h1>{}</h1><p>{}</p>", words.receipt, words.busy))
        }
    };
    page(language, words.receipt, main).with_form(status, SCRIPT)
}

fn page(language: Language, title: &str, main: String) -> Document {
    Document {
        tag: language.tag().to_owned(),
        direction: language.direction(),
        title: title.to_owned(),
        main,
    }
}

fn receipt(language: Language, words: &Words, followed: &Followed) -> String {
    let moment = |at| parvis_pages::moment(language, at);
    let mut html = format!(
        "<h1>{}</h1><p dir=\"ltr\">{}</p><p>{} {}</p>",
        words.receipt,
        escaped(&followed.url),
        words.came,
        moment(followed.made_at)
    );
    match followed.decided {
        None => html.push_str(&format!("<p><b>{}</b></p><p>{}</p>", words.waits, words.keep)),
        Some((is_acted, at)) => {
            let said = if is_acted { words.acted } else { words.none };
            html.push_str(&format!("<p><b>{said}</b> {}</p><p>{}</p>", moment(at), words.redress));
        }
    }
    html
}

fn form(words: &Words, draft: &Draft, mistakes: &[&str], work: &Work) -> String {
    let mut html = format!("<h1>{}</h1><p>{}</p>", words.title, words.about);
    if !mistakes.is_empty() {
        let items: String = mistakes.iter().map(|it| format!("<li>{it}</li>")).collect();
        html.push_str(&format!(
            "<div class=\"wrong\" role=\"alert\"><p>{}</p><ul>{items}</ul></div>",
            words.mistakes
        ));
    }
    html.push_str(&format!(
        "<form method=\"post\" action=\"/report\" data-difficulty=\"{}\">",
        work.difficulty
    ));
    html.push_str(&format!(
        "<label>{}<input name=\"url\" type=\"url\" maxlength=\"2000\" required dir=\"ltr\" value=\"{}\" \
         aria-describedby=\"url-hint\"></label><p class=\"hint\" id=\"url-hint\">{}</p>",
        words.url,
        escaped(&draft.url),
        words.url_hint
    ));
    html.push_str(&format!("<fieldset><legend>{}</legend>", words.reason));
    for (word, name) in ReportReason::WORDS.iter().zip(words.reasons) {
        let checked = if draft.reason == **word { " checked" } else { "" };
        html.push_str(&format!(
            "<label class=\"choice\"><input type=\"radio\" name=\"reason\" value=\"{word}\" required{checked}>{name}</label>"
        ));
    }
    html.push_str(&format!(
        "</fieldset><label>{}<textarea name=\"text\" rows=\"4\" maxlength=\"790\" required dir=\"auto\">{}</textarea></label>",
        words.text,
        escaped(&draft.text)
    ));
    for (field, kind, name, value) in
        [("name", "text", words.name, &draft.name), ("email", "email", words.email, &draft.email)]
    {
        html.push_str(&format!(
            "<label>{name}<input name=\"{field}\" type=\"{kind}\" maxlength=\"100\" autocomplete=\"{field}\" dir=\"auto\" \
             aria-describedby=\"who-hint\" value=\"{}\"></label>",
            escaped(value)
        ));
    }
    let checked = if draft.in_good_faith { " checked" } else { "" };
    html.push_str(&format!(
        "<p class=\"hint\" id=\"who-hint\">{}</p><label class=\"choice\"><input type=\"checkbox\" name=\"in_good_faith\" \
         value=\"yes\" required{checked}>{}</label>",
        words.who_hint, words.faith
    ));
    html.push_str(&format!(
        "<input type=\"hidden\" name=\"challenge\" value=\"{}\"><input type=\"hidden\" name=\"solution\" value=\"\">\
         <noscript><p class=\"hint\">{}</p></noscript><p class=\"hint working\" role=\"status\" hidden>{}</p>\
         <button>{}</button></form>",
        escaped(&work.challenge),
        words.wait,
        words.working,
        words.send
    ));
    html
}

/// What was refused, in words, each once.
fn in_words(words: &Words, errors: &[FieldError]) -> Vec<&'static str> {
    let mut mistakes = Vec::new();
    for error in errors {
        let text = match (error.path.as_str(), error.code) {
            ("proof", EARLY) => words.wrong_early,
            ("proof", FULL) => words.wrong_full,
            ("proof", _) => words.wrong_proof,
            ("url", _) => words.wrong_url,
            ("reason", _) => words.wrong_reason,
            ("text", _) => words.wrong_text,
            ("in_good_faith", _) => words.wrong_faith,
            _ => words.wrong,
        };
        if !mistakes.contains(&text) {
            mistakes.push(text);
        }
    }
    mistakes
}

/// What a form brought. Databases refuse NUL, and nobody types it.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn read(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body).take(PAIRS_MAX);
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), value.replace('\0', "").trim().to_owned()))
                .collect(),
        )
    }

    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value)
    }

    fn draft(&self) -> Draft {
        let text = |name| self.get(name).to_owned();
        Draft {
            url: text("url"),
            reason: text("reason"),
            text: text("text"),
            name: text("name"),
            email: text("email"),
            in_good_faith: self.get("in_good_faith") == "yes",
        }
    }
}

/// Text that somebody wrote, as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
