//! `GET /map/about`: how the map counts and what it keeps, in plain words.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::Page;
use super::head::Head;
use super::visit::Visit;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    head: Head,
}

/// `GET /map/about`
pub(super) async fn get_about(visit: Visit) -> Response {
    let head =
        Head { summary: visit.words().map_lead.clone(), ..Head::of(&visit, &visit.words().about_title) };
    visit.answer(Page::private(StatusCode::OK, &AboutPage { head }).map(Page::for_indexes))
}
