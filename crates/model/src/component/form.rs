//! What people fill in, in modals only.

use serde::{Deserialize, Serialize};

use super::{Component, SelectOption};
use crate::open::numbers;

numbers! {
    /// Height of a text field.
    TextInputStyle(u8) { SHORT = 1, PARAGRAPH = 2 }
}

/// A text field of a modal (`TextInputComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextInput {
    /// What its application calls it.
    pub custom_id: String,
    /// Its height.
    pub style: TextInputStyle,
    /// Its label; none where a label stands around it.
    #[serde(default)]
    pub label: Option<String>,
    /// What stands in it from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What it says while it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Whether it must be filled in.
    #[serde(default = "yes")]
    pub required: bool,
    /// Characters, at least.
    #[serde(default)]
    pub min_length: Option<u16>,
    /// Characters, at most.
    #[serde(default)]
    pub max_length: Option<u16>,
}

const fn yes() -> bool {
    true
}

/// A field of a modal with its label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The label.
    pub label: String,
    /// A sentence below it.
    #[serde(default)]
    pub description: Option<String>,
    /// The field.
    pub component: Box<Component>,
}

/// A field of a modal that takes files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileUpload {
    /// What its application calls it.
    pub custom_id: String,
    /// Files, at least.
    pub min_values: u8,
    /// Files, at most.
    pub max_values: u8,
    /// Whether it must be filled in.
    pub required: bool,
}

/// A choice that lies open, in a modal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceGroup {
    /// What its application calls it.
    pub custom_id: String,
    /// What can be chosen.
    pub options: Vec<SelectOption>,
    /// Options to be chosen, at least; for boxes only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_values: Option<u8>,
    /// Options to be chosen, at most; for boxes only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_values: Option<u8>,
    /// Whether something must be chosen.
    pub required: bool,
}

/// Yes or no, in a modal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkbox {
    /// What its application calls it.
    pub custom_id: String,
    /// Whether it is set from the start.
    #[serde(default)]
    pub default: bool,
}
