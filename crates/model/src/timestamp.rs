//! Moments in Unix milliseconds, written as the API writes them (ISO 8601, UTC, microseconds).

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A moment in Unix milliseconds. On the wire: `2026-11-22T06:16:50.123000+00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const MS_PER_DAY: i64 = 86_400_000;

impl Timestamp {
    /// From Unix milliseconds.
    pub const fn from_unix_ms(unix_ms: i64) -> Self {
        Self(unix_ms)
    }

    /// In Unix milliseconds.
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// The Gregorian date (year, month, day) in UTC.
    pub const fn date(self) -> (i64, i64, i64) {
        civil_from_days(self.days())
    }

    /// A day since 1970-01-01, in UTC.
    pub const fn days(self) -> i64 {
        self.0.div_euclid(MS_PER_DAY)
    }

    /// Milliseconds since midnight, in UTC.
    pub const fn ms_of_day(self) -> i64 {
        self.0.rem_euclid(MS_PER_DAY)
    }

    /// A moment of a day since 1970-01-01.
    pub const fn of_day(days: i64, ms_of_day: i64) -> Self {
        Self(days * MS_PER_DAY + ms_of_day)
    }

    /// The day since 1970-01-01 of a Gregorian date; `None` when there is no such date.
    pub const fn day_of_date(year: i64, month: i64, day: i64) -> Option<i64> {
        let exists = month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
        if exists { Some(days_from_civil(year, month, day)) } else { None }
    }

    /// Reads RFC 3339: date, `T` or blank, time with any number of decimals, `Z` or an offset.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if !text.is_ascii() || bytes.len() < 19 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        if !matches!(bytes[10], b'T' | b't' | b' ') || bytes[13] != b':' || bytes[16] != b':' {
            return None;
        }
        let number = |from: usize, to: usize| -> Option<i64> {
            let digits = &text[from..to];
            if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
        };
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&day) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut rest = &text[19..];
        let mut millis = 0;
        if let Some(decimals) = rest.strip_prefix('.') {
            let length = decimals.bytes().take_while(u8::is_ascii_digit).count();
            if length == 0 {
                return None;
            }
            for (place, digit) in decimals.bytes().take(length.min(3)).enumerate() {
                millis += i64::from(digit - b'0') * [100, 10, 1][place];
            }
            rest = &decimals[length..];
        }
        let offset_minutes = match rest {
            "Z" | "z" => 0,
            _ => {
                let sign = match rest.as_bytes().first()? {
                    b'+' => 1,
                    b'-' => -1,
                    _ => return None,
                };
                let digits: String = rest[1..].chars().filter(|c| *c != ':').collect();
                if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                let (hours, minutes) = (digits[..2].parse::<i64>().ok()?, digits[2..].parse::<i64>().ok()?);
                sign * (hours * 60 + minutes)
            }
        };
        let seconds = (hour * 60 + minute - offset_minutes) * 60 + second;
        Some(Self(days_from_civil(year, month, day) * MS_PER_DAY + seconds * 1_000 + millis))
    }
}

/// Days since 1970-01-01 of a Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms").
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted - era * 400;
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The Gregorian date of a day since 1970-01-01, the inverse of [`days_from_civil`].
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

const fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(MS_PER_DAY));
        let ms = self.0.rem_euclid(MS_PER_DAY);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}000+00:00",
            ms % 1_000
        )
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an ISO 8601 time")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        Timestamp::parse(text).ok_or_else(|| E::custom("not an ISO 8601 time"))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TimestampVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_the_api_writes_and_reads_it_back() {
        for (unix_ms, text) in [
            (0, "1970-01-01T00:00:00.000000+00:00"),
            (1_795_328_210_123, "2026-11-22T06:16:50.123000+00:00"),
            (951_782_400_000, "2000-02-29T00:00:00.000000+00:00"),
        ] {
            assert_eq!(Timestamp::from_unix_ms(unix_ms).to_string(), text);
            assert_eq!(Timestamp::parse(text), Some(Timestamp::from_unix_ms(unix_ms)));
        }
    }

    #[test]
    fn reads_every_day_of_four_centuries_back() {
        for day in -50_000..100_000 {
            let moment = Timestamp::from_unix_ms(day * MS_PER_DAY + 1);
            assert_eq!(Timestamp::parse(&moment.to_string()), Some(moment));
        }
    }

    #[test]
    fn offsets_and_short_decimals_are_read() {
        let expected = Timestamp::parse("2026-11-22T06:16:50Z");
        assert_eq!(Timestamp::parse("2026-11-22T08:16:50.0+02:00"), expected);
        assert_eq!(Timestamp::parse("2026-11-22 04:46:50-0130"), expected);
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [
            "",
            "2026-11-22",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-11-22T06:16:50",
            "2026-11-22T24:00:00Z",
            "2026-11-22T06:16:50.Z",
            "é026-11-22T06:16:50Z",
        ] {
            assert_eq!(Timestamp::parse(bad), None, "{bad}");
        }
    }
}
