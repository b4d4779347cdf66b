//! Interactions: what somebody did with a command, a button, a menu or a form of an application, and how it answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::channel::Channel;
use crate::command::{CommandChoice, CommandData, InteractionContext, ResolvedData};
use crate::component::{Component, ComponentType};
use crate::marker::{
    ApplicationMarker, ChannelMarker, GenericMarker, GuildMarker, InteractionMarker, MessageMarker,
};
use crate::member::Member;
use crate::message::{Message, Nonce};
use crate::open::numbers;
use crate::user::User;
use crate::{Id, Permissions};

numbers! {
    /// What somebody did.
    InteractionType(u8) {
        PING = 1, APPLICATION_COMMAND = 2, MESSAGE_COMPONENT = 3, APPLICATION_COMMAND_AUTOCOMPLETE = 4,
        MODAL_SUBMIT = 5,
    }
}
numbers! {
    /// How an application answers first.
    InteractionCallbackType(u8) {
        PONG = 1, CHANNEL_MESSAGE_WITH_SOURCE = 4, DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE = 5,
        DEFERRED_UPDATE_MESSAGE = 6, UPDATE_MESSAGE = 7, APPLICATION_COMMAND_AUTOCOMPLETE_RESULT = 8, MODAL = 9,
        PREMIUM_REQUIRED = 10, LAUNCH_ACTIVITY = 12, SOCIAL_LAYER_SKU_PURCHASE_ELIGIBILITY = 13,
    }
}

/// By whose installation an application acts, by kind of installation (`"0"` guild): the guild, or `"0"` in a
/// conversation with the bot.
pub type InstallationOwners = BTreeMap<String, Id<GenericMarker>>;

/// What an application is told when somebody uses something of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interaction {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// Whose command, message or form it is.
    pub application_id: Id<ApplicationMarker>,
    /// What somebody did.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// With what, and how; none for a ping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<InteractionData>,
    /// The guild, as far as an answer depends on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<InteractionGuild>,
    /// The guild; absent for direct conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Box<Channel>>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Who, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<InteractionMember>>,
    /// Who, elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The secret by which it is answered, for 15 minutes.
    pub token: String,
    /// Always 1.
    pub version: u8,
    /// The message whose component was used, or from which a form came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<Message>>,
    /// What the application may do there.
    pub app_permissions: Permissions,
    /// The person's language.
    pub locale: String,
    /// The guild's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_locale: Option<String>,
    /// Always empty here: nothing is sold.
    pub entitlements: Vec<Value>,
    /// Always empty here.
    pub entitlement_sku_ids: Vec<Value>,
    /// By whose installation the application is there.
    pub authorizing_integration_owners: InstallationOwners,
    /// Where it happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<InteractionContext>,
    /// Largest file of an answer, in bytes.
    pub attachment_size_limit: u64,
}

/// With what somebody interacts, and how.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum InteractionData {
    /// A command, used or being typed.
    Command(Box<CommandData>),
    /// A button or a menu.
    Component(Box<ComponentData>),
    /// A form that was filled in.
    Modal(Box<ModalData>),
}

/// A button that was pressed, or a menu with what was chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComponentData {
    /// The component's number in its message.
    pub id: u32,
    /// What the application calls it.
    pub custom_id: String,
    /// What it is.
    pub component_type: ComponentType,
    /// What was chosen; menus only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// The things that were chosen.
    #[serde(skip_serializing_if = "ResolvedData::is_empty")]
    pub resolved: ResolvedData,
}

/// A form that was filled in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModalData {
    /// What the application calls it.
    pub custom_id: String,
    /// Its fields, in the layout of the form.
    pub components: Vec<SubmittedComponent>,
    /// The things that were chosen in it.
    #[serde(skip_serializing_if = "ResolvedData::is_empty")]
    pub resolved: ResolvedData,
}

/// A part of a form that was filled in: a row, a label, a text, or a field with what stands in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubmittedComponent {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ComponentType,
    /// Its number in the form.
    pub id: u32,
    /// What the application calls it; fields only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// What was written, or the one thing that was chosen, or whether a box is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// What was chosen, where it can be several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// The fields of a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Self>,
    /// The field of a label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Box<Self>>,
}

/// The guild of an interaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InteractionGuild {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Its language.
    pub locale: String,
    /// What it has.
    pub features: Vec<crate::GuildFeature>,
}

/// Who interacts, as a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InteractionMember {
    /// The membership.
    #[serde(flatten)]
    pub member: Member,
    /// What the member may do in the channel.
    pub permissions: Permissions,
}

/// What a message says of the interaction that it answers (`ApplicationCommandInteractionMetadataResponse`,
/// `MessageComponentInteractionMetadataResponse`, `ModalSubmitInteractionMetadataResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InteractionMetadata {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// What somebody did.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// Who.
    pub user: User,
    /// By whose installation the application is there.
    #[serde(default)]
    pub authorizing_integration_owners: InstallationOwners,
    /// The first answer, in later ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_response_message_id: Option<Id<MessageMarker>>,
    /// The account on which a command was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_user: Option<Box<User>>,
    /// The message on which a command was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_message_id: Option<Id<MessageMarker>>,
    /// The message whose component was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interacted_message_id: Option<Id<MessageMarker>>,
    /// The interaction that opened the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggering_interaction_metadata: Option<Box<Self>>,
}

/// The command that a message answers, in the older form (`MessageInteractionResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageInteraction {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// What somebody did.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// The command's name, with those of its subcommand.
    pub name: String,
    /// Who.
    pub user: User,
}

/// A form that an application shows to somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Modal {
    /// What the application calls it.
    pub custom_id: String,
    /// What stands above it.
    pub title: String,
    /// Its fields and texts.
    pub components: Vec<Component>,
}

/// Answer to a first answer (`InteractionCallbackResponse`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionCallback {
    /// What became of the interaction.
    pub interaction: AnsweredInteraction,
    /// What the answer made or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<InteractionResource>,
}

/// What became of an interaction (`InteractionResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnsweredInteraction {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// What somebody did.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// The message that answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_id: Option<Id<MessageMarker>>,
    /// Whether that message still waits for its content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_loading: Option<bool>,
    /// Whether only whoever interacted sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_ephemeral: Option<bool>,
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// The guild; absent for direct conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
}

/// The message that an answer made or changed (`CreateMessageInteractionCallbackResponse`,
/// `UpdateMessageInteractionCallbackResponse`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionResource {
    /// Which of both.
    #[serde(rename = "type")]
    pub kind: InteractionCallbackType,
    /// The message.
    pub message: Box<Message>,
}

/// What somebody's own sessions are told of an interaction: it was accepted, or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InteractionProgress {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// What the client made up to recognise it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
}

numbers! {
    /// Why an interaction came to nothing.
    InteractionFailureReason(u8) { UNKNOWN = 1, TIMEOUT = 2, APPLICATION_INVALID_RESPONSE = 5 }
}

/// What somebody's own sessions are told of an interaction that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InteractionFailure {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// What the client made up to recognise it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// Why.
    pub reason_code: InteractionFailureReason,
}

/// A form for somebody's own sessions to show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionModalCreate {
    /// The interaction that it answers; named when the form is sent in.
    pub id: Id<InteractionMarker>,
    /// What the client made up to recognise the interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// Whose form it is.
    pub application: ModalApplication,
    /// The form.
    #[serde(flatten)]
    pub modal: Modal,
}

/// Whose form somebody fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModalApplication {
    /// The application.
    pub id: Id<ApplicationMarker>,
    /// Its name.
    pub name: String,
    /// Hash of its picture.
    pub icon: Option<String>,
}

/// What an application proposes while somebody types.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AutocompleteResponse {
    /// What the client made up to recognise the interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// The proposals.
    pub choices: Vec<CommandChoice>,
}
