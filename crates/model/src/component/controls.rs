//! What people use under a message: buttons and menus, in rows.

use serde::{Deserialize, Serialize};

use super::Component;
use crate::Id;
use crate::channel::ChannelType;
use crate::lenient::is_false;
use crate::marker::{EmojiMarker, GenericMarker};
use crate::open::numbers;

numbers! {
    /// Look of a button; LINK leads to an address, PREMIUM to a shop.
    ButtonStyle(u8) { PRIMARY = 1, SECONDARY = 2, SUCCESS = 3, DANGER = 4, LINK = 5, PREMIUM = 6 }
}

/// Components side by side (`ActionRowComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionRow {
    /// Buttons, or one menu, or one text field.
    pub components: Vec<Component>,
}

/// Something to press (`ButtonComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// Its look.
    pub style: ButtonStyle,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The sign before its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<ComponentEmoji>,
    /// What its application calls it; none for links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// Where a link leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it can not be pressed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
}

/// An emoji on a button or an option (`ComponentEmojiResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentEmoji {
    /// The custom emoji; absent for a Unicode one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<EmojiMarker>>,
    /// The Unicode emoji, or the custom one's name.
    pub name: String,
    /// Whether it moves.
    #[serde(default, skip_serializing_if = "is_false")]
    pub animated: bool,
}

/// A menu of the sender's own options (`StringSelectComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StringSelect {
    /// What its application calls it.
    pub custom_id: String,
    /// What it says while nothing is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Options to be chosen, at least.
    pub min_values: u8,
    /// Options to be chosen, at most.
    pub max_values: u8,
    /// What can be chosen.
    pub options: Vec<SelectOption>,
    /// Whether it can not be used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// Whether something must be chosen; in modals only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// One thing to choose (`StringSelectOptionResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelectOption {
    /// What it says.
    pub label: String,
    /// What the application gets.
    pub value: String,
    /// What it says below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The sign before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<ComponentEmoji>,
    /// Whether it is chosen from the start.
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
}

/// A menu of what the guild has: accounts, roles, channels (`UserSelectComponentResponse` and its like).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntitySelect {
    /// What its application calls it.
    pub custom_id: String,
    /// What it says while nothing is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// How many are to be chosen, at least.
    pub min_values: u8,
    /// How many are to be chosen, at most.
    pub max_values: u8,
    /// Kinds of channels that can be chosen; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channel_types: Vec<ChannelType>,
    /// Who or what is chosen from the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_values: Vec<SelectDefaultValue>,
    /// Whether it can not be used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// Whether something must be chosen; in modals only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// Something that is chosen from the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectDefaultValue {
    /// Which.
    pub id: Id<GenericMarker>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: SelectDefaultKind,
}

/// What a default value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the field's words")]
pub enum SelectDefaultKind {
    User,
    Role,
    Channel,
}
