//! Whom a prune is to remove, and what it answers.

use parvis_app::prune::Prune;
use parvis_model::Id;
use parvis_model::marker::RoleMarker;
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

use crate::error::{ApiResult, invalid_fields};

/// Roles as libraries send them: a list, or one text with commas.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Roles {
    /// A list.
    List(Vec<Id<RoleMarker>>),
    /// Ids with commas between them.
    Text(String),
}

/// What is removed, by the query or the body.
pub fn read_prune(days: Option<i64>, roles: Option<Roles>) -> ApiResult<Prune> {
    let days = days.unwrap_or(i64::from(limits::PRUNE_DAYS_DEFAULT));
    let allowed = i64::from(limits::PRUNE_DAYS_MIN)..=i64::from(limits::PRUNE_DAYS_MAX);
    validate::number("days", days, allowed).map_err(invalid_fields)?;
    let roles = match roles {
        None => Vec::new(),
        Some(Roles::List(roles)) => roles,
        Some(Roles::Text(text)) => {
            let ids = text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::parse);
            ids.collect::<Result<_, _>>().map_err(|_| {
                let message = "A list of snowflakes is expected.";
                invalid_fields(FieldError::new("include_roles", "NUMBER_TYPE_COERCE", message))
            })?
        }
    };
    validate::length("include_roles", roles.len(), 0..=limits::PRUNE_ROLES_MAX).map_err(invalid_fields)?;
    Ok(Prune { days: u32::try_from(days).expect("checked to be 1 to 30"), roles })
}

/// How many members it is about; null where nobody wanted to know.
#[derive(Debug, Serialize)]
pub struct Pruned {
    /// The number.
    pub pruned: Option<usize>,
}
