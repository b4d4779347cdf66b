//! The pages of guides for readers without an account and without a script: `/map/guide` and `/guide/{guild_id}`.

use axum::Router;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use parvis_api::error::ApiError;
use parvis_api::extract::Query;
use parvis_app::{ActionError, ActionResult, App};
use parvis_pages::{Document, accepted_languages};
use serde::Deserialize;

use crate::markdown::{self, escaped};
use crate::owner::{self, Owner, UNKNOWN_PAGE};
use crate::page::{Language, Slug, Version};
use crate::read::{self, Heading, Listed};
use crate::words::Words;

/// In which language somebody wants to read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    lang: String,
}

pub(crate) fn router(app: App, looked_up: impl Fn(MethodRouter<App>) -> MethodRouter<App>) -> Router {
    let routes = ["/map/guide", "/map/guide/{slug}", "/guide/{guild_id}", "/guide/{guild_id}/{slug}"];
    let add = |router: Router<App>, path| router.route(path, looked_up(get(show)));
    routes.into_iter().fold(Router::new(), add).with_state(app)
}

/// `GET /map/guide/{slug}` and `GET /guide/{guild_id}/{slug}`, with and without a slug.
async fn show(
    State(app): State<App>,
    path: RawPathParams,
    wish: Result<Query<Wish>, ApiError>,
    headers: HeaderMap,
) -> Response {
    let wish = wish.map(|Query(wish)| wish).unwrap_or_default();
    let mut wanted = vec![wish.lang];
    wanted.extend(accepted_languages(&headers));
    let named = |name: &str| path.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
    match page_of(&app, named("guild_id"), named("slug"), &wanted).await {
        Ok(document) => document.into_response(StatusCode::OK),
        Err(ActionError::Unknown(_)) => message(&wanted, StatusCode::NOT_FOUND, |words| words.gone),
        Err(error) => {
            tracing::error!(%error, "a page of a guide could not be shown");
            message(&wanted, StatusCode::SERVICE_UNAVAILABLE, |words| words.busy)
        }
    }
}

async fn page_of(
    app: &App,
    guild_id: Option<String>,
    slug: Option<String>,
    wanted: &[String],
) -> ActionResult<Document> {
    let unknown = |_| UNKNOWN_PAGE;
    let (owner, home) = match guild_id {
        None => (Owner::Map, "/map/guide".to_owned()),
        Some(id) => {
            let id = id.parse().map_err(unknown)?;
            (Owner::Guild(id), format!("/guide/{id}"))
        }
    };
    let reader = owner::visitor(app, owner).await?;
    let listed = read::overview(app, reader).await?.pages;
    let Some(slug) = slug else { return Ok(contents(&listed, &home, wanted)) };
    let slug = Slug::parse("slug", &slug).map_err(|_| UNKNOWN_PAGE)?;
    let pages = read::page(app, owner, slug).await?;
    let page = best(wanted, &pages, |it| &it.language).ok_or(UNKNOWN_PAGE)?;
    Ok(whole(page, &pages, &listed, &home, wanted))
}

/// The one of these that somebody wants most; the first one when it is none.
fn best<'a, T>(wanted: &[String], among: &'a [T], language: impl Fn(&T) -> &Language) -> Option<&'a T> {
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let exact = |tag: &String| among.iter().find(|it| language(it).as_str().eq_ignore_ascii_case(tag));
    let near = |tag: &String| among.iter().find(|it| base(language(it).as_str()) == base(tag));
    let english = "en".to_owned();
    let mut wanted = wanted.iter().filter(|tag| !tag.is_empty()).chain([&english]);
    wanted.find_map(|tag| exact(tag).or_else(|| near(tag))).or_else(|| among.first())
}

/// The list of pages, each under the title in the language that its reader wants most.
fn list(listed: &[Listed], home: &str, wanted: &[String], here: Option<&Slug>) -> String {
    let mut html = String::from("<ol class=\"contents\">");
    for page in listed {
        let Some(heading) = best(wanted, &page.languages, Heading::language) else { continue };
        let tag = heading.language().as_str();
        let current = if here == Some(&page.slug) { " aria-current=\"page\"" } else { "" };
        html.push_str(&format!(
            "<li><a href=\"{home}/{}?lang={tag}\" lang=\"{tag}\" dir=\"auto\"{current}>{}</a></li>",
            page.slug,
            escaped(heading.title()),
        ));
    }
    html.push_str("</ol>");
    html
}

fn contents(listed: &[Listed], home: &str, wanted: &[String]) -> Document {
    let words = Words::of(None, wanted);
    let main = match listed {
        [] => format!("<h1>{}</h1><p>{}</p>", words.guide, words.nothing),
        _ => format!("<h1>{}</h1>{}", words.guide, list(listed, home, wanted, None)),
    };
    document(&words.language(), words.guide, main)
}

fn whole(page: &Version, pages: &[Version], listed: &[Listed], home: &str, wanted: &[String]) -> Document {
    let words = Words::of(Some(&page.language), wanted);
    let mut main = format!("<h1>{}</h1>", escaped(&page.title));
    if page.is_out_of_date(pages.iter()) {
        main.push_str(&format!("<p class=\"stale\" role=\"note\">{}</p>", words.out_of_date));
    }
    main.push_str(&markdown::html(&page.text));
    main.push_str("<footer>");
    let others: Vec<_> = pages.iter().filter(|it| it.language != page.language).collect();
    if !others.is_empty() {
        let link = |it: &&Version| {
            let tag = it.language.as_str();
            format!("<a href=\"{home}/{}?lang={tag}\" hreflang=\"{tag}\" lang=\"{tag}\">{tag}</a>", it.slug)
        };
        let links: Vec<_> = others.iter().map(link).collect();
        main.push_str(&format!("<p class=\"others\">{} {}</p>", words.also_in, links.join(" ")));
    }
    main.push_str(&format!("<p class=\"others\">{} {}</p>", words.version, page.version));
    let tag = page.language.as_str().to_owned();
    let wanted: Vec<_> = std::iter::once(tag).chain(wanted.iter().cloned()).collect();
    let (guide, list) = (words.guide, list(listed, home, &wanted, Some(&page.slug)));
    main.push_str(&format!(
        "<nav aria-label=\"{guide}\"><h2><a href=\"{home}\">{guide}</a></h2>{list}</nav></footer>"
    ));
    document(&page.language, &page.title, main)
}

fn message(wanted: &[String], status: StatusCode, text: impl Fn(&Words) -> &'static str) -> Response {
    let words = Words::of(None, wanted);
    let main = format!("<h1>{}</h1><p>{}</p>", words.guide, text(words));
    document(&words.language(), words.guide, main).into_response(status)
}

fn document(language: &Language, title: &str, main: String) -> Document {
    Document {
        tag: language.as_str().to_owned(),
        direction: language.direction(),
        title: title.to_owned(),
        main,
    }
}
