//! `GET /attachments/{channel_id}/{attachment_id}/{filename}`, outside of `/api`

use axum::extract::{RawPathParams, Request, State};
use axum::response::Response;
use parvis_app::App;
use serde::Deserialize;

use crate::error::{ApiResult, not_found};
use crate::extract::Query;
use crate::served_file::ServedFile;

/// The signature of an address: until when it is valid, since when, and the proof.
#[derive(Debug, Deserialize)]
pub struct SignatureQuery {
    ex: Option<String>,
    hm: Option<String>,
}

impl SignatureQuery {
    /// Until when, in Unix seconds, and the proof; `None` where something is missing.
    pub fn signature(self) -> Option<(i64, String)> {
        Some((i64::from_str_radix(&self.ex?, 16).ok()?, self.hm?))
    }
}

/// A file of a message, whole or in part, for everybody who has its signed address.
pub async fn get_attachment(
    State(app): State<App>,
    path: RawPathParams,
    Query(query): Query<SignatureQuery>,
    request: Request,
) -> ApiResult<Response> {
    let parts: Vec<&str> = path.iter().map(|(_, value)| value).collect();
    let [channel_id, id, filename] = parts[..] else { return Err(not_found()) };
    let (Ok(channel_id), Ok(id)) = (channel_id.parse(), id.parse()) else { return Err(not_found()) };
    let Some((expires_s, signature)) = query.signature() else { return Err(not_found()) };
    let (stored, path) = app.open_file(channel_id, id, filename, expires_s, &signature).await?;
    let file = ServedFile {
        path,
        content_type: stored.content_type,
        filename: stored.filename,
        etag: format!("\"{id}\""),
        modified_s: u64::try_from(id.created_unix_ms() / 1_000).unwrap_or(0),
        max_age_s: u64::try_from(expires_s - app.now_ms() / 1_000).unwrap_or(0),
    };
    file.answer(request.method(), request.headers()).await
}
