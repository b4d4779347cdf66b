//! A ride, a thing or help as a line of a list.

use parvis_model::{Id, Timestamp};

use super::reader::Reader;
use super::rows::name_of;
use crate::aid::words::AidWords;
use crate::markers::AreaMarker;
use crate::tables::aid::Kept;
use crate::view::View;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// A listing in a list. Nobody is named.
pub(super) struct AidRow {
    /// Where it is answered.
    pub href: String,
    pub kind: String,
    /// The way, or what it is about.
    pub what: String,
    /// The places around it.
    pub place: String,
    pub when: String,
    /// The beginning, for machines.
    pub datetime: String,
    pub facts: Vec<String>,
    pub text: String,
}

impl AidRow {
    /// A listing as everybody sees it.
    pub fn of(view: &View, kept: &Kept, reader: &Reader) -> Self {
        let (words, details) = (AidWords::of(reader.language), &kept.details);
        let what = match (details.destination_id, details.category) {
            (Some(to), _) => words
                .way
                .replace("{from}", &name(view, details.area_id, reader))
                .replace("{to}", &name(view, to, reader)),
            (None, Some(category)) => words.category(category).to_owned(),
            (None, None) => String::new(),
        };
        Self {
            href: format!("/app/map/aid/{}", kept.id),
            kind: words.kind(kept.kind).to_owned(),
            what,
            place: place(view, details.area_id, reader),
            when: when(kept, reader),
            datetime: day_of(details.from),
            facts: facts(view, kept, reader),
            text: details.text.clone(),
        }
    }
}

fn name(view: &View, id: Id<AreaMarker>, reader: &Reader) -> String {
    view.area(id).map_or_else(String::new, |area| name_of(area, reader).to_owned())
}

/// The two smallest places around something.
fn place(view: &View, id: Id<AreaMarker>, reader: &Reader) -> String {
    let path = view.path(id);
    let names: Vec<&str> = path.iter().rev().take(2).map(|area| name_of(area, reader)).collect();
    names.join(" · ")
}

fn facts(view: &View, kept: &Kept, reader: &Reader) -> Vec<String> {
    let (words, details) = (AidWords::of(reader.language), &kept.details);
    let plural = match (kept.kind.is_ride(), kept.kind.is_offer()) {
        (true, true) => &words.seats,
        (true, false) => &words.wanted,
        (false, _) => &words.pieces,
    };
    let mut facts = vec![plural.counted(reader.language, kept.remaining)];
    if !details.via_ids.is_empty() {
        let places: Vec<String> = details.via_ids.iter().map(|id| name(view, *id, reader)).collect();
        facts.push(words.via.replace("{places}", &places.join(", ")));
    }
    facts.extend(details.conditions.iter().map(|it| words.condition(*it).to_owned()));
    if !details.cost_share.is_empty() {
        facts.push(words.cost.replace("{text}", &details.cost_share));
    }
    facts
}

/// Rides go at an hour; everything else lasts for days.
fn when(kept: &Kept, reader: &Reader) -> String {
    let words = AidWords::of(reader.language);
    let moment = |at: Timestamp| {
        if !kept.kind.is_ride() {
            return reader.day(at);
        }
        let minutes = at.unix_ms().rem_euclid(DAY_MS) / MINUTE_MS;
        let hour = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        words.moment.replace("{day}", &reader.day(at)).replace("{hour}", &hour)
    };
    let (from, until) = (moment(kept.details.from), moment(kept.until));
    if from == until { from } else { words.between.replace("{from}", &from).replace("{to}", &until) }
}

/// A moment as machines read it.
fn day_of(at: Timestamp) -> String {
    serde_json::to_value(at).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}
