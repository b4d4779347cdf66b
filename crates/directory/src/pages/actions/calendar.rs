//! `GET /map/actions.ics` and `GET /map/area/{area}/actions.ics`: for calendars that fetch them again and again.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_api::error::{ApiResult, not_found};

use super::super::rows::area_of_path;
use super::super::visit::Visit;
use crate::actions::files::{self, Part};
use crate::exports::Export;

/// `GET /map/actions.ics`
pub(in super::super) async fn get_map_calendar(headers: HeaderMap, visit: Visit) -> ApiResult<Response> {
    answer(&visit, Part::Map, &headers).await
}

/// `GET /map/area/{area}/actions.ics`
pub(in super::super) async fn get_area_calendar(
    Path(area): Path<String>,
    headers: HeaderMap,
    visit: Visit,
) -> ApiResult<Response> {
    let area_id = area_of_path(&area).ok_or_else(not_found)?;
    answer(&visit, Part::Area(area_id), &headers).await
}

/// A calendar, unless the reader has this one.
pub(super) async fn answer(visit: &Visit, part: Part, headers: &HeaderMap) -> ApiResult<Response> {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let url = &visit.reader.public_url;
    let (etag, mut response) = match files::write(&visit.directory, &visit.app, part, url, known).await? {
        Export::Unchanged { etag } => (etag, StatusCode::NOT_MODIFIED.into_response()),
        Export::File { etag, text } => (etag, text.into_response()),
    };
    let etag = HeaderValue::try_from(etag).map_err(|_| not_found())?;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::ETAG, etag),
        // Asked for each time, so that what went dark is gone from calendars at their next look.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ] {
        headers.insert(name, value);
    }
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, noarchive"));
    Ok(response)
}
