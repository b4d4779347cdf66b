//! Every route of action days.

mod accounts;
mod approval;
mod clusters;
mod create;
mod decision;
mod get;
mod list;
mod pause;
mod preview;
mod start;
mod undo;

use parvis_api::router::{self, Route};
use parvis_rules::rate::bucket;

use super::ActionDays;

const DAYS: &str = "/parvis/v1/guard/action-days";
const DAY: &str = "/parvis/v1/guard/action-days/{action_day_id}";
const CLUSTERS: &str = "/parvis/v1/guard/action-days/{action_day_id}/clusters";
const ACCOUNTS: &str = "/parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/accounts";
const ACCOUNT: &str = "/parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/accounts/{user_id}";
const DECISION: &str = "/parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/decision";
const PREVIEW: &str = "/parvis/v1/guard/action-days/{action_day_id}/preview";
const APPROVAL: &str = "/parvis/v1/guard/action-days/{action_day_id}/approval";
const START: &str = "/parvis/v1/guard/action-days/{action_day_id}/start";
const PAUSE: &str = "/parvis/v1/guard/action-days/{action_day_id}/pause";
const UNDO: &str = "/parvis/v1/guard/action-days/{action_day_id}/undo";

pub fn all(action_days: &ActionDays) -> Vec<Route> {
    let routes = [
        router::get(DAYS, list::list_action_days).limited_by(bucket::GUARD_READ),
        router::post(DAYS, create::create_action_day).limited_by(bucket::GUARD_WORK),
        router::get(DAY, get::get_action_day).limited_by(bucket::GUARD_READ),
        router::post(CLUSTERS, clusters::add_cluster).limited_by(bucket::GUARD_WORK),
        router::get(ACCOUNTS, accounts::list::list_accounts).limited_by(bucket::GUARD_READ),
        router::put(ACCOUNT, accounts::put::put_account).limited_by(bucket::GUARD_WORK),
        router::put(DECISION, decision::decide_cluster).limited_by(bucket::GUARD_WORK),
        router::get(PREVIEW, preview::preview_action_day).limited_by(bucket::GUARD_READ),
        router::post(APPROVAL, approval::approve_action_day).limited_by(bucket::GUARD_WORK),
        router::post(START, start::start_action_day).limited_by(bucket::GUARD_WORK),
        router::put(PAUSE, pause::put::pause_action_day).limited_by(bucket::GUARD_WORK),
        router::delete(PAUSE, pause::delete::resume_action_day).limited_by(bucket::GUARD_WORK),
        router::post(UNDO, undo::undo_action_day).limited_by(bucket::GUARD_WORK),
    ];
    routes.into_iter().map(|route| route.knowing(action_days.clone())).collect()
}
