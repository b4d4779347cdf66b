//! Lists as they come: plain text, tables, JSON, policy lists (MSC2313), Mastodon's table of domains. Every row is
//! answered for, also those that name nothing and those that say what an earlier one said.

mod json;
mod plain;
mod policy;
mod table;

use std::collections::HashMap;

use crate::entry::Entry;
use crate::handle::Hints;
use crate::subject::{Malformed, Subject};

/// Characters of a row that are shown to whoever reviews it.
pub const WRITTEN_CHARS_MAX: usize = 512;
/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 1_000;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A handle or several in each line, with or without words around them.
    Plain,
    /// A table with or without a head, cut by comma, semicolon, tab or bar.
    Csv,
    /// Mastodon's table of blocked domains.
    Mastodon,
    /// Texts, objects, or an object with a list of them.
    Json,
    /// Events or state of a Matrix policy room (MSC2313, MSC4204, MSC4205).
    PolicyList,
}

impl Format {
    const ALL: [(Self, &str); 5] = [
        (Self::Plain, "plain"),
        (Self::Csv, "csv"),
        (Self::Mastodon, "mastodon"),
        (Self::Json, "json"),
        (Self::PolicyList, "policy_list"),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(format, _)| *format == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(format, _)| format)
    }

    /// What a text looks like.
    pub fn guess(text: &str) -> Self {
        let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        if start.starts_with(['[', '{']) && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok() {
            let is_policy = start.contains("m.policy.rule.") || start.contains("org.matrix.mjolnir.rule.");
            return if is_policy { Self::PolicyList } else { Self::Json };
        }
        let head = start.lines().next().unwrap_or_default().to_lowercase();
        if head.starts_with("#domain") || head.starts_with("domain,severity") {
            return Self::Mastodon;
        }
        if table::has_head(&head) { Self::Csv } else { Self::Plain }
    }
}

/// How large a list may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes_max: usize,
    /// Rows.
    pub rows_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes_max: 16 * 1024 * 1024, rows_max: 200_000 }
    }
}

/// Why a list was not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// Larger than is read.
    #[error("the list is larger than {max} bytes")]
    TooLarge {
        /// How large one may be.
        max: usize,
    },
    /// More rows than are read.
    #[error("the list has more than {max} rows")]
    TooManyRows {
        /// How many there may be.
        max: usize,
    },
    /// Bytes that are no text.
    #[error("the list is not a text in UTF-8")]
    NotText,
    /// Not what it was said to be.
    #[error("{0}")]
    Format(String),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In which line, or as the how-manieth, it stood; the first is 1.
    pub line: usize,
    /// As it was written, shortened.
    pub written: String,
    /// What it names, or why it names nothing.
    pub entry: Result<Entry, Malformed>,
    /// The line that named the same before.
    pub repeats: Option<usize>,
}

impl Row {
    pub(crate) fn new(line: usize, written: &str, entry: Result<Entry, Malformed>) -> Self {
        Self { line, written: shortened(written.trim(), WRITTEN_CHARS_MAX), entry, repeats: None }
    }
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// How it was read.
    pub format: Format,
    /// All rows, in their order.
    pub rows: Vec<Row>,
}

impl Intake {
    /// Entries that name something, each once.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.rows.iter().filter(|row| row.repeats.is_none()).filter_map(|row| row.entry.as_ref().ok())
    }
}

/// Reads a list. Without a format, the one that it looks like.
pub fn read(
    bytes: &[u8],
    format: Option<Format>,
    hints: &Hints,
    limits: &Limits,
) -> Result<Intake, IntakeError> {
    if bytes.len() > limits.bytes_max {
        return Err(IntakeError::TooLarge { max: limits.bytes_max });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| IntakeError::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let format = format.unwrap_or_else(|| Format::guess(text));
    let mut rows = match format {
        Format::Plain => plain::rows(text, hints, limits)?,
        Format::Csv => table::rows(text, hints, limits)?,
        Format::Mastodon => table::mastodon(text, limits)?,
        Format::Json => json::rows(text, hints, limits)?,
        Format::PolicyList => policy::rows(text, limits)?,
    };
    mark_repeats(&mut rows);
    Ok(Intake { format, rows })
}

fn mark_repeats(rows: &mut [Row]) {
    let mut first: HashMap<Subject, usize> = HashMap::new();
    for row in rows {
        let Ok(entry) = &row.entry else { continue };
        let line = *first.entry(entry.subject.clone()).or_insert(row.line);
        row.repeats = (line != row.line).then_some(line);
    }
}

/// Takes one more row while there may be one.
pub(crate) fn push(rows: &mut Vec<Row>, row: Row, limits: &Limits) -> Result<(), IntakeError> {
    if rows.len() >= limits.rows_max {
        return Err(IntakeError::TooManyRows { max: limits.rows_max });
    }
    rows.push(row);
    Ok(())
}

pub(crate) fn shortened(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}

/// Milliseconds of a whole number (seconds or milliseconds) or of `2026-11-23`, with a time or without.
pub(crate) fn moment_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        // Seconds reach as many digits in the year 5138.
        return Some(if number.abs() < 100_000_000_000 { number * 1_000 } else { number });
    }
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_date = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !is_date || parts.next().is_some() {
        return None;
    }
    let mut clock = time.trim_end_matches('Z').split(':').map(|part| part.get(..2)?.parse::<i64>().ok());
    let seconds =
        [3_600, 60, 1].into_iter().map(|unit| clock.next().flatten().unwrap_or(0) * unit).sum::<i64>();
    Some((days_from_civil(year, month, day) * 86_400 + seconds) * 1_000)
}

/// Days since 1 January 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::moment_ms;

    #[test]
    fn moments_are_read_as_lists_write_them() {
        for (text, seconds) in [
            ("1970-01-01", 0),
            ("2000-03-01", 951_868_800),
            ("2026-11-23", 1_795_392_000),
            ("2026-11-23T02:45:10Z", 1_795_401_910),
            ("2026-11-23 02:45", 1_795_401_900),
            ("1795392000", 1_795_392_000),
            ("1795392000000", 1_795_392_000),
        ] {
            assert_eq!(moment_ms(text), Some(seconds * 1_000), "{text}");
        }
        for wrong in ["", "yesterday", "23/11/2026", "2026-13-01", "2026-11", "2026-11-23-1"] {
            assert_eq!(moment_ms(wrong), None, "{wrong}");
        }
    }
}
