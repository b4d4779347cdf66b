//! Pages that say one thing: that there is nothing here, that the map is closed, that something was done.

use askama::Template;
use axum::http::StatusCode;
use parvis_app::ActionError;

use super::answer::{Page, Trouble};
use super::head::Head;
use super::visit::Visit;

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage<'a> {
    head: Head,
    text: &'a str,
    leads_on: bool,
}

/// A page with one thing to say.
pub(super) fn of(visit: &Visit, status: StatusCode, title: &str, text: &str, leads_on: bool) -> Page {
    let page = NoticePage { head: Head::of(visit, title), text, leads_on };
    Page::private(status, &page).unwrap_or_else(|_| Page::to("/map".to_owned()))
}

/// Why there is no page.
pub(super) fn of_trouble(visit: &Visit, trouble: Trouble) -> Page {
    let words = visit.words();
    match trouble {
        Trouble::Closed => of(visit, StatusCode::NOT_FOUND, &words.closed_title, &words.closed, false),
        Trouble::Gone => of(visit, StatusCode::NOT_FOUND, &words.gone_title, &words.gone, true),
        Trouble::Wrong => of_wrong(visit, StatusCode::BAD_REQUEST),
        Trouble::Failed(ActionError::TooFast { .. }) => {
            of(visit, StatusCode::TOO_MANY_REQUESTS, &words.busy_title, &words.busy, true)
        }
        Trouble::Failed(ActionError::MissingPermissions | ActionError::Unauthorized) => {
            of(visit, StatusCode::FORBIDDEN, &words.in_app_title, &words.in_app, true)
        }
        Trouble::Failed(error) => {
            tracing::error!(%error, "a page of the map could not be shown");
            of(visit, StatusCode::SERVICE_UNAVAILABLE, &words.busy_title, &words.busy, true)
        }
    }
}

/// What was sent is not what a page of ours sends.
pub(super) fn of_wrong(visit: &Visit, status: StatusCode) -> Page {
    of(visit, status, &visit.words().wrong_title, &visit.words().wrong, true)
}
