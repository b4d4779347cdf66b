//! Lists of accounts that somebody else made: what one would mean here. Nothing of it is kept, nothing follows from it,
//! and what names nobody here is counted only.

use std::collections::BTreeMap;

use parvis_app::{ActionResult, App};
use parvis_model::{Id, User};
use parvis_store::tables as talk;
use parvis_watchlists::intake::{self, Intake, IntakeError, Limits};
use parvis_watchlists::matching::{Account, Doubt, Holdings, Verdict};
use serde::Serialize;

pub use parvis_watchlists::intake::Format;
pub use parvis_watchlists::{Hints, Service};

use crate::tables;

/// How large a list may be.
pub const BYTES_MAX: usize = 16 * 1024 * 1024;
/// Accounts that are read at once.
const AT_ONCE: u32 = 1_000;

/// What a list would mean here.
#[derive(Debug, Serialize)]
pub struct Preview {
    /// How it was read.
    pub format: &'static str,
    /// How many rows came to what; those that repeat an earlier one are counted as `repeated` alone.
    pub counts: BTreeMap<&'static str, usize>,
    /// Why rows that name nothing do not.
    pub faults: BTreeMap<String, usize>,
    /// Rows that name somebody here, or may.
    pub rows: Vec<PreviewRow>,
}

/// A row that names somebody here, or may.
#[derive(Debug, Serialize)]
pub struct PreviewRow {
    /// In which line it stands.
    pub line: usize,
    /// What it came to.
    pub verdict: &'static str,
    /// Why a person must look.
    pub doubt: Option<Doubt>,
    /// Names of the accounts.
    pub accounts: Vec<String>,
}

/// Reads a list.
pub fn read(bytes: &[u8], format: Option<Format>, hints: &Hints) -> Result<Intake, IntakeError> {
    intake::read(bytes, format, hints, &Limits { bytes_max: BYTES_MAX, ..Limits::default() })
}

/// What a list that was read would mean at this moment. Moderators of the house are protected. Since when an account
/// has its name is not known; a row that was seen before the account was made is doubtful.
pub async fn preview(app: &App, list: Intake) -> ActionResult<Preview> {
    let (accounts, protected) = app
        .read(|tx| {
            let mut accounts: Vec<User> = Vec::new();
            loop {
                let after = accounts.last().map_or(String::new(), |user| user.username.clone());
                let page = talk::users::page(tx, &after, AT_ONCE)?;
                let is_last = page.len() < AT_ONCE as usize;
                accounts.extend(page);
                if is_last {
                    break;
                }
            }
            Ok((accounts, tables::moderators::all(tx)?))
        })
        .await?;
    let account = |user: &User| Account {
        id: user.id.get(),
        name: user.username.clone(),
        name_since_ms: user.id.created_unix_ms(),
        is_protected: protected.contains(&user.id),
        proven: Vec::new(),
    };
    let holdings = Holdings::new(accounts.iter().map(account).collect(), [], []);
    let names: BTreeMap<_, _> = accounts.iter().map(|user| (user.id, user.username.as_str())).collect();
    let mut preview = Preview {
        format: list.format.as_str(),
        counts: BTreeMap::new(),
        faults: BTreeMap::new(),
        rows: Vec::new(),
    };
    for row in &list.rows {
        if row.repeats.is_some() {
            *preview.counts.entry("repeated").or_default() += 1;
            continue;
        }
        let found = holdings.judge(&row.entry);
        let verdict = found.verdict.as_str();
        *preview.counts.entry(verdict).or_default() += 1;
        if let Some(fault) = found.fault {
            *preview.faults.entry(fault.to_string()).or_default() += 1;
        }
        if !matches!(found.verdict, Verdict::None | Verdict::Malformed) {
            let name = |id: &u64| names.get(&Id::new(*id)).map(|name| (*name).to_owned());
            let accounts = found.accounts.iter().filter_map(name).collect();
            preview.rows.push(PreviewRow { line: row.line, verdict, doubt: found.doubt, accounts });
        }
    }
    Ok(preview)
}
