//! Leaked credentials, and attacks and stolen data for money: in what is written, before it is accepted where a guild
//! wants that, and in the beginnings of text files. What is told of them are counts and masked samples.

use parvis_screening::leaks::offer::Ware;
use parvis_screening::leaks::{Finding, Scanner};

use crate::words::Label;

/// Who noticed it.
const BY: &str = "leaks";
/// Endings of files that are texts, whatever type they are said to have.
const TEXT_ENDINGS: [&str; 9] = ["txt", "csv", "tsv", "sql", "log", "json", "md", "xml", "lst"];

/// What there is in a text that people should look at, or that a guild may not want at all.
pub fn labels(scanner: &Scanner, text: &str, filename: Option<&str>) -> Vec<Label> {
    scanner.scan(text).map_or_else(Vec::new, |finding| labels_of(&finding, filename))
}

fn labels_of(finding: &Finding, filename: Option<&str>) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut add = |name: &str, mut detail: String| {
        if let Some(filename) = filename {
            detail.push_str(" · ");
            detail.push_str(filename);
        }
        labels.push(Label { name: name.to_owned(), by: BY.to_owned(), detail });
    };
    if finding.is_leak() {
        let samples = finding.samples.join(" ");
        let dump = if finding.is_dump { " + dump" } else { "" };
        add("leaked_credentials", format!("{}{dump} · {samples}", finding.credentials));
    }
    if let Some(offer) = &finding.offer {
        let name = match offer.ware {
            Ware::Attack => "attack_for_hire",
            Ware::Data => "stolen_data_for_sale",
        };
        add(name, format!("{} ({} + {} - {})", offer.points, offer.words, offer.selling, offer.context));
    }
    labels
}

/// Whether a file may be a text, by its name.
pub fn may_be_text(filename: &str) -> bool {
    let ending = filename.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_none_or(|ending| TEXT_ENDINGS.contains(&ending.as_str()))
}
