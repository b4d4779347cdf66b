#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
mod client;
mod document;
mod invitation;
pub mod language;
mod missing;
mod plural;
mod qr;
mod short_link;
mod words;

use axum::Router;
use axum::routing::{MethodRouter, get};
use parvis_app::App;

pub use client::Client;
pub use document::Document;
pub use invitation::refused_in_words;
pub use language::accepted_languages;
pub use plural::Plural;

/// The colours of all pages, by day, by night and with more contrast.
pub const TOKENS: &str = include_str!("../style/tokens.css");

/// A day as the language writes it.
pub fn day(language: language::Language, at: parvis_model::Timestamp) -> String {
    words::Words::of(language).day(at)
}

/// A moment as the language writes it, in UTC.
pub fn moment(language: language::Language, at: parvis_model::Timestamp) -> String {
    words::Words::of(language).date(at)
}

/// The client, and the pages that need none. `looked_up` puts a rate limit in front of what looks an invitation up,
/// `followed` in front of short links; their refusals are put into words here.
pub fn router(
    app: App,
    client: Client,
    looked_up: impl Fn(MethodRouter<App>) -> MethodRouter<App>,
    followed: impl Fn(MethodRouter<App>) -> MethodRouter<App>,
) -> Router {
    let in_words = axum::middleware::from_fn(invitation::refused_in_words);
    Router::new()
        .route("/invite/{code}", looked_up(get(invitation::get_invitation)).layer(in_words.clone()))
        .route("/invite/{code}/qr.svg", looked_up(get(qr::get_qr_code)).layer(in_words.clone()))
        .route("/j/{code}", followed(get(short_link::follow)).layer(in_words.clone()))
        .route("/J/{code}", followed(get(short_link::follow)).layer(in_words))
        .route("/pages/style.css", get(|| async { answer::style() }))
        .route("/pages/sign.svg", get(|| async { answer::sign() }))
        .with_state(app)
        .merge(client::router(client))
}

/// What a browser opens, all of it together: where nothing stands, people read so in their language, and programs are
/// told.
pub fn for_readers(pages: Router) -> Router {
    pages.layer(axum::middleware::from_fn(missing::in_words))
}
