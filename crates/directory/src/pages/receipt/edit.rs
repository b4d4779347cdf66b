//! `/map/receipt/{receipt}/edit`: correcting a group by its private link.

use axum::extract::Path;
use axum::response::Response;

use axum::http::StatusCode;

use crate::groups::body::Draft;
use crate::groups::keepers::Key;
use crate::groups::keeping::{self, KeptGroup};
use crate::groups::listing::Listing;
use crate::pages::add::{AddPage, Fields, draft_of, pick};
use crate::pages::answer::{Page, Trouble};
use crate::pages::form::{self, Mistake};
use crate::pages::head::Head;
use crate::pages::pairs::Pairs;
use crate::pages::rows::name_of;
use crate::pages::visit::{Posted, Visit};

/// `GET /map/receipt/{receipt}/edit`
pub(in crate::pages) async fn get_form(Path(receipt): Path<String>, visit: Visit) -> Response {
    visit.answer(show(&visit, &receipt).await)
}

async fn show(visit: &Visit, receipt: &str) -> Result<Page, Trouble> {
    let group = keeping::get(&visit.directory, &visit.app, Key::Receipt(receipt)).await?;
    let listing = latest(&group).ok_or(Trouble::Gone)?;
    let mut fields = Fields::of_listing(listing, visit.reader.language.tag());
    if let Some(area) = visit.query.get("area") {
        let view = visit.directory.view(&visit.app).await?;
        let moved = area.parse().ok().and_then(|id| view.area(id)).ok_or(Trouble::Gone)?;
        fields.area = moved.id.to_string();
    } else if visit.query.get("move").is_some() {
        let view = visit.directory.view(&visit.app).await?;
        return pick(visit, &view, &path_of(receipt), true).await;
    }
    page(visit, receipt, fields, Vec::new()).await
}

fn path_of(receipt: &str) -> String {
    format!("/map/receipt/{receipt}/edit")
}

fn latest(group: &KeptGroup) -> Option<&Listing> {
    group.proposed.as_ref().or(group.listing.as_ref())
}

async fn page(visit: &Visit, receipt: &str, fields: Fields, mistakes: Vec<Mistake>) -> Result<Page, Trouble> {
    let view = visit.directory.view(&visit.app).await?;
    let area = fields.area.parse().ok().and_then(|id| view.all_areas().get(id));
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = AddPage {
        head: Head::of(visit, visit.words().correct_title.clone()),
        place: area.map(|area| name_of(area, &visit.reader).to_owned()).unwrap_or_default(),
        change_place: visit.reader.link(&format!("{}?move=1", path_of(receipt))),
        work: None,
        action: visit.reader.link(&path_of(receipt)),
        is_correction: true,
        fields,
        mistakes,
    };
    Page::private(status, &page)
}

/// `POST /map/receipt/{receipt}/edit`
pub(in crate::pages) async fn post_form(Path(receipt): Path<String>, posted: Posted) -> Response {
    let Posted { visit, form } = posted;
    visit.answer(take(&visit, &receipt, &form).await)
}

async fn take(visit: &Visit, receipt: &str, form: &Pairs) -> Result<Page, Trouble> {
    let group = keeping::get(&visit.directory, &visit.app, Key::Receipt(receipt)).await?;
    let listing = latest(&group).ok_or(Trouble::Gone)?;
    let mut fields = Fields::of_form(form).with_others_of(listing);
    let own = listing.area_id.to_string();
    if fields.area.is_empty() {
        fields.area.clone_from(&own);
    }
    let draft = match draft_of(&fields, false) {
        // A cell is finer than its area, and stays when nobody moved the group.
        Ok(draft) => within_reach(draft, &fields, fields.area != own),
        Err(errors) => return page(visit, receipt, fields, form::in_words(visit.words(), &errors)).await,
    };
    match keeping::edit(&visit.directory, &visit.app, Key::Receipt(receipt), None, draft).await {
        Ok(_) => Ok(Page::to(visit.reader.link(&format!("/map/receipt/{receipt}")))),
        Err(error) => page(visit, receipt, fields, form::mistakes(visit.words(), error)?).await,
    }
}

/// What this form can change. The door of a group on this server is kept in the app, by those who manage it.
fn within_reach(draft: Draft, fields: &Fields, is_moved: bool) -> Draft {
    let draft = Draft { place: draft.place.filter(|_| is_moved), ..draft };
    if fields.is_of_guild { Draft { join: None, members: None, ..draft } } else { draft }
}
