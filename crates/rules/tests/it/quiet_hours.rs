//! Quiet hours by the clock on the wall.

use parvis_model::{QuietHours, Timestamp};
use parvis_rules::quiet_hours::{check, is_quiet};

const EVERY_DAY: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];

fn hours(from: u16, to: u16, days: &[u8], time_zone: &str) -> QuietHours {
    QuietHours { from, to, days: days.to_vec(), time_zone: time_zone.to_owned() }
}

#[track_caller]
fn quiet(hours: &QuietHours, moment: &str, expected: bool) {
    let now = Timestamp::parse(moment).expect("a moment");
    assert_eq!(is_quiet(hours, now.unix_ms()), expected, "{moment} in {hours:?}");
}

#[test]
fn a_span_ends_on_the_same_day_or_the_next() {
    let siesta = hours(13 * 60, 15 * 60, &EVERY_DAY, "UTC");
    quiet(&siesta, "2026-11-22T12:59:59Z", false);
    quiet(&siesta, "2026-11-22T13:00:00Z", true);
    quiet(&siesta, "2026-11-22T14:59:59Z", true);
    quiet(&siesta, "2026-11-22T15:00:00Z", false);
    let night = hours(22 * 60, 7 * 60, &EVERY_DAY, "UTC");
    quiet(&night, "2026-11-22T21:59:00Z", false);
    quiet(&night, "2026-11-22T22:00:00Z", true);
    quiet(&night, "2026-11-23T06:59:00Z", true);
    quiet(&night, "2026-11-23T07:00:00Z", false);
}

#[test]
fn days_are_those_on_which_a_span_begins() {
    // 2026-11-22 is a Sunday.
    let friday_night = hours(22 * 60, 7 * 60, &[5], "UTC");
    quiet(&friday_night, "2026-11-20T23:00:00Z", true);
    quiet(&friday_night, "2026-11-21T06:00:00Z", true);
    quiet(&friday_night, "2026-11-21T23:00:00Z", false);
    let sunday = hours(0, 0, &[7], "UTC");
    quiet(&sunday, "2026-11-21T23:59:00Z", false);
    quiet(&sunday, "2026-11-22T00:00:00Z", true);
    quiet(&sunday, "2026-11-22T23:59:00Z", true);
    quiet(&sunday, "2026-11-23T00:00:00Z", false);
}

#[test]
fn the_wall_clock_follows_the_zone_and_its_summer_time() {
    let night = hours(22 * 60, 7 * 60, &EVERY_DAY, "Europe/Paris");
    quiet(&night, "2026-01-15T21:00:00Z", true);
    quiet(&night, "2026-01-15T20:30:00Z", false);
    // In summer the same wall clock is an hour earlier in UTC.
    quiet(&night, "2026-07-15T20:30:00Z", true);
    quiet(&night, "2026-07-15T05:30:00Z", false);
    quiet(&hours(22 * 60, 7 * 60, &EVERY_DAY, "Pacific/Kiritimati"), "2026-07-15T08:00:00Z", true);
}

#[test]
fn a_zone_that_nobody_knows_is_never_quiet() {
    quiet(&hours(0, 0, &EVERY_DAY, "Mars/Olympus"), "2026-07-15T08:00:00Z", false);
}

#[test]
fn the_field_that_is_wrong_is_named() {
    let paths = |hours: &QuietHours| -> Vec<String> {
        check("quiet_hours", hours).into_iter().map(|error| error.path).collect()
    };
    assert_eq!(paths(&hours(0, 1439, &EVERY_DAY, "Asia/Tokyo")), Vec::<String>::new());
    assert_eq!(
        paths(&hours(1440, 1440, &[], "")),
        ["quiet_hours.from", "quiet_hours.to", "quiet_hours.days", "quiet_hours.time_zone"]
    );
    assert_eq!(paths(&hours(0, 0, &[1, 8, 0], "UTC")), ["quiet_hours.days.1", "quiet_hours.days.2"]);
    assert_eq!(paths(&hours(0, 0, &[1; 8], &"A".repeat(65))), ["quiet_hours.days", "quiet_hours.time_zone"]);
}
