//! Lists of domains, and lines about files.

use parvis_model::words;
use parvis_screening::links::DomainList;
use parvis_screening::policy::media::MediaPolicy;
use parvis_store::{Json, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::{Scope, number};
use crate::tables::word;

words! {
    /// What a list of domains does by itself.
    Effect {
        /// Nothing: rules name it.
        None = "none",
        /// Links to it are refused.
        Refuse = "refuse",
        /// Links to anything else are refused.
        Only = "only",
    }
}

/// A list of domains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What it is called.
    pub name: String,
    /// What it does by itself.
    pub effect: Effect,
    /// The domains.
    pub domains: DomainList,
}

/// The lists of a guild or of the house.
pub fn of_scope(tx: &mut Tx<'_>, scope: Scope) -> Result<Vec<List>, StoreError> {
    tx.query(
        "select name, effect, domains from policy_lists where guild_id = $1 order by name",
        &[&number(scope)],
        |row| {
            Ok(List {
                name: row.get(0)?,
                effect: word(row, 1, Effect::from_word)?,
                domains: row.get::<Json<_>>(2)?.0,
            })
        },
    )
}

/// Writes a list.
pub fn put(tx: &mut Tx<'_>, scope: Scope, list: &List) -> Result<(), StoreError> {
    delete(tx, scope, &list.name)?;
    tx.execute(
        "insert into policy_lists (guild_id, name, effect, domains) values ($1, $2, $3, $4)",
        &[&number(scope), &list.name, &list.effect.as_str(), &Json(&list.domains)],
    )?;
    Ok(())
}

/// Removes a list; whether there was one.
pub fn delete(tx: &mut Tx<'_>, scope: Scope, name: &str) -> Result<bool, StoreError> {
    let sql = "delete from policy_lists where guild_id = $1 and name = $2";
    Ok(tx.execute(sql, &[&number(scope), &name])? > 0)
}

/// The lines about files of a guild or of the house.
pub fn media(tx: &mut Tx<'_>, scope: Scope) -> Result<Vec<MediaPolicy>, StoreError> {
    let lines =
        tx.query_opt("select lines from policy_media where guild_id = $1", &[&number(scope)], |row| {
            Ok(row.get::<Json<Vec<MediaPolicy>>>(0)?.0)
        })?;
    Ok(lines.unwrap_or_default())
}

/// Writes them.
pub fn put_media(tx: &mut Tx<'_>, scope: Scope, lines: &[MediaPolicy]) -> Result<(), StoreError> {
    tx.execute("delete from policy_media where guild_id = $1", &[&number(scope)])?;
    if !lines.is_empty() {
        let sql = "insert into policy_media (guild_id, lines) values ($1, $2)";
        tx.execute(sql, &[&number(scope), &Json(lines)])?;
    }
    Ok(())
}
