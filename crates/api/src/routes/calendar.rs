//! `GET /calendar/{secret}.ics`, outside of the API: what a calendar program fetches that has no token.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use parvis_app::{App, scheduled_events};

use crate::calendar::Calendar;
use crate::error::{ApiResult, not_found};
use crate::extract::public_url;

/// The calendar at an address.
pub async fn get_calendar(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Calendar> {
    let secret = file.strip_suffix(".ics").ok_or_else(not_found)?;
    let origin = public_url(&app, &headers);
    let text = scheduled_events::calendar_at(&app, secret, &origin).await?;
    Ok(Calendar::new(text, &headers))
}
