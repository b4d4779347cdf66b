//! Hours in which somebody wants to hear nothing, by the clock on their own wall. The moment is handed in; what the
//! clocks of the world show is in the program (the IANA database), so that every server decides alike.

use jiff::tz::{self, TimeZone};
use parvis_model::QuietHours;

use crate::limits::TIME_ZONE_CHARS_MAX;
use crate::validate::{self, FieldError};

const LAST_MINUTE: i64 = 24 * 60 - 1;

/// Checks quiet hours that somebody sets; `path` is where they stand.
pub fn check(path: &str, hours: &QuietHours) -> Vec<FieldError> {
    let at = |field: &str| format!("{path}.{field}");
    let mut errors = Vec::new();
    errors.extend(validate::number(&at("from"), i64::from(hours.from), 0..=LAST_MINUTE).err());
    errors.extend(validate::number(&at("to"), i64::from(hours.to), 0..=LAST_MINUTE).err());
    errors.extend(validate::length(&at("days"), hours.days.len(), 1..=7).err());
    for (index, day) in hours.days.iter().enumerate() {
        errors.extend(validate::number(&format!("{path}.days.{index}"), i64::from(*day), 1..=7).err());
    }
    if zone(&hours.time_zone).is_none() {
        let text = "Not the name of a time zone such as Europe/Paris.";
        errors.push(FieldError::new(at("time_zone"), "TIME_ZONE_UNKNOWN", text));
    }
    errors
}

/// Whether a moment lies in the quiet hours.
pub fn is_quiet(hours: &QuietHours, now_unix_ms: i64) -> bool {
    let (Some(zone), Ok(now)) = (zone(&hours.time_zone), jiff::Timestamp::from_millisecond(now_unix_ms))
    else {
        return false;
    };
    let local = now.to_zoned(zone);
    let minute = u16::try_from(i16::from(local.hour()) * 60 + i16::from(local.minute())).unwrap_or(0);
    let today = u8::try_from(local.weekday().to_monday_one_offset()).unwrap_or(1);
    let yesterday = if today == 1 { 7 } else { today - 1 };
    let begin_on = |day: u8| hours.days.contains(&day);
    if hours.from < hours.to {
        return begin_on(today) && (hours.from..hours.to).contains(&minute);
    }
    (begin_on(today) && minute >= hours.from) || (begin_on(yesterday) && minute < hours.to)
}

fn zone(name: &str) -> Option<TimeZone> {
    if name.len() > TIME_ZONE_CHARS_MAX { None } else { tz::db().get(name).ok() }
}
