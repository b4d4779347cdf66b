//! The QR code of an invitation, to be printed or shown to a neighbour's telephone.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use parvis_app::{ActionError, App, invites};
use parvis_print::qr;

use crate::answer;
use crate::invitation::{Code, read};

/// Five minutes: as long as a code may outlive its invitation.
const CACHED: &str = "public, max-age=300";

/// `GET /invite/{code}/qr.svg`
pub(crate) async fn get_qr_code(State(app): State<App>, code: Code, headers: HeaderMap) -> Response {
    match invites::get(&app, None, &read(code), false).await {
        Ok(invite) => {
            let address = format!("{}/invite/{}", answer::public_url(&app, &headers), invite.code);
            match qr::Code::of(&address, qr::Level::Medium) {
                Some(code) => answer::picture(CACHED, code.svg()),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        Err(ActionError::Unknown(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be looked up");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
