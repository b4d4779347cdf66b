//! `POST /parvis/v1/directory/challenges`

use axum::Extension;
use axum::extract::State;
use parvis_api::extract::Json;
use parvis_app::App;

use crate::Directory;
use parvis_app::proofs::Challenge;

/// Work for who has no account and wants something written.
pub async fn create_challenge(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
) -> Json<Challenge> {
    Json(directory.0.proofs.challenge(app.now_ms()))
}
