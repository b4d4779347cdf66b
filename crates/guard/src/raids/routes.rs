//! Every route of the watch for raids.

mod confirm;
mod get;
mod mode;
mod newcomers;
mod release;
mod settings;

use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::router::{self, Route};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_rules::rate::bucket;
use parvis_rules::validate;

use super::Raids;
use super::actions::NAMED_MAX;

const MODE: &str = "/parvis/v1/guard/guilds/{guild_id}/raids/mode";

pub fn all(raids: &Raids) -> Vec<Route> {
    let routes = [
        router::get("/parvis/v1/guard/guilds/{guild_id}/raids", get::get_raids)
            .limited_by(bucket::GUARD_READ),
        router::get("/parvis/v1/guard/guilds/{guild_id}/raids/newcomers", newcomers::list_newcomers)
            .limited_by(bucket::GUARD_READ),
        router::patch("/parvis/v1/guard/guilds/{guild_id}/raids/settings", settings::edit_raid_settings)
            .limited_by(bucket::GUARD_WORK),
        router::put(MODE, mode::put_raid_mode).limited_by(bucket::GUARD_WORK),
        router::delete(MODE, mode::delete_raid_mode).limited_by(bucket::GUARD_WORK),
        router::post("/parvis/v1/guard/guilds/{guild_id}/raids/confirm", confirm::confirm_raid)
            .limited_by(bucket::GUARD_WORK),
        router::post("/parvis/v1/guard/guilds/{guild_id}/raids/release", release::release_newcomers)
            .limited_by(bucket::GUARD_WORK),
    ];
    routes.into_iter().map(|route| route.knowing(raids.clone())).collect()
}

/// Some people, or without a list all of them.
fn named(user_ids: Option<Vec<Id<UserMarker>>>) -> ApiResult<Option<Vec<Id<UserMarker>>>> {
    if let Some(ids) = &user_ids {
        validate::length("user_ids", ids.len(), 1..=NAMED_MAX).map_err(invalid_fields)?;
    }
    Ok(user_ids)
}
