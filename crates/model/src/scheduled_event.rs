//! What a guild plans: dated events, how they recur, and who is interested.

use serde::{Deserialize, Serialize};

use crate::marker::{ChannelMarker, GenericMarker, GuildMarker, ScheduledEventMarker, UserMarker};
use crate::member::Member;
use crate::open::numbers;
use crate::user::User;
use crate::{Id, Timestamp};

numbers! {
    /// How far an event is.
    ScheduledEventStatus(u8) { SCHEDULED = 1, ACTIVE = 2, COMPLETED = 3, CANCELED = 4 }
}

impl ScheduledEventStatus {
    /// Whether nothing happens to the event any more.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::COMPLETED | Self::CANCELED)
    }

    /// Whether somebody may bring an event from this state to the other one.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::SCHEDULED, Self::ACTIVE | Self::CANCELED) | (Self::ACTIVE, Self::COMPLETED)
        )
    }
}

numbers! {
    /// Where an event takes place.
    ScheduledEventEntityType(u8) { STAGE_INSTANCE = 1, VOICE = 2, EXTERNAL = 3 }
}

numbers! {
    /// What somebody says to an event.
    ScheduledEventResponse(u8) { UNINTERESTED = 0, INTERESTED = 1 }
}

numbers! {
    /// The step of a recurrence.
    RecurrenceFrequency(u8) { YEARLY = 0, MONTHLY = 1, WEEKLY = 2, DAILY = 3 }
}

/// A weekday of one week of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NthWeekday {
    /// Which week, from 1 to 5.
    pub n: i32,
    /// Which day, from Monday = 0.
    pub day: u8,
}

/// How an event recurs (`RecurrenceRuleResponse`), all in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurrenceRule {
    /// From when on; its time of day is that of every occurrence.
    pub start: Timestamp,
    /// Until when. Nobody can set it.
    #[serde(default)]
    pub end: Option<Timestamp>,
    /// The step.
    pub frequency: RecurrenceFrequency,
    /// Every how many steps.
    pub interval: u32,
    /// On these weekdays, from Monday = 0.
    #[serde(default)]
    pub by_weekday: Option<Vec<u8>>,
    /// On these weekdays of a month.
    #[serde(default)]
    pub by_n_weekday: Option<Vec<NthWeekday>>,
    /// In these months.
    #[serde(default)]
    pub by_month: Option<Vec<u8>>,
    /// On these days of the month.
    #[serde(default)]
    pub by_month_day: Option<Vec<i32>>,
    /// On these days of the year. Nobody can set it.
    #[serde(default)]
    pub by_year_day: Option<Vec<i32>>,
    /// How often. Nobody can set it.
    #[serde(default)]
    pub count: Option<u32>,
}

/// One occurrence that is not like the others (`GuildScheduledEventExceptionResponse`). The moment of its id is when
/// the occurrence would have begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledEventException {
    /// The event.
    pub event_id: Id<ScheduledEventMarker>,
    /// The occurrence.
    pub event_exception_id: Id<GenericMarker>,
    /// When it begins instead.
    pub scheduled_start_time: Option<Timestamp>,
    /// When it ends instead.
    pub scheduled_end_time: Option<Timestamp>,
    /// Whether it does not take place.
    pub is_canceled: bool,
}

/// What an event outside of the program has besides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScheduledEventMetadata {
    /// Where one goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// An event that a guild plans (`ScheduledEventResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledEvent {
    /// The event.
    pub id: Id<ScheduledEventMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// Where it takes place, unless it is external.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Who planned it, while there is such an account.
    pub creator_id: Option<Id<UserMarker>>,
    /// The account of who planned it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<Box<User>>,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Hash of its picture.
    pub image: Option<String>,
    /// When the next occurrence begins, or the present one began.
    pub scheduled_start_time: Timestamp,
    /// When that ends, if somebody said so.
    pub scheduled_end_time: Option<Timestamp>,
    /// Who may know of it: 2, the guild's members.
    pub privacy_level: u8,
    /// How far it is.
    pub status: ScheduledEventStatus,
    /// Where it takes place.
    pub entity_type: ScheduledEventEntityType,
    /// The stage that is live.
    pub entity_id: Option<Id<GenericMarker>>,
    /// Where one goes, if it is external.
    pub entity_metadata: Option<ScheduledEventMetadata>,
    /// How it recurs.
    pub recurrence_rule: Option<RecurrenceRule>,
    /// How many are interested. Only where somebody asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_count: Option<u32>,
    /// What the receiver said to it. Only where somebody asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_rsvp: Option<Box<ScheduledEventUser>>,
    /// Occurrences that are not like the others, in the order of time.
    pub guild_scheduled_event_exceptions: Vec<ScheduledEventException>,
}

impl ScheduledEvent {
    /// Its place in words, if it is external.
    pub fn location(&self) -> Option<&str> {
        self.entity_metadata.as_ref()?.location.as_deref()
    }

    /// The exception of the occurrence that would begin at a moment.
    pub fn exception_at(&self, start: Timestamp) -> Option<&ScheduledEventException> {
        let id = Id::first_of_unix_ms(start.unix_ms());
        self.guild_scheduled_event_exceptions.iter().find(|it| it.event_exception_id == id)
    }

    /// When the occurrence that would begin at a moment begins and ends; `None` when it does not take place.
    pub fn occurrence_at(&self, start: Timestamp) -> Option<(Timestamp, Option<Timestamp>)> {
        let moved_ms = start.unix_ms() - self.scheduled_start_time.unix_ms();
        let end = self.scheduled_end_time.map(|end| Timestamp::from_unix_ms(end.unix_ms() + moved_ms));
        let Some(exception) = self.exception_at(start) else { return Some((start, end)) };
        let starts = exception.scheduled_start_time.unwrap_or(start);
        let shift_ms = starts.unix_ms() - start.unix_ms();
        let shifted = end.map(|end| Timestamp::from_unix_ms(end.unix_ms() + shift_ms));
        (!exception.is_canceled).then(|| (starts, exception.scheduled_end_time.or(shifted)))
    }
}

/// Somebody who is interested (`ScheduledEventUserResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledEventUser {
    /// The event.
    pub guild_scheduled_event_id: Id<ScheduledEventMarker>,
    /// The occurrence, if it is about one alone.
    pub guild_scheduled_event_exception_id: Option<Id<GenericMarker>>,
    /// The account's id.
    pub user_id: Id<UserMarker>,
    /// The account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The account as the guild's member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// What it says.
    pub response: ScheduledEventResponse,
}

/// How many are interested (`ScheduledEventUserCountResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledEventUserCounts {
    /// In the event.
    pub guild_scheduled_event_count: u32,
    /// In those of its occurrences that were asked for.
    pub guild_scheduled_event_exception_counts: std::collections::BTreeMap<Id<GenericMarker>, u32>,
}

/// The address at which an account's calendar can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarAddress {
    /// The address. Shown once, when it is made.
    pub url: Option<String>,
    /// When it was made; null when there is none.
    pub created_at: Option<Timestamp>,
}
