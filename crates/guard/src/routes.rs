//! Every route of this wing, so that a reader sees it on one page.

mod appeals;
pub(crate) mod cases;
mod decisions;
mod handover;
mod reports;
mod statements;
mod transparency;
mod watch;

use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::router::{Route, delete, get, post, put};
use parvis_rules::limits::chars;
use parvis_rules::rate::bucket;
use parvis_rules::validate;

use crate::{Guard, limits};

/// All routes.
pub fn all(guard: &Guard) -> Vec<Route> {
    let routes = [own_routes(), case_routes(), decision_routes()];
    let routes = routes.into_iter().flatten().map(|route| route.knowing(guard.clone()));
    routes.chain(crate::lists::routes()).collect()
}

/// A length of a page within its bounds; without one, the longest.
pub(crate) fn page_limit(limit: Option<i64>) -> ApiResult<usize> {
    let max = limits::PAGE_MAX as i64;
    let limit = limit.unwrap_or(max);
    validate::number("limit", limit, 1..=max).map_err(invalid_fields)?;
    Ok(usize::try_from(limit).expect("checked to be 1 or more"))
}

/// A text without blanks around it, within its bounds.
pub(crate) fn text(path: &str, text: &str, min: usize, max: usize) -> ApiResult<String> {
    let text = text.trim();
    validate::length(path, chars(text), min..=max).map_err(invalid_fields)?;
    Ok(text.to_owned())
}

/// What somebody does who reports, and whom decisions concern; and what everybody may know.
fn own_routes() -> Vec<Route> {
    vec![
        post("/parvis/v1/guard/reports", reports::create::create_report).limited_by(bucket::REPORT),
        get("/parvis/v1/guard/reports/@me", reports::list::list_own_reports)
            .limited_by(bucket::GUARD_READ)
            .open_to_suspended(),
        post("/parvis/v1/guard/reports/{report_id}/appeal", reports::appeal::appeal_report)
            .limited_by(bucket::REPORT),
        get("/parvis/v1/guard/statements/@me", statements::list::list_own_statements)
            .open_to_suspended()
            .limited_by(bucket::GUARD_READ),
        post("/parvis/v1/guard/statements/{statement_id}/appeal", statements::appeal::appeal_statement)
            .open_to_suspended()
            .limited_by(bucket::REPORT),
        get("/parvis/v1/guard/transparency", transparency::get::get_transparency)
            .limited_by(bucket::GUARD_READ),
        get("/parvis/v1/guard/transparency/years/{year}", transparency::year::get_year)
            .limited_by(bucket::GUARD_READ),
        get("/parvis/v1/guard/transparency/years/{year}/{part}", transparency::year::get_year_part)
            .limited_by(bucket::GUARD_READ),
    ]
}

/// What those do who work on cases.
fn case_routes() -> Vec<Route> {
    const CLAIM: &str = "/parvis/v1/guard/cases/{case_id}/claim";
    const OPENINGS: &str = "/parvis/v1/guard/cases/{case_id}/evidence/{evidence_id}/openings";
    vec![
        get("/parvis/v1/guard/cases", cases::list::list_cases).limited_by(bucket::GUARD_READ),
        post("/parvis/v1/guard/cases/next", cases::next::take_next_case).limited_by(bucket::GUARD_WORK),
        get("/parvis/v1/guard/cases/{case_id}", cases::get::get_case).limited_by(bucket::GUARD_READ),
        put(CLAIM, cases::claim::put::claim_case).limited_by(bucket::GUARD_WORK),
        delete(CLAIM, cases::claim::delete::release_case).limited_by(bucket::GUARD_WORK),
        post("/parvis/v1/guard/cases/{case_id}/notes", cases::notes::note_on_case)
            .limited_by(bucket::GUARD_WORK),
        post("/parvis/v1/guard/cases/{case_id}/escalation", cases::escalation::escalate_case)
            .limited_by(bucket::GUARD_WORK),
        get("/parvis/v1/guard/cases/{case_id}/evidence", cases::evidence::list::list_evidence)
            .limited_by(bucket::GUARD_READ),
        post(OPENINGS, cases::evidence::open::open_evidence).limited_by(bucket::GUARD_WORK),
        post("/parvis/v1/guard/cases/{case_id}/decision", cases::decision::decide_case)
            .limited_by(bucket::GUARD_WORK),
    ]
}

/// What they do with decisions and appeals, and how they take turns.
fn decision_routes() -> Vec<Route> {
    vec![
        get("/parvis/v1/guard/decisions", decisions::list::list_decisions).limited_by(bucket::GUARD_READ),
        post("/parvis/v1/guard/decisions/{decision_id}/undo", decisions::undo::undo_decision)
            .limited_by(bucket::GUARD_WORK),
        get("/parvis/v1/guard/appeals", appeals::list::list_appeals).limited_by(bucket::GUARD_READ),
        post("/parvis/v1/guard/appeals/{appeal_id}/decision", appeals::decision::decide_appeal)
            .limited_by(bucket::GUARD_WORK),
        get("/parvis/v1/guard/watch", watch::get::get_watch).limited_by(bucket::GUARD_READ),
        put("/parvis/v1/guard/watch", watch::put::put_watch).limited_by(bucket::GUARD_WORK),
        put("/parvis/v1/guard/handover", handover::put_handover).limited_by(bucket::GUARD_WORK),
    ]
}
