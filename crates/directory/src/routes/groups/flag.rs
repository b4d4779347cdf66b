//! `GET /parvis/v1/directory/groups/{group_id}/flag`

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use parvis_api::error::{ApiResult, not_found};
use parvis_api::extract::{MaybeAuth, Path};
use parvis_api::served_file::streamed;
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::flags::{self, Drawn};
use crate::markers::GroupMarker;

/// Browsers run nothing in what they are sent, and guess no other type.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// A group's flag, as long as the group is in sight.
pub async fn get_flag(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Response> {
    let (content_type, body) = match flags::get(&directory, &app, caller.as_ref(), group_id).await? {
        Drawn::Svg(svg) => ("image/svg+xml".to_owned(), Body::from(svg)),
        Drawn::Picture(path, content_type) => (content_type, streamed(&path).await?),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    let content_type = HeaderValue::try_from(content_type).map_err(|_| not_found())?;
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}
