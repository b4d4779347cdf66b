//! Which definitions of commands there may be.

use std::collections::HashSet;
use std::hash::Hash;

use parvis_model::{
    ApplicationCommand, CommandChoice, CommandOption, CommandOptionType, CommandType, Field, IntegrationType,
    InteractionContext, Localizations, Number, OptionValue,
};
use unicode_script::{Script, UnicodeScript};

use super::at;
use crate::limits::{
    COMMAND_CHARS_MAX, COMMAND_CHOICE_NAME_CHARS_MAX, COMMAND_CHOICES_MAX, COMMAND_DESCRIPTION_CHARS_MAX,
    COMMAND_INTEGER_MAX, COMMAND_NAME_CHARS_MAX, COMMAND_OPTIONS_MAX, COMMAND_TEXT_CHARS_MAX, LOCALES, chars,
};
use crate::validate::{FieldError, length, number};

/// Checks a whole definition; `path` is where it stands, empty for the body itself.
pub fn definition(path: &str, command: &ApplicationCommand) -> Vec<FieldError> {
    let mut check = Check::default();
    check.kind(path, command);
    check.usage(path, command);
    check.options(&at(path, "options"), &command.options, Level::Command);
    let size = size_of_command(command);
    if size > COMMAND_CHARS_MAX {
        let message = format!("Command exceeds maximum size ({COMMAND_CHARS_MAX})");
        check.fail(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
    check.errors
}

/// Where options stand: what may stand there depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Command,
    Group,
    Subcommand,
}

#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    fn fail(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.errors.push(FieldError::new(path, code, message));
    }

    fn expect(&mut self, result: Result<(), FieldError>) {
        self.errors.extend(result.err());
    }

    /// Names and descriptions are written differently for what is typed and for what is picked from a menu.
    fn kind(&mut self, path: &str, command: &ApplicationCommand) {
        let (name, description) = (at(path, "name"), at(path, "description"));
        let (names, descriptions) = (at(path, "name_localizations"), at(path, "description_localizations"));
        match command.kind {
            CommandType::CHAT => {
                self.spoken_name(&name, &command.name);
                self.localizations(&names, &command.name_localizations, Self::spoken_name);
                self.description(&description, &command.description);
                self.localizations(&descriptions, &command.description_localizations, Self::description);
            }
            CommandType::USER | CommandType::MESSAGE => {
                self.menu_name(&name, &command.name);
                self.localizations(&names, &command.name_localizations, Self::menu_name);
                let has_texts =
                    matches!(&command.description_localizations, Field::Value(texts) if !texts.0.is_empty());
                if !command.description.is_empty() || has_texts {
                    let message = "Context menu commands cannot have description";
                    self.fail(description, "APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN", message);
                }
                if !command.options.is_empty() {
                    let message = "Context menu commands cannot have options";
                    self.fail(at(path, "options"), "APPLICATION_COMMAND_OPTIONS_FORBIDDEN", message);
                }
            }
            _ => self.errors.push(FieldError::choices(at(path, "type"), [1, 2, 3])),
        }
    }

    fn usage(&mut self, path: &str, command: &ApplicationCommand) {
        if let Some(contexts) = &command.contexts {
            let known = contexts.iter().all(|it| InteractionContext::is_known(*it));
            self.set(&at(path, "contexts"), contexts, known, [0, 1, 2]);
        }
        let kinds = &command.integration_types;
        let known = kinds.iter().all(|it| IntegrationType::is_known(*it));
        self.set(&at(path, "integration_types"), kinds, known, [0, 1]);
    }

    /// A list that is not empty, whose values are known and each there once.
    fn set<T: Copy + Eq + Hash, const N: usize>(
        &mut self,
        path: &str,
        values: &[T],
        known: bool,
        choices: [u8; N],
    ) {
        if !known {
            self.errors.push(FieldError::choices(path, choices));
        } else if values.is_empty() || !all_differ(values.iter().copied()) {
            let message = format!("Must be between 1 and {N} in length, each value once.");
            self.fail(path, "BASE_TYPE_BAD_LENGTH", message);
        }
    }

    fn options(&mut self, path: &str, options: &[CommandOption], level: Level) {
        self.expect(length(path, options.len(), 0..=COMMAND_OPTIONS_MAX));
        let mut optional_came = false;
        let mixed =
            options.iter().any(|it| it.kind.is_nested()) && !options.iter().all(|it| it.kind.is_nested());
        if mixed {
            let message =
                "Sub-command and sub-command group option types are mutually exclusive to all other types";
            self.fail(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
        }
        if !all_differ(options.iter().map(|it| it.name.as_str())) {
            let message = "Option name must be unique";
            self.fail(path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message);
        }
        for (index, option) in options.iter().take(COMMAND_OPTIONS_MAX).enumerate() {
            let path = at(path, index);
            if option.required && optional_came {
                let message = "Required options must be placed before non-required options";
                self.fail(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
            }
            optional_came |= !option.required && !option.kind.is_nested();
            self.option(&path, option, level);
        }
    }

    fn option(&mut self, path: &str, option: &CommandOption, level: Level) {
        self.spoken_name(&at(path, "name"), &option.name);
        self.localizations(&at(path, "name_localizations"), &option.name_localizations, Self::spoken_name);
        self.description(&at(path, "description"), &option.description);
        let texts = at(path, "description_localizations");
        self.localizations(&texts, &option.description_localizations, Self::description);
        let may_stand_here = match (option.kind, level) {
            (kind, _) if !kind.is_known() => false,
            (CommandOptionType::SUB_COMMAND_GROUP, level) => level == Level::Command,
            (CommandOptionType::SUB_COMMAND, level) => level != Level::Subcommand,
            (_, level) => level != Level::Group,
        };
        if !may_stand_here {
            let allowed = match level {
                Level::Command => 1..=11,
                Level::Group => 1..=1,
                Level::Subcommand => 3..=11,
            };
            self.errors.push(FieldError::choices(at(path, "type"), allowed));
        }
        let inner = at(path, "options");
        match option.kind {
            CommandOptionType::SUB_COMMAND_GROUP => self.options(&inner, &option.options, Level::Group),
            CommandOptionType::SUB_COMMAND => self.options(&inner, &option.options, Level::Subcommand),
            _ => self.forbid(&inner, !option.options.is_empty()),
        }
        self.choices(path, option);
        self.bounds(path, option);
        self.forbid(
            &at(path, "channel_types"),
            !option.channel_types.is_empty() && option.kind != CommandOptionType::CHANNEL,
        );
        if !option.channel_types.iter().all(|kind| kind.is_known()) {
            let known = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16];
            self.errors.push(FieldError::choices(at(path, "channel_types"), known));
        }
    }

    /// What belongs to options of another type.
    fn forbid(&mut self, path: &str, is_there: bool) {
        if is_there {
            self.fail(
                path,
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "This option type does not take this.",
            );
        }
    }

    fn choices(&mut self, path: &str, option: &CommandOption) {
        let list = at(path, "choices");
        if !option.kind.has_choices() {
            self.forbid(&list, !option.choices.is_empty());
            self.forbid(&at(path, "autocomplete"), option.autocomplete);
            return;
        }
        if option.autocomplete && !option.choices.is_empty() {
            let message = "Autocomplete and choices are mutually exclusive";
            self.fail(&list, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", message);
        }
        self.expect(length(&list, option.choices.len(), 0..=COMMAND_CHOICES_MAX));
        if !all_differ(option.choices.iter().map(|it| it.name.as_str())) {
            let message = "Choice names must be unique";
            self.fail(&list, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message);
        }
        for (index, choice) in option.choices.iter().take(COMMAND_CHOICES_MAX).enumerate() {
            self.choice(&at(&list, index), option.kind, choice);
        }
    }

    fn choice(&mut self, path: &str, kind: CommandOptionType, choice: &CommandChoice) {
        self.choice_name(&at(path, "name"), &choice.name);
        self.localizations(&at(path, "name_localizations"), &choice.name_localizations, Self::choice_name);
        let value = at(path, "value");
        match (kind, &choice.value) {
            (CommandOptionType::STRING, OptionValue::Text(text)) => {
                self.expect(length(&value, chars(text), 0..=COMMAND_TEXT_CHARS_MAX));
            }
            (CommandOptionType::INTEGER, OptionValue::Number(number)) if is_integer(number) => {}
            (CommandOptionType::NUMBER, OptionValue::Number(number)) if is_number(number) => {}
            _ => self.fail(value, "BASE_TYPE_BAD_TYPE", "The value is not of the option's type."),
        }
    }

    fn bounds(&mut self, path: &str, option: &CommandOption) {
        let is_number_kind = matches!(option.kind, CommandOptionType::INTEGER | CommandOptionType::NUMBER);
        for (name, bound) in [("min_value", &option.min_value), ("max_value", &option.max_value)] {
            let Some(bound) = bound else { continue };
            let fits = if option.kind == CommandOptionType::INTEGER { is_integer } else { is_number };
            if !is_number_kind {
                self.forbid(&at(path, name), true);
            } else if !fits(bound) {
                self.fail(at(path, name), "BASE_TYPE_BAD_TYPE", "The value is not of the option's type.");
            }
        }
        let (min, max) = (as_f64(option.min_value.as_ref()), as_f64(option.max_value.as_ref()));
        let lengths = [("min_length", option.min_length, 0), ("max_length", option.max_length, 1)];
        for (name, bound, least) in lengths {
            let Some(bound) = bound else { continue };
            self.forbid(&at(path, name), option.kind != CommandOptionType::STRING);
            self.expect(number(&at(path, name), i64::from(bound), least..=COMMAND_TEXT_CHARS_MAX as i64));
        }
        let crossed = matches!((min, max), (Some(min), Some(max)) if min > max)
            || matches!((option.min_length, option.max_length), (Some(min), Some(max)) if min > max);
        if crossed {
            let message = "The smallest allowed value is larger than the largest.";
            self.fail(path, "APPLICATION_COMMAND_OPTIONS_RANGE_INVALID", message);
        }
    }

    fn localizations(
        &mut self,
        path: &str,
        texts: &Field<Localizations>,
        check: impl Fn(&mut Self, &str, &str),
    ) {
        let Field::Value(texts) = texts else { return };
        for (locale, text) in &texts.0 {
            if LOCALES.contains(&locale.as_str()) {
                check(self, &at(path, locale), text);
            } else {
                self.errors.push(FieldError::choices(path, LOCALES));
                return;
            }
        }
    }

    /// A name that is typed: letters, digits, `-`, `_` and `'`, in lower case where there is one.
    fn spoken_name(&mut self, path: &str, name: &str) {
        self.expect(length(path, chars(name), 1..=COMMAND_NAME_CHARS_MAX));
        if !name.chars().all(may_be_typed) {
            let message = "String value did not match validation regex.";
            self.fail(path, "STRING_TYPE_REGEX", message);
        } else if name.chars().any(|c| !c.to_lowercase().eq([c])) {
            self.fail(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid: use lower case.");
        }
    }

    fn menu_name(&mut self, path: &str, name: &str) {
        self.expect(length(path, chars(name.trim()), 1..=COMMAND_NAME_CHARS_MAX));
        self.one_line(path, name);
    }

    fn choice_name(&mut self, path: &str, name: &str) {
        self.expect(length(path, chars(name.trim()), 1..=COMMAND_CHOICE_NAME_CHARS_MAX));
        self.one_line(path, name);
    }

    fn description(&mut self, path: &str, text: &str) {
        self.expect(length(path, chars(text.trim()), 1..=COMMAND_DESCRIPTION_CHARS_MAX));
    }

    fn one_line(&mut self, path: &str, text: &str) {
        if text.chars().any(char::is_control) {
            self.fail(path, "STRING_TYPE_REGEX", "String value did not match validation regex.");
        }
    }
}

/// Vowel signs of Devanagari and Thai are no letters, and words cannot be written without them.
fn may_be_typed(c: char) -> bool {
    matches!(c, '-' | '_' | '\'')
        || c.is_alphanumeric()
        || matches!(c.script(), Script::Devanagari | Script::Thai)
}

fn all_differ<T: Eq + Hash>(values: impl IntoIterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    values.into_iter().all(|value| seen.insert(value))
}

fn as_f64(number: Option<&Number>) -> Option<f64> {
    number.and_then(Number::as_f64)
}

fn is_integer(number: &Number) -> bool {
    number.as_i64().is_some_and(|it| (-COMMAND_INTEGER_MAX..=COMMAND_INTEGER_MAX).contains(&it))
}

fn is_number(number: &Number) -> bool {
    number.as_f64().is_some_and(|it| it.abs() <= COMMAND_INTEGER_MAX as f64)
}

/// All texts together, each in its longest language.
fn size_of_command(command: &ApplicationCommand) -> usize {
    longest(&command.name, &command.name_localizations)
        + longest(&command.description, &command.description_localizations)
        + command.options.iter().map(size_of_option).sum::<usize>()
}

fn size_of_option(option: &CommandOption) -> usize {
    let choice = |choice: &CommandChoice| {
        let value = match &choice.value {
            OptionValue::Text(text) => chars(text),
            OptionValue::Number(number) => number.to_string().len(),
            OptionValue::Boolean(_) => 0,
        };
        longest(&choice.name, &choice.name_localizations) + value
    };
    longest(&option.name, &option.name_localizations)
        + longest(&option.description, &option.description_localizations)
        + option.choices.iter().map(choice).sum::<usize>()
        + option.options.iter().map(size_of_option).sum::<usize>()
}

fn longest(text: &str, others: &Field<Localizations>) -> usize {
    let others = match others {
        Field::Value(others) => others.0.values().map(|it| chars(it)).max(),
        Field::Absent | Field::Null => None,
    };
    chars(text).max(others.unwrap_or(0))
}
