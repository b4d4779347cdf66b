//! `GET /exports/{export_id}/{filename}`, outside of `/api`

use axum::extract::{RawPathParams, Request, State};
use axum::response::Response;
use parvis_app::{App, exports};

use crate::error::{ApiResult, not_found};
use crate::extract::Query;
use crate::routes::attachments::get::SignatureQuery;
use crate::served_file::ServedFile;

/// The copy of somebody's data, for whoever has its signed address: its owner, for minutes.
pub async fn get_export_file(
    State(app): State<App>,
    path: RawPathParams,
    Query(query): Query<SignatureQuery>,
    request: Request,
) -> ApiResult<Response> {
    let parts: Vec<&str> = path.iter().map(|(_, value)| value).collect();
    let [id, filename] = parts[..] else { return Err(not_found()) };
    let (Ok(id), Some((expires_s, signature))) = (id.parse(), query.signature()) else {
        return Err(not_found());
    };
    let readable = exports::open(&app, id, filename, expires_s, &signature).await?;
    let file = ServedFile {
        path: readable.path,
        content_type: "application/json".to_owned(),
        filename: readable.filename.to_owned(),
        etag: format!("\"{id}\""),
        modified_s: u64::try_from(readable.created_ms / 1_000).unwrap_or(0),
        max_age_s: 0,
    };
    file.answer(request.method(), request.headers()).await
}
