//! The routes of mirror networks.

mod get;

use parvis_api::router::{self, Route};
use parvis_rules::rate::bucket;

use super::Mirrors;

pub fn all(mirrors: &Mirrors) -> Vec<Route> {
    let graph = router::get("/parvis/v1/guard/mirrors", get::get_mirrors).limited_by(bucket::GUARD_READ);
    vec![graph.knowing(mirrors.clone())]
}
