//! Every route of the rules of operators.

mod body;
mod create;
mod delete;
mod edit;
mod held;
mod list;
mod lists;
mod media;
mod mode;
mod reference;
mod samples;
mod trial;

use parvis_api::router::{self, Route};
use parvis_rules::rate::bucket;

use super::Policies;

const POLICIES: &str = "/parvis/v1/guard/policies";
const POLICY: &str = "/parvis/v1/guard/policies/{policy_id}";

pub fn all(policies: &Policies) -> Vec<Route> {
    let reads = [
        router::get(POLICIES, list::list_policies),
        router::get("/parvis/v1/guard/policies/reference", reference::get_reference),
        router::get("/parvis/v1/guard/policies/held", held::list::list_held),
        router::get("/parvis/v1/guard/policies/{policy_id}/samples", samples::list::list_samples),
    ];
    let acts = [
        router::post(POLICIES, create::create_policy),
        router::post("/parvis/v1/guard/policies/trial", trial::try_policy),
        router::put("/parvis/v1/guard/policies/lists", lists::put::put_list),
        router::delete("/parvis/v1/guard/policies/lists/{list_name}", lists::delete::delete_list),
        router::put("/parvis/v1/guard/policies/media", media::put_media),
        router::post("/parvis/v1/guard/policies/held/{held_id}", held::decide::decide_held),
        router::put(POLICY, edit::edit_policy),
        router::delete(POLICY, delete::delete_policy),
        router::put("/parvis/v1/guard/policies/{policy_id}/mode", mode::put_mode),
        router::put("/parvis/v1/guard/policies/{policy_id}/samples/{place}", samples::put::judge_sample),
    ];
    let reads = reads.into_iter().map(|route| route.limited_by(bucket::GUARD_READ));
    let acts = acts.into_iter().map(|route| route.limited_by(bucket::GUARD_WORK));
    reads.chain(acts).map(|route| route.knowing(policies.clone())).collect()
}
