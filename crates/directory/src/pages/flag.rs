//! `GET /map/group/{group_id}/flag`: a group's flag for its lines and its page. A group without one has one drawn from
//! its name, so that people find it again.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_api::error::{ApiResult, not_found};
use parvis_api::served_file::streamed;
use parvis_print::flag::Design;
use sha2::{Digest, Sha256};

use super::answer::is_known;
use super::visit::Visit;
use crate::flags as family;
use crate::groups::flags::{self, Drawn};
use crate::view::Listed;

/// Browsers run nothing in what they are sent.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// `GET /map/group/{group_id}/flag`
pub(super) async fn get_flag(Path(group_id): Path<String>, visit: Visit, headers: HeaderMap) -> Response {
    drawn(&visit, &group_id, &headers).await.unwrap_or_else(|error| error.status().into_response())
}

async fn drawn(visit: &Visit, group_id: &str, headers: &HeaderMap) -> ApiResult<Response> {
    let id = group_id.parse().map_err(|_| not_found())?;
    let view = visit.directory.view(&visit.app).await?;
    let group: &Listed = view.group(id, None).ok_or_else(not_found)?;
    // Asked for each time, so that it goes with its group. A new flag of the map is a new tag too.
    let base = family::base(&visit.app).await?;
    let etag = format!("W/\"{id}-{}-{}\"", group.version, tag_of(base.as_ref()));
    let mut response = match &group.listing.flag {
        _ if is_known(headers, &etag) => StatusCode::NOT_MODIFIED.into_response(),
        None => svg(Design::from_seed(base.as_ref(), &group.listing.name).svg()),
        Some(_) => match flags::get(&visit.directory, &visit.app, None, id).await? {
            Drawn::Svg(text) => svg(text),
            Drawn::Picture(path, content_type) => answer(&content_type, streamed(&path).await?),
        },
    };
    tagged(&mut response, &etag);
    Ok(response)
}

/// What tells the map's flag of today from that of yesterday.
pub(super) fn tag_of(base: Option<&Design>) -> String {
    let digest = Sha256::digest(serde_json::to_vec(&base).unwrap_or_default());
    digest[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A picture that nobody keeps without asking.
pub(super) fn tagged(response: &mut Response, etag: &str) {
    for (name, value) in [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache")] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
}

pub(super) fn svg(text: String) -> Response {
    answer("image/svg+xml", Body::from(text))
}

pub(super) fn answer(content_type: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    for (name, value) in [(header::CONTENT_TYPE, content_type), (header::CONTENT_SECURITY_POLICY, POLICY)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
