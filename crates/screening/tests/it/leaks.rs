//! How often leaks and offers are found, how often something else is taken for one, and that no secret is told.

use std::collections::BTreeMap;

use parvis_screening::leaks::lexicon::Lexicon;
use parvis_screening::leaks::{Scanner, redacted};
use parvis_screening::links::DomainList;

use crate::fixtures::{Fixture, thousand};

fn scanner() -> Scanner {
    Scanner::new(&Lexicon::default(), DomainList::default(), [7; 32]).expect("our own words")
}

fn is_flagged(scanner: &Scanner, fixture: &Fixture) -> bool {
    scanner.scan(&fixture.text).is_some_and(|finding| finding.is_leak() || finding.offer.is_some())
}

#[test]
fn leaks_and_offers_are_told_from_what_is_often_taken_for_them() {
    let (scanner, fixtures) = (scanner(), thousand());
    assert_eq!(fixtures.len(), 1_000);
    let (mut right, mut missed, mut wrong) = (0_u32, Vec::new(), Vec::new());
    let mut innocent: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    for fixture in &fixtures {
        let flagged = is_flagged(&scanner, fixture);
        match (fixture.is_bad, flagged) {
            (true, true) => right += 1,
            (true, false) => missed.push(fixture),
            (false, true) => wrong.push(fixture),
            (false, false) => {}
        }
        if !fixture.is_bad {
            for group in [fixture.kind, fixture.language] {
                let count = innocent.entry(group).or_default();
                count[0] += u32::from(flagged);
                count[1] += 1;
            }
        }
    }
    let shown =
        |list: &[&Fixture]| list.iter().map(|it| format!("\n[{}] {}", it.kind, it.text)).collect::<String>();
    let precision = f64::from(right) / f64::from(right + wrong.len() as u32);
    let recall = f64::from(right) / f64::from(right + missed.len() as u32);
    println!("precision {precision:.4}, recall {recall:.4}; innocent texts flagged, by group: {innocent:?}");
    assert!(precision >= 0.99, "{precision}: {}", shown(&wrong));
    assert!(recall >= 0.95, "{recall}: {}", shown(&missed));
    for group in ["news", "research"] {
        let [flagged, all] = innocent[group];
        assert!(
            f64::from(flagged) <= 0.01 * f64::from(all),
            "{group}: {flagged} of {all}: {}",
            shown(&wrong)
        );
    }
    // The same error for everybody: no language is flagged more often than another by more than a quarter.
    let rates: Vec<f64> = ["en", "fr", "ru", "ar", "es", "be"]
        .iter()
        .map(|language| f64::from(innocent[language][0] + 1) / f64::from(innocent[language][1] + 1))
        .collect();
    let (least, most) =
        (rates.iter().copied().fold(1.0, f64::min), rates.iter().copied().fold(0.0, f64::max));
    assert!(most / least <= 1.25, "{rates:?}");
}

#[test]
fn no_secret_is_told() {
    let scanner = scanner();
    for fixture in thousand().iter().filter(|fixture| !fixture.hidden.is_empty()) {
        let Some(finding) = scanner.scan(&fixture.text) else { continue };
        let told = format!("{} {finding:?}", serde_json::to_string(&finding).expect("serialises"));
        for hidden in &fixture.hidden {
            assert!(!told.contains(hidden.as_str()), "{hidden} in {told}");
        }
    }
}

#[test]
fn a_text_that_is_shown_has_no_credentials_left() {
    let scanner = scanner();
    for fixture in thousand().iter().filter(|fixture| fixture.kind == "pairs") {
        let shown = redacted(&fixture.text);
        assert_eq!(scanner.scan(&shown), None, "{shown}");
        for secret in fixture.hidden.iter().filter(|word| word.len() >= 8) {
            assert!(!shown.contains(secret.as_str()), "{secret} in {shown}");
        }
    }
}
