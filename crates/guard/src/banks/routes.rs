//! Every route of banks.

mod add;
mod body;
mod change;
mod leaks;
mod list;
mod remember;
mod replay;

use parvis_api::router::{Route, get, patch, post, put};
use parvis_rules::rate::bucket;

use super::Banks;

const ITEM: &str = "/parvis/v1/guard/banks/items/{item_id}";

pub fn all(banks: &Banks) -> Vec<Route> {
    let routes = [
        get("/parvis/v1/guard/banks", list::list_known_items).limited_by(bucket::GUARD_READ),
        post("/parvis/v1/guard/banks/items", add::add_known_item).limited_by(bucket::GUARD_WORK),
        patch(ITEM, change::change_known_item).limited_by(bucket::GUARD_WORK),
        post("/parvis/v1/guard/banks/items/{item_id}/replay", replay::replay_known_item)
            .limited_by(bucket::GUARD_WORK),
        put("/parvis/v1/guard/banks/leaks", leaks::put_leak_setting).limited_by(bucket::GUARD_WORK),
        post("/parvis/v1/guard/cases/{case_id}/known-items", remember::remember_from_case)
            .limited_by(bucket::GUARD_WORK),
    ];
    routes.into_iter().map(|route| route.knowing(banks.clone())).collect()
}
