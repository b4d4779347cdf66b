//! What a signed list of others would do here. The preview is the effect: both are this one function, and what is
//! carried out is compared with what was shown. A list never does anything to an account: at most a person is asked.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::matching::{Holdings, Verdict};
use crate::signed::{List, Published, Refusal};
use crate::subject::Subject;

/// What an instance does with a list that it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Those who look after the instance see what it means here.
    #[default]
    Notify,
    /// A case is opened for each, which a person decides.
    Propose,
}

/// A list that is followed.
#[derive(Debug, Clone, Default)]
pub struct Subscription {
    /// What is done with its entries.
    pub mode: Mode,
    /// Entries that the instance does not follow.
    pub ignored: HashSet<Published>,
}

/// Who or what would be touched.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// An account.
    Account(u64),
    /// A domain that links here lead to.
    Domain(String),
    /// Content that is here, as its hash is written.
    Content(String),
}

/// What would happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is shown to those who look after the instance.
    Notified,
    /// A case is opened.
    Proposed,
    /// Nothing: somebody who is protected.
    SparedProtected,
    /// Nothing: the instance does not follow this entry.
    SparedIgnored,
}

/// One thing that would happen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// Which entry of the list, from 0.
    pub entry: usize,
    /// To whom or what.
    pub target: Target,
    /// What.
    pub outcome: Outcome,
}

/// All that would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// In the order of the list.
    pub rows: Vec<Row>,
    /// Stands for the rows: whoever carries it out names the one that they saw.
    pub digest: [u8; 32],
}

/// What was seen is not what would happen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what would happen has changed since it was shown; look at it again")]
pub struct Changed;

/// What a list does here at this moment.
pub fn effect(
    list: &List,
    holdings: &Holdings,
    subscription: &Subscription,
    now_ms: i64,
) -> Result<Effect, Refusal> {
    let salt = list.salt()?;
    let mut digests: HashMap<Published, Vec<usize>> = HashMap::new();
    for (at, account) in holdings.accounts().iter().enumerate() {
        for handle in &account.proven {
            digests.entry(Published::of_account(handle, &salt)).or_default().push(at);
        }
    }
    let mut rows = Vec::new();
    for (entry, it) in list.valid(now_ms) {
        let asked = match subscription.mode {
            _ if subscription.ignored.contains(&it.subject) => Outcome::SparedIgnored,
            Mode::Notify => Outcome::Notified,
            Mode::Propose => Outcome::Proposed,
        };
        let mut push = |target, outcome| rows.push(Row { entry, target, outcome });
        match &it.subject {
            Published::Account(_) => {
                let found = digests.get(&it.subject).map(Vec::as_slice).unwrap_or_default();
                for account in found.iter().map(|at| &holdings.accounts()[*at]) {
                    // One whom several claim, and one who is protected, is only ever shown.
                    let outcome = match asked {
                        Outcome::Proposed | Outcome::Notified if account.is_protected => {
                            Outcome::SparedProtected
                        }
                        Outcome::Proposed if found.len() > 1 => Outcome::Notified,
                        asked => asked,
                    };
                    push(Target::Account(account.id), outcome);
                }
            }
            Published::Domain(domain) => {
                let found = holdings.find(&Subject::Domain(domain.clone()), None);
                found.domains.into_iter().for_each(|domain| push(Target::Domain(domain), asked));
            }
            Published::Content(hash) => {
                let subject = Subject::Content(hash.clone());
                if holdings.find(&subject, None).verdict == Verdict::Exact {
                    push(Target::Content(subject.to_string()), asked);
                }
            }
        }
    }
    let digest = digest_of(list, &rows);
    Ok(Effect { rows, digest })
}

impl Effect {
    /// What is carried out: exactly what was shown under this digest.
    pub fn carried_out(&self, shown: &[u8; 32]) -> Result<impl Iterator<Item = &Row>, Changed> {
        let acts = |row: &&Row| matches!(row.outcome, Outcome::Notified | Outcome::Proposed);
        if self.digest == *shown { Ok(self.rows.iter().filter(acts)) } else { Err(Changed) }
    }
}

fn digest_of(list: &List, rows: &[Row]) -> [u8; 32] {
    let rows = serde_json::to_vec(&(&list.about, rows)).expect("rows are text and numbers");
    blake3::derive_key("parvis watchlists 2026 effect of a list", &rows)
}
