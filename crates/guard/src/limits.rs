//! Numbers of this wing.

use crate::tables::decisions::DAY_MS;

/// How long somebody holds a case after their last act on it.
pub const CLAIM_MS: i64 = 15 * 60_000;
/// Scalar values of what somebody says about a report.
pub const REPORT_TEXT_CHARS_MAX: usize = 1_000;
/// Reports of one account that wait for a decision.
pub const OPEN_REPORTS_MAX: usize = 50;
/// How long somebody waits who has more.
pub const WAIT_MS: u64 = 3_600_000;
/// Rows of a page.
pub const PAGE_MAX: usize = 50;
/// Rows that are looked at for one page, so that a list of what the caller may not see ends the search.
pub const LOOKED_AT_MAX: usize = 1_000;
/// Scalar values of what evidence is opened for.
pub const PURPOSE_CHARS_MAX: usize = 500;
/// Scalar values of notes, appeals and answers.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Labels on a case; what is noticed beyond says nothing new.
pub const LABELS_MAX: u32 = 50;
/// Scalar values of a label's name, of whoever gave it, and of what they noticed.
pub const LABEL_NAME_CHARS_MAX: usize = 64;
/// See [`LABEL_NAME_CHARS_MAX`].
pub const LABEL_BY_CHARS_MAX: usize = 100;
/// See [`LABEL_NAME_CHARS_MAX`].
pub const LABEL_DETAIL_CHARS_MAX: usize = 200;
/// Notes on a case.
pub const NOTES_MAX: u32 = 200;
/// Reports that are shown with a case.
pub const SHOWN_REPORTS_MAX: u32 = 100;
/// Scalar values of a rule or a law that is named.
pub const GROUND_CHARS_MAX: usize = 500;
/// Scalar values of the facts.
pub const FACTS_CHARS_MAX: usize = 5_000;
/// Keywords of a decision.
pub const KEYWORDS_MAX: usize = 10;
/// Scalar values of one.
pub const KEYWORD_CHARS_MAX: usize = 64;
/// Seconds of the longest timeout: 28 days, as everywhere.
pub const TIMEOUT_S_MAX: u32 = 28 * 86_400;
/// Seconds that a strike counts, if nothing else is said: 90 days.
pub const STRIKE_S_DEFAULT: u32 = 90 * 86_400;
/// Seconds that a strike counts at most.
pub const STRIKE_S_MAX: u32 = 400 * 86_400;
/// Seconds of the longest suspension with an end: ten years.
pub const SUSPENSION_S_MAX: u32 = 3_650 * 86_400;
/// Seconds before a ban whose messages may go with it.
pub const BAN_DELETE_S_MAX: u32 = 604_800;
/// How long a decision can be undone by those who made it.
pub const UNDO_MS: i64 = 30 * DAY_MS;
/// How long a decision can be appealed.
pub const APPEAL_WINDOW_MS: i64 = 183 * DAY_MS;
/// How long an appeal may take.
pub const APPEAL_DUE_MS: i64 = 14 * DAY_MS;
/// How long before that those who look after it are told.
pub const APPEAL_ALARM_MS: i64 = 4 * DAY_MS;
/// How long cases and reports are kept after they were decided.
pub const CASE_AGE_MS: i64 = 180 * DAY_MS;
/// How long decisions and statements are kept.
pub const DECISION_AGE_MS: i64 = 400 * DAY_MS;
/// How long a withheld message is kept: as long as it can be appealed, and the appeal may take.
pub const WITHHELD_MS: i64 = APPEAL_WINDOW_MS + APPEAL_DUE_MS;
/// How long a watch lasts at most.
pub const WATCH_MS: i64 = DAY_MS;
/// How long a note for the next ones is kept.
pub const HANDOVER_MS: i64 = 30 * DAY_MS;
