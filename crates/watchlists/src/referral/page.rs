//! A pack as a page for paper, as a value: whoever draws it decides how. It must not know a language: its words are
//! handed in.

use super::{Counts, Pack, Referral};

/// The words of a page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// `To`: before the platform's name.
    pub to: String,
    /// `From`: before the sender's.
    pub from: String,
    /// `Contact`.
    pub contact: String,
    /// `Reference`.
    pub reference: String,
    /// What a referral is: a request to look at it under the platform's own rules, and no order.
    pub nature: String,
    /// Heads of the columns: number, what, where, why and on what ground, seen, evidence, status.
    pub columns: [String; 7],
    /// Words for the statuses, in the order of [`super::Status::ALL`].
    pub statuses: [String; 5],
    /// Words for what a row is: account, channel, post, file, site.
    pub whats: [String; 5],
}

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Its title.
    Title(String),
    /// A word and what stands beside it.
    Fact(String, String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table {
        /// Its head.
        columns: Vec<String>,
        /// Its rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// The page of a pack. `moment` writes a moment in Unix milliseconds as the reader does.
pub fn page(pack: &Pack, words: &Words, moment: impl Fn(i64) -> String) -> Page {
    let Counts { prepared, sent, removed, refused, back_again } = pack.counts();
    let counts = [prepared, sent, removed, refused, back_again];
    let counts = words.statuses.iter().zip(counts).filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(word, count)| format!("{word}: {count}")).collect();
    let fact = |word: &String, value: &str| Block::Fact(word.clone(), value.to_owned());
    let row = |row: &Referral| {
        let why = [row.reason.as_str(), row.ground.as_str()].into_iter().filter(|it| !it.is_empty());
        vec![
            row.number.to_string(),
            words.whats[row.what as usize].clone(),
            row.address.clone(),
            why.collect::<Vec<_>>().join(" · "),
            moment(row.seen_ms),
            row.evidence.join("\n"),
            words.statuses[row.status().place()].clone(),
        ]
    };
    let blocks = vec![
        Block::Title(pack.title.clone()),
        fact(&words.to, &pack.platform),
        fact(&words.contact, &pack.contact),
        fact(&words.from, &pack.sender),
        fact(&words.reference, &format!("{} · {}", pack.id, moment(pack.prepared_ms))),
        Block::Text(words.nature.clone()),
        Block::Text(counts.join(" · ")),
        Block::Table { columns: words.columns.to_vec(), rows: pack.rows.iter().map(row).collect() },
    ];
    Page { blocks }
}
