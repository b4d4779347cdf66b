//! What is sent to plan an event or to change one.

use parvis_app::pictures::Picture;
use parvis_app::scheduled_events::{EventPlace, ScheduledEventDraft, ScheduledEventEdit};
use parvis_model::marker::ChannelMarker;
use parvis_model::{
    Field, Id, NthWeekday, RecurrenceFrequency, RecurrenceRule, ScheduledEventEntityType,
    ScheduledEventMetadata, ScheduledEventStatus, Timestamp,
};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{limits, recurrence};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};

/// Everybody in the guild; there is no other level.
const GUILD_ONLY: u8 = 2;

/// A recurrence.
#[derive(Debug, Deserialize)]
pub struct RuleBody {
    start: Timestamp,
    end: Option<Timestamp>,
    frequency: RecurrenceFrequency,
    interval: Option<u32>,
    by_weekday: Option<Vec<u8>>,
    by_n_weekday: Option<Vec<NthWeekday>>,
    by_month: Option<Vec<u8>>,
    by_month_day: Option<Vec<i32>>,
    by_year_day: Option<Vec<i32>>,
    count: Option<u32>,
}

impl RuleBody {
    /// The rule, or every field that is wrong. Libraries send empty lists for what they do not set.
    fn read(self) -> Result<RecurrenceRule, Vec<FieldError>> {
        fn set<T>(list: Option<Vec<T>>) -> Option<Vec<T>> {
            list.filter(|list| !list.is_empty())
        }
        let rule = RecurrenceRule {
            start: self.start,
            end: self.end,
            frequency: self.frequency,
            interval: self.interval.unwrap_or(1),
            by_weekday: set(self.by_weekday),
            by_n_weekday: set(self.by_n_weekday),
            by_month: set(self.by_month),
            by_month_day: set(self.by_month_day),
            by_year_day: set(self.by_year_day),
            count: self.count,
        };
        let errors = recurrence::check("recurrence_rule", &rule);
        if errors.is_empty() { Ok(rule) } else { Err(errors) }
    }
}

/// A new event.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateScheduledEvent {
    name: Option<String>,
    description: Option<String>,
    image: Option<String>,
    scheduled_start_time: Option<Timestamp>,
    scheduled_end_time: Option<Timestamp>,
    privacy_level: Option<u8>,
    entity_type: Option<ScheduledEventEntityType>,
    channel_id: Option<Id<ChannelMarker>>,
    entity_metadata: Option<ScheduledEventMetadata>,
    recurrence_rule: Option<RuleBody>,
}

impl CreateScheduledEvent {
    /// The event, or every field that is wrong.
    pub fn into_draft(self) -> ApiResult<ScheduledEventDraft> {
        let mut errors = Errors::default();
        let name = errors.required("name", self.name);
        errors.check_name(name.as_deref());
        let description = errors.description(self.description);
        let picture = self.image.and_then(|uri| errors.take(Picture::from_data_uri("image", &uri)));
        let start = errors.required("scheduled_start_time", self.scheduled_start_time);
        let level = errors.required("privacy_level", self.privacy_level);
        errors.check_level(level);
        let kind = errors.required("entity_type", self.entity_type);
        errors.check_kind(kind);
        let location = self.entity_metadata.and_then(|it| it.location);
        let place = match kind {
            Some(ScheduledEventEntityType::EXTERNAL) => {
                if self.channel_id.is_some() {
                    errors.0.push(no_channel());
                }
                let location = errors.required("entity_metadata.location", location);
                location.map(|location| EventPlace::External { location: errors.location(location) })
            }
            Some(ScheduledEventEntityType::STAGE_INSTANCE) => {
                errors.required("channel_id", self.channel_id).map(EventPlace::Stage)
            }
            Some(ScheduledEventEntityType::VOICE) => {
                errors.required("channel_id", self.channel_id).map(EventPlace::Voice)
            }
            _ => None,
        };
        let rule = self.recurrence_rule.and_then(|rule| errors.take_all(rule.read()));
        match (name, start, place) {
            (Some(name), Some(start), Some(place)) if errors.0.is_empty() => Ok(ScheduledEventDraft {
                name,
                description,
                picture,
                start,
                end: self.scheduled_end_time,
                place,
                rule,
            }),
            _ => Err(invalid_fields(errors.0)),
        }
    }
}

/// What changes of an event.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditScheduledEvent {
    name: Option<String>,
    description: Field<String>,
    image: Field<String>,
    scheduled_start_time: Option<Timestamp>,
    scheduled_end_time: Field<Timestamp>,
    status: Option<ScheduledEventStatus>,
    privacy_level: Option<u8>,
    entity_type: Option<ScheduledEventEntityType>,
    channel_id: Field<Id<ChannelMarker>>,
    entity_metadata: Field<ScheduledEventMetadata>,
    recurrence_rule: Field<RuleBody>,
}

impl EditScheduledEvent {
    /// The edit, or every field that is wrong.
    pub fn into_edit(self) -> ApiResult<ScheduledEventEdit> {
        let mut errors = Errors::default();
        errors.check_name(self.name.as_deref());
        errors.check_level(self.privacy_level);
        errors.check_kind(self.entity_type);
        if self.status.is_some_and(|status| !status.is_known()) {
            errors.0.push(FieldError::choices("status", 1..=4));
        }
        let location = match self.entity_metadata.change() {
            Some(metadata) => metadata.map(|it| it.location.map(|location| errors.location(location))),
            None => None,
        };
        let edit = ScheduledEventEdit {
            name: self.name,
            description: self.description.change().map(|text| errors.description(text)),
            picture: self
                .image
                .change()
                .map(|uri| uri.and_then(|uri| errors.take(Picture::from_data_uri("image", &uri)))),
            start: self.scheduled_start_time,
            end: self.scheduled_end_time.change(),
            status: self.status,
            entity_type: self.entity_type,
            channel_id: self.channel_id.change(),
            location,
            rule: self
                .recurrence_rule
                .change()
                .map(|rule| rule.and_then(|rule| errors.take_all(rule.read()))),
        };
        if errors.0.is_empty() { Ok(edit) } else { Err(invalid_fields(errors.0)) }
    }
}

fn no_channel() -> FieldError {
    FieldError::new("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL", "An external event has no channel.")
}

/// What is wrong so far.
#[derive(Default)]
struct Errors(Vec<FieldError>);

impl Errors {
    fn take<T>(&mut self, result: Result<T, FieldError>) -> Option<T> {
        self.take_all(result.map_err(|error| vec![error]))
    }

    fn take_all<T>(&mut self, result: Result<T, Vec<FieldError>>) -> Option<T> {
        result.map_err(|errors| self.0.extend(errors)).ok()
    }

    fn required<T>(&mut self, path: &str, value: Option<T>) -> Option<T> {
        self.take(value.ok_or_else(|| FieldError::required(path)))
    }

    fn check_name(&mut self, name: Option<&str>) {
        let chars = |name: &str| if name.trim().is_empty() { 0 } else { limits::chars(name) };
        let lengths = 1..=limits::SCHEDULED_EVENT_NAME_CHARS_MAX;
        self.0.extend(name.and_then(|name| validate::length("name", chars(name), lengths).err()));
    }

    /// A description; an empty one is none.
    fn description(&mut self, text: Option<String>) -> Option<String> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        let lengths = 0..=limits::SCHEDULED_EVENT_DESCRIPTION_CHARS_MAX;
        self.take(validate::length("description", limits::chars(&text), lengths).map(|()| text))
    }

    fn location(&mut self, text: String) -> String {
        let chars = if text.trim().is_empty() { 0 } else { limits::chars(&text) };
        let lengths = 1..=limits::SCHEDULED_EVENT_LOCATION_CHARS_MAX;
        self.0.extend(validate::length("entity_metadata.location", chars, lengths).err());
        text
    }

    fn check_level(&mut self, level: Option<u8>) {
        if level.is_some_and(|level| level != GUILD_ONLY) {
            self.0.push(FieldError::choices("privacy_level", [GUILD_ONLY]));
        }
    }

    fn check_kind(&mut self, kind: Option<ScheduledEventEntityType>) {
        if kind.is_some_and(|kind| !kind.is_known()) {
            self.0.push(FieldError::choices("entity_type", 1..=3));
        }
    }
}
