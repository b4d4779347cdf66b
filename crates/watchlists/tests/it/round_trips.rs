//! Lists that go out and come back: 10,000 rows, nothing lost.

use parvis_watchlists::intake::{Format, Limits, read};
use parvis_watchlists::{Entry, Evidence, Hints, Recommendation, Subject, Terms, export};

const ROWS: usize = 10_000;

fn subject(at: usize) -> Subject {
    let text = match at % 12 {
        0 => format!("x:name_{at}"),
        1 => format!("telegram:join=AbC-{at}"),
        2 => format!("facebook:id=1{at}"),
        3 => format!("matrix:@Name{at}:b{at}.example"),
        4 => format!("fediverse:name{at}@b.example"),
        5 => format!("domain:b{at}.example"),
        6 => format!("sha256:{at:064x}"),
        7 => format!("pattern:server=*.b{at}.example"),
        8 => format!("veiled:user={at:064x}"),
        9 => format!("discord:Name{at}#0042"),
        10 => format!("matrix:room=#room{at}:b.example"),
        _ => format!("here:имя{at}"),
    };
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

fn entry(at: usize) -> Entry {
    let reasons = ["", "=1+1", "@a, \"b\"", "'x", "two\nlines", "-", "قناة", "a;b|c\td"];
    Entry {
        subject: subject(at),
        recommendation: ["review", "m.ban", "m.takedown", "noop", "silence", "suspend", "org.example.other"]
            .map(Recommendation::from_word)[at % 7]
            .clone(),
        reason: reasons[at % 8].to_owned(),
        evidence: [
            None,
            Some(Evidence::Alleged),
            Some(Evidence::Reviewed),
            Some(Evidence::Decided),
            Some(Evidence::Ordered),
        ][at % 5],
        observed_ms: (at.is_multiple_of(3)).then_some(1_795_392_000_000 + at as i64),
        expires_ms: (at.is_multiple_of(4)).then_some(1_800_000_000_000 + at as i64),
        terms: Terms {
            reject_media: at.is_multiple_of(2),
            reject_reports: at.is_multiple_of(3),
            obfuscate: at.is_multiple_of(5),
        },
        state_key: (at.is_multiple_of(6)).then(|| format!("=key {at}")),
    }
}

fn back(text: &str, format: Option<Format>) -> Vec<Entry> {
    let list = read(text.as_bytes(), format, &Hints::default(), &Limits::default()).expect("a list");
    assert!(list.rows.iter().all(|row| row.entry.is_ok() && row.repeats.is_none()));
    list.entries().cloned().collect()
}

#[test]
fn our_table_and_our_json_hold_everything() {
    let entries: Vec<Entry> = (0..ROWS).map(entry).collect();
    assert_eq!(back(&export::csv(&entries), None), entries);
    assert_eq!(back(&export::json(&entries), None), entries);
}

#[test]
fn a_policy_list_holds_what_is_of_matrix_and_says_what_is_not() {
    // What the format has no place for is not in these: evidence, ends, terms of domains.
    let plain = |entry: Entry| Entry { evidence: None, expires_ms: None, terms: Terms::default(), ..entry };
    let is_of_matrix = |at: &usize| matches!(at % 12, 3 | 5 | 7 | 8 | 10);
    let keyed = |at: usize| Entry { state_key: Some(format!("rule {at}")), ..plain(entry(at)) };
    let entries: Vec<Entry> = (0..).filter(is_of_matrix).take(ROWS).map(keyed).collect();
    let export = export::policy_list(&entries);
    assert_eq!(export.left_out, 0);
    assert_eq!(back(&export.text, None), entries);
    let mixed: Vec<Entry> = (0..120).map(entry).collect();
    assert_eq!(export::policy_list(&mixed).left_out, 70);
}

#[test]
fn mastodons_table_holds_domains_with_all_of_their_terms() {
    let severities = [Recommendation::Noop, Recommendation::Silence, Recommendation::Suspend];
    let domain = |at: usize| Entry {
        subject: format!("domain:b{at}.example").parse().expect("a domain"),
        recommendation: severities[at % 3].clone(),
        evidence: None,
        observed_ms: None,
        expires_ms: None,
        state_key: None,
        ..entry(at)
    };
    let entries: Vec<Entry> = (0..ROWS).map(domain).collect();
    let export = export::mastodon(&entries);
    assert_eq!(export.left_out, 0);
    assert!(
        export
            .text
            .starts_with("#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n")
    );
    assert_eq!(back(&export.text, None), entries);
}
