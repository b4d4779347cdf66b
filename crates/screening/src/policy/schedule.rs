//! When a rule holds: hours of the week by a clock on a wall, and from a moment until another.

use parvis_model::{QuietHours, Timestamp};
use parvis_rules::quiet_hours;
use parvis_rules::validate::FieldError;
use serde::{Deserialize, Serialize};

/// When a rule holds. What is not set does not bound it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Days and hours, in the shape of quiet hours.
    #[serde(default)]
    pub hours: Option<QuietHours>,
    /// The first moment.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// The moment at which it ends.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

impl Schedule {
    /// Everything that is wrong with it.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors =
            self.hours.as_ref().map_or(Vec::new(), |it| quiet_hours::check("schedule.hours", it));
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until <= from
        {
            let text = "A rule ends after it begins.";
            errors.push(FieldError::new("schedule.until", "SCHEDULE_ENDS_BEFORE_IT_BEGINS", text));
        }
        errors
    }

    /// Whether the rule holds at a moment.
    pub fn holds(&self, now_unix_ms: i64) -> bool {
        self.from.is_none_or(|from| from.unix_ms() <= now_unix_ms)
            && self.until.is_none_or(|until| now_unix_ms < until.unix_ms())
            && self.hours.as_ref().is_none_or(|hours| quiet_hours::is_quiet(hours, now_unix_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday, 09:30 in Paris.
    const MONDAY_MS: i64 = 1_795_422_600_000;
    const HOUR_MS: i64 = 3_600_000;

    #[test]
    fn a_rule_holds_in_its_hours_and_between_its_moments() {
        let hours = QuietHours { from: 540, to: 720, days: vec![1], time_zone: "Europe/Paris".to_owned() };
        let weekly = Schedule { hours: Some(hours), ..Schedule::default() };
        for (hour, expected) in [(0, true), (2, true), (3, false), (-1, false), (24, false), (7 * 24, true)] {
            assert_eq!(weekly.holds(MONDAY_MS + hour * HOUR_MS), expected, "{hour}");
        }
        let at = |hour: i64| Some(Timestamp::from_unix_ms(MONDAY_MS + hour * HOUR_MS));
        let once = Schedule { from: at(0), until: at(2), ..Schedule::default() };
        for (hour, expected) in [(-1, false), (0, true), (1, true), (2, false)] {
            assert_eq!(once.holds(MONDAY_MS + hour * HOUR_MS), expected, "{hour}");
        }
        assert!(Schedule::default().holds(0));
    }

    #[test]
    fn a_schedule_that_cannot_be_is_refused() {
        let at = Some(Timestamp::from_unix_ms(MONDAY_MS));
        let hours = QuietHours { from: 1440, to: 0, days: vec![8], time_zone: "Nowhere".to_owned() };
        let wrong = Schedule { hours: Some(hours), from: at, until: at };
        let paths: Vec<String> = wrong.errors().into_iter().map(|error| error.path).collect();
        let hours = ["from", "days.0", "time_zone"].map(|field| format!("schedule.hours.{field}"));
        assert_eq!(paths, [&hours[..], &["schedule.until".to_owned()]].concat());
    }
}
