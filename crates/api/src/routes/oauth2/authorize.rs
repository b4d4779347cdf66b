//! `/oauth2/authorize`

pub mod create;
pub mod get;

use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{Id, Permissions};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};

/// What is asked for, as the address of the consent page says it.
#[derive(Debug, Deserialize)]
pub struct AuthorizeQuery {
    client_id: Id<ApplicationMarker>,
    #[serde(default)]
    scope: String,
    permissions: Option<Permissions>,
    guild_id: Option<Id<GuildMarker>>,
}

impl AuthorizeQuery {
    /// Scopes are divided by blanks. Only a bot can be added; commands come with it.
    fn require_scopes(&self) -> ApiResult<()> {
        let scopes: Vec<_> = self.scope.split_whitespace().collect();
        let is_known = scopes.iter().all(|scope| matches!(*scope, "bot" | "applications.commands"));
        if scopes.contains(&"bot") && is_known {
            return Ok(());
        }
        Err(invalid_fields(FieldError::choices("scope", ["bot", "bot applications.commands"])))
    }
}
