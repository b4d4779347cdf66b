//! `GET /map/group/{group_id}/card.png` and `GET /map/group/{group_id}/qr.svg`: what a messenger shows beside a link to
//! a group, and its address for the telephone of a neighbour.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use parvis_api::error::{ApiResult, not_found};
use parvis_app::ActionError;
use parvis_print::card::Card;
use parvis_print::qr::{Code, Level};

use super::answer::is_known;
use super::flag::{answer, svg, tag_of, tagged};
use super::rows::{group_path, place_of};
use super::visit::Visit;
use crate::flags as family;
use crate::sheets::flag_of;
use crate::view::Listed;

/// `GET /map/group/{group_id}/card.png`
pub(super) async fn get_card(Path(group_id): Path<String>, visit: Visit, headers: HeaderMap) -> Response {
    card(&visit, &group_id, &headers).await.unwrap_or_else(|error| error.status().into_response())
}

async fn card(visit: &Visit, group_id: &str, headers: &HeaderMap) -> ApiResult<Response> {
    let id = group_id.parse().map_err(|_| not_found())?;
    let view = visit.directory.view(&visit.app).await?;
    let group: &Listed = view.group(id, None).ok_or_else(not_found)?;
    let base = tag_of(family::base(&visit.app).await?.as_ref());
    let etag = format!("W/\"{id}-{}-{base}-{}\"", group.version, visit.reader.language.tag());
    let mut response = if is_known(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let card = Card {
            flag: flag_of(&visit.app, id, &group.listing).await?,
            name: group.listing.name.clone(),
            place: place_of(&view, group, &visit.reader),
        };
        let drawn = tokio::task::spawn_blocking(move || card.png()).await;
        answer("image/png", Body::from(drawn.map_err(std::io::Error::other).map_err(ActionError::from)?))
    };
    tagged(&mut response, &etag);
    Ok(response)
}

/// `GET /map/group/{group_id}/qr.svg`
pub(super) async fn get_qr(Path(group_id): Path<String>, visit: Visit) -> Response {
    qr(&visit, &group_id).await.unwrap_or_else(|error| error.status().into_response())
}

async fn qr(visit: &Visit, group_id: &str) -> ApiResult<Response> {
    let id = group_id.parse().map_err(|_| not_found())?;
    let view = visit.directory.view(&visit.app).await?;
    let group: &Listed = view.group(id, None).ok_or_else(not_found)?;
    let address = format!("{}{}", visit.reader.public_url, group_path(group));
    let code = Code::of(&address, Level::Medium).ok_or_else(not_found)?;
    let mut response = svg(code.svg());
    tagged(&mut response, &format!("W/\"{id}-qr\""));
    Ok(response)
}
