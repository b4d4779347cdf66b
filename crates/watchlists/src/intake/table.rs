//! Tables: of anybody, with heads as people write them; ours; Mastodon's.

use csv::{ReaderBuilder, StringRecord};

use super::{IntakeError, Limits, REASON_CHARS_MAX, Row, moment_ms, push, shortened};
use crate::cells::unguarded;
use crate::entry::{Entry, Evidence, Recommendation, Terms};
use crate::handle::{Hints, read_subject};
use crate::service::Service;
use crate::subject::{Algorithm, ContentHash, Domain, Malformed, Subject};

/// What a column holds, by the names that lists give it.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Subject, &["subject"]),
    (
        Column::Handle,
        &[
            "handle",
            "account",
            "username",
            "user",
            "user_name",
            "screen_name",
            "screenname",
            "name",
            "nick",
            "login",
            "url",
            "link",
            "profile",
            "profile_url",
            "compte",
            "pseudo",
            "cuenta",
            "usuario",
            "аккаунт",
            "пользователь",
            "ник",
            "ссылка",
            "حساب",
            "المستخدم",
            "entity",
            "indicator",
            "value",
        ],
    ),
    (Column::Domain, &["domain", "host", "instance", "domaine", "dominio", "домен", "نطاق"]),
    (Column::Hash, &["hash", "digest", "sha256", "sha-256", "sha1", "md5", "blake3", "pdq"]),
    (
        Column::Service,
        &["service", "platform", "network", "plateforme", "réseau", "plataforma", "платформа", "منصة"],
    ),
    (Column::Recommendation, &["recommendation", "severity", "action"]),
    (
        Column::Reason,
        &[
            "reason",
            "comment",
            "public_comment",
            "comments",
            "note",
            "notes",
            "why",
            "raison",
            "motif",
            "motivo",
            "причина",
            "سبب",
        ],
    ),
    (Column::Evidence, &["evidence", "evidence_class", "confidence"]),
    (
        Column::Observed,
        &[
            "observed_ms",
            "observed",
            "date",
            "seen",
            "first_seen",
            "last_seen",
            "seen_at",
            "created_at",
            "дата",
            "تاريخ",
        ],
    ),
    (Column::Expires, &["expires_ms", "expires", "expires_at", "valid_until"]),
    (Column::RejectMedia, &["reject_media"]),
    (Column::RejectReports, &["reject_reports"]),
    (Column::Obfuscate, &["obfuscate"]),
    (Column::StateKey, &["state_key"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Subject,
    Handle,
    Domain,
    Hash,
    Service,
    Recommendation,
    Reason,
    Evidence,
    Observed,
    Expires,
    RejectMedia,
    RejectReports,
    Obfuscate,
    StateKey,
}

impl Column {
    pub(super) fn of(head: &str) -> Option<Self> {
        let head = head.trim().trim_start_matches('#').trim_matches('"').to_lowercase().replace(' ', "_");
        COLUMNS.iter().find(|(_, names)| names.contains(&head.as_str())).map(|(column, _)| *column)
    }

    fn names_something(self) -> bool {
        matches!(self, Self::Subject | Self::Handle | Self::Domain | Self::Hash)
    }
}

/// Whether a first line is the head of a table.
pub(super) fn has_head(line: &str) -> bool {
    let cells: Vec<Option<Column>> = line.split(cut_of(line)).map(Column::of).collect();
    cells.iter().flatten().any(|column| column.names_something())
        && cells.iter().flatten().count() * 2 >= cells.len()
}

fn cut_of(line: &str) -> char {
    let count = |cut: &char| line.matches(*cut).count();
    [',', ';', '\t', '|'].into_iter().rev().max_by_key(count).unwrap_or(',')
}

/// A row's cells by what they hold.
#[derive(Default)]
pub(super) struct Cells {
    cells: Vec<(Column, String, String)>,
}

impl Cells {
    pub(super) fn push(&mut self, column: Column, head: &str, cell: &str) {
        if !cell.is_empty() {
            self.cells.push((column, head.to_lowercase(), cell.to_owned()));
        }
    }

    fn get(&self, column: Column) -> Option<&str> {
        self.cells.iter().find(|(it, ..)| *it == column).map(|(_, _, cell)| cell.as_str())
    }

    fn is_on(&self, column: Column) -> bool {
        self.get(column)
            .is_some_and(|cell| matches!(cell.trim().to_lowercase().as_str(), "true" | "1" | "yes"))
    }

    pub(super) fn entry(&self, hints: &Hints) -> Result<Entry, Malformed> {
        let subject = self.subject(hints)?;
        let reason = shortened(self.get(Column::Reason).unwrap_or_default(), REASON_CHARS_MAX);
        let terms = Terms {
            reject_media: self.is_on(Column::RejectMedia),
            reject_reports: self.is_on(Column::RejectReports),
            obfuscate: self.is_on(Column::Obfuscate),
        };
        Ok(Entry {
            subject,
            recommendation: Recommendation::from_word(self.get(Column::Recommendation).unwrap_or_default()),
            reason,
            evidence: self.get(Column::Evidence).and_then(|word| Evidence::from_word(word.trim())),
            observed_ms: self.get(Column::Observed).and_then(moment_ms),
            expires_ms: self.get(Column::Expires).and_then(moment_ms),
            terms,
            state_key: self.get(Column::StateKey).map(str::to_owned),
        })
    }

    /// The first cell that names something; one that fails is told only when none succeeds.
    fn subject(&self, hints: &Hints) -> Result<Subject, Malformed> {
        let service = self.get(Column::Service).and_then(Service::from_any_word);
        let hints = Hints { service: service.or(hints.service), own_hosts: hints.own_hosts.clone() };
        let mut fault = Malformed::NoHandle;
        for (column, head, cell) in &self.cells {
            let found = match column {
                Column::Subject => cell.trim().parse(),
                Column::Handle => read_subject(cell, &hints),
                Column::Domain => Domain::parse(cell.trim()).map(Subject::Domain).ok_or(Malformed::NoHandle),
                Column::Hash => hash(head, cell),
                _ => continue,
            };
            match found {
                Ok(subject) => return Ok(subject),
                Err(Malformed::NoHandle) => {}
                Err(why) => fault = why,
            }
        }
        Err(fault)
    }
}

/// A hash whose column, or whose cell, says how it was made.
fn hash(head: &str, cell: &str) -> Result<Subject, Malformed> {
    let (word, digits) = cell.trim().split_once([':', '=']).unwrap_or((head, cell.trim()));
    let algorithm = Algorithm::from_word(word).ok_or(Malformed::Hash)?;
    ContentHash::parse(algorithm, digits.trim()).map(Subject::Content).ok_or(Malformed::Hash)
}

pub(super) fn rows(text: &str, hints: &Hints, limits: &Limits) -> Result<Vec<Row>, IntakeError> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let cut = cut_of(first);
    let heads: Option<Vec<String>> = has_head(&first.to_lowercase())
        .then(|| first.split(cut).map(|it| it.trim().trim_matches('"').to_owned()).collect());
    let mut rows = Vec::new();
    each_record(text, cut, heads.is_some(), |line, record| {
        let entry = match &heads {
            Some(heads) => by_head(heads, record).entry(hints),
            None => first_subject(record, hints),
        };
        let written = record.iter().collect::<Vec<_>>().join(" ");
        push(&mut rows, Row::new(line, &written, entry), limits)
    })?;
    Ok(rows)
}

fn by_head(heads: &[String], record: &StringRecord) -> Cells {
    let mut cells = Cells::default();
    for (head, cell) in heads.iter().zip(record) {
        if let Some(column) = Column::of(head) {
            cells.push(column, head, unguarded(cell));
        }
    }
    cells
}

/// A table without a head: the first cell that names something, and the next one as the reason.
fn first_subject(record: &StringRecord, hints: &Hints) -> Result<Entry, Malformed> {
    let mut fault = Malformed::NoHandle;
    for (at, cell) in record.iter().enumerate() {
        match read_subject(unguarded(cell), hints) {
            Ok(subject) => {
                let rest: Vec<&str> = record.iter().skip(at + 1).filter(|cell| !cell.is_empty()).collect();
                return Ok(Entry {
                    reason: shortened(&rest.join(" "), REASON_CHARS_MAX),
                    ..Entry::of(subject)
                });
            }
            Err(Malformed::NoHandle) => {}
            Err(why) => fault = why,
        }
    }
    Err(fault)
}

fn each_record(
    text: &str,
    cut: char,
    has_head: bool,
    mut take: impl FnMut(usize, &StringRecord) -> Result<(), IntakeError>,
) -> Result<(), IntakeError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(cut as u8)
        .has_headers(has_head)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| IntakeError::Format(error.to_string()))?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            take(line, &record)?;
        }
    }
    Ok(())
}

/// Mastodon's table. A domain there is itself, also where it is that of a service.
pub(super) fn mastodon(text: &str, limits: &Limits) -> Result<Vec<Row>, IntakeError> {
    let first = text.lines().next().unwrap_or_default();
    let heads: Vec<String> = first.split(',').map(str::to_owned).collect();
    if !heads.iter().any(|head| Column::of(head) == Some(Column::Domain)) {
        return Err(IntakeError::Format("the table has no column #domain".to_owned()));
    }
    let mut rows = Vec::new();
    each_record(text, ',', true, |line, record| {
        let entry = by_head(&heads, record).entry(&Hints::default());
        push(&mut rows, Row::new(line, record.get(0).unwrap_or_default(), entry), limits)
    })?;
    Ok(rows)
}
