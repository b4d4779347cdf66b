//! Every route of lists.

mod action_day;
mod body;
mod case;
mod create;
mod delete;
mod get;
mod label;
mod list;
mod preview;
mod proposal;
mod publication;
mod published;
mod rows;
mod sample;
mod subscriptions;

use parvis_api::router::{self, Route};
use parvis_rules::rate::bucket;

const LISTS: &str = "/parvis/v1/guard/lists";
const LIST: &str = "/parvis/v1/guard/lists/{list_id}";
const PROPOSAL: &str = "/parvis/v1/guard/lists/{list_id}/proposal";

const PUBLICATION: &str = "/parvis/v1/guard/lists/{list_id}/publication";
const SUBSCRIPTIONS: &str = "/parvis/v1/guard/lists/subscriptions";
const SUBSCRIPTION: &str = "/parvis/v1/guard/lists/subscriptions/{subscription_id}";
const EFFECT: &str = "/parvis/v1/guard/lists/subscriptions/{subscription_id}/effect";

/// All of them.
pub fn all() -> Vec<Route> {
    own().into_iter().chain(between_instances()).collect()
}

/// Lists that this instance publishes, and those of others that it follows.
fn between_instances() -> Vec<Route> {
    const REFRESH: &str = "/parvis/v1/guard/lists/subscriptions/{subscription_id}/refresh";
    vec![
        router::get("/parvis/v1/guard/lists/published", published::list::list_published_lists)
            .limited_by(bucket::GUARD_READ),
        router::get("/parvis/v1/guard/lists/published/{list_id}", published::get::get_published_list)
            .limited_by(bucket::GUARD_READ),
        router::put(PUBLICATION, publication::put::publish_list).limited_by(bucket::GUARD_LIST),
        router::delete(PUBLICATION, publication::delete::withdraw_list).limited_by(bucket::GUARD_WORK),
        router::get(SUBSCRIPTIONS, subscriptions::list::list_subscriptions).limited_by(bucket::GUARD_READ),
        router::post(SUBSCRIPTIONS, subscriptions::create::follow_list).limited_by(bucket::GUARD_LIST),
        router::patch(SUBSCRIPTION, subscriptions::edit::edit_subscription).limited_by(bucket::GUARD_WORK),
        router::delete(SUBSCRIPTION, subscriptions::delete::unfollow_list).limited_by(bucket::GUARD_WORK),
        router::post(REFRESH, subscriptions::refresh::refresh_subscription).limited_by(bucket::GUARD_LIST),
        router::get(EFFECT, subscriptions::effect::get::get_effect).limited_by(bucket::GUARD_LIST),
        router::post(EFFECT, subscriptions::effect::carry_out::carry_out_effect)
            .limited_by(bucket::GUARD_LIST),
    ]
}

/// Lists that are handed in here.
fn own() -> Vec<Route> {
    vec![
        router::get(LISTS, list::list_lists).limited_by(bucket::GUARD_READ),
        router::post(LISTS, create::create_list).limited_by(bucket::GUARD_LIST),
        router::post("/parvis/v1/guard/lists/preview", preview::preview_list).limited_by(bucket::GUARD_LIST),
        router::get(LIST, get::get_list).limited_by(bucket::GUARD_READ),
        router::delete(LIST, delete::delete_list).limited_by(bucket::GUARD_WORK),
        router::get("/parvis/v1/guard/lists/{list_id}/rows", rows::list_rows).limited_by(bucket::GUARD_READ),
        router::post("/parvis/v1/guard/lists/{list_id}/rows/{number}/case", case::open_case_of_row)
            .limited_by(bucket::GUARD_WORK),
        router::get("/parvis/v1/guard/lists/{list_id}/sample", sample::get_sample)
            .limited_by(bucket::GUARD_READ),
        router::put("/parvis/v1/guard/lists/{list_id}/sample/{number}", label::label_row)
            .limited_by(bucket::GUARD_WORK),
        router::post("/parvis/v1/guard/lists/{list_id}/action-day", action_day::begin_action_day)
            .limited_by(bucket::GUARD_LIST),
        router::get(PROPOSAL, proposal::get::get_proposal).limited_by(bucket::GUARD_READ),
        router::post(PROPOSAL, proposal::open::open_proposal).limited_by(bucket::GUARD_WORK),
    ]
}
