//! Whether what somebody chose in a menu or filled into a form fits it, and what of it the application gets.
//!
//! It must not know whether the things that are named exist.

mod form;

pub use form::{FieldInput, Filled, filled_in};

use std::collections::HashSet;

use parvis_model::{
    ChannelType, CommandChoice, CommandOptionType, Component, ComponentPart, InteractionType, OptionValue,
    StringSelect,
};

use crate::commands::Reference;
use crate::limits::{
    COMMAND_CHOICE_NAME_CHARS_MAX, COMMAND_CHOICES_MAX, COMMAND_INTEGER_MAX, COMMAND_TEXT_CHARS_MAX, chars,
};
use crate::validate::{FieldError, length};

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    /// The values; buttons have none.
    pub values: Option<Vec<String>>,
    /// The things that they name, which may not exist.
    pub references: Vec<Reference>,
}

/// Checks a press on a button or a choice in a menu of a message.
pub fn chosen(component: &Component, values: &[String]) -> Result<Chosen, Vec<FieldError>> {
    const PATH: &str = "data.values";
    if is_disabled(component) {
        let message = "This component is disabled.";
        return Err(vec![FieldError::new("data.custom_id", "COMPONENT_DISABLED", message)]);
    }
    match &component.part {
        ComponentPart::Button(_) => Ok(Chosen::default()),
        ComponentPart::StringSelect(menu) => {
            of_options(PATH, menu, values)?;
            Ok(Chosen { values: Some(values.to_vec()), references: Vec::new() })
        }
        _ => {
            let references = of_things(PATH, component, values)?;
            Ok(Chosen { values: Some(values.to_vec()), references })
        }
    }
}

fn is_disabled(component: &Component) -> bool {
    match &component.part {
        ComponentPart::Button(it) => it.disabled,
        ComponentPart::StringSelect(it) => it.disabled,
        ComponentPart::UserSelect(it)
        | ComponentPart::RoleSelect(it)
        | ComponentPart::MentionableSelect(it)
        | ComponentPart::ChannelSelect(it) => it.disabled,
        _ => false,
    }
}

/// Checks a choice among a menu's own options.
fn of_options(path: &str, menu: &StringSelect, values: &[String]) -> Result<(), Vec<FieldError>> {
    count(path, values, menu.min_values, menu.max_values)?;
    let among = menu.options.iter().map(|option| option.value.as_str()).collect();
    all_among(path, values, &among)
}

/// Checks a choice among accounts, roles or channels.
fn of_things(
    path: &str,
    component: &Component,
    values: &[String],
) -> Result<Vec<Reference>, Vec<FieldError>> {
    let (menu, kind) = match &component.part {
        ComponentPart::UserSelect(menu) => (menu, CommandOptionType::USER),
        ComponentPart::RoleSelect(menu) => (menu, CommandOptionType::ROLE),
        ComponentPart::MentionableSelect(menu) => (menu, CommandOptionType::MENTIONABLE),
        ComponentPart::ChannelSelect(menu) => (menu, CommandOptionType::CHANNEL),
        _ => {
            let message = "This component cannot be used.";
            return Err(vec![FieldError::new("data.component_type", "BASE_TYPE_CHOICES", message)]);
        }
    };
    count(path, values, menu.min_values, menu.max_values)?;
    references(path, kind, &menu.channel_types, values)
}

/// So many different values.
fn count(path: &str, values: &[String], min: u8, max: u8) -> Result<(), Vec<FieldError>> {
    length(path, values.len(), usize::from(min)..=usize::from(max)).map_err(|error| vec![error])?;
    let different: HashSet<_> = values.iter().collect();
    if different.len() < values.len() {
        let message = "Each value can be chosen once.";
        return Err(vec![FieldError::new(path, "SET_TYPE_ALREADY_CONTAINS_VALUE", message)]);
    }
    Ok(())
}

fn all_among(path: &str, values: &[String], among: &HashSet<&str>) -> Result<(), Vec<FieldError>> {
    let wrong = |(index, value): (usize, &String)| {
        (!among.contains(value.as_str())).then(|| FieldError::choices(format!("{path}.{index}"), among))
    };
    let errors: Vec<_> = values.iter().enumerate().filter_map(wrong).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn references(
    path: &str,
    kind: CommandOptionType,
    channel_types: &[ChannelType],
    values: &[String],
) -> Result<Vec<Reference>, Vec<FieldError>> {
    let (mut references, mut errors) = (Vec::new(), Vec::new());
    for (index, value) in values.iter().enumerate() {
        let path = format!("{path}.{index}");
        match value.parse() {
            Ok(id) => references.push(Reference { path, kind, id, channel_types: channel_types.to_vec() }),
            Err(_) => {
                let message = format!("Value \"{}\" is not snowflake.", cut(value));
                errors.push(FieldError::new(path, "NUMBER_TYPE_COERCE", message));
            }
        }
    }
    if errors.is_empty() { Ok(references) } else { Err(errors) }
}

/// The beginning of a text that somebody sent, short enough to be sent back.
fn cut(text: &str) -> String {
    text.chars().take(32).collect()
}

/// Checks what an application proposes for an option of this type that is being typed.
pub fn proposals(kind: CommandOptionType, choices: &[CommandChoice]) -> Vec<FieldError> {
    const PATH: &str = "data.choices";
    let mut errors: Vec<_> = length(PATH, choices.len(), 0..=COMMAND_CHOICES_MAX).err().into_iter().collect();
    for (index, choice) in choices.iter().take(COMMAND_CHOICES_MAX).enumerate() {
        let name = format!("{PATH}.{index}.name");
        errors.extend(length(&name, chars(&choice.name), 1..=COMMAND_CHOICE_NAME_CHARS_MAX).err());
        let fits = match (kind, &choice.value) {
            (CommandOptionType::STRING, OptionValue::Text(text)) => chars(text) <= COMMAND_TEXT_CHARS_MAX,
            (CommandOptionType::INTEGER, OptionValue::Number(number)) => {
                number.as_i64().is_some_and(|it| it.abs() <= COMMAND_INTEGER_MAX)
            }
            (CommandOptionType::NUMBER, OptionValue::Number(number)) => {
                number.as_f64().is_some_and(|it| it.abs() <= COMMAND_INTEGER_MAX as f64)
            }
            _ => false,
        };
        if !fits {
            let message = "The value is not of the option's type.";
            errors.push(FieldError::new(format!("{PATH}.{index}.value"), "BASE_TYPE_BAD_TYPE", message));
        }
    }
    errors
}

/// How an application may answer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// By a message, now or later.
    Message,
    /// By a change of the message whose component was used, now or later.
    Update,
    /// By proposals.
    Choices,
    /// By a form.
    Modal,
}

/// Whether such an interaction may be answered so; `from_message` is whether it came from a message's component, be it
/// through a form.
pub fn may_answer(kind: InteractionType, from_message: bool, answer: Answer) -> bool {
    match answer {
        Answer::Choices => kind == InteractionType::APPLICATION_COMMAND_AUTOCOMPLETE,
        _ if kind == InteractionType::APPLICATION_COMMAND_AUTOCOMPLETE => false,
        Answer::Message => true,
        Answer::Update => from_message,
        Answer::Modal => kind != InteractionType::MODAL_SUBMIT,
    }
}
