//! `GET /map/aid`: rides and mutual aid, in the whole map or in one place. What is answered, is answered in the app.

use askama::Template;
use axum::response::Response;
use parvis_model::Id;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::aid_rows::AidRow;
use super::answer::{Page, Trouble};
use super::filter::Choice;
use super::head::Head;
use super::rows::{area_path, name_of};
use super::visit::Visit;
use crate::aid::kind::{Category, Kind};
use crate::aid::lists::Filter;
use crate::aid::words::AidWords;
use crate::markers::AreaMarker;
use crate::view::View;

/// Listings of one page.
const PAGE: usize = 30;
/// Listings on the page of a place, with a link to the others.
const FEW: usize = 5;

#[derive(Template)]
#[template(path = "aid.html")]
struct AidPage {
    head: Head,
    words: &'static AidWords,
    rows: Vec<AidRow>,
    kinds: Vec<Choice>,
    categories: Vec<Choice>,
    is_set: bool,
    lang: Option<&'static str>,
    /// The place, by id, which the filters must not lose.
    area: Option<String>,
    groups: Option<String>,
    later: Option<String>,
}

/// `GET /map/aid`
pub(super) async fn get_aid(visit: Visit) -> Response {
    visit.answer(show(&visit).await)
}

async fn show(visit: &Visit) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let filter = Filter {
        area_id: id(visit, "area")?,
        kind: word(visit, "kind")?,
        category: word(visit, "category")?,
        after: id(visit, "after")?,
        limit: PAGE,
        ..Filter::default()
    };
    let area = filter.area_id.map(|id| view.area(id).ok_or(Trouble::Gone)).transpose()?;
    let (rows, last, version) = rows(visit, &filter).await?;
    if visit.has(&version) {
        return Ok(Page::unchanged(&version, visit.reader.language));
    }
    let words = AidWords::of(visit.reader.language);
    let title = area.map_or_else(
        || words.title.clone(),
        |area| words.area_title.replace("{place}", name_of(area, &visit.reader)),
    );
    let page = AidPage {
        head: Head::of(visit, title),
        kinds: choices(Kind::ALL, Kind::as_str, |it| words.kind(it), filter.kind),
        categories: choices(Category::ALL, Category::as_str, |it| words.category(it), filter.category),
        is_set: filter.kind.is_some() || filter.category.is_some(),
        lang: visit.reader.chosen(),
        area: filter.area_id.map(|id| id.to_string()),
        groups: area.map(|area| visit.reader.link(&area_path(area))),
        later: last.map(|last| visit.reader.link(&address(&filter, Some(last)))),
        words,
        rows,
    };
    Page::of_view(&page, &version, visit.reader.language)
}

/// A page of listings in words, the last of them when there are more, and the version of what is shown.
async fn rows(visit: &Visit, filter: &Filter) -> Result<(Vec<AidRow>, Option<String>, String), Trouble> {
    let sight = visit.directory.aid_sight(&visit.app, None).await?;
    let version = format!("{}-{}", sight.view.version, visit.directory.aid_version());
    let (kept, has_more) = visit.directory.look_up(&visit.app, &sight, filter).await?;
    let last = kept.last().filter(|_| has_more).map(|kept| kept.id.to_string());
    Ok((kept.iter().map(|kept| AidRow::of(&sight.view, kept, &visit.reader)).collect(), last, version))
}

/// What stands on the page of a place, or of the map: the soonest listings and where all of them are.
pub(super) struct Few {
    pub words: &'static AidWords,
    pub rows: Vec<AidRow>,
    pub all: String,
}

/// The soonest listings of a place, and the version of the page with them.
pub(super) async fn few(
    visit: &Visit,
    view: &View,
    area_id: Option<Id<AreaMarker>>,
) -> Result<(Few, String), Trouble> {
    let filter = Filter { area_id, limit: FEW, ..Filter::default() };
    // Read before what it stands for: a page is rather sent once more than kept for too long.
    let version = format!("{}-{}", view.version, visit.directory.aid_version());
    let (rows, _, _) = rows(visit, &filter).await?;
    let words = AidWords::of(visit.reader.language);
    Ok((Few { words, rows, all: visit.reader.link(&address(&filter, None)) }, version))
}

/// The address of a page of listings.
fn address(filter: &Filter, after: Option<String>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let pairs = [
        ("area", filter.area_id.map(|id| id.to_string())),
        ("kind", filter.kind.map(|it| it.as_str().to_owned())),
        ("category", filter.category.map(|it| it.as_str().to_owned())),
        ("after", after),
    ];
    for (name, value) in pairs {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    }
    let query = query.finish();
    if query.is_empty() { "/map/aid".to_owned() } else { format!("/map/aid?{query}") }
}

fn choices<'a, T: Copy + PartialEq>(
    all: &[T],
    value: impl Fn(T) -> &'static str,
    name: impl Fn(T) -> &'a str,
    chosen: Option<T>,
) -> Vec<Choice> {
    let choice = |it: &T| Choice {
        value: value(*it).to_owned(),
        name: name(*it).to_owned(),
        is_chosen: chosen == Some(*it),
    };
    all.iter().map(choice).collect()
}

/// An id in the address; a filter that was left open sends an empty one.
fn id<M>(visit: &Visit, name: &str) -> Result<Option<Id<M>>, Trouble> {
    let text = visit.query.get(name).filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| Trouble::Wrong)).transpose()
}

fn word<T: DeserializeOwned>(visit: &Visit, name: &str) -> Result<Option<T>, Trouble> {
    let text = visit.query.get(name).filter(|text| !text.is_empty());
    let read = |text: &str| serde_json::from_value(Value::String(text.to_owned()));
    text.map(|text| read(text).map_err(|_| Trouble::Wrong)).transpose()
}
