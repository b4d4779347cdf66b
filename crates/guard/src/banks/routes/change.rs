//! `PATCH /parvis/v1/guard/banks/items/{item_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::banks::Banks;
use crate::banks::manage::{self, ShownItem};
use crate::tables::banks::BankItemMarker;

/// What is to be another.
#[derive(Debug, Deserialize)]
pub struct ChangeKnownItem {
    #[serde(default)]
    enabled: Option<bool>,
    #[serde(default)]
    expires_in_days: Option<i64>,
}

/// Switches an item on or off, or renews it.
pub async fn change_known_item(
    State(app): State<App>,
    Extension(banks): Extension<Banks>,
    Person(caller): Person,
    Path(item_id): Path<Id<BankItemMarker>>,
    Reason(reason): Reason,
    Json(body): Json<ChangeKnownItem>,
) -> ApiResult<Json<ShownItem>> {
    let ChangeKnownItem { enabled, expires_in_days } = body;
    Ok(Json(manage::change(&banks, &app, &caller, item_id, enabled, expires_in_days, reason).await?))
}
