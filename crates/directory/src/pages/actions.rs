//! Dated actions as pages: lists of them, and one alone.

pub(super) mod calendar;
pub(super) mod list;
pub(super) mod one;

use parvis_model::{RecurrenceFrequency, RecurrenceRule, ScheduledEventStatus};

use super::reader::Reader;
use super::rows::name_of;
use super::words::Words;
use crate::actions::Action;
use crate::markers::AreaMarker;
use crate::view::View;

/// Actions that stand on the page of a place.
const NEXT_MAX: usize = 5;

/// An action in a list.
pub(super) struct ActionRow {
    pub href: String,
    pub name: String,
    /// When it begins, for people and for programs.
    pub when: String,
    pub moment: String,
    /// Where one goes, and the smallest places around it.
    pub place: String,
    /// Whether it is under way or called off, how it recurs, and roughly how many are interested.
    pub facts: Vec<String>,
}

impl ActionRow {
    /// An action as everybody sees it.
    pub fn of(view: &View, action: &Action, reader: &Reader) -> Self {
        let start = action.times().0;
        Self {
            href: reader.link(&action.path()),
            name: action.event.name.clone(),
            when: reader.moment(start),
            moment: start.to_string(),
            place: place_of(view, action, reader),
            facts: facts(action, reader.words()),
        }
    }
}

/// The next actions in a place, as its page shows them.
pub(super) fn next_in(
    view: &View,
    area_id: Option<parvis_model::Id<AreaMarker>>,
    reader: &Reader,
) -> Vec<ActionRow> {
    let next = view.actions_in(area_id).take(NEXT_MAX);
    next.map(|action| ActionRow::of(view, action, reader)).collect()
}

fn place_of(view: &View, action: &Action, reader: &Reader) -> String {
    let path = view.path(action.area_id);
    let around = path.iter().rev().take(2).map(|area| name_of(area, reader));
    // Each in its own direction, whatever stands beside it.
    let isolated = action.location().into_iter().chain(around).map(|part| format!("\u{2068}{part}\u{2069}"));
    isolated.collect::<Vec<_>>().join(" · ")
}

fn facts(action: &Action, words: &Words) -> Vec<String> {
    let state = match action.event.status {
        ScheduledEventStatus::CANCELED => Some(words.action_cancelled.clone()),
        ScheduledEventStatus::ACTIVE => Some(words.action_now.clone()),
        _ => None,
    };
    let recurs = action.event.recurrence_rule.as_ref().map(|rule| recurs(rule, words).to_owned());
    let interested = action.at_least.filter(|count| *count > 0);
    let interested = interested.map(|count| words.action_interested.replace("{n}", &count.to_string()));
    [state, recurs, interested].into_iter().flatten().collect()
}

fn recurs<'a>(rule: &RecurrenceRule, words: &'a Words) -> &'a str {
    match rule.frequency {
        RecurrenceFrequency::YEARLY => &words.recurs_yearly,
        RecurrenceFrequency::MONTHLY => &words.recurs_monthly,
        RecurrenceFrequency::WEEKLY if rule.interval == 2 => &words.recurs_fortnightly,
        RecurrenceFrequency::WEEKLY => &words.recurs_weekly,
        _ => &words.recurs_daily,
    }
}
