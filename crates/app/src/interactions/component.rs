//! Buttons that are pressed, and menus from which somebody chooses.

use parvis_model::marker::MessageMarker;
use parvis_model::{
    Component, ComponentData, ComponentType, Id, InteractionData, InteractionType, Message, Permissions,
    ResolvedData,
};
use parvis_rules::interactions::chosen;

use super::ephemeral;
use super::invoke::{Done, Scene};
use super::waiting::Source;
use crate::commands;
use crate::error::{ActionError, ActionResult, Kind};
use crate::messages;

/// A button that is pressed, or a menu with what is chosen.
#[derive(Debug)]
pub struct ComponentUse {
    /// The message in which it is.
    pub message_id: Id<MessageMarker>,
    /// What the application calls it.
    pub custom_id: String,
    /// What the client takes it for.
    pub component_type: ComponentType,
    /// What is chosen.
    pub values: Vec<String>,
}

/// Checks that the component is there and can be used so.
pub(super) async fn used(scene: &Scene<'_>, used: ComponentUse) -> ActionResult<Done> {
    let (message, source) = source_of(scene, used.message_id).await?;
    let found = Component::find(&message.components, &used.custom_id);
    let Some(component) = found.filter(|it| it.part.kind() == used.component_type) else {
        let text = "The message has no such component (any more).";
        return Err(ActionError::invalid("data.custom_id", "COMPONENT_VALIDATION_FAILED", text));
    };
    let chosen = chosen(component, &used.values)?;
    let mut resolved = ResolvedData::default();
    if !chosen.references.is_empty() {
        resolved = commands::resolve(scene.app, scene.caller, &scene.access, &chosen.references).await?;
        scene.require_known_to_bot(&mut resolved)?;
    }
    let data = ComponentData {
        id: component.id,
        custom_id: used.custom_id,
        component_type: used.component_type,
        values: chosen.values,
        resolved,
    };
    let done = Done::new(InteractionType::MESSAGE_COMPONENT, InteractionData::Component(Box::new(data)));
    Ok(Done { message: Some((message, source)), ..done })
}

/// A message of the application that the caller sees. Of another's, or hidden, there is none.
pub(super) async fn source_of(
    scene: &Scene<'_>,
    message_id: Id<MessageMarker>,
) -> ActionResult<(Message, Source)> {
    let Scene { app, caller, access, .. } = scene;
    let unknown = || ActionError::Unknown(Kind::Message);
    let found = ephemeral::find(app, message_id).await?;
    let (message, is_ephemeral) = match found {
        Some(it) if it.user_id == caller.user_id && it.message.channel_id == access.id() => {
            (it.message, true)
        }
        Some(_) => return Err(unknown()),
        None => {
            access.require(Permissions::READ_MESSAGE_HISTORY)?;
            (messages::find(app, access, message_id, caller.user_id).await?, false)
        }
    };
    let mut message = message;
    // Whether the caller reacted is no business of the application.
    message.reactions.iter_mut().for_each(|reaction| reaction.me = false);
    let application_id = message.application_id.unwrap_or(message.author.id.cast());
    if application_id != scene.application_id {
        return Err(unknown());
    }
    Ok((message, Source { message_id, is_ephemeral }))
}
