//! Components that people fill in, in modals only.

use parvis_model::{Checkbox, ChoiceGroup, ComponentType, FileUpload, Label, TextInput, TextInputStyle};

use super::controls::{at_least_before_at_most, chosen_at_most, options};
use super::fields::Fields;
use crate::limits::{
    FIELD_DESCRIPTION_CHARS_MAX, FIELD_LABEL_CHARS_MAX, MODAL_CHOICES_MAX, TEXT_INPUT_CHARS_MAX,
    TEXT_INPUT_PLACEHOLDER_CHARS_MAX,
};
use crate::validate::FieldError;

const FIELDS: &[ComponentType] = &[
    ComponentType::STRING_SELECT,
    ComponentType::TEXT_INPUT,
    ComponentType::USER_SELECT,
    ComponentType::ROLE_SELECT,
    ComponentType::MENTIONABLE_SELECT,
    ComponentType::CHANNEL_SELECT,
    ComponentType::FILE_UPLOAD,
    ComponentType::RADIO_GROUP,
    ComponentType::CHECKBOX_GROUP,
    ComponentType::CHECKBOX,
];

pub(super) fn label(fields: &mut Fields<'_>) -> Option<Label> {
    let label = fields.required_text("label", 1..=FIELD_LABEL_CHARS_MAX);
    let description = fields.text("description", 1..=FIELD_DESCRIPTION_CHARS_MAX);
    Some(Label { label, description, component: fields.component("component", FIELDS)? })
}

pub(super) fn text_input(fields: &mut Fields<'_>) -> TextInput {
    let style = fields.number("style", 1..=2).and_then(|style| u8::try_from(style).ok());
    if !fields.has("style") {
        let path = fields.at("style");
        fields.refuse(FieldError::required(path));
    }
    let chars_max = i64::try_from(TEXT_INPUT_CHARS_MAX).unwrap_or(i64::MAX);
    let length = |number: Option<i64>| number.and_then(|number| u16::try_from(number).ok());
    let min_length = length(fields.number("min_length", 0..=chars_max));
    let max_length = length(fields.number("max_length", 1..=chars_max));
    if let (Some(min), Some(max)) = (min_length, max_length) {
        at_least_before_at_most(fields, ("min_length", min), max);
    }
    TextInput {
        custom_id: fields.custom_id(),
        style: style.map_or(TextInputStyle::SHORT, TextInputStyle),
        label: fields.text("label", 1..=FIELD_LABEL_CHARS_MAX),
        value: fields.text("value", 0..=TEXT_INPUT_CHARS_MAX),
        placeholder: fields.text("placeholder", 0..=TEXT_INPUT_PLACEHOLDER_CHARS_MAX),
        required: fields.flag("required").unwrap_or(true),
        min_length,
        max_length,
    }
}

pub(super) fn file_upload(fields: &mut Fields<'_>) -> FileUpload {
    let (min_values, max_values) = choices(fields, 1);
    FileUpload {
        custom_id: fields.custom_id(),
        min_values,
        max_values,
        required: fields.flag("required").unwrap_or(true),
    }
}

pub(super) fn radio_group(fields: &mut Fields<'_>) -> ChoiceGroup {
    let options = options(fields, 2..=MODAL_CHOICES_MAX);
    chosen_at_most(fields, &options, 1);
    ChoiceGroup {
        custom_id: fields.custom_id(),
        options,
        min_values: None,
        max_values: None,
        required: fields.flag("required").unwrap_or(true),
    }
}

pub(super) fn checkbox_group(fields: &mut Fields<'_>) -> ChoiceGroup {
    let options = options(fields, 1..=MODAL_CHOICES_MAX);
    let (min_values, max_values) = choices(fields, u8::try_from(options.len()).unwrap_or(1).max(1));
    chosen_at_most(fields, &options, max_values);
    ChoiceGroup {
        custom_id: fields.custom_id(),
        options,
        min_values: Some(min_values),
        max_values: Some(max_values),
        required: fields.flag("required").unwrap_or(true),
    }
}

/// How many are to be chosen, at least and at most.
fn choices(fields: &mut Fields<'_>, most: u8) -> (u8, u8) {
    let min = fields.count("min_values", 0..=MODAL_CHOICES_MAX, 1);
    let max = fields.count("max_values", 1..=MODAL_CHOICES_MAX, most.max(min));
    at_least_before_at_most(fields, ("min_values", u16::from(min)), u16::from(max));
    (min, max)
}

pub(super) fn checkbox(fields: &mut Fields<'_>) -> Checkbox {
    Checkbox { custom_id: fields.custom_id(), default: fields.flag("default").unwrap_or(false) }
}
