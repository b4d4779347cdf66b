//! Which groups a page shows: filters that stand in its address, and their form.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::Trouble;
use super::pairs::Pairs;
use super::spoken::own_name;
use super::visit::Visit;
use super::words::Words;
use crate::groups::Filter;
use crate::groups::body::language;
use crate::groups::listing::JoinMode;
use crate::view::{Activity, View};

const TAG_CHARS_MAX: usize = 24;

/// One choice of a filter.
pub(super) struct Choice {
    pub value: String,
    pub name: String,
    pub is_chosen: bool,
}

/// The filters as a form.
pub(super) struct FilterForm {
    pub languages: Vec<Choice>,
    pub tags: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub joins: Vec<Choice>,
    /// Whether any is set.
    pub is_set: bool,
    /// The language of the page, which the form must not lose.
    pub lang: Option<&'static str>,
}

/// Reads the filters of an address. What no group could ever match is refused rather than ignored.
pub(super) fn read(query: &Pairs) -> Result<Filter, Trouble> {
    if let Some(code) = query.get("language") {
        language("language", code).map_err(|_| Trouble::Wrong)?;
    }
    if query.get("tag").is_some_and(|tag| tag.chars().count() > TAG_CHARS_MAX) {
        return Err(Trouble::Wrong);
    }
    Ok(Filter {
        language: query.get("language").map(str::to_owned),
        tag: query.get("tag").map(str::to_lowercase),
        activity: word(query, "activity")?,
        join: word(query, "join")?,
        ..Filter::default()
    })
}

fn word<T: DeserializeOwned>(query: &Pairs, name: &str) -> Result<Option<T>, Trouble> {
    let read =
        |text: &str| serde_json::from_value(Value::String(text.to_owned())).map_err(|_| Trouble::Wrong);
    query.get(name).map(read).transpose()
}

/// Whether any filter is set.
pub(super) fn is_set(filter: &Filter) -> bool {
    filter.language.is_some() || filter.tag.is_some() || filter.activity.is_some() || filter.join.is_some()
}

/// An address with the filters in it, which links from place to place keep.
pub(super) fn with(path: &str, filter: &Filter) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let pairs = [
        ("language", filter.language.clone()),
        ("tag", filter.tag.clone()),
        ("activity", filter.activity.map(|it| activity_word(it).to_owned())),
        ("join", filter.join.map(|it| join_word(it).to_owned())),
    ];
    for (name, value) in pairs {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

const fn activity_word(activity: Activity) -> &'static str {
    match activity {
        Activity::Week => "week",
        Activity::Month => "month",
        Activity::Quiet => "quiet",
        Activity::Unknown => "unknown",
    }
}

const fn join_word(mode: JoinMode) -> &'static str {
    match mode {
        JoinMode::Open => "open",
        JoinMode::Request => "request",
        JoinMode::Voucher => "voucher",
    }
}

/// The form with what the map has.
pub(super) fn form(visit: &Visit, view: &View, filter: &Filter) -> FilterForm {
    let (words, summary) = (visit.words(), view.summary());
    let choice = |value: &str, name: String, chosen: Option<&str>| Choice {
        value: value.to_owned(),
        name,
        is_chosen: chosen == Some(value),
    };
    let languages = summary
        .languages
        .iter()
        .map(|it| choice(&it.name, own_name(&it.name).to_owned(), filter.language.as_deref()));
    let tags = summary.tags.iter().map(|it| choice(&it.name, it.name.clone(), filter.tag.as_deref()));
    let activities = [Activity::Week, Activity::Month].map(|it| {
        let chosen = filter.activity.map(activity_word);
        choice(activity_word(it), activity(words, it).unwrap_or_default().to_owned(), chosen)
    });
    let joins = [JoinMode::Open, JoinMode::Request, JoinMode::Voucher]
        .map(|it| choice(join_word(it), join(words, it).to_owned(), filter.join.map(join_word)));
    FilterForm {
        languages: languages.collect(),
        tags: tags.collect(),
        activities: activities.into(),
        joins: joins.into(),
        is_set: is_set(filter),
        lang: visit.reader.chosen(),
    }
}

/// How lively a group is, in words; of a group elsewhere nobody knows.
pub(super) fn activity(words: &Words, activity: Activity) -> Option<&str> {
    match activity {
        Activity::Week => Some(&words.activity_week),
        Activity::Month => Some(&words.activity_month),
        Activity::Quiet => Some(&words.activity_quiet),
        Activity::Unknown => None,
    }
}

/// How one comes in, in words.
pub(super) fn join(words: &Words, mode: JoinMode) -> &str {
    match mode {
        JoinMode::Open => &words.join_open,
        JoinMode::Request => &words.join_request,
        JoinMode::Voucher => &words.join_voucher,
    }
}
