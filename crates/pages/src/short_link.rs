//! Short links, as they stand on paper.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use parvis_app::sheets::{self, Destination};
use parvis_app::{ActionError, App};

use crate::answer;
use crate::invitation::{self, Code};
use crate::language::Language;

/// `GET /j/{code}`, or `/J/{code}` as codes say it: what it leads to, or that it leads nowhere (any more).
pub(crate) async fn follow(State(app): State<App>, code: Code, headers: HeaderMap) -> Response {
    let language = Language::wanted(&headers);
    match sheets::destination(&app, &invitation::read(code)).await {
        Ok(Destination::Invitation(code)) => invitation::page_of(&app, &code, &headers).await,
        Ok(Destination::Group(id, code)) => answer::elsewhere(&format!("/map/group/{id}?sheet={code}")),
        Err(ActionError::Unknown(_)) => invitation::gone(language),
        Err(error) => {
            tracing::error!(%error, "a short link could not be followed");
            invitation::busy(language, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
