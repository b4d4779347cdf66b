//! Lines with a handle or several in them, as people pass them on.

use super::{IntakeError, Limits, REASON_CHARS_MAX, Row, push, shortened};
use crate::entry::Entry;
use crate::handle::{Hints, read_subject};
use crate::service::Service;
use crate::subject::{Handle, Malformed, Subject};

/// Pieces of a line that are looked at.
const PIECES_MAX: usize = 200;
const CUTS: &[char] = &[',', ';', '\t', '|', '،', '؛', '、', '，', '；'];

pub(super) fn rows(text: &str, hints: &Hints, limits: &Limits) -> Result<Vec<Row>, IntakeError> {
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (written, entry) in of_line(line, hints) {
            push(&mut rows, Row::new(index + 1, &written, entry), limits)?;
        }
    }
    Ok(rows)
}

type Found = (String, Result<Entry, Malformed>);

fn of_line(line: &str, hints: &Hints) -> Vec<Found> {
    let trimmed = line.trim();
    if trimmed.is_empty() || is_remark(trimmed) {
        return Vec::new();
    }
    let whole = read_subject(trimmed, hints);
    if !matches!(whole, Err(Malformed::NoHandle | Malformed::WrongName | Malformed::TooLong)) {
        return vec![(trimmed.to_owned(), whole.map(Entry::of))];
    }
    let found = signed_pieces(trimmed, hints);
    if !found.is_empty() {
        return found;
    }
    let parts: Vec<&str> =
        trimmed.split(CUTS).map(str::trim).filter(|part| !part.is_empty()).take(PIECES_MAX).collect();
    if parts.len() > 1 && parts.iter().all(|part| !part.contains(char::is_whitespace)) {
        let read = |part: &&str| ((*part).to_owned(), read_subject(part, hints).map(Entry::of));
        return parts.iter().map(read).collect();
    }
    vec![(trimmed.to_owned(), whole.map(Entry::of))]
}

/// Remarks begin as in files of settings; a hashtag has no blank after its sign.
fn is_remark(line: &str) -> bool {
    line.starts_with("//")
        || line.starts_with("# ")
        || line == "#"
        || line.starts_with("##")
        || line.starts_with("---")
}

/// Pieces that say by a sign that they are a handle; what stands around them is the reason.
fn signed_pieces(line: &str, hints: &Hints) -> Vec<Found> {
    let pieces =
        line.split(|c: char| c.is_whitespace() || CUTS.contains(&c)).filter(|piece| is_signed(piece));
    let mut rest = line.to_owned();
    let mut found: Vec<(&str, Result<Subject, Malformed>)> = Vec::new();
    for piece in pieces.take(PIECES_MAX) {
        rest = rest.replacen(piece, " ", 1);
        found.push((piece, read_subject(piece, hints)));
    }
    let reason = reason_of(&rest);
    drop_twins(&mut found);
    let entry = |subject| Entry { reason: reason.clone(), ..Entry::of(subject) };
    found.into_iter().map(|(piece, subject)| (piece.to_owned(), subject.map(entry))).collect()
}

fn is_signed(piece: &str) -> bool {
    let piece = piece
        .trim_start_matches(['(', '[', '"', '\'', '«', '“', '*', '-', '\u{200e}', '\u{200f}', '\u{2068}']);
    let lower = piece.to_lowercase();
    let starts = [
        "@", "＠", "http", "hxxp", "www.", "<@", "<http", "tg:", "did:", "acct:", "matrix:", "mailto:", "u/",
        "/u/",
    ];
    let has_tag = piece.rsplit_once('#').is_some_and(|(name, tag)| {
        !name.is_empty() && tag.len() >= 4 && tag.chars().take(4).all(|c| c.is_ascii_digit())
    });
    let is_number = lower.len() >= 17 && lower.bytes().all(|it| it.is_ascii_digit());
    let has_host = piece.split_once('/').is_some_and(|(host, path)| host.contains('.') && !path.is_empty());
    let has_hash =
        ["sha256:", "sha-256:", "sha1:", "md5:", "blake3:", "pdq:"].iter().any(|it| lower.starts_with(it));
    let has_at = piece.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    starts.iter().any(|it| lower.starts_with(it)) && lower.len() > 1
        || has_tag
        || is_number
        || has_host
        || has_hash
        || has_at
}

/// `@name https://x.com/name` says one thing twice, the second time with its service.
fn drop_twins(found: &mut Vec<(&str, Result<Subject, Malformed>)>) {
    let stated: Vec<String> = found
        .iter()
        .filter_map(|(_, subject)| match subject {
            Ok(Subject::Account(Handle { service, name, .. })) if *service != Service::Unstated => {
                Some(name.clone())
            }
            _ => None,
        })
        .collect();
    found.retain(|(_, subject)| match subject {
        Ok(Subject::Account(Handle { service: Service::Unstated, name, .. })) => !stated.contains(name),
        _ => true,
    });
}

fn reason_of(rest: &str) -> String {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_edge = |c: char| {
        c.is_whitespace()
            || CUTS.contains(&c)
            || matches!(c, '-' | '–' | '—' | ':' | '(' | ')' | '•' | '*' | '.')
    };
    shortened(words.join(" ").trim_matches(is_edge), REASON_CHARS_MAX)
}
