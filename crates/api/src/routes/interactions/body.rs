//! What is sent to interact, and to answer, checked field by field.

use parvis_app::files::Upload;
use parvis_app::interactions::{Callback, CommandUse, ComponentUse, Deed, Field, FormUse, Invocation};
use parvis_app::messages::FileDraft;
use parvis_model::marker::{
    ApplicationMarker, ChannelMarker, CommandMarker, CommandVersionMarker, GenericMarker, GuildMarker,
    InteractionMarker, MessageMarker,
};
use parvis_model::{
    CommandChoice, CommandDataOption, ComponentType, Id, InteractionCallbackType, InteractionType,
    MessageFlags, Modal, Nonce,
};
use parvis_rules::components::modal_components;
use parvis_rules::limits::{self, chars};
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::from_value;
use crate::routes::channels::messages::body::{CreateMessage, EditMessage};

/// How deep a form's fields lie: in a row or a label.
const FIELD_DEPTH_MAX: usize = 3;

/// The JSON of an interaction.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateInteraction {
    #[serde(rename = "type")]
    kind: Option<InteractionType>,
    application_id: Option<Id<ApplicationMarker>>,
    guild_id: Option<Id<GuildMarker>>,
    channel_id: Option<Id<ChannelMarker>>,
    message_id: Option<Id<MessageMarker>>,
    nonce: Option<Nonce>,
    data: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct CommandBody {
    id: Id<CommandMarker>,
    #[serde(default)]
    version: Option<Id<CommandVersionMarker>>,
    #[serde(default)]
    options: Option<Vec<CommandDataOption>>,
    #[serde(default)]
    target_id: Option<Id<GenericMarker>>,
}

#[derive(Debug, Deserialize)]
struct ComponentBody {
    component_type: ComponentType,
    custom_id: String,
    #[serde(default)]
    values: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct FormBody {
    id: Id<InteractionMarker>,
    custom_id: String,
    components: Vec<Value>,
}

impl CreateInteraction {
    /// What somebody does, or every field that is missing or wrong.
    pub fn into_invocation(self, files: Vec<Upload>) -> ApiResult<Invocation> {
        let mut errors = Vec::new();
        let nonce_chars = match &self.nonce {
            Some(Nonce::Text(text)) => chars(text),
            _ => 0,
        };
        errors.extend(validate::length("nonce", nonce_chars, 0..=limits::NONCE_CHARS_MAX).err());
        let application_id = required("application_id", self.application_id, &mut errors);
        let channel_id = required("channel_id", self.channel_id, &mut errors);
        let kind = required("type", self.kind, &mut errors);
        let data = required("data", self.data, &mut errors);
        let (Some(application_id), Some(channel_id), Some(kind), Some(data), []) =
            (application_id, channel_id, kind, data, &errors[..])
        else {
            return Err(invalid_fields(errors));
        };
        let deed = match kind {
            InteractionType::APPLICATION_COMMAND => Deed::Command(command(data)?),
            InteractionType::APPLICATION_COMMAND_AUTOCOMPLETE => Deed::Complete(command(data)?),
            InteractionType::MESSAGE_COMPONENT => Deed::Component(component(self.message_id, data)?),
            InteractionType::MODAL_SUBMIT => Deed::Form(form(data)?),
            _ => return Err(invalid_fields(FieldError::choices("type", [2, 3, 4, 5]))),
        };
        let draft = |upload| FileDraft { upload, description: None, voice: None };
        let files = files.into_iter().map(draft).collect();
        Ok(Invocation { application_id, guild_id: self.guild_id, channel_id, nonce: self.nonce, deed, files })
    }
}

fn required<T>(path: &str, value: Option<T>, errors: &mut Vec<FieldError>) -> Option<T> {
    if value.is_none() {
        errors.push(FieldError::required(path));
    }
    value
}

fn command(data: Value) -> ApiResult<CommandUse> {
    let body: CommandBody = from_value("data", data)?;
    Ok(CommandUse {
        id: body.id,
        version: body.version,
        options: body.options.unwrap_or_default(),
        target_id: body.target_id,
    })
}

fn component(message_id: Option<Id<MessageMarker>>, data: Value) -> ApiResult<ComponentUse> {
    let body: ComponentBody = from_value("data", data)?;
    let message_id = message_id.ok_or_else(|| invalid_fields(FieldError::required("message_id")))?;
    let mut errors = custom_id_errors(&body.custom_id);
    let values = body.values.unwrap_or_default();
    errors.extend(validate::length("data.values", values.len(), 0..=limits::SELECT_OPTIONS_MAX).err());
    if !errors.is_empty() {
        return Err(invalid_fields(errors));
    }
    let ComponentBody { component_type, custom_id, .. } = body;
    Ok(ComponentUse { message_id, custom_id, component_type, values })
}

fn custom_id_errors(custom_id: &str) -> Vec<FieldError> {
    let lengths = 1..=limits::CUSTOM_ID_CHARS_MAX;
    validate::length("data.custom_id", chars(custom_id), lengths).err().into_iter().collect()
}

fn form(data: Value) -> ApiResult<FormUse> {
    let body: FormBody = from_value("data", data)?;
    let mut fields = Vec::new();
    collect_fields(&body.components, FIELD_DEPTH_MAX, &mut fields);
    let mut errors = custom_id_errors(&body.custom_id);
    errors.extend(validate::length("data.components", fields.len(), 0..=limits::COMPONENTS_MAX).err());
    if !errors.is_empty() {
        return Err(invalid_fields(errors));
    }
    Ok(FormUse { interaction_id: body.id, custom_id: body.custom_id, fields })
}

/// Clients send the fields in rows, in labels, or as they are.
fn collect_fields(components: &[Value], depth: usize, fields: &mut Vec<Field>) {
    for component in components {
        if let Some(custom_id) = component["custom_id"].as_str() {
            let values = component["values"].as_array().into_iter().flatten();
            fields.push(Field {
                custom_id: custom_id.to_owned(),
                value: component.get("value").cloned(),
                values: values.filter_map(Value::as_str).map(str::to_owned).collect(),
            });
        } else if depth > 0 {
            if let Some(inner) = component["components"].as_array() {
                collect_fields(inner, depth - 1, fields);
            }
            if let Some(inner) = component.get("component") {
                collect_fields(std::slice::from_ref(inner), depth - 1, fields);
            }
        }
    }
}

/// The JSON of a first answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CallbackBody {
    #[serde(rename = "type")]
    kind: Option<InteractionCallbackType>,
    data: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DeferredBody {
    flags: Option<MessageFlags>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ChoicesBody {
    choices: Option<Vec<CommandChoice>>,
}

#[derive(Debug, Deserialize)]
struct ModalBody {
    custom_id: String,
    title: String,
    components: Vec<Value>,
}

impl CallbackBody {
    /// The answer, or every field that is wrong.
    pub fn into_callback(self, files: Vec<Upload>) -> ApiResult<Callback> {
        let kind = self.kind.ok_or_else(|| invalid_fields(FieldError::required("type")))?;
        let data = self.data.filter(|data| !data.is_null());
        let data = data.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        match kind {
            InteractionCallbackType::CHANNEL_MESSAGE_WITH_SOURCE => {
                let body: CreateMessage = from_value("data", data)?;
                let is_ephemeral = body.is_ephemeral();
                let draft = body.into_draft(files).map_err(|error| error.under("data"))?;
                Ok(Callback::Message { draft: Box::new(draft), is_ephemeral })
            }
            InteractionCallbackType::DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE => {
                let body: DeferredBody = from_value("data", data)?;
                let is_ephemeral = body.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
                Ok(Callback::DeferredMessage { is_ephemeral })
            }
            InteractionCallbackType::DEFERRED_UPDATE_MESSAGE => Ok(Callback::DeferredUpdate),
            InteractionCallbackType::UPDATE_MESSAGE => {
                let body: EditMessage = from_value("data", data)?;
                let edit = body.into_edit(files).map_err(|error| error.under("data"))?;
                Ok(Callback::Update(Box::new(edit)))
            }
            InteractionCallbackType::APPLICATION_COMMAND_AUTOCOMPLETE_RESULT => {
                let body: ChoicesBody = from_value("data", data)?;
                Ok(Callback::Choices(body.choices.unwrap_or_default()))
            }
            InteractionCallbackType::MODAL => Ok(Callback::Modal(Box::new(modal(data)?))),
            other => Err(invalid_fields(refusal_of(other))),
        }
    }
}

fn refusal_of(kind: InteractionCallbackType) -> FieldError {
    match kind {
        InteractionCallbackType::PONG => {
            FieldError::new("type", "INTERACTION_CALLBACK_TYPE_INVALID", "Only a ping is answered by a pong.")
        }
        _ if kind.is_known() => {
            FieldError::new("type", "NOT_OFFERED", "This server has no shop and no activities.")
        }
        _ => FieldError::choices("type", [4, 5, 6, 7, 8, 9]),
    }
}

fn modal(data: Value) -> ApiResult<Modal> {
    let ModalBody { custom_id, title, components } = from_value("data", data)?;
    let mut errors = custom_id_errors(&custom_id);
    errors.extend(validate::length("data.title", chars(&title), 1..=limits::MODAL_TITLE_CHARS_MAX).err());
    let components = modal_components("data.components", &components).unwrap_or_else(|found| {
        errors.extend(found);
        Vec::new()
    });
    if errors.is_empty() { Ok(Modal { custom_id, title, components }) } else { Err(invalid_fields(errors)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_found_in_rows_in_labels_and_bare() {
        let sent = [
            json!({ "type": 1, "components": [{ "type": 4, "custom_id": "a", "value": "x" }] }),
            json!({ "type": 18, "component": { "type": 3, "custom_id": "b", "values": ["1", "2"] } }),
            json!({ "type": 23, "custom_id": "c", "value": true }),
            json!({ "type": 10, "id": 4 }),
        ];
        let mut fields = Vec::new();
        collect_fields(&sent, FIELD_DEPTH_MAX, &mut fields);
        let named: Vec<_> = fields.iter().map(|field| field.custom_id.as_str()).collect();
        assert_eq!(named, ["a", "b", "c"]);
        assert_eq!(fields[1].values, ["1", "2"]);
        assert_eq!(fields[2].value, Some(json!(true)));
    }

    #[test]
    fn what_is_not_offered_is_refused_by_name() {
        for (kind, code) in
            [(1, "INTERACTION_CALLBACK_TYPE_INVALID"), (10, "NOT_OFFERED"), (3, "BASE_TYPE_CHOICES")]
        {
            assert_eq!(refusal_of(InteractionCallbackType(kind)).code, code);
        }
    }
}
