//! The gate before a bulk proposal: two people label a random sample of what a list matched, and only when the list is
//! right in 95 of 100 cases with 95 % confidence may its rows be proposed together. Below, each row is decided alone.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

/// The precision that must be reached.
pub const PRECISION_MIN: f64 = 0.95;
/// Of the two-sided 95 % confidence interval, as the source of these numbers has it.
const Z: f64 = 1.959_963_984_540_054;
/// Sample sizes at which the gate is looked at, and how many may be wrong there. Looking after every row would open it
/// by luck sooner or later.
pub const STEPS: [(usize, usize); 4] = [(73, 0), (110, 1), (142, 2), (173, 3)];

/// The lower end of Wilson's interval for a share (E. B. Wilson, 1927); 0 of nothing.
pub fn wilson_lower_bound(right: usize, all: usize) -> f64 {
    if all == 0 {
        return 0.0;
    }
    let (n, share) = (all as f64, right as f64 / all as f64);
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - spread) / (1.0 + Z * Z / n)).max(0.0)
}

/// What a reviewer says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// The row is right: this account is what the list says.
    Right,
    /// It is not.
    Wrong,
    /// It cannot be told.
    Unsure,
}

impl Label {
    const ALL: [(Self, &str); 3] = [(Self::Right, "right"), (Self::Wrong, "wrong"), (Self::Unsure, "unsure")];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(label, _)| *label == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(label, _)| label)
    }
}

/// A row's label by one of the reviewers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled {
    /// Which row.
    pub row: u64,
    /// Whose word it is.
    pub reviewer: u64,
    /// What they say.
    pub label: Label,
}

/// The rows in the order in which they are sampled: random, and the same for the same seed, so that a larger sample
/// holds the smaller one. The seed is random and is drawn after the list was handed in.
pub fn sampling_order(rows: &[u64], seed: &[u8; 32]) -> Vec<u64> {
    let mut order = rows.to_vec();
    order.sort_unstable();
    order.dedup();
    let mut random = blake3::Hasher::new_keyed(seed).finalize_xof();
    for last in (1..order.len()).rev() {
        order.swap(last, below(&mut random, last as u64 + 1) as usize);
    }
    order
}

/// A number below a bound, each as likely as the other.
fn below(random: &mut blake3::OutputReader, bound: u64) -> u64 {
    let fair = u64::MAX - u64::MAX % bound;
    loop {
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        let number = u64::from_le_bytes(bytes);
        if number < fair {
            return number % bound;
        }
    }
}

/// Whether the gate is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Rows wait for labels.
    Sampling,
    /// A bulk proposal may be made.
    Open,
    /// The list is not precise enough, or too short to tell: row by row.
    Shut,
}

/// Where the gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Open, shut, or not known yet.
    pub state: State,
    /// How large the sample is now; its first so many rows of the order are asked for.
    pub sample_size: usize,
    /// Rows of it that both reviewers labelled.
    pub labelled: usize,
    /// Rows that both call right. What they disagree on, or cannot tell, is not right.
    pub right: usize,
    /// Rows on which they disagree.
    pub disagreed: usize,
    /// Of [`wilson_lower_bound`], for what is labelled.
    pub lower_bound: f64,
}

/// Why labels are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    /// A third reviewer, or the one who handed the list in.
    #[error("two reviewers label a sample, and neither of them handed the list in")]
    Reviewers,
    /// A row that the sample does not hold.
    #[error("row {0} is not in the sample")]
    NotSampled(u64),
}

/// Judges the labels of a sample. `order` is [`sampling_order`]; `submitter` handed the list in and labels nothing.
pub fn standing(order: &[u64], labels: &[Labelled], submitter: u64) -> Result<Standing, GateError> {
    let reviewers: HashSet<u64> = labels.iter().map(|it| it.reviewer).collect();
    if reviewers.len() > 2 || reviewers.contains(&submitter) {
        return Err(GateError::Reviewers);
    }
    let sampled: HashSet<u64> = order.iter().take(STEPS[STEPS.len() - 1].0).copied().collect();
    if let Some(other) = labels.iter().find(|it| !sampled.contains(&it.row)) {
        return Err(GateError::NotSampled(other.row));
    }
    let mut of_row: HashMap<u64, HashMap<u64, Label>> = HashMap::new();
    for it in labels {
        of_row.entry(it.row).or_default().insert(it.reviewer, it.label);
    }
    let mut standing = Standing {
        state: State::Shut,
        sample_size: 0,
        labelled: 0,
        right: 0,
        disagreed: 0,
        lower_bound: 0.0,
    };
    for (size, wrong_max) in STEPS {
        if order.len() < size {
            // What is too short to reach the bound is decided row by row.
            standing.state = State::Shut;
            return Ok(standing);
        }
        count(&mut standing, &order[..size], &of_row);
        if standing.labelled < size {
            let wrong = standing.labelled - standing.right;
            let is_lost = wrong > STEPS[STEPS.len() - 1].1;
            standing.state = if is_lost { State::Shut } else { State::Sampling };
            return Ok(standing);
        }
        if size - standing.right <= wrong_max {
            standing.state = State::Open;
            return Ok(standing);
        }
    }
    Ok(standing)
}

fn count(standing: &mut Standing, sample: &[u64], of_row: &HashMap<u64, HashMap<u64, Label>>) {
    let both: Vec<Vec<Label>> = sample
        .iter()
        .filter_map(|row| of_row.get(row))
        .filter(|labels| labels.len() == 2)
        .map(|labels| labels.values().copied().collect())
        .collect();
    standing.sample_size = sample.len();
    standing.labelled = both.len();
    standing.right = both.iter().filter(|labels| labels.iter().all(|label| *label == Label::Right)).count();
    standing.disagreed = both.iter().filter(|labels| labels[0] != labels[1]).count();
    standing.lower_bound = wilson_lower_bound(standing.right, standing.labelled);
}
