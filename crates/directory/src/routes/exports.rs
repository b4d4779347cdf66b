//! `/parvis/v1/directory/groups.…` and `/parvis/v1/directory/feed.atom`

pub mod atom;
pub mod csv;
pub mod geojson;
pub mod kml;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_api::error::{ApiResult, not_found};
use parvis_api::extract::public_url;
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::exports::{self, Export, Format};
use crate::markers::AreaMarker;

/// Of which place.
#[derive(Debug, Deserialize)]
pub struct ExportQuery {
    area_id: Option<Id<AreaMarker>>,
}

/// A file of the public groups, unless the reader has this one.
pub async fn answer(
    app: &App,
    directory: &Directory,
    format: Format,
    area_id: Option<Id<AreaMarker>>,
    headers: &HeaderMap,
) -> ApiResult<Response> {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let url = public_url(app, headers);
    let export = exports::write(directory, app, format, area_id, url, known).await?;
    let (etag, mut response) = match export {
        Export::Unchanged { etag } => (etag, StatusCode::NOT_MODIFIED.into_response()),
        Export::File { etag, text } => {
            let mut response = text.into_response();
            let content_type = HeaderValue::from_static(format.content_type());
            response.headers_mut().insert(header::CONTENT_TYPE, content_type);
            (etag, response)
        }
    };
    let etag = HeaderValue::try_from(etag).map_err(|_| not_found())?;
    response.headers_mut().insert(header::ETAG, etag);
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
