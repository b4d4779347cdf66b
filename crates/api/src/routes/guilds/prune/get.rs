//! `GET /guilds/{guild_id}/prune`

use axum::extract::{RawQuery, State};
use parvis_app::{App, prune};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_rules::validate::FieldError;

use super::body::{Pruned, Roles, read_prune};
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path};

/// How many members a prune would remove.
pub async fn preview_prune(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    RawQuery(query): RawQuery,
) -> ApiResult<Json<Pruned>> {
    // Some libraries name the key of a list once for each of its values.
    let (mut days, mut roles) = (None, Vec::new());
    for (key, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match &*key {
            "days" => {
                let number = value.parse().map_err(|_| {
                    let message = format!("Value \"{value}\" is not int.");
                    invalid_fields(FieldError::new("days", "NUMBER_TYPE_COERCE", message))
                })?;
                days = Some(number);
            }
            "include_roles" | "include_roles[]" => roles.push(value.into_owned()),
            _ => {}
        }
    }
    let wanted = read_prune(days, Some(Roles::Text(roles.join(","))))?;
    let count = prune::preview(&app, &caller, guild_id, wanted).await?;
    Ok(Json(Pruned { pruned: Some(count) }))
}
