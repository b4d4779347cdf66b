//! Every route of lists.

mod body;
mod case;
mod create;
mod delete;
mod get;
mod label;
mod list;
mod preview;
mod proposal;
mod rows;
mod sample;

use parvis_api::router::{self, Route};
use parvis_rules::rate::bucket;

const LISTS: &str = "/parvis/v1/guard/lists";
const LIST: &str = "/parvis/v1/guard/lists/{list_id}";
const PROPOSAL: &str = "/parvis/v1/guard/lists/{list_id}/proposal";

/// All of them.
pub fn all() -> Vec<Route> {
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
        router::get(PROPOSAL, proposal::get::get_proposal).limited_by(bucket::GUARD_READ),
        router::post(PROPOSAL, proposal::open::open_proposal).limited_by(bucket::GUARD_WORK),
    ]
}
