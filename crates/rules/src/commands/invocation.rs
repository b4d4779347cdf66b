//! Whether what somebody gives to a command fits its definition.

use std::collections::HashSet;

use parvis_model::marker::GenericMarker;
use parvis_model::{
    ApplicationCommand, ChannelType, CommandDataOption, CommandOption, CommandOptionType, Id, Number,
    OptionValue,
};

use super::at;
use crate::limits::{COMMAND_INTEGER_MAX, COMMAND_TEXT_CHARS_MAX, chars};
use crate::validate::{FieldError, length};

/// Why a command is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It is used: everything must be there and fit.
    Use,
    /// One of its options is being typed: what is there must be of the right type, and no more.
    Complete,
}

/// What somebody gave, checked, in the form in which the application gets it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// The options.
    pub options: Vec<CommandDataOption>,
    /// The things that they name, which may not exist.
    pub references: Vec<Reference>,
}

/// A thing that an option names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where its id stands in the request.
    pub path: String,
    /// What it must be.
    pub kind: CommandOptionType,
    /// The id.
    pub id: Id<GenericMarker>,
    /// Of which types a channel may be; none means all.
    pub channel_types: Vec<ChannelType>,
}

/// Checks what was given to a command; `path` is where it stands.
pub fn given(
    path: &str,
    command: &ApplicationCommand,
    options: &[CommandDataOption],
    purpose: Purpose,
) -> Result<Given, Vec<FieldError>> {
    let mut check = Check { purpose, ..Check::default() };
    let options = check.level(path, &command.options, options);
    if purpose == Purpose::Complete && check.focused != 1 {
        let message = "Exactly one option must be focused, and one with autocomplete.";
        check.fail(path, "INTERACTION_APPLICATION_COMMAND_INVALID_FOCUS", message);
    }
    if check.errors.is_empty() {
        Ok(Given { options, references: check.references })
    } else {
        Err(check.errors)
    }
}

struct Check {
    purpose: Purpose,
    focused: usize,
    references: Vec<Reference>,
    errors: Vec<FieldError>,
}

impl Default for Check {
    fn default() -> Self {
        Self { purpose: Purpose::Use, focused: 0, references: Vec::new(), errors: Vec::new() }
    }
}

impl Check {
    fn fail(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.errors.push(FieldError::new(path, code, message));
    }

    /// What was given at one level: one subcommand, or values.
    fn level(
        &mut self,
        path: &str,
        defined: &[CommandOption],
        given: &[CommandDataOption],
    ) -> Vec<CommandDataOption> {
        let has_subcommands = defined.first().is_some_and(|it| it.kind.is_nested());
        if has_subcommands && given.len() != 1 {
            self.fail(path, "BASE_TYPE_BAD_LENGTH", "Exactly one subcommand must be given.");
            return Vec::new();
        }
        if given.len() > defined.len() {
            let message = format!("Must be {} or fewer in length.", defined.len());
            self.fail(path, "BASE_TYPE_MAX_LENGTH", message);
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let mut taken = Vec::new();
        for (index, option) in given.iter().enumerate() {
            let path = at(path, index);
            let definition = defined.iter().find(|it| it.name == option.name && it.kind == option.kind);
            match definition.filter(|_| seen.insert(&option.name)) {
                Some(definition) => taken.extend(self.option(&path, definition, option)),
                None => {
                    let message = "The command has no such option, or it is given twice.";
                    self.fail(path, "INTERACTION_APPLICATION_COMMAND_OPTION_UNKNOWN", message);
                }
            }
        }
        if self.purpose == Purpose::Use {
            for missing in defined.iter().filter(|it| it.required && !seen.contains(&it.name)) {
                let message = "Required option is missing";
                self.fail(at(path, &missing.name), "INTERACTION_APPLICATION_COMMAND_OPTION_MISSING", message);
            }
        }
        taken
    }

    fn option(
        &mut self,
        path: &str,
        definition: &CommandOption,
        given: &CommandDataOption,
    ) -> Option<CommandDataOption> {
        let mut taken = CommandDataOption {
            name: definition.name.clone(),
            kind: definition.kind,
            value: None,
            options: Vec::new(),
            focused: false,
        };
        if definition.kind.is_nested() {
            taken.options = self.level(&at(path, "options"), &definition.options, &given.options);
            return Some(taken);
        }
        let path = at(path, "value");
        let Some(value) = &given.value else {
            self.errors.push(FieldError::required(path));
            return None;
        };
        if self.purpose == Purpose::Complete && given.focused {
            taken.focused = true;
            taken.value = self.typed(&path, definition, value);
        } else {
            taken.value = self.value(&path, definition, value);
        }
        taken.value.is_some().then_some(taken)
    }

    /// What somebody has typed so far, of whatever type the option is.
    fn typed(&mut self, path: &str, definition: &CommandOption, value: &OptionValue) -> Option<OptionValue> {
        if !definition.autocomplete {
            let message = "This option is not completed.";
            self.fail(path, "INTERACTION_APPLICATION_COMMAND_INVALID_FOCUS", message);
            return None;
        }
        self.focused += 1;
        let text = match value {
            OptionValue::Text(text) => text.clone(),
            OptionValue::Number(number) => number.to_string(),
            OptionValue::Boolean(_) => return self.bad_type(path),
        };
        self.errors.extend(length(path, chars(&text), 0..=COMMAND_TEXT_CHARS_MAX).err());
        Some(OptionValue::Text(text))
    }

    fn bad_type<T>(&mut self, path: &str) -> Option<T> {
        self.fail(path, "BASE_TYPE_BAD_TYPE", "The value is not of the option's type.");
        None
    }

    fn value(&mut self, path: &str, definition: &CommandOption, value: &OptionValue) -> Option<OptionValue> {
        use CommandOptionType as Kind;
        match (definition.kind, value) {
            (Kind::STRING, OptionValue::Text(text)) => {
                self.text(path, definition, text);
                Some(value.clone())
            }
            (Kind::INTEGER | Kind::NUMBER, OptionValue::Number(number)) => {
                self.number(path, definition, number).map(OptionValue::Number)
            }
            (Kind::BOOLEAN, OptionValue::Boolean(_)) => Some(value.clone()),
            (kind, OptionValue::Text(_)) if kind.is_reference() => self.reference(path, definition, value),
            _ => self.bad_type(path),
        }
    }

    fn text(&mut self, path: &str, definition: &CommandOption, text: &str) {
        let within = 0..=COMMAND_TEXT_CHARS_MAX;
        if let Err(error) = length(path, chars(text), within) {
            self.errors.push(error);
            return;
        }
        if self.purpose == Purpose::Complete {
            return;
        }
        let min = definition.min_length.unwrap_or(0) as usize;
        let max = definition.max_length.map_or(COMMAND_TEXT_CHARS_MAX, |it| it as usize);
        self.errors.extend(length(path, chars(text), min..=max).err());
        let chosen = |value: &OptionValue| value.as_text() == Some(text);
        self.choice(path, definition, chosen);
    }

    fn number(&mut self, path: &str, definition: &CommandOption, number: &Number) -> Option<Number> {
        let value = number.as_f64().filter(|it| it.abs() <= COMMAND_INTEGER_MAX as f64);
        let Some(value) = value else { return self.bad_type(path) };
        let mut taken = number.clone();
        if definition.kind == CommandOptionType::INTEGER {
            if value.fract() != 0.0 {
                return self.bad_type(path);
            }
            // Some clients write 5 as 5.0; within 53 bits nothing is lost.
            taken = Number::from(value as i64);
        }
        if self.purpose == Purpose::Complete {
            return Some(taken);
        }
        let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
        if let Some(min) = bound(&definition.min_value).filter(|min| value < *min) {
            let message = format!("Value should be greater than or equal to {min}.");
            self.fail(path, "NUMBER_TYPE_MIN", message);
        }
        if let Some(max) = bound(&definition.max_value).filter(|max| value > *max) {
            let message = format!("Value should be less than or equal to {max}.");
            self.fail(path, "NUMBER_TYPE_MAX", message);
        }
        let chosen =
            |choice: &OptionValue| matches!(choice, OptionValue::Number(it) if it.as_f64() == Some(value));
        self.choice(path, definition, chosen);
        Some(taken)
    }

    fn choice(&mut self, path: &str, definition: &CommandOption, chosen: impl Fn(&OptionValue) -> bool) {
        if !definition.choices.is_empty() && !definition.choices.iter().any(|it| chosen(&it.value)) {
            let names = definition.choices.iter().map(|it| &it.name);
            self.errors.push(FieldError::choices(path, names));
        }
    }

    fn reference(
        &mut self,
        path: &str,
        definition: &CommandOption,
        value: &OptionValue,
    ) -> Option<OptionValue> {
        let Some(id) = value.as_id() else { return self.bad_type(path) };
        self.references.push(Reference {
            path: path.to_owned(),
            kind: definition.kind,
            id,
            channel_types: definition.channel_types.clone(),
        });
        // Written anew, so that zeros in front do not make another key of it.
        Some(OptionValue::Text(id.to_string()))
    }
}
