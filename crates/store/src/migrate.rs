//! Migrations: forward only, each in a transaction of its own, with a record of what was applied.

use parvis_model::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::StoreError;
use crate::text::{self, Dialect};

/// One step of a component's schema. Its text never changes once it has been released.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// What it does, for people.
    pub name: &'static str,
    /// Statements for both engines, with the tokens `{blob}` and `{clustered}`.
    pub sql: &'static str,
}

/// A part of the program with tables of its own.
#[derive(Debug, Clone, Copy)]
pub struct Component {
    /// Its name in the record of migrations.
    pub name: &'static str,
    /// Its steps; their order gives their numbers, from 1.
    pub migrations: &'static [Migration],
}

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) component: String,
    pub(crate) version: i64,
    pub(crate) checksum: String,
}

/// A migration that is still to be applied.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) component: &'static str,
    pub(crate) version: i64,
    pub(crate) name: &'static str,
    pub(crate) checksum: String,
    /// In the engine's words.
    pub(crate) sql: String,
}

pub(crate) const RECORD_TABLE_IF_ABSENT: &str = "create table if not exists schema_migrations (\
    component text not null, version bigint not null, name text not null, checksum text not null, \
    applied_unix_ms bigint not null, primary key (component, version))";

/// Compares the record with what the program knows; the steps that are missing, in order.
///
/// Components that only the record knows are left alone: a wing that was taken out keeps its data.
pub(crate) fn plan(
    components: &[Component],
    applied: &[Applied],
    dialect: Dialect,
) -> Result<Vec<Step>, StoreError> {
    let mut steps = Vec::new();
    for component in components {
        let known = component.migrations.len() as i64;
        let found =
            applied.iter().filter(|a| a.component == component.name).map(|a| a.version).max().unwrap_or(0);
        if found > known {
            return Err(StoreError::Newer { component: component.name.into(), found, known });
        }
        for (version, migration) in (1..).zip(component.migrations) {
            // A constraint that is checked at the commit would punish every job of the batch for one.
            assert!(!migration.sql.contains("deferr"), "{}: constraints are checked at once", migration.name);
            let checksum = checksum(migration.sql);
            let name = migration.name;
            match applied.iter().find(|a| a.component == component.name && a.version == version) {
                Some(line) if line.checksum == checksum => {}
                None if version > found => {
                    let sql = text::migration(migration.sql, dialect);
                    steps.push(Step { component: component.name, version, name, checksum, sql });
                }
                _ => {
                    let component = component.name.into();
                    return Err(StoreError::Changed { component, version, name: name.into() });
                }
            }
        }
    }
    Ok(steps)
}

fn checksum(sql: &str) -> String {
    let digest = Sha256::digest(sql.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The error of a step that failed.
pub(crate) fn failed(step: &Step, reason: impl std::fmt::Display) -> StoreError {
    let (component, name) = (step.component.into(), step.name.into());
    StoreError::Migration { component, version: step.version, name, reason: reason.to_string() }
}

/// Values of the record's line for a step, in the order of its columns.
pub(crate) fn record(step: &Step, now: Timestamp) -> (&str, i64, &str, &str, i64) {
    (step.component, step.version, step.name, &step.checksum, now.unix_ms())
}

/// Refuses steps that are missing, for who opens a database only to read it.
pub(crate) fn refuse_missing(steps: &[Step]) -> Result<(), StoreError> {
    let Some(step) = steps.first() else { return Ok(()) };
    Err(failed(step, "the database was opened to read only; start the server once to bring it up to date"))
}
