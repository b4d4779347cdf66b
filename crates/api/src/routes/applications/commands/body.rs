//! What is sent to make or change commands, and how lists of them are asked for.

use parvis_app::commands::CommandDraft;
use parvis_model::marker::CommandMarker;
use parvis_model::{
    ApplicationCommand, CommandOption, CommandType, Field, Id, IntegrationType, InteractionContext,
    Localizations, Permissions,
};
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::Flag;

/// What an author says of a command.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CommandBody {
    id: Option<Id<CommandMarker>>,
    #[serde(rename = "type")]
    kind: Option<CommandType>,
    name: Option<String>,
    name_localizations: Field<Localizations>,
    description: Field<String>,
    description_localizations: Field<Localizations>,
    options: Field<Vec<CommandOption>>,
    default_member_permissions: Field<Permissions>,
    dm_permission: Option<bool>,
    contexts: Field<Vec<InteractionContext>>,
    integration_types: Option<Vec<IntegrationType>>,
    nsfw: Option<bool>,
}

impl CommandBody {
    /// What changes of a command. Neither its id nor its type can.
    pub fn into_edit(self) -> CommandDraft {
        CommandDraft { id: None, kind: None, ..self.into_draft() }
    }

    /// A whole command. The rules look at it where they know what it is to become.
    pub fn into_new(self) -> ApiResult<CommandDraft> {
        let draft = self.into_draft();
        if draft.name.is_some() { Ok(draft) } else { Err(invalid_fields(FieldError::required("name"))) }
    }

    fn into_draft(self) -> CommandDraft {
        CommandDraft {
            id: self.id,
            kind: self.kind,
            name: self.name,
            name_localizations: self.name_localizations.change(),
            description: self.description.change().map(Option::unwrap_or_default),
            description_localizations: self.description_localizations.change(),
            options: self.options.change().map(Option::unwrap_or_default),
            default_member_permissions: self.default_member_permissions.change(),
            dm_permission: self.dm_permission,
            contexts: self.contexts.change(),
            integration_types: self.integration_types,
            nsfw: self.nsfw,
        }
    }
}

/// All commands that there are to be; null is none.
pub fn into_list(bodies: Option<Vec<CommandBody>>) -> ApiResult<Vec<CommandDraft>> {
    let bodies = bodies.unwrap_or_default();
    validate::length("", bodies.len(), 0..=limits::COMMANDS_AT_ONCE_MAX).map_err(invalid_fields)?;
    let nameless = bodies.iter().enumerate().filter(|(_, body)| body.name.is_none());
    let errors: Vec<_> = nameless.map(|(index, _)| FieldError::required(format!("{index}.name"))).collect();
    if errors.is_empty() {
        Ok(bodies.into_iter().map(CommandBody::into_draft).collect())
    } else {
        Err(invalid_fields(errors))
    }
}

/// Whether names and descriptions come in all languages, or in the caller's only.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    with_localizations: Option<Flag>,
}

impl ListQuery {
    /// The commands in the languages that were asked for.
    pub fn localize(&self, mut commands: Vec<ApplicationCommand>, locale: &str) -> Vec<ApplicationCommand> {
        if !self.with_localizations.is_some_and(|it| it.0) {
            for command in &mut commands {
                command.localize(locale);
            }
        }
        commands
    }
}
