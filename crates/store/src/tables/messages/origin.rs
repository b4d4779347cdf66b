//! Which interaction a message answers. Kept by ids: who acted is looked up whenever the message is read.

use std::collections::HashMap;

use parvis_model::marker::{InteractionMarker, MessageMarker, UserMarker};
use parvis_model::{
    Id, InstallationOwners, InteractionMetadata, InteractionType, Message, MessageInteraction, User,
};
use serde::{Deserialize, Serialize};

use crate::tables::users;
use crate::{StoreError, Tx};

/// An interaction as its answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    id: Id<InteractionMarker>,
    kind: InteractionType,
    user: Id<UserMarker>,
    #[serde(default, skip_serializing_if = "InstallationOwners::is_empty")]
    owners: InstallationOwners,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<Id<MessageMarker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target_user: Option<Id<UserMarker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target_message: Option<Id<MessageMarker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interacted: Option<Id<MessageMarker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trigger: Option<Box<Self>>,
}

impl Origin {
    /// What is kept of an interaction; `name` is that of the command.
    pub fn new(metadata: &InteractionMetadata, name: Option<&str>) -> Self {
        let trigger = metadata.triggering_interaction_metadata.as_deref();
        Self {
            id: metadata.id,
            kind: metadata.kind,
            user: metadata.user.id,
            owners: metadata.authorizing_integration_owners.clone(),
            name: name.map(str::to_owned),
            original: metadata.original_response_message_id,
            target_user: metadata.target_user.as_ref().map(|user| user.id),
            target_message: metadata.target_message_id,
            interacted: metadata.interacted_message_id,
            trigger: trigger.map(|trigger| Box::new(Self::new(trigger, None))),
        }
    }

    /// What a message says of its interaction.
    pub(super) fn of(message: &Message) -> Option<Box<Self>> {
        let metadata = message.interaction_metadata.as_deref()?;
        let name = message.interaction.as_ref().map(|it| it.name.as_str());
        Some(Box::new(Self::new(metadata, name)))
    }

    /// What somebody did.
    pub const fn kind(&self) -> InteractionType {
        self.kind
    }

    /// The message whose component was used, also when that opened the form that this one sent in.
    pub fn interacted_message_id(&self) -> Option<Id<MessageMarker>> {
        self.interacted.or_else(|| self.trigger.as_deref()?.interacted_message_id())
    }

    /// The accounts that it names.
    pub(super) fn user_ids(&self) -> Vec<Id<UserMarker>> {
        let trigger = self.trigger.as_deref().map(Self::user_ids).unwrap_or_default();
        [self.user].into_iter().chain(self.target_user).chain(trigger).collect()
    }

    /// The interaction with those accounts, as messages say it; `None` when they are not known.
    pub fn read(&self, tx: &mut Tx<'_>) -> Result<Option<InteractionMetadata>, StoreError> {
        let people = users::get_many(tx, &self.user_ids())?;
        Ok(self.metadata(&people.into_iter().map(|user| (user.id, user)).collect()))
    }

    /// The command's name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Tells the message its interaction.
    pub(super) fn write_to(&self, message: &mut Message, people: &HashMap<Id<UserMarker>, User>) {
        let Some(metadata) = self.metadata(people) else { return };
        message.interaction = self.name.as_ref().map(|name| {
            Box::new(MessageInteraction {
                id: self.id,
                kind: self.kind,
                name: name.clone(),
                user: metadata.user.clone(),
            })
        });
        message.interaction_metadata = Some(Box::new(metadata));
    }

    fn metadata(&self, people: &HashMap<Id<UserMarker>, User>) -> Option<InteractionMetadata> {
        let trigger = self.trigger.as_deref().and_then(|trigger| trigger.metadata(people));
        Some(InteractionMetadata {
            id: self.id,
            kind: self.kind,
            user: people.get(&self.user)?.clone(),
            authorizing_integration_owners: self.owners.clone(),
            original_response_message_id: self.original,
            target_user: self.target_user.and_then(|id| people.get(&id)).cloned().map(Box::new),
            target_message_id: self.target_message,
            interacted_message_id: self.interacted,
            triggering_interaction_metadata: trigger.map(Box::new),
        })
    }
}
