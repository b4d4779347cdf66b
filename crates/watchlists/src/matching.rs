//! Rows against what there is here: accounts, content, domains. A row that is not exactly somebody's is nobody's; no
//! likeness of names makes a match. The crate is handed what there is, and must not know where it is kept.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::entry::Entry;
use crate::service::Service;
use crate::subject::{ContentHash, Domain, Entity, Form, Handle, Malformed, Subject};

/// Accounts that an ambiguous row shows at most.
const SHOWN_MAX: usize = 20;

/// An account here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: u64,
    /// Its user name.
    pub name: String,
    /// Since when it has this name, in Unix milliseconds.
    pub name_since_ms: i64,
    /// A moderator, somebody of the press, a researcher: never proposed, only shown.
    pub is_protected: bool,
    /// Accounts elsewhere that its owner proved to be theirs.
    pub proven: Vec<Handle>,
}

/// What came of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It names exactly this.
    Exact,
    /// It names an account elsewhere whose owner proved to have this one.
    ProvenLink,
    /// It may mean one here; a person must look.
    Ambiguous,
    /// It names nothing.
    Malformed,
    /// It names somebody who is protected.
    Protected,
    /// It names nobody and nothing here.
    None,
}

impl Verdict {
    const ALL: [(Self, &str); 6] = [
        (Self::Exact, "exact"),
        (Self::ProvenLink, "proven_link"),
        (Self::Ambiguous, "ambiguous"),
        (Self::Malformed, "malformed"),
        (Self::Protected, "protected"),
        (Self::None, "none"),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(verdict, _)| *verdict == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(verdict, _)| verdict)
    }

    /// Whether a bulk proposal may hold it, once the gate is open.
    pub fn is_certain(self) -> bool {
        matches!(self, Self::Exact | Self::ProvenLink)
    }
}

/// Why a row is ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The row does not say of which service the name is.
    Unstated,
    /// Several accounts proved to have it.
    SeveralAccounts,
    /// The account has its name since after the row was seen: it may have been somebody else's.
    NameChanged,
    /// The row is a pattern, and a pattern is nobody.
    Pattern,
}

impl Doubt {
    const ALL: [(Self, &str); 4] = [
        (Self::Unstated, "unstated"),
        (Self::SeveralAccounts, "several_accounts"),
        (Self::NameChanged, "name_changed"),
        (Self::Pattern, "pattern"),
    ];

    /// The word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(doubt, _)| *doubt == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(doubt, _)| doubt)
    }
}

/// What was found for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is malformed.
    pub fault: Option<Malformed>,
    /// Why it is ambiguous.
    pub doubt: Option<Doubt>,
    /// Accounts that it names or may mean.
    pub accounts: Vec<u64>,
    /// Domains here that it means: itself, and those below it.
    pub domains: Vec<String>,
    /// Whether the content is here.
    pub has_content: bool,
}

impl Match {
    fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            fault: None,
            doubt: None,
            accounts: Vec::new(),
            domains: Vec::new(),
            has_content: false,
        }
    }

    fn doubtful(doubt: Doubt, mut accounts: Vec<u64>) -> Self {
        accounts.sort_unstable();
        accounts.dedup();
        accounts.truncate(SHOWN_MAX);
        Self { doubt: Some(doubt), accounts, ..Self::of(Verdict::Ambiguous) }
    }
}

/// What there is here, in the order in which it is looked up.
#[derive(Debug, Default)]
pub struct Holdings {
    accounts: Vec<Account>,
    by_id: HashMap<u64, usize>,
    by_name: HashMap<String, usize>,
    by_proof: HashMap<Handle, Vec<usize>>,
    content: std::collections::HashSet<ContentHash>,
    /// Domains here, by each domain that they are or lie below.
    domains: HashMap<String, Vec<String>>,
    veiled: HashMap<[u8; 32], Veiled>,
}

#[derive(Debug, Clone)]
enum Veiled {
    Accounts(Handle),
    Domain(String),
}

impl Holdings {
    /// Takes what there is.
    pub fn new(
        accounts: Vec<Account>,
        content: impl IntoIterator<Item = ContentHash>,
        domains: impl IntoIterator<Item = Domain>,
    ) -> Self {
        let mut holdings = Self { content: content.into_iter().collect(), ..Self::default() };
        for domain in domains {
            for above in domain.and_above() {
                holdings.domains.entry(above.to_owned()).or_default().push(domain.as_str().to_owned());
            }
            let name = domain.as_str().to_owned();
            holdings.veiled.insert(Sha256::digest(&name).into(), Veiled::Domain(name));
        }
        for (at, account) in accounts.iter().enumerate() {
            holdings.by_id.insert(account.id, at);
            holdings.by_name.insert(folded(&account.name), at);
            for handle in &account.proven {
                holdings.by_proof.entry(handle.clone()).or_default().push(at);
                if handle.service == Service::Matrix {
                    let digest = Sha256::digest(&handle.name).into();
                    holdings.veiled.insert(digest, Veiled::Accounts(handle.clone()));
                }
            }
        }
        holdings.accounts = accounts;
        holdings
    }

    /// The accounts.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// What a row comes to.
    pub fn judge(&self, entry: &Result<Entry, Malformed>) -> Match {
        match entry {
            Err(fault) => Match { fault: Some(*fault), ..Match::of(Verdict::Malformed) },
            Ok(entry) => self.find(&entry.subject, entry.observed_ms),
        }
    }

    /// What a subject means here, which somebody saw at a moment in Unix milliseconds, if that is known.
    pub fn find(&self, subject: &Subject, observed_ms: Option<i64>) -> Match {
        match subject {
            Subject::Account(handle) => self.find_account(handle, observed_ms),
            Subject::Domain(domain) => self.find_domains(domain.as_str()),
            Subject::Content(hash) => {
                let has_content = self.content.contains(hash);
                let verdict = if has_content { Verdict::Exact } else { Verdict::None };
                Match { has_content, ..Match::of(verdict) }
            }
            Subject::Pattern(pattern) => self.find_pattern(pattern),
            Subject::Veiled(_, digest) => match self.veiled.get(digest) {
                Some(Veiled::Accounts(handle)) => self.find_account(handle, observed_ms),
                Some(Veiled::Domain(domain)) => self.find_domains(domain),
                None => Match::of(Verdict::None),
            },
        }
    }

    fn find_account(&self, handle: &Handle, observed_ms: Option<i64>) -> Match {
        let by_id = || handle.name.parse().ok().and_then(|id: u64| self.by_id.get(&id).copied());
        let by_name = || self.by_name.get(&folded(&handle.name)).copied();
        match (handle.service, handle.form) {
            (Service::Here, Form::Id) => self.certain(Verdict::Exact, by_id()),
            (Service::Here, _) => match by_name() {
                Some(at) if observed_ms.is_some_and(|seen_ms| seen_ms < self.accounts[at].name_since_ms) => {
                    Match::doubtful(Doubt::NameChanged, vec![self.accounts[at].id])
                }
                found => self.certain(Verdict::Exact, found),
            },
            (Service::Unstated, Form::Id) => self.unstated(by_id()),
            (Service::Unstated, _) => self.unstated(by_name()),
            _ => match self.by_proof.get(handle).map(Vec::as_slice) {
                None => Match::of(Verdict::None),
                Some([at]) => self.certain(Verdict::ProvenLink, Some(*at)),
                Some(several) => {
                    let ids = several.iter().map(|at| self.accounts[*at].id).collect();
                    Match::doubtful(Doubt::SeveralAccounts, ids)
                }
            },
        }
    }

    fn certain(&self, verdict: Verdict, found: Option<usize>) -> Match {
        let Some(account) = found.map(|at| &self.accounts[at]) else { return Match::of(Verdict::None) };
        let verdict = if account.is_protected { Verdict::Protected } else { verdict };
        Match { accounts: vec![account.id], ..Match::of(verdict) }
    }

    fn unstated(&self, found: Option<usize>) -> Match {
        match found {
            Some(at) => Match::doubtful(Doubt::Unstated, vec![self.accounts[at].id]),
            None => Match::of(Verdict::None),
        }
    }

    fn find_domains(&self, domain: &str) -> Match {
        match self.domains.get(domain) {
            Some(found) => Match { domains: found.clone(), ..Match::of(Verdict::Exact) },
            None => Match::of(Verdict::None),
        }
    }

    fn find_pattern(&self, pattern: &crate::subject::Pattern) -> Match {
        if pattern.entity == Entity::Server {
            let names = self.veiled.values().filter_map(|it| match it {
                Veiled::Domain(domain) => Some(domain),
                Veiled::Accounts(_) => None,
            });
            let mut domains: Vec<String> = names.filter(|name| pattern.matches(name)).cloned().collect();
            domains.sort_unstable();
            let verdict = if domains.is_empty() { Verdict::None } else { Verdict::Exact };
            return Match { domains, ..Match::of(verdict) };
        }
        let is_meant = |handle: &&Handle| handle.service == Service::Matrix && pattern.matches(&handle.name);
        let handles = self.by_proof.keys().filter(is_meant);
        let ids: Vec<u64> =
            handles.flat_map(|it| &self.by_proof[it]).map(|at| self.accounts[*at].id).collect();
        if ids.is_empty() { Match::of(Verdict::None) } else { Match::doubtful(Doubt::Pattern, ids) }
    }
}

/// Names of accounts here are compared as they are stored: one width, small letters.
fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}
