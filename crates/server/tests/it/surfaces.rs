//! Every public surface of the map, from one list: what goes dark is gone from all of them with the answer to whoever
//! did it, and nothing that somebody kept of it stays good.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use parvis_testing::{Answer, Person};
use reqwest::Method;
use serde_json::{Value, json};

use crate::routes::parvis::directory::{MAP, Town};

const TABLE: &str = include_str!("surfaces/table.txt");
const NAME: &str = "Pahonia Dvor";
/// A secret that nobody was given.
const MADE_UP: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What a surface has to do with a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Shows,
    Is,
    Quiet,
    Secret,
}

/// One line of the list.
struct Surface {
    kind: Kind,
    method: Method,
    address: &'static str,
    body: Option<Value>,
}

/// A surface as it was answered.
struct Seen {
    kind: Kind,
    address: String,
    answer: Answer,
}

fn surfaces() -> Vec<Surface> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let surface = |line: &'static str| {
        let (kind, rest) = line.split_once(' ').expect("a kind");
        let (method, rest) = rest.trim_start().split_once(' ').expect("a method");
        let (address, body) = rest.split_once(' ').map_or((rest, None), |(it, body)| (it, Some(body)));
        Surface {
            kind: match kind {
                "shows" => Kind::Shows,
                "is" => Kind::Is,
                "quiet" => Kind::Quiet,
                "secret" => Kind::Secret,
                other => panic!("{other} is no kind: {line}"),
            },
            method: method.parse().expect("a method"),
            address,
            body: body.map(|body| serde_json::from_str(body).expect("JSON")),
        }
    };
    lines.map(surface).collect()
}

/// A town with one group, which is asked to be let in, and a sheet of paper that leads to it.
struct Shown {
    town: Town,
    group_id: String,
    receipt: String,
    code: String,
}

impl Shown {
    async fn new() -> Self {
        let town = Town::new().await;
        let mut body = town.group(NAME);
        body["join"] = json!({ "mode": "request", "questions": ["Хто вы?"] });
        body["flag"] = json!({ "design": { "layout": "horizontal", "colours": ["#d22730"] } });
        let (group_id, receipt) = town.list(body).await;
        let sheet = json!({ "kind": "door", "texts": [{ "language": "be" }] });
        let sheet = town.visitor().post(&format!("{MAP}/receipts/{receipt}/sheets"), sheet).await.ok();
        let code = sheet["code"].as_str().expect("a code").to_owned();
        Self { town, group_id, receipt, code }
    }

    fn address(&self, surface: &Surface) -> String {
        let town = &self.town;
        let filled = [
            ("{area}", town.courtyard.as_str()),
            ("{area_id}", &town.courtyard),
            ("{city}", &town.city),
            ("{group_id}", &self.group_id),
            ("{code}", &self.code),
            ("{code_of_voucher}", MADE_UP),
            ("{receipt}", MADE_UP),
            ("{event_id}", "1"),
            ("{aid_id}", "1"),
            ("{path}", "sprite.png"),
            ("{slug}", "accueil"),
            ("{language}", "fr"),
        ];
        filled.iter().fold(surface.address.to_owned(), |address, (name, value)| address.replace(name, value))
    }

    async fn ask(&self, surface: &Surface, tag: Option<&str>) -> Seen {
        let address = self.address(surface);
        let url = format!("{}{address}", self.town.server.url());
        let mut request = self.town.server.http().request(surface.method.clone(), url);
        request = request.header("accept-language", "en");
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        if let Some(body) = &surface.body {
            request = request.json(body);
        }
        Seen { kind: surface.kind, address, answer: Answer::of(request).await }
    }

    async fn see_all(&self) -> Vec<Seen> {
        let mut seen = Vec::new();
        for surface in surfaces() {
            seen.push(self.ask(&surface, None).await);
        }
        seen
    }
}

impl Seen {
    /// Whether anything of the group is there.
    fn has_group(&self) -> bool {
        let text = &self.answer.text;
        let counted = ["\"groups\":1", "\"groups\":[{", "1 group<", "1 group,", ": 1 group"];
        let is_there = self.kind == Kind::Is && self.answer.status == 200;
        is_there || text.contains(NAME) || counted.iter().any(|it| text.contains(it))
    }

    fn tag(&self) -> Option<&str> {
        self.answer.headers.get("etag").map(|tag| tag.to_str().expect("text"))
    }
}

/// Addresses of those on which something of the group is to be seen.
fn with_group(seen: &[Seen]) -> Vec<&str> {
    seen.iter().filter(|it| it.has_group()).map(|it| it.address.as_str()).collect()
}

#[test]
fn every_public_route_of_the_map_is_in_the_list_and_nothing_else() {
    let bare = |address: &str| address.split('?').next().expect("a path").to_owned();
    let listed: BTreeSet<(String, String)> = surfaces()
        .iter()
        .map(|it| (it.method.to_string(), bare(it.address).replace("{city}", "{area_id}")))
        .map(|(method, path)| {
            let path = path.replace("/map/area/{area_id}", "/map/area/{area}");
            (method, path.replace("{path}", "{*path}").replace("{code_of_voucher}", "{code}"))
        })
        .filter(|(_, path)| path != "/j/{code}")
        .collect();
    let routes: BTreeSet<(String, String)> = page_routes().into_iter().chain(api_routes()).collect();
    let missing: Vec<_> = routes.difference(&listed).collect();
    assert!(missing.is_empty(), "without a line in surfaces/table.txt: {missing:?}");
    let unknown: Vec<_> = listed.difference(&routes).collect();
    assert!(unknown.is_empty(), "lines without a route: {unknown:?}");
}

/// Pages under `/map`, whichever crate has them: as they stand in its source.
fn page_routes() -> Vec<(String, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of all crates");
    let mut found = BTreeSet::new();
    for file in sources(crates) {
        let text = fs::read_to_string(&file).expect("our own source");
        if !text.contains(".route(") {
            continue;
        }
        for literal in text.split('"').skip(1).step_by(2) {
            let path: &str = literal;
            let is_path = path == "/map" || path.starts_with("/map/");
            if is_path && !path.contains(' ') && is_registered(&text, path) {
                found.insert(path.to_owned());
            }
        }
    }
    assert!(found.contains("/map") && found.contains("/map/embed"), "{found:?}");
    found.into_iter().map(|path| ("GET".to_owned(), path)).collect()
}

/// Whether a path is a route: it stands first in a call of `route`, or in a list of paths that are registered.
fn is_registered(source: &str, path: &str) -> bool {
    let literal = format!("\"{path}\"");
    source.match_indices(&literal).any(|(at, _)| {
        let before = source[..at].trim_end();
        before.ends_with(".route(") || before.ends_with("let routes = [") || before.ends_with(',')
    })
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of ours") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() && !["tests", "target", "examples"].contains(&name.as_str()) {
            files.extend(sources(&path));
        } else if name.ends_with(".rs") {
            files.push(path);
        }
    }
    files
}

/// What the API answers of the map without an account, from its own document; who holds a secret follows and keeps a
/// group by it, dark or not.
fn api_routes() -> Vec<(String, String)> {
    let document = include_str!("../../../api/openapi/parvis.json");
    let document: Value = serde_json::from_str(document).expect("JSON");
    let mut routes = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let is_of_holders = path.contains("/receipts/") || path.contains("/directory/requests/");
        if !path.starts_with(MAP) || is_of_holders {
            continue;
        }
        for method in ["get", "post"] {
            let Some(security) = operations[method]["security"].as_array() else { continue };
            if security.is_empty() || security.contains(&json!({})) {
                routes.push((method.to_uppercase(), format!("/api{path}")));
            }
        }
    }
    routes
}

#[tokio::test]
async fn each_surface_shows_what_the_list_says() {
    let shown = Shown::new().await;
    for Seen { kind, address, answer } in shown.see_all().await {
        let seen = Seen { kind, address, answer };
        let status = seen.answer.status.as_u16();
        match kind {
            Kind::Shows => {
                assert!(status == 200 && seen.has_group(), "{}: {}", seen.address, seen.answer.text);
            }
            Kind::Is => assert_eq!(status, 200, "{}", seen.address),
            Kind::Quiet => assert!(!seen.has_group(), "{}: {}", seen.address, seen.answer.text),
            Kind::Secret => assert_eq!(status, 404, "{}", seen.address),
        }
        // What may be kept without asking again outlives what is dark.
        if matches!(kind, Kind::Shows | Kind::Is) {
            let cached = seen.answer.headers["cache-control"].to_str().expect("text");
            assert!(["no-store", "no-cache"].contains(&cached), "{}: {cached}", seen.address);
        }
    }
}

#[tokio::test]
async fn what_goes_dark_is_gone_from_every_surface_at_once_and_comes_back() {
    let shown = Shown::new().await;
    let (town, id, receipt) = (&shown.town, &shown.group_id, &shown.receipt);
    let light = shown.see_all().await;
    let (guard, keeper): (&Person, &Person) = (&town.moderator, &town.visitor());
    for (who, path) in [
        (keeper, format!("{MAP}/receipts/{receipt}/dark")),
        (guard, format!("{MAP}/groups/{id}/dark")),
        (guard, format!("{MAP}/areas/{}/dark", town.courtyard)),
        (guard, format!("{MAP}/areas/{}/dark", town.city)),
        (guard, format!("{MAP}/dark")),
    ] {
        who.put(&path, json!({})).await.ok();
        assert_eq!(with_group(&shown.see_all().await), [""; 0], "{path}");
        // Whoever kept a copy learns that it is good no more.
        for (surface, before) in surfaces().iter().zip(&light).filter(|(_, before)| before.has_group()) {
            let again = shown.ask(surface, before.tag()).await;
            assert_ne!(again.answer.status, 304, "{}", again.address);
        }
        let map = keeper.get(MAP).await.ok();
        assert_eq!((&map["groups"], &map["members_at_least"]), (&json!(0), &json!(0)), "{path}");
        who.delete(&path).await.ok();
        assert_eq!(with_group(&shown.see_all().await), with_group(&light), "{path} again");
    }
}

#[tokio::test]
async fn what_only_some_may_see_is_on_no_surface() {
    let shown = Shown::new().await;
    let (town, receipt) = (&shown.town, &shown.receipt);
    for visibility in ["area", "vouched"] {
        let body = json!({ "visibility": visibility });
        town.visitor().patch(&format!("{MAP}/receipts/{receipt}"), body).await.ok();
        assert_eq!(with_group(&shown.see_all().await), [""; 0], "{visibility}");
    }
    let body = json!({ "visibility": "public" });
    town.visitor().patch(&format!("{MAP}/receipts/{receipt}"), body).await.ok();
    assert!(!with_group(&shown.see_all().await).is_empty());
}
