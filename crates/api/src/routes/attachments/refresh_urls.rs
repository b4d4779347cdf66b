//! `POST /attachments/refresh-urls`

use axum::extract::State;
use parvis_app::App;
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json};

const ADDRESSES_MAX: usize = 50;

/// Addresses whose signatures have expired, or soon will.
#[derive(Debug, Deserialize)]
pub struct RefreshUrls {
    attachment_urls: Vec<String>,
}

/// An address with the one that is valid now.
#[derive(Debug, Serialize)]
pub struct Refreshed {
    original: String,
    refreshed: Option<String>,
}

/// All of them, in the order in which they came.
#[derive(Debug, Serialize)]
pub struct RefreshedUrls {
    refreshed_urls: Vec<Refreshed>,
}

/// Signs addresses of files anew.
pub async fn refresh_urls(
    State(app): State<App>,
    Auth(caller): Auth,
    Json(body): Json<RefreshUrls>,
) -> ApiResult<Json<RefreshedUrls>> {
    validate::length("attachment_urls", body.attachment_urls.len(), 1..=ADDRESSES_MAX)
        .map_err(invalid_fields)?;
    let refreshed = app.refresh_addresses(&caller, body.attachment_urls).await?;
    let refreshed_urls =
        refreshed.into_iter().map(|(original, refreshed)| Refreshed { original, refreshed }).collect();
    Ok(Json(RefreshedUrls { refreshed_urls }))
}
