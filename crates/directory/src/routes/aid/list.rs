//! `GET /parvis/v1/directory/aid`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, Query};
use parvis_app::App;
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use serde::Deserialize;

use crate::Directory;
use crate::aid::kind::{Category, Condition, Kind};
use crate::aid::lists::{self, Filter, Page, Scope};
use crate::markers::{AidMarker, AreaMarker};
use crate::routes::page_limit;

const LIMIT_USUAL: i64 = 50;

/// Which listings.
#[derive(Debug, Deserialize)]
pub struct ListingsQuery {
    area_id: Option<Id<AreaMarker>>,
    to_area_id: Option<Id<AreaMarker>>,
    kind: Option<Kind>,
    category: Option<Category>,
    condition: Option<Condition>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    scope: Option<Scope>,
    guild_id: Option<Id<GuildMarker>>,
    after: Option<Id<AidMarker>>,
    limit: Option<i64>,
}

/// A page of open listings that the caller may see.
pub async fn list_listings(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Query(query): Query<ListingsQuery>,
) -> ApiResult<Json<Page>> {
    let filter = Filter {
        limit: page_limit(Some(query.limit.unwrap_or(LIMIT_USUAL)), lists::PAGE_MAX)?,
        area_id: query.area_id,
        to_area_id: query.to_area_id,
        kind: query.kind,
        category: query.category,
        condition: query.condition,
        from: query.from,
        until: query.until,
        scope: query.scope,
        guild_id: query.guild_id,
        after: query.after,
    };
    Ok(Json(lists::list(&directory, &app, caller.as_ref(), filter).await?))
}
