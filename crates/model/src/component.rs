//! Components: buttons, menus, layout and the fields of forms, as messages and modals carry them.
//!
//! Whether a tree of them is allowed is decided by the rules; what stands here is always well-formed.

mod controls;
mod form;
mod layout;

use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::open::numbers;

pub use controls::{
    ActionRow, Button, ButtonStyle, ComponentEmoji, EntitySelect, SelectDefaultKind, SelectDefaultValue,
    SelectOption, StringSelect,
};
pub use form::{Checkbox, ChoiceGroup, FileUpload, Label, TextInput, TextInputStyle};
pub use layout::{
    Container, FileDisplay, MediaGallery, MediaItem, Section, Separator, SeparatorSpacing, TextDisplay,
    UnfurledMedia,
};

numbers! {
    /// Kind of a component.
    ComponentType(u8) {
        ACTION_ROW = 1, BUTTON = 2, STRING_SELECT = 3, TEXT_INPUT = 4, USER_SELECT = 5, ROLE_SELECT = 6,
        MENTIONABLE_SELECT = 7, CHANNEL_SELECT = 8, SECTION = 9, TEXT_DISPLAY = 10, THUMBNAIL = 11,
        MEDIA_GALLERY = 12, FILE = 13, SEPARATOR = 14, CONTAINER = 17, LABEL = 18, FILE_UPLOAD = 19,
        RADIO_GROUP = 21, CHECKBOX_GROUP = 22, CHECKBOX = 23,
    }
}

/// A component with its number in the message or modal.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Its number, unique within the message; given by the sender or by the server.
    pub id: u32,
    /// What it is.
    pub part: ComponentPart,
}

/// One table: variant, payload, number of the kind.
macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident($payload:ty) = $kind:ident;)*) => {
        /// What a component is.
        #[derive(Debug, Clone, PartialEq)]
        pub enum ComponentPart { $($(#[$doc])* $variant($payload)),* }

        impl ComponentPart {
            /// The number of its kind.
            pub const fn kind(&self) -> ComponentType {
                match self { $(Self::$variant(_) => ComponentType::$kind),* }
            }

            fn from_json(kind: ComponentType, fields: Value) -> serde_json::Result<Self> {
                match kind {
                    $(ComponentType::$kind => serde_json::from_value(fields).map(Self::$variant),)*
                    other => Err(serde_json::Error::custom(format!("component of unknown type {}", other.0))),
                }
            }
        }

        impl Serialize for Component {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let (kind, id) = (self.part.kind(), self.id);
                match &self.part {
                    $(ComponentPart::$variant(part) => Written { kind, id, part }.serialize(serializer)),*
                }
            }
        }
    };
}

/// A component on the wire: the fields of its kind stand beside its type and number.
#[derive(Serialize)]
struct Written<'a, T> {
    #[serde(rename = "type")]
    kind: ComponentType,
    id: u32,
    #[serde(flatten)]
    part: &'a T,
}

impl<'de> Deserialize<'de> for Component {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Read {
            #[serde(rename = "type")]
            kind: ComponentType,
            #[serde(default)]
            id: u32,
            #[serde(flatten)]
            fields: serde_json::Map<String, Value>,
        }
        let Read { kind, id, fields } = Read::deserialize(deserializer)?;
        let part = ComponentPart::from_json(kind, Value::Object(fields)).map_err(D::Error::custom)?;
        Ok(Self { id, part })
    }
}

parts! {
    /// Up to five buttons, or one menu, side by side; in a modal one text field.
    ActionRow(ActionRow) = ACTION_ROW;
    /// Something to press.
    Button(Button) = BUTTON;
    /// A choice among the sender's own options.
    StringSelect(StringSelect) = STRING_SELECT;
    /// A text field of a modal.
    TextInput(TextInput) = TEXT_INPUT;
    /// A choice among accounts.
    UserSelect(EntitySelect) = USER_SELECT;
    /// A choice among roles.
    RoleSelect(EntitySelect) = ROLE_SELECT;
    /// A choice among accounts and roles.
    MentionableSelect(EntitySelect) = MENTIONABLE_SELECT;
    /// A choice among channels.
    ChannelSelect(EntitySelect) = CHANNEL_SELECT;
    /// Texts with something beside them.
    Section(Section) = SECTION;
    /// A text.
    TextDisplay(TextDisplay) = TEXT_DISPLAY;
    /// A small picture beside texts.
    Thumbnail(MediaItem) = THUMBNAIL;
    /// Pictures and films together.
    MediaGallery(MediaGallery) = MEDIA_GALLERY;
    /// A file of the message.
    File(FileDisplay) = FILE;
    /// Space between others.
    Separator(Separator) = SEPARATOR;
    /// A box around others.
    Container(Container) = CONTAINER;
    /// A field of a modal with its label.
    Label(Label) = LABEL;
    /// A field of a modal that takes files.
    FileUpload(FileUpload) = FILE_UPLOAD;
    /// A choice of one, in a modal.
    RadioGroup(ChoiceGroup) = RADIO_GROUP;
    /// A choice of several, in a modal.
    CheckboxGroup(ChoiceGroup) = CHECKBOX_GROUP;
    /// Yes or no, in a modal.
    Checkbox(Checkbox) = CHECKBOX;
}

impl Component {
    /// The components directly in this one, in the order in which they are read.
    pub fn children(&self) -> Vec<&Self> {
        match &self.part {
            ComponentPart::ActionRow(row) => row.components.iter().collect(),
            ComponentPart::Container(container) => container.components.iter().collect(),
            ComponentPart::Section(section) => {
                section.components.iter().chain([&*section.accessory]).collect()
            }
            ComponentPart::Label(label) => vec![&label.component],
            _ => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.part {
            ComponentPart::ActionRow(row) => row.components.iter_mut().collect(),
            ComponentPart::Container(container) => container.components.iter_mut().collect(),
            ComponentPart::Section(section) => {
                section.components.iter_mut().chain([&mut *section.accessory]).collect()
            }
            ComponentPart::Label(label) => vec![&mut label.component],
            _ => Vec::new(),
        }
    }

    /// The name by which its application knows it, if it has one: then it can be used, not only looked at.
    pub fn custom_id(&self) -> Option<&str> {
        match &self.part {
            ComponentPart::Button(it) => it.custom_id.as_deref(),
            ComponentPart::StringSelect(it) => Some(&it.custom_id),
            ComponentPart::TextInput(it) => Some(&it.custom_id),
            ComponentPart::UserSelect(it)
            | ComponentPart::RoleSelect(it)
            | ComponentPart::MentionableSelect(it)
            | ComponentPart::ChannelSelect(it) => Some(&it.custom_id),
            ComponentPart::FileUpload(it) => Some(&it.custom_id),
            ComponentPart::RadioGroup(it) | ComponentPart::CheckboxGroup(it) => Some(&it.custom_id),
            ComponentPart::Checkbox(it) => Some(&it.custom_id),
            _ => None,
        }
    }

    /// The component of this name, in these or within them.
    pub fn find<'a>(components: &'a [Self], custom_id: &str) -> Option<&'a Self> {
        let mut found = None;
        for component in components {
            component.visit(&mut |it| {
                if it.custom_id() == Some(custom_id) {
                    found = found.or(Some(it));
                }
            });
        }
        found
    }

    /// Calls `see` for this component and all within it, outer before inner.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        for child in self.children() {
            child.visit(see);
        }
    }

    /// The same, to change them.
    pub fn visit_mut(&mut self, change: &mut impl FnMut(&mut Self)) {
        change(self);
        for child in self.children_mut() {
            child.visit_mut(change);
        }
    }

    /// The pictures, films and files that this component itself shows.
    pub fn media_mut(&mut self) -> Vec<&mut UnfurledMedia> {
        match &mut self.part {
            ComponentPart::Thumbnail(item) => vec![&mut item.media],
            ComponentPart::MediaGallery(gallery) => {
                gallery.items.iter_mut().map(|item| &mut item.media).collect()
            }
            ComponentPart::File(file) => vec![&mut file.file],
            _ => Vec::new(),
        }
    }
}
