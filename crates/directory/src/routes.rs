//! Every route of this wing, so that a reader sees it on one page.

mod areas;
mod challenges;
mod dark;
mod exports;
mod flags;
mod groups;
mod guilds;
mod log;
mod map;
mod place;
mod receipts;
mod removals;
mod reports;
mod requests;
mod search;
mod similar;
mod stale_groups;
mod submissions;
mod vouchers;

use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::router::{Route, delete, get, patch, post, put};
use parvis_rules::rate::bucket;
use parvis_rules::validate;

use crate::Directory;

/// All routes.
pub fn all(directory: &Directory) -> Vec<Route> {
    let routes = [
        public_routes(),
        file_routes(),
        submission_routes(),
        receipt_routes(),
        keeper_routes(),
        place_routes(),
        moderator_routes(),
        flag_routes(),
        sheet_routes(),
        receipt_sheet_routes(),
    ];
    routes.into_iter().flatten().map(|route| route.knowing(directory.clone())).collect()
}

/// A length of a page within its bounds; without one, the longest.
fn page_limit(limit: Option<i64>, max: usize) -> ApiResult<usize> {
    let max = max as i64;
    let limit = limit.unwrap_or(max);
    validate::number("limit", limit, 1..=max).map_err(invalid_fields)?;
    Ok(usize::try_from(limit).expect("checked to be 1 or more"))
}

/// What everybody may look at.
fn public_routes() -> Vec<Route> {
    vec![
        get("/parvis/v1/directory", map::get::get_map).limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/areas", areas::list::list_areas).limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/areas/{area_id}", areas::get::get_area).limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/areas/{area_id}/groups", areas::groups::list_area_groups)
            .limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/search", search::get::search_directory)
            .limited_by(bucket::DIRECTORY_SEARCH),
        post("/parvis/v1/directory/place", place::create::look_up_place).limited_by(bucket::DIRECTORY_SEARCH),
        get("/parvis/v1/directory/groups/{group_id}", groups::get::get_group)
            .limited_by(bucket::DIRECTORY_READ),
    ]
}

/// How groups come onto the map, and people into groups.
fn submission_routes() -> Vec<Route> {
    vec![
        post("/parvis/v1/directory/challenges", challenges::create::create_challenge)
            .limited_by(bucket::DIRECTORY_SEARCH),
        post("/parvis/v1/directory/similar", similar::create::find_similar)
            .limited_by(bucket::DIRECTORY_SEARCH),
        post("/parvis/v1/directory/submissions", submissions::create::create_submission)
            .limited_by(bucket::DIRECTORY_SUBMIT),
        post("/parvis/v1/directory/groups/{group_id}/reports", groups::reports::create::report_group)
            .limited_by(bucket::DIRECTORY_SUBMIT),
        post("/parvis/v1/directory/groups/{group_id}/requests", groups::requests::create::ask_group)
            .limited_by(bucket::DIRECTORY_SUBMIT),
        get("/parvis/v1/directory/requests/{receipt}", requests::get::get_request)
            .limited_by(bucket::DIRECTORY_READ),
        delete("/parvis/v1/directory/requests/{receipt}", requests::delete::delete_request)
            .limited_by(bucket::DIRECTORY_EDIT),
        post("/parvis/v1/directory/vouchers/{code}", vouchers::redeem::redeem_voucher)
            .limited_by(bucket::DIRECTORY_SUBMIT),
    ]
}

/// What those do who hold a group's private link.
fn receipt_routes() -> Vec<Route> {
    vec![
        get("/parvis/v1/directory/receipts/{receipt}", receipts::get::get_by_receipt)
            .limited_by(bucket::DIRECTORY_READ),
        patch("/parvis/v1/directory/receipts/{receipt}", receipts::edit::edit_by_receipt)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/receipts/{receipt}", receipts::delete::withdraw_by_receipt)
            .limited_by(bucket::DIRECTORY_EDIT),
        put("/parvis/v1/directory/receipts/{receipt}/dark", receipts::dark::put::darken_by_receipt)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/receipts/{receipt}/dark", receipts::dark::delete::light_by_receipt)
            .limited_by(bucket::DIRECTORY_EDIT),
        post(
            "/parvis/v1/directory/receipts/{receipt}/confirmation",
            receipts::confirmation::create::confirm_by_receipt,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        get(
            "/parvis/v1/directory/receipts/{receipt}/requests",
            receipts::requests::list::list_requests_by_receipt,
        )
        .limited_by(bucket::DIRECTORY_READ),
        patch(
            "/parvis/v1/directory/receipts/{receipt}/requests/{request_id}",
            receipts::requests::edit::decide_request_by_receipt,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        post(
            "/parvis/v1/directory/receipts/{receipt}/vouchers",
            receipts::vouchers::create::create_voucher_by_receipt,
        )
        .limited_by(bucket::DIRECTORY_SUBMIT),
        post("/parvis/v1/directory/receipts/{receipt}/messages", receipts::messages::create::say_by_receipt)
            .limited_by(bucket::DIRECTORY_SUBMIT),
    ]
}

/// What those do who keep a group by account.
fn keeper_routes() -> Vec<Route> {
    vec![
        patch("/parvis/v1/directory/groups/{group_id}", groups::edit::edit_group)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/groups/{group_id}", groups::delete::withdraw_group)
            .limited_by(bucket::DIRECTORY_EDIT),
        put("/parvis/v1/directory/groups/{group_id}/dark", groups::dark::put::darken_group)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/groups/{group_id}/dark", groups::dark::delete::light_group)
            .limited_by(bucket::DIRECTORY_EDIT),
        post(
            "/parvis/v1/directory/groups/{group_id}/confirmation",
            groups::confirmation::create::confirm_group,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        get("/parvis/v1/directory/groups/{group_id}/requests", groups::requests::list::list_group_requests)
            .limited_by(bucket::DIRECTORY_READ),
        patch(
            "/parvis/v1/directory/groups/{group_id}/requests/{request_id}",
            groups::requests::edit::decide_group_request,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        post(
            "/parvis/v1/directory/groups/{group_id}/vouchers",
            groups::vouchers::create::create_group_voucher,
        )
        .limited_by(bucket::DIRECTORY_SUBMIT),
        post("/parvis/v1/directory/groups/{group_id}/messages", groups::messages::create::say_of_group)
            .limited_by(bucket::DIRECTORY_SUBMIT),
        get("/parvis/v1/directory/guilds/{guild_id}/groups", guilds::groups::list_guild_groups)
            .limited_by(bucket::DIRECTORY_READ),
    ]
}

/// What moderators do with places and with the map.
fn place_routes() -> Vec<Route> {
    vec![
        post("/parvis/v1/directory/areas", areas::create::create_area).limited_by(bucket::DIRECTORY_EDIT),
        patch("/parvis/v1/directory/areas/{area_id}", areas::edit::edit_area)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/areas/{area_id}", areas::delete::delete_area)
            .limited_by(bucket::DIRECTORY_EDIT),
        put("/parvis/v1/directory/areas/{area_id}/dark", areas::dark::put::darken_area)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/areas/{area_id}/dark", areas::dark::delete::light_area)
            .limited_by(bucket::DIRECTORY_EDIT),
        put("/parvis/v1/directory/dark", dark::put::darken_map).limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/dark", dark::delete::light_map).limited_by(bucket::DIRECTORY_EDIT),
        post("/parvis/v1/directory/area-imports", areas::import::import_areas)
            .limited_by(bucket::DIRECTORY_EDIT),
    ]
}

/// What moderators decide.
fn moderator_routes() -> Vec<Route> {
    vec![
        get("/parvis/v1/directory/submissions", submissions::list::list_submissions)
            .limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/submissions/{group_id}", submissions::get::get_submission)
            .limited_by(bucket::DIRECTORY_READ),
        post(
            "/parvis/v1/directory/submissions/{group_id}/decision",
            submissions::decision::decide_submission,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        get("/parvis/v1/directory/stale-groups", stale_groups::list::list_stale_groups)
            .limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/groups/{group_id}/versions", groups::versions::list_group_versions)
            .limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/reports", reports::list::list_group_reports)
            .limited_by(bucket::DIRECTORY_READ),
        patch("/parvis/v1/directory/reports/{report_id}", reports::edit::close_group_report)
            .limited_by(bucket::DIRECTORY_EDIT),
        get("/parvis/v1/directory/log", log::list::list_directory_log).limited_by(bucket::DIRECTORY_READ),
        post("/parvis/v1/directory/removals", removals::create::propose_removal)
            .limited_by(bucket::DIRECTORY_EDIT),
        get("/parvis/v1/directory/removals", removals::list::list_removals)
            .limited_by(bucket::DIRECTORY_READ),
        put("/parvis/v1/directory/removals/{removal_id}/approval", removals::approve::approve_removal)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete("/parvis/v1/directory/removals/{removal_id}", removals::delete::cancel_removal)
            .limited_by(bucket::DIRECTORY_EDIT),
    ]
}

/// What is no JSON: flags and files of the whole.
fn file_routes() -> Vec<Route> {
    vec![
        get("/parvis/v1/directory/groups/{group_id}/flag", groups::flag::get_flag)
            .limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/areas/{area_id}/feed.atom", areas::feed::get_area_feed)
            .limited_by(bucket::DIRECTORY_EXPORT),
        get("/parvis/v1/directory/groups.geojson", exports::geojson::get_geojson)
            .limited_by(bucket::DIRECTORY_EXPORT),
        get("/parvis/v1/directory/groups.kml", exports::kml::get_kml).limited_by(bucket::DIRECTORY_EXPORT),
        get("/parvis/v1/directory/groups.csv", exports::csv::get_csv).limited_by(bucket::DIRECTORY_EXPORT),
    ]
}

/// What the flag maker works with.
fn flag_routes() -> Vec<Route> {
    vec![
        get("/parvis/v1/directory/flags/parts", flags::parts::get_flag_parts)
            .limited_by(bucket::DIRECTORY_READ),
        get("/parvis/v1/directory/flags/base", flags::base::get_base_flag)
            .limited_by(bucket::DIRECTORY_SEARCH),
        post("/parvis/v1/directory/flags/preview", flags::preview::preview_flag)
            .limited_by(bucket::DIRECTORY_SEARCH),
    ]
}

/// Sheets of paper, for those who keep a group by account.
fn sheet_routes() -> Vec<Route> {
    use groups::sheets;
    vec![
        get("/parvis/v1/directory/groups/{group_id}/sheets", sheets::list::list_sheets_of_group)
            .limited_by(bucket::DIRECTORY_READ),
        post("/parvis/v1/directory/groups/{group_id}/sheets", sheets::create::create_sheet_of_group)
            .limited_by(bucket::DIRECTORY_SUBMIT),
        post(
            "/parvis/v1/directory/groups/{group_id}/sheets/preview",
            sheets::preview::preview_sheet_of_group,
        )
        .limited_by(bucket::SHEET_DRAW),
        patch("/parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}", sheets::edit::edit_sheet_of_group)
            .limited_by(bucket::DIRECTORY_EDIT),
        delete(
            "/parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}",
            sheets::delete::revoke_sheet_of_group,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        get(
            "/parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}/sheet.pdf",
            sheets::pdf::get_sheet_pdf_of_group,
        )
        .limited_by(bucket::SHEET_DRAW),
        get(
            "/parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}/sheet.svg",
            sheets::svg::get_sheet_svg_of_group,
        )
        .limited_by(bucket::SHEET_DRAW),
        get(
            "/parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}/qr.svg",
            sheets::qr_svg::get_sheet_qr_svg_of_group,
        )
        .limited_by(bucket::SHEET_DRAW),
        get(
            "/parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}/qr.png",
            sheets::qr_png::get_sheet_qr_png_of_group,
        )
        .limited_by(bucket::SHEET_DRAW),
    ]
}

/// Sheets of paper, for those who hold a group's private link.
fn receipt_sheet_routes() -> Vec<Route> {
    use receipts::sheets;
    vec![
        get("/parvis/v1/directory/receipts/{receipt}/sheets", sheets::list::list_sheets_by_receipt)
            .limited_by(bucket::DIRECTORY_READ),
        post("/parvis/v1/directory/receipts/{receipt}/sheets", sheets::create::create_sheet_by_receipt)
            .limited_by(bucket::DIRECTORY_SUBMIT),
        post(
            "/parvis/v1/directory/receipts/{receipt}/sheets/preview",
            sheets::preview::preview_sheet_by_receipt,
        )
        .limited_by(bucket::SHEET_DRAW),
        patch(
            "/parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}",
            sheets::edit::edit_sheet_by_receipt,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        delete(
            "/parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}",
            sheets::delete::revoke_sheet_by_receipt,
        )
        .limited_by(bucket::DIRECTORY_EDIT),
        get(
            "/parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}/sheet.pdf",
            sheets::pdf::get_sheet_pdf_by_receipt,
        )
        .limited_by(bucket::SHEET_DRAW),
        get(
            "/parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}/sheet.svg",
            sheets::svg::get_sheet_svg_by_receipt,
        )
        .limited_by(bucket::SHEET_DRAW),
        get(
            "/parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}/qr.svg",
            sheets::qr_svg::get_sheet_qr_svg_by_receipt,
        )
        .limited_by(bucket::SHEET_DRAW),
        get(
            "/parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}/qr.png",
            sheets::qr_png::get_sheet_qr_png_by_receipt,
        )
        .limited_by(bucket::SHEET_DRAW),
    ]
}
