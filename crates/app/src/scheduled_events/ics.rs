//! Events as an iCalendar document (RFC 5545), for the calendars of phones and desks. Must not know who reads it: what
//! it is given, it writes down.
//!
//! All times are in UTC, and nothing depends on the moment of writing, so that the same events make the same bytes.

use parvis_model::{
    NthWeekday, RecurrenceFrequency, RecurrenceRule, ScheduledEvent, ScheduledEventStatus, Timestamp,
};
use sha2::{Digest, Sha256};

use crate::secrets::hex;

const TAG_BYTES: usize = 12;
/// A line holds no more (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// An event as a calendar shows it.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The event.
    pub event: &'a ScheduledEvent,
    /// How often it was changed.
    pub changes: u32,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Where it takes place, in words.
    pub location: Option<&'a str>,
    /// Its page.
    pub url: Option<String>,
}

/// A calendar of this name. `host` makes the names of the events unique in the world.
pub fn calendar<'a>(name: &str, host: &str, entries: impl IntoIterator<Item = Entry<'a>>) -> String {
    let mut lines = Lines(String::new());
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", "-//Parvis//Parvis//EN");
    lines.put("CALSCALE", "GREGORIAN");
    lines.put("METHOD", "PUBLISH");
    lines.put_text("NAME", name);
    lines.put_text("X-WR-CALNAME", name);
    lines.put("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for entry in entries {
        put_event(&mut lines, host, &entry);
    }
    lines.put("END", "VCALENDAR");
    lines.0
}

/// What tells whether a document is still the same, for those who fetch it again and again.
pub fn tag(text: &str) -> String {
    format!("\"{}\"", hex(&Sha256::digest(text.as_bytes())[..TAG_BYTES]))
}

fn put_event(lines: &mut Lines, host: &str, entry: &Entry<'_>) {
    let event = entry.event;
    let (start, end) = (event.scheduled_start_time, event.scheduled_end_time);
    let exceptions = &event.guild_scheduled_event_exceptions;
    put_occurrence(lines, host, entry, start, end, |lines| {
        let Some(rule) = event.recurrence_rule.as_ref().filter(|_| !event.status.is_finished()) else {
            return;
        };
        lines.put("RRULE", &rule_text(rule));
        for cancelled in exceptions.iter().filter(|it| it.is_canceled) {
            lines.put("EXDATE", &moment(original_start(cancelled.event_exception_id.created_unix_ms())));
        }
    });
    for exception in exceptions.iter().filter(|it| !it.is_canceled) {
        let original = original_start(exception.event_exception_id.created_unix_ms());
        let Some((start, end)) = event.occurrence_at(original) else { continue };
        put_occurrence(lines, host, entry, start, end, |lines| lines.put("RECURRENCE-ID", &moment(original)));
    }
}

fn original_start(unix_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(unix_ms)
}

fn put_occurrence(
    lines: &mut Lines,
    host: &str,
    entry: &Entry<'_>,
    start: Timestamp,
    end: Option<Timestamp>,
    more: impl FnOnce(&mut Lines),
) {
    let event = entry.event;
    lines.put("BEGIN", "VEVENT");
    lines.put("UID", &format!("{}@{host}", event.id));
    lines.put("DTSTAMP", &moment(entry.changed_at));
    lines.put("LAST-MODIFIED", &moment(entry.changed_at));
    lines.put("SEQUENCE", &entry.changes.to_string());
    lines.put("DTSTART", &moment(start));
    if let Some(end) = end {
        lines.put("DTEND", &moment(end));
    }
    more(lines);
    lines.put_text("SUMMARY", &event.name);
    if let Some(text) = &event.description {
        lines.put_text("DESCRIPTION", text);
    }
    if let Some(text) = entry.location {
        lines.put_text("LOCATION", text);
    }
    if let Some(url) = &entry.url {
        lines.put("URL", url);
    }
    let is_cancelled = event.status == ScheduledEventStatus::CANCELED;
    lines.put("STATUS", if is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    lines.put("END", "VEVENT");
}

/// `20261122T183000Z`; calendars know no milliseconds.
fn moment(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    let seconds = at.ms_of_day() / 1_000;
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn rule_text(rule: &RecurrenceRule) -> String {
    let frequency = match rule.frequency {
        RecurrenceFrequency::YEARLY => "YEARLY",
        RecurrenceFrequency::MONTHLY => "MONTHLY",
        RecurrenceFrequency::WEEKLY => "WEEKLY",
        _ => "DAILY",
    };
    let mut text = format!("FREQ={frequency}");
    let mut put = |name: &str, value: String| text += &format!(";{name}={value}");
    if rule.interval > 1 {
        put("INTERVAL", rule.interval.to_string());
    }
    let weekday = |day: u8| WEEKDAYS[usize::from(day) % 7];
    if let Some(days) = &rule.by_weekday {
        put("BYDAY", days.iter().map(|day| weekday(*day)).collect::<Vec<_>>().join(","));
    }
    if let Some(days) = &rule.by_n_weekday {
        let nth = |it: &NthWeekday| format!("{}{}", it.n, weekday(it.day));
        put("BYDAY", days.iter().map(nth).collect::<Vec<_>>().join(","));
    } else if rule.frequency == RecurrenceFrequency::MONTHLY {
        put("BYMONTHDAY", rule.start.date().2.to_string());
    }
    if let (Some(months), Some(days)) = (&rule.by_month, &rule.by_month_day) {
        put("BYMONTH", months.iter().map(u8::to_string).collect::<Vec<_>>().join(","));
        put("BYMONTHDAY", days.iter().map(i32::to_string).collect::<Vec<_>>().join(","));
    }
    text
}

/// Content lines, folded.
struct Lines(String);

impl Lines {
    /// A value that needs no escaping.
    fn put(&mut self, name: &str, value: &str) {
        // Control characters would begin lines of their own.
        let clean = value.chars().filter(|it| !it.is_control());
        let line: String = name.chars().chain([':']).chain(clean).collect();
        let (mut rest, mut room) = (line.as_str(), LINE_OCTETS_MAX);
        while rest.len() > room {
            let (piece, behind) = rest.split_at(fold_at(rest, room));
            self.0 += piece;
            self.0 += "\r\n ";
            // The blank in front of what is folded counts.
            (rest, room) = (behind, LINE_OCTETS_MAX - 1);
        }
        self.0 += rest;
        self.0 += "\r\n";
    }

    /// Somebody's words.
    fn put_text(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        for letter in unified.chars() {
            match letter {
                '\n' => escaped += "\\n",
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\t' => escaped.push(' '),
                _ => escaped.push(letter),
            }
        }
        self.put(name, &escaped);
    }
}

/// Where a line that is longer than this is folded: between two letters, and not beside a blank, because some programs
/// cut blanks off the ends of lines.
fn fold_at(line: &str, octets: usize) -> usize {
    let fits = || (1..=octets).rev().filter(|at| line.is_char_boundary(*at));
    let is_blank = |octet: u8| octet == b' ';
    let is_good = |at: &usize| !is_blank(line.as_bytes()[at - 1]) && !is_blank(line.as_bytes()[*at]);
    fits().find(is_good).or_else(|| fits().next()).expect("no letter is as long as a line")
}

#[cfg(test)]
mod tests {
    use parvis_model::{Id, ScheduledEventEntityType, ScheduledEventException};

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a moment")
    }

    fn event() -> ScheduledEvent {
        ScheduledEvent {
            id: Id::new(7),
            guild_id: Id::new(1),
            channel_id: None,
            creator_id: None,
            creator: None,
            name: "Thé, gâteaux ; café".to_owned(),
            description: None,
            image: None,
            scheduled_start_time: at("2026-11-25T18:30:00Z"),
            scheduled_end_time: Some(at("2026-11-25T20:00:00Z")),
            privacy_level: 2,
            status: ScheduledEventStatus::SCHEDULED,
            entity_type: ScheduledEventEntityType::EXTERNAL,
            entity_id: None,
            entity_metadata: None,
            recurrence_rule: None,
            user_count: None,
            user_rsvp: None,
            guild_scheduled_event_exceptions: Vec::new(),
        }
    }

    fn written(event: &ScheduledEvent) -> String {
        let changed_at = at("2026-11-22T08:00:00Z");
        let entry = Entry { event, changes: 3, changed_at, location: Some("Cour\nBEGIN:X"), url: None };
        calendar("Actions", "parvis.example", [entry])
    }

    #[test]
    fn words_stay_in_their_line() {
        let text = written(&event());
        assert!(text.contains("\r\nSUMMARY:Thé\\, gâteaux \\; café\r\n"), "{text}");
        assert!(text.contains("\r\nLOCATION:Cour\\nBEGIN:X\r\n"), "{text}");
        assert!(text.contains("\r\nUID:7@parvis.example\r\nDTSTAMP:20261122T080000Z\r\n"), "{text}");
        assert!(text.contains("\r\nSEQUENCE:3\r\nDTSTART:20261125T183000Z\r\nDTEND:20261125T200000Z\r\n"));
        let lines = |start: &str| text.split("\r\n").filter(|line| line.starts_with(start)).count();
        assert_eq!((lines("BEGIN:"), lines("END:")), (2, 2), "{text}");
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let name = "اجتماع الجيران في الساحة 🌳 ".repeat(20).trim().to_owned();
        let text = written(&ScheduledEvent { name: name.clone(), ..event() });
        for line in text.split("\r\n") {
            assert!(line.len() <= LINE_OCTETS_MAX, "{} octets: {line}", line.len());
        }
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{name}\r\n")));
        assert!(
            !text.contains("\r\n  ") && !text.contains(" \r\n "),
            "no blank stands beside a fold: {text}"
        );
        let blanks = written(&ScheduledEvent { name: format!("x{}y", " ".repeat(300)), ..event() });
        assert!(blanks.split("\r\n").all(|line| line.len() <= LINE_OCTETS_MAX));
        assert!(blanks.replace("\r\n ", "").contains(&format!("SUMMARY:x{}y\r\n", " ".repeat(300))));
    }

    #[test]
    fn controls_in_an_address_begin_no_line() {
        let event = event();
        let url = Some("https://x/\r\nBEGIN:VALARM".to_owned());
        let entry =
            Entry { event: &event, changes: 0, changed_at: at("2026-11-22T08:00:00Z"), location: None, url };
        let text = calendar("x", "h", [entry]);
        assert!(text.contains("\r\nURL:https://x/BEGIN:VALARM\r\n"), "{text}");
    }

    #[test]
    fn what_recurs_says_how_and_which_occurrences_are_different() {
        let rule = RecurrenceRule {
            start: at("2026-11-25T18:30:00Z"),
            end: None,
            frequency: RecurrenceFrequency::WEEKLY,
            interval: 2,
            by_weekday: Some(vec![2]),
            by_n_weekday: None,
            by_month: None,
            by_month_day: None,
            by_year_day: None,
            count: None,
        };
        let exception = |start: &str, moved: Option<&str>| ScheduledEventException {
            event_id: Id::new(7),
            event_exception_id: Id::first_of_unix_ms(at(start).unix_ms()),
            scheduled_start_time: moved.map(at),
            scheduled_end_time: None,
            is_canceled: moved.is_none(),
        };
        let exceptions = vec![
            exception("2026-12-09T18:30:00Z", None),
            exception("2026-12-23T18:30:00Z", Some("2026-12-22T17:00:00Z")),
        ];
        let event = ScheduledEvent {
            recurrence_rule: Some(rule.clone()),
            guild_scheduled_event_exceptions: exceptions,
            ..event()
        };
        let text = written(&event);
        assert!(
            text.contains("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE\r\nEXDATE:20261209T183000Z\r\n"),
            "{text}"
        );
        assert!(text.contains(
            "DTSTART:20261222T170000Z\r\nDTEND:20261222T183000Z\r\nRECURRENCE-ID:20261223T183000Z"
        ));
        let by = |rule: RecurrenceRule| rule_text(&rule);
        let monthly = RecurrenceRule {
            frequency: RecurrenceFrequency::MONTHLY,
            interval: 1,
            by_weekday: None,
            by_n_weekday: Some(vec![NthWeekday { n: 4, day: 2 }]),
            ..rule.clone()
        };
        assert_eq!(by(monthly.clone()), "FREQ=MONTHLY;BYDAY=4WE");
        assert_eq!(
            by(RecurrenceRule { by_n_weekday: None, ..monthly.clone() }),
            "FREQ=MONTHLY;BYMONTHDAY=25"
        );
        let yearly = RecurrenceRule {
            frequency: RecurrenceFrequency::YEARLY,
            by_n_weekday: None,
            by_month: Some(vec![7]),
            by_month_day: Some(vec![24]),
            ..monthly
        };
        assert_eq!(by(yearly), "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=24");
        let daily = RecurrenceRule {
            frequency: RecurrenceFrequency::DAILY,
            interval: 1,
            by_weekday: Some(vec![5, 6]),
            ..rule
        };
        assert_eq!(by(daily), "FREQ=DAILY;BYDAY=SA,SU");
    }
}
