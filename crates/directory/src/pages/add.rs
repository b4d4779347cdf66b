//! `/map/add`: handing a group in. First its place is chosen, then it is described, and before it is sent those are
//! shown that may be the same.

mod draft;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_app::ActionError;
use parvis_model::Id;

pub(super) use draft::{Fields, draft_of};

use super::answer::{Page, Trouble};
use super::form::{self, Mistake, Work};
use super::head::Head;
use super::pairs::Pairs;
use super::rows::{GroupRow, PlaceRow, name_of};
use super::sight::Sight;
use super::visit::{Posted, Visit};
use crate::groups::Filter;
use crate::markers::AreaMarker;
use crate::search::{self, SimilarBody};
use crate::submissions;
use crate::view::View;

/// Where groups are handed in.
const FORM: &str = "/map/add";
/// Places that a search for one offers.
const PLACES_MAX: usize = 30;

#[derive(Template)]
#[template(path = "pick.html")]
struct PickPage {
    head: Head,
    query: String,
    places: Vec<PlaceRow>,
    /// The form for which a place is chosen.
    action: String,
    is_correction: bool,
}

/// The form; also that of a correction.
#[derive(Template)]
#[template(path = "add.html")]
pub(super) struct AddPage {
    pub head: Head,
    pub fields: Fields,
    pub place: String,
    pub change_place: String,
    pub mistakes: Vec<Mistake>,
    pub work: Option<Work>,
    /// Where the form is sent.
    pub action: String,
    /// Whether a group that is there already is corrected.
    pub is_correction: bool,
}

impl AddPage {
    fn mistake(&self, field: &str) -> Option<&str> {
        form::of_field(&self.mistakes, field)
    }
}

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    head: Head,
    groups: Vec<GroupRow>,
    /// Everything that the form said, to be sent again.
    hidden: Vec<(String, String)>,
    work: Work,
    action: String,
}

/// `GET /map/add`
pub(super) async fn get_form(visit: Visit) -> Response {
    visit.answer(show(&visit).await)
}

async fn show(visit: &Visit) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let Some(area) = visit.query.get("area") else { return pick(visit, &view, FORM, false).await };
    let area_id = area.parse().map_err(|_| Trouble::Gone)?;
    view.area(area_id).ok_or(Trouble::Gone)?;
    let fields = Fields::new(area, visit.reader.language.tag());
    described(visit, &view, fields, Vec::new(), Work::new(visit))
}

/// A list of places, and a search over all of them, for a form that takes one.
pub(super) async fn pick(
    visit: &Visit,
    view: &View,
    form: &str,
    is_correction: bool,
) -> Result<Page, Trouble> {
    let query = visit.query.get("q").unwrap_or_default().to_owned();
    let no_filter = Filter::default();
    let mut places: Vec<PlaceRow> = Vec::new();
    if query.is_empty() {
        let sight = Sight::of(view, None, &no_filter);
        places.extend(sight.places_of_page(1).0.iter().filter_map(|it| offer(visit, view, form, it.area.id)));
    } else {
        let found = search::by_name(&visit.directory, &visit.app, None, query.clone(), PLACES_MAX).await?;
        places.extend(found.areas.iter().filter_map(|shown| offer(visit, view, form, shown.area.id)));
    }
    let words = visit.words();
    let head = Head::of(visit, if is_correction { &words.correct_title } else { &words.add_title });
    Page::private(StatusCode::OK, &PickPage { head, query, places, action: form.to_owned(), is_correction })
}

fn offer(visit: &Visit, view: &View, form: &str, id: Id<AreaMarker>) -> Option<PlaceRow> {
    let area = view.area(id)?;
    Some(
        PlaceRow {
            href: visit.reader.link(&format!("{form}?area={id}")),
            name: name_of(area, &visit.reader).to_owned(),
            groups: None,
            around: None,
            bounds: String::new(),
        }
        .with_way(view, area, &visit.reader),
    )
}

fn described(
    visit: &Visit,
    view: &View,
    fields: Fields,
    mistakes: Vec<Mistake>,
    work: Work,
) -> Result<Page, Trouble> {
    let area = fields.area.parse().ok().and_then(|id| view.area(id)).ok_or(Trouble::Gone)?;
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = AddPage {
        head: Head { script: Some("/map/proof.js"), ..Head::of(visit, visit.words().add_title.clone()) },
        place: name_of(area, &visit.reader).to_owned(),
        change_place: visit.reader.link(FORM),
        action: visit.reader.link(FORM),
        work: Some(work),
        is_correction: false,
        fields,
        mistakes,
    };
    Page::private(status, &page)
}

/// `POST /map/add`
pub(super) async fn post_form(Posted { visit, form }: Posted) -> Response {
    visit.answer(take(&visit, &form).await)
}

async fn take(visit: &Visit, form: &Pairs) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let fields = Fields::of_form(form);
    let words = visit.words();
    let again = |mistakes| described(visit, &view, fields.clone(), mistakes, Work::again(visit, form));
    let draft = match draft_of(&fields, true) {
        Ok(draft) => draft,
        Err(errors) => return again(form::in_words(words, &errors)),
    };
    if form.get("checked").is_none() {
        let groups = similar(visit, &view, &fields).await?;
        if !groups.is_empty() {
            return ask_whether_same(visit, form, groups);
        }
    }
    let proof = Work::proof(form);
    match submissions::create(&visit.directory, &visit.app, None, draft, Some(proof)).await {
        Ok(made) => Ok(Page::to(visit.reader.link(&format!("/map/receipt/{}?new=1", made.receipt)))),
        Err(error) => again(form::mistakes(words, error)?),
    }
}

async fn similar(visit: &Visit, view: &View, fields: &Fields) -> Result<Vec<GroupRow>, ActionError> {
    let body = SimilarBody { name: fields.name.clone(), area_id: fields.area.parse().ok(), point: None };
    let found = search::similar(&visit.directory, &visit.app, body).await?;
    let groups = found.iter().filter_map(|it| view.group(it.id, None));
    Ok(groups.map(|group| GroupRow::of(view, group, &visit.reader)).collect())
}

/// Everything is sent along, so that nothing is kept of what may never be handed in.
fn ask_whether_same(visit: &Visit, form: &Pairs, groups: Vec<GroupRow>) -> Result<Page, Trouble> {
    let is_own = |name: &str| !matches!(name, "challenge" | "solution" | "checked");
    let said = form.iter().filter(|(name, _)| is_own(name));
    let page = SimilarPage {
        head: Head { script: Some("/map/proof.js"), ..Head::of(visit, visit.words().similar_title.clone()) },
        hidden: said.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        work: Work::again(visit, form),
        action: visit.reader.link(FORM),
        groups,
    };
    Page::private(StatusCode::OK, &page)
}
