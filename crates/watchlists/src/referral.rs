//! Packs of referrals to another platform: what is where, why, and by what evidence; what became of each row; and how
//! that went over time. A person hands a pack in there; nothing here sends anything.

mod page;
mod table;

use serde::{Deserialize, Serialize};

pub use page::{Block, Page, Words, page};
pub use table::{PackError, csv, from_csv, from_json, json};

/// Rows of one pack.
pub const ROWS_MAX: usize = 20_000;
/// Characters of an address.
pub const ADDRESS_CHARS_MAX: usize = 2_048;
/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 2_000;
/// Hashes of one row.
pub const EVIDENCE_MAX: usize = 20;
const DAY_MS: i64 = 86_400_000;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has handed it in yet.
    Prepared,
    /// A person handed it in.
    Sent,
    /// It is gone there.
    Removed,
    /// The platform keeps it, and said so.
    Refused,
    /// It was gone, and is there again.
    BackAgain,
}

impl Status {
    /// All, in the order in which they are shown.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Prepared, "prepared"),
        (Self::Sent, "sent"),
        (Self::Removed, "removed"),
        (Self::Refused, "refused"),
        (Self::BackAgain, "back_again"),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(status, _)| *status == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(status, _)| status)
    }

    /// What may come after it.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Prepared => matches!(next, Self::Sent | Self::Removed),
            Self::Sent => matches!(next, Self::Removed | Self::Refused),
            Self::Refused | Self::BackAgain => matches!(next, Self::Sent | Self::Removed),
            Self::Removed => next == Self::BackAgain,
        }
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|(status, _)| *status == self).unwrap_or(0)
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An account.
    Account,
    /// A channel or group.
    Channel,
    /// A post, picture or film.
    Post,
    /// A file.
    File,
    /// A site.
    Site,
}

impl What {
    const ALL: [(Self, &str); 5] = [
        (Self::Account, "account"),
        (Self::Channel, "channel"),
        (Self::Post, "post"),
        (Self::File, "file"),
        (Self::Site, "site"),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(what, _)| *what == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(what, _)| what)
    }
}

/// A change of a row's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// To what.
    pub status: Status,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Its number in the pack; the first is 1.
    pub number: u32,
    /// What it is.
    pub what: What,
    /// Where: an address on the platform.
    pub address: String,
    /// Why, in a person's words.
    pub reason: String,
    /// Which rule or law, as the platform names it.
    pub ground: String,
    /// When it was seen, in Unix milliseconds.
    pub seen_ms: i64,
    /// Hashes of the evidence that is kept, as `blake3:…`.
    pub evidence: Vec<String>,
    /// What became of it, in order.
    pub steps: Vec<Step>,
}

/// A step that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("row {number}: {} cannot become {}", from.as_str(), to.as_str())]
pub struct StepError {
    /// Of which row.
    pub number: u32,
    /// What it is now.
    pub from: Status,
    /// What it was to be.
    pub to: Status,
}

impl Referral {
    /// What it is now.
    pub fn status(&self) -> Status {
        self.steps.last().map_or(Status::Prepared, |step| step.status)
    }

    /// What it was at the end of a moment.
    pub fn status_at(&self, at_ms: i64) -> Option<Status> {
        self.steps.iter().rev().find(|step| step.at_ms <= at_ms).map(|step| step.status)
    }

    /// Notes what became of it. A step is never before the one before it, whatever the clock says.
    pub fn become_status(&mut self, status: Status, at_ms: i64) -> Result<(), StepError> {
        let from = self.status();
        if !from.may_become(status) {
            return Err(StepError { number: self.number, from, to: status });
        }
        let at_ms = self.steps.last().map_or(at_ms, |step| step.at_ms.max(at_ms));
        self.steps.push(Step { at_ms, status });
        Ok(())
    }
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// To which platform.
    pub platform: String,
    /// Where that platform takes referrals, for the person who hands it in.
    pub contact: String,
    /// Who stands behind it: the instance, never a person's name.
    pub sender: String,
    /// When it was made, in Unix milliseconds.
    pub prepared_ms: i64,
    /// Its rows.
    pub rows: Vec<Referral>,
}

/// How many rows have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Not handed in.
    pub prepared: u32,
    /// Handed in, without an answer.
    pub sent: u32,
    /// Gone.
    pub removed: u32,
    /// Kept by the platform.
    pub refused: u32,
    /// There again.
    pub back_again: u32,
}

impl Counts {
    fn of(statuses: impl Iterator<Item = Status>) -> Self {
        let mut counts = [0; 5];
        statuses.for_each(|status| counts[status.place()] += 1);
        let [prepared, sent, removed, refused, back_again] = counts;
        Self { prepared, sent, removed, refused, back_again }
    }
}

/// How a pack stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Days since 1 January 1970, UTC.
    pub day: i64,
    /// How many rows had which status.
    #[serde(flatten)]
    pub counts: Counts,
}

impl Pack {
    /// How it stands.
    pub fn counts(&self) -> Counts {
        Counts::of(self.rows.iter().map(Referral::status))
    }

    /// How it stood at the end of each day up to this moment, from the day on which it was made; `days_max` of them at
    /// most, the last ones.
    pub fn curve(&self, now_ms: i64, days_max: u32) -> Vec<Day> {
        let last = now_ms.div_euclid(DAY_MS);
        let first = self.prepared_ms.div_euclid(DAY_MS).max(last - i64::from(days_max) + 1);
        let at = |day: i64| {
            let end_ms = (day + 1) * DAY_MS - 1;
            Day { day, counts: Counts::of(self.rows.iter().filter_map(|row| row.status_at(end_ms))) }
        };
        (first..=last).map(at).collect()
    }
}
