//! Every route of this wing, once for guilds and once for the map.

mod copy;
mod overview;
mod pages;
mod search;
mod settings;

use parvis_api::router::{Route, delete, get, patch, post, put};
use parvis_rules::rate::bucket;

use crate::Guide;

macro_rules! routes_under {
    ($under:literal) => {
        [
            get($under, overview::get_guide),
            patch($under, settings::edit_guide).limited_by(bucket::GUILD_EDIT),
            get(concat!($under, "/copy"), copy::copy_guide),
            get(concat!($under, "/search"), search::search_guide),
            get(concat!($under, "/pages/{slug}"), pages::side_by_side::get_page),
            get(concat!($under, "/pages/{slug}/{language}"), pages::get::get_page),
            put(concat!($under, "/pages/{slug}/{language}"), pages::put::put_page)
                .limited_by(bucket::GUILD_EDIT),
            delete(concat!($under, "/pages/{slug}/{language}"), pages::delete::delete_page)
                .limited_by(bucket::GUILD_EDIT),
            get(concat!($under, "/pages/{slug}/{language}/versions"), pages::versions::list::list_versions),
            post(
                concat!($under, "/pages/{slug}/{language}/versions/{version}/restore"),
                pages::versions::restore::restore_version,
            )
            .limited_by(bucket::GUILD_EDIT),
        ]
    };
}

pub fn all(guide: &Guide) -> Vec<Route> {
    let of_guilds = routes_under!("/parvis/v1/guilds/{guild_id}/guide");
    let of_map = routes_under!("/parvis/v1/directory/guide");
    of_guilds.into_iter().chain(of_map).map(|route| route.knowing(guide.clone())).collect()
}
