//! Every route of automatic moderation.

mod body;
mod create;
mod delete;
mod edit;
mod get;
mod incident_actions;
mod list;

use parvis_api::router::{self, Route};
use parvis_rules::rate::bucket;

use super::Automod;

const RULES: &str = "/guilds/{guild_id}/auto-moderation/rules";
const RULE: &str = "/guilds/{guild_id}/auto-moderation/rules/{rule_id}";

pub fn all(automod: &Automod) -> Vec<Route> {
    let routes = [
        router::get(RULES, list::list_auto_moderation_rules),
        router::post(RULES, create::create_auto_moderation_rule).limited_by(bucket::GUILD_EDIT),
        router::get(RULE, get::get_auto_moderation_rule),
        router::patch(RULE, edit::edit_auto_moderation_rule).limited_by(bucket::GUILD_EDIT),
        router::delete(RULE, delete::delete_auto_moderation_rule).limited_by(bucket::GUILD_EDIT),
        router::put("/guilds/{guild_id}/incident-actions", incident_actions::put_incident_actions)
            .limited_by(bucket::GUILD_EDIT),
    ];
    routes.into_iter().map(|route| route.knowing(automod.clone())).collect()
}
