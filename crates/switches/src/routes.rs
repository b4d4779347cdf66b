//! Every route of this wing.

mod channels;
mod guilds;

use parvis_api::router::{Route, get, patch, post};
use parvis_rules::rate::bucket;

use crate::Switches;

const OF_CHANNEL: &str = "/parvis/v1/channels/{channel_id}/switches";

pub fn all(switches: &Switches) -> Vec<Route> {
    use channels::switches as of_channel;
    use guilds::switches::log;
    let routes = [
        get(OF_CHANNEL, of_channel::get::get_switches),
        patch(OF_CHANNEL, of_channel::edit::edit_switches).limited_by(bucket::CHANNEL_EDIT),
        get("/parvis/v1/guilds/{guild_id}/switches/log", log::list::list_log),
        post("/parvis/v1/guilds/{guild_id}/switches/log/{entry_id}/undo", log::undo::undo_entry)
            .limited_by(bucket::MEMBER_EDIT),
    ];
    routes.into_iter().map(|route| route.knowing(switches.clone())).collect()
}
