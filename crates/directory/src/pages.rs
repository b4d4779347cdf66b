//! The map's own pages: what a browser shows of it with every script switched off. They show what everybody may see,
//! take it from the same view as everything else, and set no cookie.

mod about;
mod actions;
mod add;
mod aid;
mod aid_rows;
mod answer;
mod ask;
mod card;
mod drawing;
mod embed;
mod files;
mod filter;
mod flag;
mod form;
mod group;
mod head;
mod notice;
mod pairs;
mod place;
mod reader;
mod receipt;
mod report;
mod rows;
mod search;
mod sight;
mod spoken;
mod visit;
mod voucher;
mod words;

use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use parvis_app::App;
use parvis_rules::rate::{Bucket, bucket};

use crate::Directory;

/// The pages. `limited` puts a rate limit in front of a route; its refusals are put into words here.
pub fn router(
    app: App,
    directory: &Directory,
    limited: impl Fn(Bucket, MethodRouter<App>) -> MethodRouter<App>,
) -> Router {
    let in_words = axum::middleware::from_fn(parvis_pages::refused_in_words);
    let page = |bucket, route| limited(bucket, route).layer(in_words.clone());
    let read = |route| page(bucket::DIRECTORY_READ, route);
    let looked_up = |route| page(bucket::DIRECTORY_SEARCH, route);
    // A form is opened as often as a page, and sent as rarely as by the API.
    let form = |shown: MethodRouter<App>, sent: MethodRouter<App>| {
        read(shown).merge(page(bucket::DIRECTORY_SUBMIT, sent))
    };
    let tiles = |route| limited(bucket::DIRECTORY_TILES, route);
    use axum::routing::post;
    Router::new()
        .route("/map", read(get(place::get_map)))
        .route("/map/area/{area}", read(get(place::get_area)))
        .route("/map/area/{area}/actions.ics", read(get(actions::calendar::get_area_calendar)))
        .route("/map/actions", read(get(actions::list::get_actions)))
        .route("/map/actions.ics", read(get(actions::calendar::get_map_calendar)))
        .route("/map/action/{event_id}", read(get(actions::one::get_action)))
        .route("/map/group/{group_id}", read(get(group::get_group)))
        .route("/map/group/{group_id}/flag", page(bucket::DIRECTORY_FLAG, get(flag::get_flag)))
        .route("/map/group/{group_id}/card.png", page(bucket::DIRECTORY_FLAG, get(card::get_card)))
        .route("/map/group/{group_id}/qr.svg", page(bucket::DIRECTORY_FLAG, get(card::get_qr)))
        .route("/map/group/{group_id}/ask", form(get(ask::get_form), post(ask::post_form)))
        .route("/map/group/{group_id}/report", form(get(report::get_form), post(report::post_form)))
        .route("/map/search", looked_up(get(search::get_search)))
        .route("/map/add", form(get(add::get_form), post(add::post_form)))
        .route("/map/receipt/{receipt}", form(get(receipt::get_receipt), post(receipt::post_receipt)))
        .route(
            "/map/receipt/{receipt}/edit",
            form(get(receipt::edit::get_form), post(receipt::edit::post_form)),
        )
        .route("/map/request/{receipt}", form(get(ask::get_request), post(ask::post_request)))
        .route("/map/voucher", form(get(voucher::get_form), post(voucher::post_form)))
        .route("/map/aid", read(get(aid::get_aid)))
        .route("/map/embed", read(get(embed::get_embed)))
        .route("/map/about", read(get(about::get_about)))
        .route("/map/tiles.pmtiles", tiles(get(files::tiles)))
        .route("/map/assets/{*path}", tiles(get(files::asset)))
        .route("/map/map.css", get(files::style))
        .route("/map/near.js", get(files::near))
        .route("/map/when.js", get(files::when))
        .route("/map/proof.js", get(files::proof))
        .layer(Extension(directory.clone()))
        .with_state(app)
}
