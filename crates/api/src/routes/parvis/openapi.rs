//! `GET /parvis/v1/openapi.json`

use axum::http::StatusCode;
use axum::response::Response;

use crate::extract::json_bytes;

/// The routes that Discord's published document does not have.
pub const DOCUMENT: &str = include_str!("../../../openapi/parvis.json");

/// Our own OpenAPI document.
pub async fn get_openapi() -> Response {
    json_bytes(StatusCode::OK, DOCUMENT.as_bytes().to_vec())
}
