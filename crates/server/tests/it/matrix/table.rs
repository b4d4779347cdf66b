//! Reads `table.txt`: which route answers which principal with what.

use std::collections::BTreeMap;

use parvis_model::Permissions;
use parvis_server::wings::routes;
use serde_json::Value;

/// Who calls, in the order of the table's columns.
pub const PRINCIPALS: [&str; 11] = [
    "owner",
    "admin",
    "moderator",
    "member",
    "muted",
    "pending",
    "outsider",
    "banned",
    "bot",
    "webhook",
    "anonymous",
];

/// A status and the platform's code; 0 where a success or the platform has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub status: u16,
    pub code: u64,
}

impl Outcome {
    pub fn is_success(self) -> bool {
        (200..300).contains(&self.status)
    }

    fn parse(text: &str) -> Self {
        let (status, code) = text.split_once('.').unwrap_or((text, "0"));
        let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"));
        Self { status: u16::try_from(number(status)).expect("a status"), code: number(code) }
    }
}

/// A way to satisfy a route: all of these bits.
pub type Needed = Vec<Permissions>;

/// One request and what each principal gets for it.
#[derive(Debug, Clone)]
pub struct Row {
    /// Line of the table, for messages.
    pub line: usize,
    pub method: String,
    /// The route's template, as the router has it.
    pub path: String,
    /// Query string with its question mark, or nothing.
    pub query: String,
    /// Names of the world's things that stand in for parameters, where not the usual ones.
    pub with: BTreeMap<String, String>,
    /// Permissions that are each necessary and together sufficient; any of the alternatives.
    pub needs: Vec<Needed>,
    /// Whether the accounts themselves are changed, so that every cell gets new ones.
    pub fresh: bool,
    pub body: Option<String>,
    pub expected: [Outcome; PRINCIPALS.len()],
}

impl Row {
    pub fn expected(&self, principal: &str) -> Outcome {
        let column = PRINCIPALS.iter().position(|it| *it == principal).expect("a principal of the table");
        self.expected[column]
    }

    /// The request with the world's ids in their places.
    pub fn request(&self, ids: &BTreeMap<String, String>) -> (String, Option<Value>) {
        self.request_with(ids, &BTreeMap::new())
    }

    /// The same, with some parameters replaced once more.
    pub fn request_with(
        &self,
        ids: &BTreeMap<String, String>,
        other: &BTreeMap<String, String>,
    ) -> (String, Option<Value>) {
        let id = |name: &str| {
            ids.get(name).unwrap_or_else(|| panic!("line {}: the world has no {name}", self.line)).clone()
        };
        let part = |part: &str| match part.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            None => part.to_owned(),
            Some(name) => {
                let thing =
                    other.get(name).or_else(|| self.with.get(name)).map_or(usual(name), String::as_str);
                id(thing)
            }
        };
        let path: Vec<_> = self.path.split('/').map(part).collect();
        let path = format!("{}{}", path.join("/"), replaced(&self.query, &id));
        let body = self.body.as_ref().map(|text| {
            let text = replaced(text, &id);
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("line {}: {error}", self.line))
        });
        (path, body)
    }

    /// Names of the path's parameters, in order.
    pub fn parameters(&self) -> Vec<&str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
    }

    /// `METHOD path`.
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether everything that the path names is among these things.
    pub fn has_its_things(&self, ids: &BTreeMap<String, String>) -> bool {
        self.parameters().into_iter().all(|name| {
            let thing = self.with.get(name).map_or(usual(name), String::as_str);
            ids.contains_key(thing)
        })
    }

    /// Whether the request names this thing of the world.
    pub fn names(&self, thing: &str) -> bool {
        let dollar = format!("${thing}");
        self.with.values().any(|it| it == thing)
            || self.body.as_ref().is_some_and(|body| body.contains(&dollar))
            || self.query.contains(&dollar)
            || self.parameters().iter().any(|name| usual(name) == thing && !self.with.contains_key(*name))
    }
}

/// The thing that stands for a parameter when the row does not say.
fn usual(parameter: &str) -> &str {
    match parameter {
        "guild_id" => "guild",
        "channel_id" => "public",
        "message_id" => "message",
        "user_id" => "target",
        "role_id" => "role",
        "overwrite_id" => "role",
        "code" => "invite",
        "session_id" => "session",
        "application_id" => "application",
        "webhook_id" => "webhook",
        "command_id" => "command",
        "emoji_id" => "emoji",
        "slug" => "guide_page",
        "language" => "guide_language",
        "version" => "guide_version",
        "sheet_id" => "sheet",
        "guild_scheduled_event_id" => "event",
        "guild_scheduled_event_exception_id" | "exception_id" => "occurrence",
        "emoji" | "emoji_name" => "thumb",
        other => other,
    }
}

/// `$name` replaced by the id of that thing.
fn replaced(text: &str, id: &impl Fn(&str) -> String) -> String {
    let mut parts = text.split('$');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
        out.push_str(&id(&part[..end]));
        out.push_str(&part[end..]);
    }
    out
}

/// All rows.
pub fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Option<Row> = None;
    for (index, text) in include_str!("table.txt").lines().enumerate() {
        let line = index + 1;
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if text.starts_with(['{', '[']) {
            open.as_mut().unwrap_or_else(|| panic!("line {line}: a body without a request")).body =
                Some(text.to_owned());
        } else if text.starts_with(|c: char| c.is_ascii_digit()) {
            let outcomes: Vec<_> = text.split_whitespace().map(Outcome::parse).collect();
            let mut row = open.take().unwrap_or_else(|| panic!("line {line}: answers without a request"));
            row.expected = outcomes
                .try_into()
                .unwrap_or_else(|wrong: Vec<_>| panic!("line {line}: {} answers, not 11", wrong.len()));
            rows.push(row);
        } else {
            assert!(open.is_none(), "line {line}: the request before has no answers");
            open = Some(parse_request(line, text));
        }
    }
    assert!(open.is_none(), "the last request has no answers");
    rows
}

fn parse_request(line: usize, text: &str) -> Row {
    let mut words = text.split_whitespace();
    let mut next = || words.next().unwrap_or_else(|| panic!("line {line}: a method and a path")).to_owned();
    let (method, path) = (next(), next());
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path.to_owned(), format!("?{query}")),
        None => (path, String::new()),
    };
    let mut row = Row {
        line,
        method,
        path,
        query,
        with: BTreeMap::new(),
        needs: Vec::new(),
        fresh: false,
        body: None,
        expected: [Outcome { status: 0, code: 0 }; PRINCIPALS.len()],
    };
    while let Some(word) = words.next() {
        match (word, word.split_once('=')) {
            ("fresh", _) => row.fresh = true,
            ("needs", _) => {
                let alternatives = words.next().unwrap_or_else(|| panic!("line {line}: needs what?"));
                row.needs = alternatives.split('|').map(|all| all.split('+').map(bit).collect()).collect();
            }
            (_, Some((parameter, thing))) => {
                row.with.insert(parameter.to_owned(), thing.to_owned());
            }
            _ => panic!("line {line}: what is {word:?}?"),
        }
    }
    row
}

fn bit(name: &str) -> Permissions {
    let found = Permissions::NAMES.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no permission is called {name}")).1
}

/// Routes without a row, and rows without a route.
pub fn gaps(rows: &[Row]) -> (Vec<String>, Vec<String>) {
    let routes: Vec<_> = routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let has_row = |route: &String| rows.iter().any(|row| row.route() == *route);
    let without_row = routes.iter().filter(|route| !has_row(route)).cloned().collect();
    let mut without_route: Vec<_> =
        rows.iter().map(Row::route).filter(|route| !routes.contains(route)).collect();
    without_route.dedup();
    (without_row, without_route)
}
