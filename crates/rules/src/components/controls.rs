//! Components that people use under a message: buttons and menus.

use std::collections::HashSet;

use parvis_model::{
    Button, ButtonStyle, ChannelType, ComponentType, EntitySelect, Id, SelectDefaultKind, SelectDefaultValue,
    SelectOption, StringSelect,
};

use super::fields::Fields;
use crate::limits::{
    BUTTON_LABEL_CHARS_MAX, BUTTON_URL_CHARS_MAX, SELECT_OPTION_CHARS_MAX, SELECT_OPTIONS_MAX,
    SELECT_PLACEHOLDER_CHARS_MAX,
};
use crate::validate::{self, FieldError};

/// Those that a message may carry: this server sells nothing, so there are no premium buttons.
const STYLES: [ButtonStyle; 5] = [
    ButtonStyle::PRIMARY,
    ButtonStyle::SECONDARY,
    ButtonStyle::SUCCESS,
    ButtonStyle::DANGER,
    ButtonStyle::LINK,
];

pub(super) fn button(fields: &mut Fields<'_>) -> Option<Button> {
    let style = fields.value("style").and_then(serde_json::Value::as_u64);
    let style = STYLES.into_iter().find(|it| Some(u64::from(it.0)) == style);
    let Some(style) = style else {
        let path = fields.at("style");
        fields.refuse(FieldError::choices(path, STYLES.map(|style| style.0)));
        return None;
    };
    let mut button = Button {
        style,
        label: fields.text("label", 0..=BUTTON_LABEL_CHARS_MAX).filter(|label| !label.is_empty()),
        emoji: fields.emoji(),
        custom_id: None,
        url: None,
        disabled: fields.flag("disabled").unwrap_or(false),
    };
    if button.label.is_none() && !fields.has("emoji") {
        let path = fields.at("label");
        fields.refuse(FieldError::required(path));
    }
    let (own, foreign) = if style == ButtonStyle::LINK { ("url", "custom_id") } else { ("custom_id", "url") };
    if fields.has(foreign) {
        let message = format!("A button of this style has a {own} and no {foreign}.");
        fields.wrong(foreign, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", &message);
    }
    if style == ButtonStyle::LINK {
        let url = fields.required_text("url", 1..=BUTTON_URL_CHARS_MAX);
        let path = fields.at("url");
        if !url.is_empty() && fields.check(validate::url(&path, &url)) {
            button.url = Some(url);
        }
    } else {
        button.custom_id = Some(fields.custom_id());
    }
    Some(button)
}

pub(super) fn string_select(fields: &mut Fields<'_>) -> StringSelect {
    let options = options(fields, 1..=SELECT_OPTIONS_MAX);
    let (min_values, max_values) = values(fields);
    if usize::from(max_values) > options.len() && fields.has("max_values") {
        let message = format!("Must be {} or fewer: there are no more options.", options.len());
        fields.wrong("max_values", "NUMBER_TYPE_MAX", &message);
    }
    chosen_at_most(fields, &options, max_values);
    StringSelect {
        custom_id: fields.custom_id(),
        placeholder: fields.text("placeholder", 0..=SELECT_PLACEHOLDER_CHARS_MAX),
        min_values,
        max_values,
        options,
        disabled: fields.flag("disabled").unwrap_or(false),
        required: required(fields),
    }
}

pub(super) fn entity_select(fields: &mut Fields<'_>, kind: ComponentType) -> EntitySelect {
    let (min_values, max_values) = values(fields);
    let default_values = fields.items("default_values", 0..=SELECT_OPTIONS_MAX, |it| default_value(it, kind));
    let default_values: Vec<_> = default_values.into_iter().flatten().collect();
    if default_values.len() > usize::from(max_values) {
        let message = format!("Must be {max_values} or fewer in length.");
        fields.wrong("default_values", "BASE_TYPE_MAX_LENGTH", &message);
    }
    EntitySelect {
        custom_id: fields.custom_id(),
        placeholder: fields.text("placeholder", 0..=SELECT_PLACEHOLDER_CHARS_MAX),
        min_values,
        max_values,
        channel_types: if kind == ComponentType::CHANNEL_SELECT { channel_types(fields) } else { Vec::new() },
        default_values,
        disabled: fields.flag("disabled").unwrap_or(false),
        required: required(fields),
    }
}

/// How many are to be chosen, at least and at most: one, unless the sender says otherwise.
fn values(fields: &mut Fields<'_>) -> (u8, u8) {
    let min = fields.count("min_values", 0..=SELECT_OPTIONS_MAX, 1);
    let max = fields.count("max_values", 1..=SELECT_OPTIONS_MAX, 1.max(min));
    at_least_before_at_most(fields, ("min_values", u16::from(min)), u16::from(max));
    (min, max)
}

pub(super) fn at_least_before_at_most(fields: &mut Fields<'_>, (key, least): (&str, u16), most: u16) {
    if least > most {
        let message = format!("int value should be less than or equal to {most}.");
        fields.wrong(key, "NUMBER_TYPE_MAX", &message);
    }
}

/// In modals a field may be left open; under a message there is nothing to be required.
fn required(fields: &mut Fields<'_>) -> Option<bool> {
    let required = fields.flag("required");
    fields.is_modal().then(|| required.unwrap_or(true))
}

/// What can be chosen, each value once.
pub(super) fn options(fields: &mut Fields<'_>, counts: std::ops::RangeInclusive<usize>) -> Vec<SelectOption> {
    let options = fields.items("options", counts, option);
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        if !option.value.is_empty() && !values.insert(option.value.as_str()) {
            let message = "The specified option value is already used";
            let key = format!("options.{index}.value");
            fields.wrong(&key, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    }
    options
}

fn option(fields: &mut Fields<'_>) -> SelectOption {
    SelectOption {
        label: fields.required_text("label", 1..=SELECT_OPTION_CHARS_MAX),
        value: fields.required_text("value", 1..=SELECT_OPTION_CHARS_MAX),
        description: fields.text("description", 0..=SELECT_OPTION_CHARS_MAX).filter(|text| !text.is_empty()),
        emoji: fields.emoji(),
        default: fields.flag("default").unwrap_or(false),
    }
}

/// Not more may be chosen from the start than may be chosen.
pub(super) fn chosen_at_most(fields: &mut Fields<'_>, options: &[SelectOption], most: u8) {
    if options.iter().filter(|option| option.default).count() > usize::from(most) {
        let message = format!("No more than {most} of the options can be chosen from the start.");
        fields.wrong("options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", &message);
    }
}

fn default_value(fields: &mut Fields<'_>, kind: ComponentType) -> Option<SelectDefaultValue> {
    use SelectDefaultKind::{Channel, Role, User};
    let allowed: &[(&str, SelectDefaultKind)] = match kind {
        ComponentType::USER_SELECT => &[("user", User)],
        ComponentType::ROLE_SELECT => &[("role", Role)],
        ComponentType::MENTIONABLE_SELECT => &[("user", User), ("role", Role)],
        _ => &[("channel", Channel)],
    };
    let named = fields.value("type").and_then(serde_json::Value::as_str);
    let Some((_, kind)) = allowed.iter().find(|(name, _)| Some(*name) == named) else {
        let path = fields.at("type");
        fields.refuse(FieldError::choices(path, allowed.iter().map(|(name, _)| format!("'{name}'"))));
        return None;
    };
    let id = fields.value("id").and_then(|id| serde_json::from_value::<Id<_>>(id.clone()).ok());
    if id.is_none() {
        fields.wrong("id", "NUMBER_TYPE_COERCE", "Value is not snowflake.");
    }
    Some(SelectDefaultValue { id: id?, kind: *kind })
}

fn channel_types(fields: &mut Fields<'_>) -> Vec<ChannelType> {
    let mut types = Vec::new();
    for (index, value) in fields.list("channel_types", 0..=SELECT_OPTIONS_MAX).iter().enumerate() {
        let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
        match number.map(ChannelType).filter(|kind| kind.is_known()) {
            Some(kind) if !types.contains(&kind) => types.push(kind),
            Some(_) => {}
            None => fields.wrong(
                &format!("channel_types.{index}"),
                "BASE_TYPE_CHOICES",
                "Value is no type of channel.",
            ),
        }
    }
    types
}
