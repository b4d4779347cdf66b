//! `GET /guilds/{guild_id}/bans`

use axum::extract::State;
use parvis_app::bans::BanPage;
use parvis_app::{App, bans};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Ban, Id};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

/// Which part of the list, which stands in the order of account ids; `before` wins over `after`.
#[derive(Debug, Deserialize)]
pub struct BansQuery {
    before: Option<Id<UserMarker>>,
    after: Option<Id<UserMarker>>,
    limit: Option<i64>,
}

/// A page of the bans.
pub async fn list_bans(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<BansQuery>,
) -> ApiResult<Json<Vec<Ban>>> {
    let limit = query.limit.unwrap_or(limits::BANS_PAGE_MAX as i64);
    validate::number("limit", limit, 1..=limits::BANS_PAGE_MAX as i64).map_err(invalid_fields)?;
    let page = match query.before {
        Some(id) => BanPage::Before(id),
        None => BanPage::After(query.after.unwrap_or(Id::new(0))),
    };
    let limit = u32::try_from(limit).expect("checked to be 1 to 1000");
    Ok(Json(bans::list(&app, &caller, guild_id, page, limit).await?))
}
