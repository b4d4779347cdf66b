//! Every route of the desk for orders.

mod annex;
mod answer;
mod authentication;
mod clarification;
mod create;
mod disclosure;
mod execution;
mod get;
mod impossibility;
mod list;

use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::router::{self, Route};
use parvis_rules::limits::chars;
use parvis_rules::rate::bucket;
use parvis_rules::validate;

/// Scalar values of an address.
const URL_CHARS_MAX: usize = 2_000;
/// Scalar values of what is said about an order.
const TEXT_CHARS_MAX: usize = 5_000;

/// All routes.
pub fn routes() -> Vec<Route> {
    const ORDER: &str = "/parvis/v1/guard/orders/{order_id}";
    const AUTHENTICATION: &str = "/parvis/v1/guard/orders/{order_id}/authentication";
    const EXECUTION: &str = "/parvis/v1/guard/orders/{order_id}/execution";
    const IMPOSSIBILITY: &str = "/parvis/v1/guard/orders/{order_id}/impossibility";
    const CLARIFICATION: &str = "/parvis/v1/guard/orders/{order_id}/clarification";
    const DISCLOSURE: &str = "/parvis/v1/guard/orders/{order_id}/disclosure";
    const ANSWER: &str = "/parvis/v1/guard/orders/{order_id}/answer";
    const ANNEX: &str = "/parvis/v1/guard/orders/{order_id}/annexes/{annex}";
    vec![
        router::get("/parvis/v1/guard/orders", list::list_orders).limited_by(bucket::GUARD_READ),
        router::post("/parvis/v1/guard/orders", create::create_order).limited_by(bucket::GUARD_WORK),
        router::get(ORDER, get::get_order).limited_by(bucket::GUARD_READ),
        router::put(AUTHENTICATION, authentication::authenticate_order).limited_by(bucket::GUARD_WORK),
        router::post(EXECUTION, execution::execute_order).limited_by(bucket::GUARD_WORK),
        router::post(IMPOSSIBILITY, impossibility::refuse_order).limited_by(bucket::GUARD_WORK),
        router::post(CLARIFICATION, clarification::clarify_order).limited_by(bucket::GUARD_WORK),
        router::put(DISCLOSURE, disclosure::disclose_order).limited_by(bucket::GUARD_WORK),
        router::post(ANSWER, answer::answer_referral).limited_by(bucket::GUARD_WORK),
        router::get(ANNEX, annex::get_annex).limited_by(bucket::GUARD_READ),
    ]
}

/// A text without blanks around it, within its bounds.
fn text(path: &str, text: &str, min: usize, max: usize) -> ApiResult<String> {
    let text = text.trim();
    validate::length(path, chars(text), min..=max).map_err(invalid_fields)?;
    Ok(text.to_owned())
}

/// Addresses as they were written, within their bounds.
fn urls(urls: Vec<String>, min: usize) -> ApiResult<Vec<String>> {
    validate::length("urls", urls.len(), min..=super::LINKS_MAX).map_err(invalid_fields)?;
    let url = |(at, url): (usize, &String)| text(&format!("urls.{at}"), url, 1, URL_CHARS_MAX);
    urls.iter().enumerate().map(url).collect()
}
