//! Checks `allowed_mentions`, whose two ways of naming users and roles exclude each other.

use parvis_model::Id;
use parvis_model::marker::{RoleMarker, UserMarker};

use super::{FieldError, length};
use crate::content::AllowedMentions;
use crate::limits::ALLOWED_MENTIONS_MAX;

/// `allowed_mentions` as somebody sends it. What was not sent is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct AllowedMentionsView<'a> {
    /// `users`, `roles`, `everyone`.
    pub parse: &'a [&'a str],
    /// Users that may be notified.
    pub users: &'a [Id<UserMarker>],
    /// Roles that may be notified.
    pub roles: &'a [Id<RoleMarker>],
    /// Whether a reply notifies the author of what it answers.
    pub replied_user: bool,
}

/// Checks and reads `allowed_mentions`.
pub fn allowed_mentions(
    path: &str,
    view: &AllowedMentionsView<'_>,
) -> Result<AllowedMentions, Vec<FieldError>> {
    let mut errors = Vec::new();
    for (index, kind) in view.parse.iter().enumerate() {
        let path = format!("{path}.parse.{index}");
        if !["users", "roles", "everyone"].contains(kind) {
            errors.push(FieldError::choices(path, ["'everyone'", "'roles'", "'users'"]));
        }
    }
    let lists = [("users", view.users.len()), ("roles", view.roles.len())];
    for (kind, count) in lists {
        errors.extend(length(&format!("{path}.{kind}"), count, 0..=ALLOWED_MENTIONS_MAX).err());
        if count > 0 && view.parse.contains(&kind) {
            let message = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            errors.push(FieldError::new(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(AllowedMentions {
        parse_users: view.parse.contains(&"users"),
        parse_roles: view.parse.contains(&"roles"),
        parse_everyone: view.parse.contains(&"everyone"),
        users: view.users.to_vec(),
        roles: view.roles.to_vec(),
        replied_user: view.replied_user,
    })
}
