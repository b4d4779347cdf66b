//! `GET /parvis/v1/guard/transparency/years/{year}` and, for each file of the report, `…/{part}`

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::{ActionError, App, Kind};

use crate::transparency::exports::{self, Part, Totals};

/// What a year sums up to, for moderators of the house.
pub async fn get_year(
    State(app): State<App>,
    Person(caller): Person,
    Path(year): Path<i64>,
) -> ApiResult<Json<Totals>> {
    Ok(Json(exports::of_year(&app, &caller, year).await?.totals()))
}

/// One file of the yearly reports, as comma-separated values.
pub async fn get_year_part(
    State(app): State<App>,
    Person(caller): Person,
    Path((year, part)): Path<(i64, String)>,
) -> ApiResult<Response> {
    let counted = exports::of_year(&app, &caller, year).await?;
    let part = Part::from_word(&part).ok_or(ActionError::Unknown(Kind::Thing("Part")))?;
    let mut response = counted.csv(part).into_response();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}
