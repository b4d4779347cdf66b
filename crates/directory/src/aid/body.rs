//! What somebody says of a ride, a thing or help, checked. Every number and text has its bound, and errors name the
//! field.

use parvis_geography::cell::Cell;
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Timestamp};
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use super::kind::{Category, Condition, Kind};
use crate::groups::body::one_line;
use crate::markers::{AidMarker, AreaMarker};
use crate::tables::aid::Details;
use crate::view::View;

/// How far ahead something may end: what is further away nobody knows yet, and it would be kept for as long.
const AHEAD_MS: i64 = 90 * 86_400_000;
/// How far back something may begin: a form takes a while.
const BACK_MS: i64 = 3_600_000;
const VIA_MAX: usize = 3;
const SEATS_MAX: i64 = 60;
const QUANTITY_MAX: i64 = 1_000;
const COST_SHARE_CHARS_MAX: usize = 60;
/// The text of a listing, and of an answer to one.
pub const TEXT_CHARS_MAX: usize = 500;
/// So many digits in a row are somebody's number.
const DIGITS_MAX: usize = 8;

/// A listing as a request describes it.
#[derive(Debug, Deserialize)]
pub struct AidBody {
    kind: Kind,
    area_id: Id<AreaMarker>,
    cell: Option<String>,
    destination_area_id: Option<Id<AreaMarker>>,
    #[serde(default)]
    via_area_ids: Vec<Id<AreaMarker>>,
    from: Timestamp,
    until: Timestamp,
    total: i64,
    category: Option<Category>,
    #[serde(default)]
    conditions: Vec<Condition>,
    #[serde(default)]
    cost_share: String,
    #[serde(default)]
    text: String,
    guild_id: Option<Id<GuildMarker>>,
}

/// An answer to a listing as a request describes it.
#[derive(Debug, Deserialize)]
pub struct AskBody {
    pub(super) amount: i64,
    #[serde(default)]
    pub(super) text: String,
    pub(super) listing_id: Option<Id<AidMarker>>,
}

/// What a request says; valid.
#[derive(Debug)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// The end of its time.
    pub until: Timestamp,
    /// How much.
    pub total: u32,
    /// The guild whose members alone see it.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The rest.
    pub details: Details,
}

impl AidBody {
    /// Checks everything against the map and the clock.
    pub fn read(self, view: &View, now_ms: i64) -> Result<Draft, Vec<FieldError>> {
        let mut errors = Vec::new();
        self.check_kind(&mut errors);
        self.check_window(now_ms, &mut errors);
        let total = number("total", self.total, most(self.kind), &mut errors);
        let text = text("text", &self.text, TEXT_CHARS_MAX, &mut errors);
        let cost_share = one_line(&self.cost_share);
        keep(
            &mut errors,
            validate::length("cost_share", cost_share.chars().count(), 0..=COST_SHARE_CHARS_MAX),
        );
        keep(&mut errors, without_contacts("cost_share", &cost_share));
        keep(&mut errors, validate::length("conditions", self.conditions.len(), 0..=Condition::ALL.len()));
        let (area_id, cell) = self.place(view, &mut errors);
        if let Some(id) = self.destination_area_id {
            keep(&mut errors, known(view, "destination_area_id", id));
        }
        for (index, id) in self.via_area_ids.iter().enumerate().take(VIA_MAX) {
            keep(&mut errors, known(view, &format!("via_area_ids.{index}"), *id));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut conditions = self.conditions;
        conditions.sort_unstable();
        conditions.dedup();
        let details = Details {
            area_id,
            cell,
            destination_id: self.destination_area_id,
            via_ids: self.via_area_ids,
            from: self.from,
            category: self.category,
            conditions,
            cost_share,
            text,
            removed_because: None,
        };
        Ok(Draft { kind: self.kind, until: self.until, total, guild_id: self.guild_id, details })
    }

    /// Rides go somewhere; everything else is of some sort.
    fn check_kind(&self, errors: &mut Vec<FieldError>) {
        let mut wrong = |path: &str, code, text: &str| errors.push(FieldError::new(path, code, text));
        let not_for = "This is not for listings of this kind.";
        match (self.kind.is_ride(), self.destination_area_id) {
            (true, None) => wrong("destination_area_id", "AID_DESTINATION_NEEDED", "Where does the ride go?"),
            (false, Some(_)) => wrong("destination_area_id", "AID_NOT_FOR_KIND", not_for),
            _ => {}
        }
        match (self.kind.is_ride(), self.category) {
            (true, Some(_)) => wrong("category", "AID_NOT_FOR_KIND", not_for),
            (false, None) => wrong("category", "AID_CATEGORY_NEEDED", "What is it about?"),
            _ => {}
        }
        if self.kind != Kind::RideOffer && !self.via_area_ids.is_empty() {
            wrong("via_area_ids", "AID_NOT_FOR_KIND", not_for);
        }
        keep(errors, validate::length("via_area_ids", self.via_area_ids.len(), 0..=VIA_MAX));
    }

    fn check_window(&self, now_ms: i64, errors: &mut Vec<FieldError>) {
        let (from, until) = (self.from.unix_ms(), self.until.unix_ms());
        let mut wrong = |path: &str, code, text: &str| errors.push(FieldError::new(path, code, text));
        if until < from {
            wrong("until", "AID_WINDOW_ORDER", "The end comes before the beginning.");
        }
        if from < now_ms.saturating_sub(BACK_MS) {
            wrong("from", "AID_WINDOW_PAST", "This lies in the past.");
        }
        if until <= now_ms {
            wrong("until", "AID_WINDOW_PAST", "This lies in the past.");
        } else if until > now_ms.saturating_add(AHEAD_MS) {
            wrong("until", "AID_WINDOW_FAR", "This is more than 90 days ahead.");
        }
    }

    /// The area, and the cell if one is said. Of a cell the area is that of its middle: the two together say no more
    /// than the cell alone.
    fn place(&self, view: &View, errors: &mut Vec<FieldError>) -> (Id<AreaMarker>, Option<String>) {
        keep(errors, known(view, "area_id", self.area_id));
        let Some(text) = &self.cell else { return (self.area_id, None) };
        let cell = text.parse::<Cell>().ok().filter(|cell| cell.size().is_some());
        let areas = cell.map(|cell| view.at(cell.centre())).unwrap_or_default();
        let smallest = areas.first().filter(|_| areas.iter().any(|area| area.id == self.area_id));
        match (cell, smallest) {
            (Some(cell), Some(area)) => (area.id, Some(cell.to_string())),
            _ => {
                let text =
                    "Must be a cell of the grid, at least as large as a block of houses, in this area.";
                errors.push(FieldError::new("cell", "AID_CELL_INVALID", text));
                (self.area_id, None)
            }
        }
    }
}

impl AskBody {
    /// Checks what can be checked without knowing the listing.
    pub(super) fn read(&self) -> Result<(u32, String), Vec<FieldError>> {
        let mut errors = Vec::new();
        let amount = number("amount", self.amount, QUANTITY_MAX, &mut errors);
        // Who asks talks to one person: the same care as in a listing.
        let text = text("text", &self.text, TEXT_CHARS_MAX, &mut errors);
        if errors.is_empty() { Ok((amount, text)) } else { Err(errors) }
    }
}

const fn most(kind: Kind) -> i64 {
    if kind.is_ride() { SEATS_MAX } else { QUANTITY_MAX }
}

fn number(path: &str, value: i64, most: i64, errors: &mut Vec<FieldError>) -> u32 {
    keep(errors, validate::number(path, value, 1..=most));
    u32::try_from(value).unwrap_or(1)
}

fn text(path: &str, text: &str, chars_max: usize, errors: &mut Vec<FieldError>) -> String {
    let text = text.trim().to_owned();
    keep(errors, validate::length(path, text.chars().count(), 0..=chars_max));
    keep(errors, without_contacts(path, &text));
    text
}

fn known(view: &View, path: &str, id: Id<AreaMarker>) -> Result<(), FieldError> {
    let text = "No area of this map has this id.";
    view.area(id).map(drop).ok_or_else(|| FieldError::new(path, "DIRECTORY_AREA_UNKNOWN", text))
}

/// Refuses what leads to one person or one door: everybody reads it, and it belongs into the conversation.
fn without_contacts(path: &str, text: &str) -> Result<(), FieldError> {
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.contains("www.") || lower.contains('@') || has_long_number(text) {
        let text =
            "Telephone numbers, addresses and links are said in the conversation, once both have agreed.";
        return Err(FieldError::new(path, "AID_CONTACT_IN_TEXT", text));
    }
    Ok(())
}

/// Whether digits follow each other like those of a telephone number. A date is none: a year ends the row.
fn has_long_number(text: &str) -> bool {
    let (mut row, mut group) = (0, String::new());
    for next in text.chars().chain(std::iter::once('\n')) {
        if next.is_numeric() {
            group.push(next);
            continue;
        }
        row += group.chars().count();
        if row > DIGITS_MAX {
            return true;
        }
        let is_year = group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
        group.clear();
        if is_year || !matches!(next, ' ' | '\u{a0}' | '\u{202f}' | '-' | '–' | '.' | '/' | '(' | ')' | '+')
        {
            row = 0;
        }
    }
    false
}

fn keep(errors: &mut Vec<FieldError>, result: Result<(), FieldError>) {
    errors.extend(result.err());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_told_from_dates_and_hours() {
        for number in [
            "8 029 123-45-67",
            "+375 (29) 1234567",
            "06.12.34.56.78",
            "٠٦١٢٣٤٥٦٧٨",
            "x@y.by",
            "https://t.me/x",
        ] {
            assert!(without_contacts("text", number).is_err(), "{number}");
        }
        for text in [
            "24.11.2026 18:30",
            "2 places, 3 valises",
            "le 24/11/2026 à 8 h 15",
            "1 500 000 km",
            "18:30-19:45",
        ] {
            assert!(without_contacts("text", text).is_ok(), "{text}");
        }
    }
}
