//! Forms that were filled in.

use std::collections::{HashMap, HashSet};

use parvis_model::{
    ChoiceGroup, CommandOptionType, Component, ComponentPart, EntitySelect, SelectOption, SubmittedComponent,
    TextInput,
};
use serde_json::Value;

use super::{all_among, count, cut, references};
use crate::commands::Reference;
use crate::limits::{TEXT_INPUT_CHARS_MAX, chars};
use crate::validate::{FieldError, length};

/// What somebody filled into one field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldInput {
    /// What the application calls the field.
    pub custom_id: String,
    /// One text, or whether a box is set.
    pub value: Option<Value>,
    /// What was chosen, where it can be several.
    pub values: Vec<String>,
}

/// A form that fits its definition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filled {
    /// Its fields, in the layout of the form.
    pub components: Vec<SubmittedComponent>,
    /// The things that were chosen, which may not exist.
    pub references: Vec<Reference>,
}

/// Checks what was filled into a form.
pub fn filled_in(form: &[Component], inputs: &[FieldInput]) -> Result<Filled, Vec<FieldError>> {
    let by_name: HashMap<_, _> = inputs.iter().map(|input| (input.custom_id.as_str(), input)).collect();
    let mut reading = Reading { inputs: &by_name, references: Vec::new(), errors: Vec::new() };
    let components = form.iter().map(|component| reading.component(component)).collect();
    let known = |input: &&FieldInput| Component::find(form, &input.custom_id).is_some();
    if by_name.len() < inputs.len() || !inputs.iter().all(|input| known(&input)) {
        let message = "The form has no such field, or it is filled in twice.";
        reading.errors.push(FieldError::new("data.components", "COMPONENT_UNKNOWN", message));
    }
    let Reading { references, errors, .. } = reading;
    if errors.is_empty() { Ok(Filled { components, references }) } else { Err(errors) }
}

struct Reading<'a> {
    inputs: &'a HashMap<&'a str, &'a FieldInput>,
    references: Vec<Reference>,
    errors: Vec<FieldError>,
}

impl Reading<'_> {
    fn component(&mut self, component: &Component) -> SubmittedComponent {
        let mut submitted = SubmittedComponent {
            kind: component.part.kind(),
            id: component.id,
            custom_id: component.custom_id().map(str::to_owned),
            value: None,
            values: None,
            components: Vec::new(),
            component: None,
        };
        match &component.part {
            ComponentPart::ActionRow(row) => {
                submitted.components = row.components.iter().map(|it| self.component(it)).collect();
            }
            ComponentPart::Label(label) => {
                submitted.component = Some(Box::new(self.component(&label.component)));
            }
            _ => {
                if let Some(custom_id) = component.custom_id() {
                    self.field(custom_id, component, &mut submitted);
                }
            }
        }
        submitted
    }

    fn field(&mut self, custom_id: &str, component: &Component, submitted: &mut SubmittedComponent) {
        let nothing = FieldInput::default();
        let input = self.inputs.get(custom_id).copied().unwrap_or(&nothing);
        let path = format!("data.components.{custom_id}");
        let read = match &component.part {
            ComponentPart::TextInput(field) => text(&path, field, input),
            ComponentPart::RadioGroup(group) => one_of(&path, group, input),
            ComponentPart::Checkbox(_) => set_or_not(&path, input),
            _ => match self.several(&path, component, input) {
                Ok(values) => {
                    submitted.values = Some(values);
                    return;
                }
                Err(errors) => Err(errors),
            },
        };
        match read {
            Ok(value) => submitted.value = Some(value),
            Err(errors) => self.errors.extend(errors),
        }
    }

    /// Fields of which several values can be chosen.
    fn several(
        &mut self,
        path: &str,
        component: &Component,
        input: &FieldInput,
    ) -> Result<Vec<String>, Vec<FieldError>> {
        let values = &input.values;
        let (required, min, max) = match &component.part {
            ComponentPart::StringSelect(menu) => (menu.required, menu.min_values, menu.max_values),
            ComponentPart::CheckboxGroup(group) => {
                let max = group.max_values.unwrap_or(u8::MAX);
                (Some(group.required), group.min_values.unwrap_or(0), max)
            }
            ComponentPart::FileUpload(field) => (Some(field.required), field.min_values, field.max_values),
            ComponentPart::UserSelect(menu)
            | ComponentPart::RoleSelect(menu)
            | ComponentPart::MentionableSelect(menu)
            | ComponentPart::ChannelSelect(menu) => (menu.required, menu.min_values, menu.max_values),
            _ => (Some(false), 0, 0),
        };
        if values.is_empty() && required == Some(false) {
            return Ok(Vec::new());
        }
        // What must be filled in needs one value at least, whatever its smallest number is.
        let min = if required == Some(false) { min } else { min.max(1) };
        count(path, values, min, max)?;
        match &component.part {
            ComponentPart::StringSelect(menu) => all_among(path, values, &values_of(&menu.options))?,
            ComponentPart::CheckboxGroup(group) => all_among(path, values, &values_of(&group.options))?,
            ComponentPart::FileUpload(_) => {
                self.references.extend(references(path, CommandOptionType::ATTACHMENT, &[], values)?);
            }
            ComponentPart::UserSelect(menu) => self.things(path, CommandOptionType::USER, menu, values)?,
            ComponentPart::RoleSelect(menu) => self.things(path, CommandOptionType::ROLE, menu, values)?,
            ComponentPart::MentionableSelect(menu) => {
                self.things(path, CommandOptionType::MENTIONABLE, menu, values)?;
            }
            ComponentPart::ChannelSelect(menu) => {
                self.things(path, CommandOptionType::CHANNEL, menu, values)?;
            }
            _ => {}
        }
        Ok(values.clone())
    }

    fn things(
        &mut self,
        path: &str,
        kind: CommandOptionType,
        menu: &EntitySelect,
        values: &[String],
    ) -> Result<(), Vec<FieldError>> {
        self.references.extend(references(path, kind, &menu.channel_types, values)?);
        Ok(())
    }
}

fn values_of(options: &[SelectOption]) -> HashSet<&str> {
    options.iter().map(|option| option.value.as_str()).collect()
}

fn text(path: &str, field: &TextInput, input: &FieldInput) -> Result<Value, Vec<FieldError>> {
    let written = match &input.value {
        None | Some(Value::Null) => "",
        Some(Value::String(text)) => text,
        Some(_) => return Err(vec![not_of_type(path)]),
    };
    if written.is_empty() && !field.required {
        return Ok(Value::String(String::new()));
    }
    let min = field.min_length.map_or(0, usize::from).max(usize::from(field.required));
    let max = field.max_length.map_or(TEXT_INPUT_CHARS_MAX, usize::from);
    length(path, chars(written), min..=max).map_err(|error| vec![error])?;
    Ok(Value::String(written.to_owned()))
}

fn one_of(path: &str, group: &ChoiceGroup, input: &FieldInput) -> Result<Value, Vec<FieldError>> {
    match &input.value {
        None | Some(Value::Null) if !group.required => Ok(Value::Null),
        None | Some(Value::Null) => Err(vec![FieldError::required(path)]),
        Some(Value::String(text)) => {
            let among = values_of(&group.options);
            if among.contains(text.as_str()) {
                Ok(Value::String(text.clone()))
            } else {
                let message = format!("\"{}\" is none of the options.", cut(text));
                Err(vec![FieldError::new(path, "BASE_TYPE_CHOICES", message)])
            }
        }
        Some(_) => Err(vec![not_of_type(path)]),
    }
}

fn set_or_not(path: &str, input: &FieldInput) -> Result<Value, Vec<FieldError>> {
    match &input.value {
        None | Some(Value::Null) => Ok(Value::Bool(false)),
        Some(Value::Bool(set)) => Ok(Value::Bool(*set)),
        Some(_) => Err(vec![not_of_type(path)]),
    }
}

fn not_of_type(path: &str) -> FieldError {
    FieldError::new(path, "BASE_TYPE_BAD_TYPE", "The value is not of the field's type.")
}
