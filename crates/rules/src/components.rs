//! Reads components as somebody sends them: either the whole tree is allowed, or every field that is wrong is named.
//!
//! It must not know who sends them, nor which files or emojis exist.

mod controls;
mod fields;
mod form;
mod layout;

use std::collections::HashSet;

use parvis_model::{Component, ComponentPart, ComponentType};
use serde_json::Value;

use crate::limits::{COMPONENTS_MAX, COMPONENTS_TEXT_CHARS_MAX, MESSAGE_ROWS_MAX, MODAL_FIELDS_MAX, chars};
use crate::validate::{FieldError, length};

use fields::Fields;

/// What stands in a message that is not laid out by components.
const ROWS: &[ComponentType] = &[ComponentType::ACTION_ROW];
/// What stands in a message that is.
const LAYOUT: &[ComponentType] = &[
    ComponentType::ACTION_ROW,
    ComponentType::SECTION,
    ComponentType::TEXT_DISPLAY,
    ComponentType::MEDIA_GALLERY,
    ComponentType::FILE,
    ComponentType::SEPARATOR,
    ComponentType::CONTAINER,
];
/// What stands in a modal.
const FORM: &[ComponentType] =
    &[ComponentType::ACTION_ROW, ComponentType::TEXT_DISPLAY, ComponentType::LABEL];

/// Reads the components of a message; `is_layout` is whether it carries the flag IS_COMPONENTS_V2. Each gets a number,
/// and files are still named as `attachment://name`.
pub fn message_components(
    path: &str,
    sent: &[Value],
    is_layout: bool,
) -> Result<Vec<Component>, Vec<FieldError>> {
    let (allowed, count_max) = if is_layout { (LAYOUT, COMPONENTS_MAX) } else { (ROWS, MESSAGE_ROWS_MAX) };
    Reading::new(Place::Message).read_all(path, sent, allowed, 0..=count_max)
}

/// Refuses components that a message without the flag IS_COMPONENTS_V2 cannot have, for those that were read before it
/// was known what they would become part of.
pub fn only_rows(path: &str, components: &[Component]) -> Result<(), Vec<FieldError>> {
    length(path, components.len(), 0..=MESSAGE_ROWS_MAX).map_err(|error| vec![error])?;
    let others = components.iter().enumerate().filter(|(_, it)| !ROWS.contains(&it.part.kind()));
    let errors: Vec<_> = others.map(|(index, _)| not_among(&format!("{path}.{index}"), ROWS)).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn not_among(path: &str, allowed: &[ComponentType]) -> FieldError {
    let choices: Vec<_> = allowed.iter().map(|kind| kind.0.to_string()).collect();
    let message = format!("Value of field \"type\" must be one of ({}).", choices.join(", "));
    FieldError::new(format!("{path}.type"), "UNION_TYPE_CHOICES", message)
}

/// Reads the components of a modal.
pub fn modal_components(path: &str, sent: &[Value]) -> Result<Vec<Component>, Vec<FieldError>> {
    Reading::new(Place::Modal).read_all(path, sent, FORM, 1..=MODAL_FIELDS_MAX)
}

/// What is wrong with a message that is laid out by components and also has these parts of the older kind.
pub fn layout_stands_alone(has_content: bool, has_embeds: bool) -> Vec<FieldError> {
    let fields = [("content", has_content), ("embeds", has_embeds)];
    let wrong = fields.into_iter().filter(|(_, is_there)| *is_there);
    wrong
        .map(|(field, _)| {
            let message =
                format!("The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
            FieldError::new(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
        })
        .collect()
}

/// Whether any of these can be pressed, chosen from or filled in, so that an application is needed for the answer.
pub fn are_interactive(components: &[Component]) -> bool {
    let mut interactive = false;
    for component in components {
        component.visit(&mut |it| interactive |= it.custom_id().is_some());
    }
    interactive
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Message,
    Modal,
}

/// One tree on its way in.
struct Reading {
    place: Place,
    errors: Vec<FieldError>,
    custom_ids: HashSet<String>,
    numbers: HashSet<u32>,
    text_chars: usize,
    count: usize,
}

impl Reading {
    fn new(place: Place) -> Self {
        Self {
            place,
            errors: Vec::new(),
            custom_ids: HashSet::new(),
            numbers: HashSet::new(),
            text_chars: 0,
            count: 0,
        }
    }

    fn read_all(
        mut self,
        path: &str,
        sent: &[Value],
        allowed: &[ComponentType],
        counts: std::ops::RangeInclusive<usize>,
    ) -> Result<Vec<Component>, Vec<FieldError>> {
        length(path, sent.len(), counts).map_err(|error| vec![error])?;
        let mut components = self.list(path, sent, allowed);
        if self.count > COMPONENTS_MAX {
            let message = format!("The total number of components exceeds the maximum of {COMPONENTS_MAX}");
            self.wrong(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message);
        }
        if self.text_chars > COMPONENTS_TEXT_CHARS_MAX {
            let message = format!(
                "Components displayable text size exceeds maximum size of {COMPONENTS_TEXT_CHARS_MAX}"
            );
            self.wrong(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
        }
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        self.give_numbers(&mut components);
        Ok(components)
    }

    fn list(&mut self, path: &str, sent: &[Value], allowed: &[ComponentType]) -> Vec<Component> {
        let read = |(index, value)| self.component(&format!("{path}.{index}"), value, allowed);
        sent.iter().enumerate().filter_map(read).collect()
    }

    /// One component of these kinds, with all within it. `None`: it is wrong, which is noted.
    fn component(&mut self, path: &str, sent: &Value, allowed: &[ComponentType]) -> Option<Component> {
        let Some(map) = sent.as_object() else {
            let message = "Only dictionaries may be used in a DictType";
            return self.none(FieldError::new(path, "DICT_TYPE_CONVERT", message));
        };
        let kind = map.get("type").and_then(Value::as_u64).and_then(|kind| u8::try_from(kind).ok());
        let kind = kind.map(ComponentType).filter(|kind| allowed.contains(kind));
        let Some(kind) = kind else { return self.none(not_among(path, allowed)) };
        self.count += 1;
        let errors_before = self.errors.len();
        let mut fields = Fields::new(self, path, map);
        // 0 asks the server for a number, as absence does.
        let id = fields.number("id", 0..=i64::from(i32::MAX)).and_then(|id| u32::try_from(id).ok());
        let part = fields.part(kind);
        let id = id.unwrap_or(0);
        if id != 0 && !self.numbers.insert(id) {
            self.wrong(format!("{path}.id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated");
        }
        if self.errors.len() > errors_before { None } else { part.map(|part| Component { id, part }) }
    }

    /// Components without a number of their own get the lowest that are free, in the order in which they are read.
    fn give_numbers(&self, components: &mut [Component]) {
        let mut next = 1;
        for component in components {
            component.visit_mut(&mut |it| {
                if it.id == 0 {
                    while self.numbers.contains(&next) {
                        next += 1;
                    }
                    it.id = next;
                    next += 1;
                }
            });
        }
    }

    fn wrong(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.errors.push(FieldError::new(path, code, message));
    }

    fn none<T>(&mut self, error: FieldError) -> Option<T> {
        self.errors.push(error);
        None
    }
}

impl Fields<'_> {
    /// The fields of a kind. What is wrong is noted; the value then only keeps the reading going.
    fn part(&mut self, kind: ComponentType) -> Option<ComponentPart> {
        Some(match kind {
            ComponentType::ACTION_ROW => ComponentPart::ActionRow(layout::action_row(self)),
            ComponentType::BUTTON => ComponentPart::Button(controls::button(self)?),
            ComponentType::STRING_SELECT => ComponentPart::StringSelect(controls::string_select(self)),
            ComponentType::TEXT_INPUT => ComponentPart::TextInput(form::text_input(self)),
            ComponentType::USER_SELECT => ComponentPart::UserSelect(controls::entity_select(self, kind)),
            ComponentType::ROLE_SELECT => ComponentPart::RoleSelect(controls::entity_select(self, kind)),
            ComponentType::MENTIONABLE_SELECT => {
                ComponentPart::MentionableSelect(controls::entity_select(self, kind))
            }
            ComponentType::CHANNEL_SELECT => {
                ComponentPart::ChannelSelect(controls::entity_select(self, kind))
            }
            ComponentType::SECTION => ComponentPart::Section(layout::section(self)?),
            ComponentType::TEXT_DISPLAY => ComponentPart::TextDisplay(layout::text_display(self)),
            ComponentType::THUMBNAIL => ComponentPart::Thumbnail(layout::media_item(self)?),
            ComponentType::MEDIA_GALLERY => ComponentPart::MediaGallery(layout::gallery(self)),
            ComponentType::FILE => ComponentPart::File(layout::file(self)?),
            ComponentType::SEPARATOR => ComponentPart::Separator(layout::separator(self)),
            ComponentType::CONTAINER => ComponentPart::Container(layout::container(self)),
            ComponentType::LABEL => ComponentPart::Label(form::label(self)?),
            ComponentType::FILE_UPLOAD => ComponentPart::FileUpload(form::file_upload(self)),
            ComponentType::RADIO_GROUP => ComponentPart::RadioGroup(form::radio_group(self)),
            ComponentType::CHECKBOX_GROUP => ComponentPart::CheckboxGroup(form::checkbox_group(self)),
            ComponentType::CHECKBOX => ComponentPart::Checkbox(form::checkbox(self)),
            _ => return None,
        })
    }

    /// Text that counts towards what a message may show.
    fn shown_text(&mut self, key: &str) -> String {
        let text = self.required_text(key, 1..=COMPONENTS_TEXT_CHARS_MAX);
        self.reading.text_chars += chars(&text);
        text
    }
}
