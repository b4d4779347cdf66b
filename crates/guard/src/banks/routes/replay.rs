//! `POST /parvis/v1/guard/banks/items/{item_id}/replay`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::banks::Banks;
use crate::banks::manage::{self, ShownItem};
use crate::tables::banks::BankItemMarker;

/// Has the past looked through for an item.
pub async fn replay_known_item(
    State(app): State<App>,
    Extension(banks): Extension<Banks>,
    Person(caller): Person,
    Path(item_id): Path<Id<BankItemMarker>>,
) -> ApiResult<Json<ShownItem>> {
    Ok(Json(manage::start_replay(&banks, &app, &caller, item_id).await?))
}
