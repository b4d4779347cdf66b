//! `GET /parvis/v1/guard/lists/{list_id}/rows`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_rules::validate::FieldError;
use parvis_watchlists::matching::Verdict;
use serde::Deserialize;

use crate::lists::work::{self, Rows};
use crate::routes::page_limit;
use crate::tables::lists::ListMarker;

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct RowsQuery {
    verdict: Option<String>,
    after: Option<u32>,
    limit: Option<i64>,
}

/// Rows of a list, in their order.
pub async fn list_rows(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
    Query(query): Query<RowsQuery>,
) -> ApiResult<Json<Rows>> {
    let limit = page_limit(query.limit)?;
    let verdict = match query.verdict.as_deref() {
        None => None,
        Some(word) => Some(Verdict::from_word(word).ok_or_else(|| {
            let verdicts = ["exact", "proven_link", "ambiguous", "malformed", "protected", "none"];
            invalid_fields(FieldError::choices("verdict", verdicts))
        })?),
    };
    Ok(Json(work::rows(&app, &caller, list_id, verdict, query.after.unwrap_or(0), limit).await?))
}
