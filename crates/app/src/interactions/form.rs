//! Forms that are sent in.

use parvis_model::marker::InteractionMarker;
use parvis_model::{CommandOptionType, Id, InteractionData, InteractionType, MessageType, ModalData};
/// What somebody filled into one field.
pub use parvis_rules::interactions::FieldInput as Field;
use parvis_rules::interactions::filled_in;
use parvis_store::tables;

use super::component::source_of;
use super::invoke::{Done, Scene};
use super::{expiry_ms, waiting};
use crate::commands;
use crate::error::{ActionError, ActionResult, Kind};

/// A form that is sent in.
#[derive(Debug)]
pub struct FormUse {
    /// The interaction that was answered by the form.
    pub interaction_id: Id<InteractionMarker>,
    /// What the application calls the form.
    pub custom_id: String,
    /// What was filled in.
    pub fields: Vec<Field>,
}

/// Checks that the form was shown to the caller, and what was filled in.
pub(super) async fn sent_in(scene: &Scene<'_>, mut filled: FormUse) -> ActionResult<Done> {
    let Scene { app, caller, access, .. } = scene;
    let id = filled.interaction_id;
    let found = app.read(move |tx| {
        let Some(kept) = tables::interactions::get(tx, id)? else { return Ok(None) };
        let trigger = kept.details.origin.read(tx)?;
        Ok(trigger.map(|trigger| (kept, trigger)))
    });
    let (kept, trigger) = found.await?.ok_or_else(waiting::unknown)?;
    let is_theirs = kept.user_id == caller.user_id
        && kept.application_id == scene.application_id
        && kept.channel_id == access.id()
        && expiry_ms(kept.id.created_unix_ms()) > app.now_ms();
    let form = kept.details.modal.filter(|form| is_theirs && form.custom_id == filled.custom_id);
    let form = form.ok_or_else(waiting::unknown)?;
    for field in &mut filled.fields {
        name_files(scene, &form.components, field);
    }
    let checked = filled_in(&form.components, &filled.fields)?;
    let mut resolved = commands::resolve(app, caller, access, &checked.references).await?;
    scene.require_known_to_bot(&mut resolved)?;
    for reference in checked.references.iter().filter(|it| it.kind == CommandOptionType::ATTACHMENT) {
        let file = scene.files.values().find(|file| file.id.get() == reference.id.get());
        let file = file.ok_or(ActionError::Unknown(Kind::Attachment))?;
        resolved.attachments.insert(file.id, file.clone());
    }
    let data = ModalData { custom_id: filled.custom_id, components: checked.components, resolved };
    let mut done = Done::new(InteractionType::MODAL_SUBMIT, InteractionData::Modal(Box::new(data)));
    match kept.details.origin.interacted_message_id() {
        // The message may be gone by now: then the form stands for itself.
        Some(message_id) => {
            done.message = match source_of(scene, message_id).await {
                Ok(found) => Some(found),
                Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => None,
                Err(other) => return Err(other),
            };
        }
        None => done.answer_type = MessageType::CHAT_INPUT_COMMAND,
    }
    done.trigger = Some(trigger);
    Ok(done)
}

/// Puts the ids of files in the places of their numbers in the request.
fn name_files(scene: &Scene<'_>, form: &[parvis_model::Component], field: &mut Field) {
    let component = parvis_model::Component::find(form, &field.custom_id);
    if component.is_some_and(|it| it.part.kind() == parvis_model::ComponentType::FILE_UPLOAD) {
        for value in &mut field.values {
            if let Some(file) = scene.file(value) {
                *value = file.id.to_string();
            }
        }
    }
}
