//! `/transparency`: the numbers for everybody, without a script, in the reader's language.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use parvis_app::App;
use parvis_pages::Document;
use parvis_pages::language::Language;

use super::words::Words;
use super::{Appeals, Report, curve};

/// Days that stand in the table.
const DAYS_SHOWN: usize = 60;

/// The page. `looked_up` puts a rate limit in front of it.
pub fn router(app: App, looked_up: impl Fn(MethodRouter<App>) -> MethodRouter<App>) -> Router {
    Router::new().route("/transparency", looked_up(get(show))).with_state(app)
}

/// `GET /transparency`
async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let language = Language::wanted(&headers);
    let words = Words::of(language);
    let (status, main) = match super::report(&app).await {
        Ok(report) => (StatusCode::OK, whole(&report, words)),
        Err(error) => {
            tracing::error!(%error, "the numbers of decisions could not be shown");
            let main = format!("<h1>{}</h1><p>{}</p>", words.title, words.busy);
            (StatusCode::SERVICE_UNAVAILABLE, main)
        }
    };
    let document = Document {
        tag: language.tag().to_owned(),
        direction: language.direction(),
        title: words.title.to_owned(),
        main,
    };
    document.into_response(status)
}

fn whole(report: &Report, words: &Words) -> String {
    let mut html = format!("<h1>{}</h1><p>{}</p>", words.title, words.about);
    if report.totals.decisions == 0 {
        html.push_str(&format!("<p>{}</p>", words.nothing));
        return html;
    }
    html.push_str(&format!("<h2>{}</h2>", words.by_day));
    html.push_str(&curve::svg(&report.days, words.by_day));
    html.push_str(&format!("<p>{}</p>", words.legend));
    html.push_str(&totals(report, words));
    html.push_str(&sums(words.by_kind, &report.by_kind, |key| words.kind(key)));
    html.push_str(&sums(words.by_source, &report.by_source, |key| words.source(key)));
    html.push_str(&sums(words.by_machine, &report.by_automated, |key| words.automated(key)));
    html.push_str(&rules(report, words));
    html.push_str(&days(report, words));
    html.push_str("<p><a href=\"/api/parvis/v1/guard/transparency\">JSON</a></p>");
    html
}

fn row(name: &str, count: u64) -> String {
    format!("<tr><th scope=\"row\">{name}</th><td>{count}</td></tr>")
}

fn totals(report: &Report, words: &Words) -> String {
    let Appeals { open, upheld, overturned } = report.appeals;
    let rows = [
        row(words.decisions, report.totals.decisions),
        row(words.restrictions, report.totals.restrictions),
        row(words.restorations, report.totals.restorations),
        row(words.appeals, open + upheld + overturned),
        row(words.overturned, overturned),
        row(words.open, open),
    ];
    format!("<h2>{}</h2><table class=\"figures\">{}</table>", words.totals, rows.concat())
}

fn sums(title: &str, sums: &BTreeMap<String, u64>, named: impl Fn(&str) -> String) -> String {
    let mut sums: Vec<_> = sums.iter().collect();
    sums.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let rows: String = sums.into_iter().map(|(key, count)| row(&named(key), *count)).collect();
    format!("<h2>{title}</h2><table class=\"figures\">{rows}</table>")
}

fn rules(report: &Report, words: &Words) -> String {
    if report.by_rule.is_empty() {
        return String::new();
    }
    let mut html = format!(
        "<h2>{}</h2><table class=\"figures\"><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th></tr>",
        words.by_rule, words.rule, words.decisions, words.restorations, words.overturned
    );
    for it in &report.by_rule {
        html.push_str(&format!(
            "<tr><th scope=\"row\" dir=\"auto\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&it.rule),
            it.decisions,
            it.restorations,
            it.appeals_overturned
        ));
    }
    html.push_str("</table>");
    html
}

/// The same as the drawing, to be read.
fn days(report: &Report, words: &Words) -> String {
    let mut html = format!(
        "<h2>{}</h2><table class=\"figures\"><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th></tr>",
        words.by_day, words.day, words.restrictions, words.restorations, words.usual
    );
    for day in report.days.iter().rev().take(DAYS_SHOWN) {
        let loud = if day.stands_out { " class=\"loud\"" } else { "" };
        html.push_str(&format!(
            "<tr{loud}><th scope=\"row\"><time datetime=\"{0}\">{0}</time></th><td>{1}</td><td>{2}</td><td>{3}</td></tr>",
            day.day, day.restrictions, day.restorations, day.usual
        ));
    }
    html.push_str("</table>");
    html
}

/// Text that somebody wrote, as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
