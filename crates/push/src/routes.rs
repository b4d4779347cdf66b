//! Every route of this wing.

mod key;
mod subscriptions;

use parvis_api::router::{Route, delete, get, put};
use parvis_rules::rate::bucket;

use crate::Push;

const ALL: &str = "/parvis/v1/users/@me/push-subscriptions";
const CURRENT: &str = "/parvis/v1/users/@me/push-subscriptions/@current";
const ONE: &str = "/parvis/v1/users/@me/push-subscriptions/{session_id}";

pub fn all(push: &Push) -> Vec<Route> {
    let routes = [
        get("/parvis/v1/push-key", key::get_push_key),
        get(ALL, subscriptions::list::list_subscriptions),
        put(CURRENT, subscriptions::put::put_subscription).limited_by(bucket::USER_EDIT),
        delete(CURRENT, subscriptions::delete_current::delete_current_subscription)
            .limited_by(bucket::USER_EDIT),
        delete(ONE, subscriptions::delete::delete_subscription).limited_by(bucket::USER_EDIT),
    ];
    routes.into_iter().map(|route| route.knowing(push.clone())).collect()
}
