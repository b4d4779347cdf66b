//! Components: buttons, menus, layout and the fields of forms, as messages and modals carry them.
//!
//! Whether a tree of them is allowed is decided by the rules; what stands here is always well-formed.

use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Id;
use crate::channel::ChannelType;
use crate::lenient::is_false;
use crate::marker::{AttachmentMarker, EmojiMarker, GenericMarker};
use crate::open::numbers;

numbers! {
    /// Kind of a component.
    ComponentType(u8) {
        ACTION_ROW = 1, BUTTON = 2, STRING_SELECT = 3, TEXT_INPUT = 4, USER_SELECT = 5, ROLE_SELECT = 6,
        MENTIONABLE_SELECT = 7, CHANNEL_SELECT = 8, SECTION = 9, TEXT_DISPLAY = 10, THUMBNAIL = 11,
        MEDIA_GALLERY = 12, FILE = 13, SEPARATOR = 14, CONTAINER = 17, LABEL = 18, FILE_UPLOAD = 19,
        RADIO_GROUP = 21, CHECKBOX_GROUP = 22, CHECKBOX = 23,
    }
}
numbers! {
    /// Look of a button; LINK leads to an address, PREMIUM to a shop.
    ButtonStyle(u8) { PRIMARY = 1, SECONDARY = 2, SUCCESS = 3, DANGER = 4, LINK = 5, PREMIUM = 6 }
}
numbers! {
    /// Height of a text field.
    TextInputStyle(u8) { SHORT = 1, PARAGRAPH = 2 }
}
numbers! {
    /// Height of a separator.
    SeparatorSpacing(u8) { SMALL = 1, LARGE = 2 }
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

/// Texts with something beside them (`SectionComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The texts.
    pub components: Vec<Component>,
    /// A button or a small picture.
    pub accessory: Box<Component>,
}

/// A text with the markup of messages (`TextDisplayComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextDisplay {
    /// The text.
    pub content: String,
}

/// A picture or film that a component shows (`UnfurledMediaResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnfurledMedia {
    /// Its number on this server; a file's own where it is one of the message's.
    pub id: Id<GenericMarker>,
    /// Where it is.
    pub url: String,
    /// Where it is served from a cache.
    pub proxy_url: String,
    /// Pixels, where they are known.
    #[serde(default)]
    pub width: Option<u32>,
    /// Pixels, where they are known.
    #[serde(default)]
    pub height: Option<u32>,
    /// Its media type, where it is known.
    #[serde(default)]
    pub content_type: Option<String>,
    /// The file of the message that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<Id<AttachmentMarker>>,
}

impl UnfurledMedia {
    /// What is at this address; nothing more is known of it.
    pub fn at(url: impl Into<String>) -> Self {
        let url = url.into();
        Self {
            id: Id::new(0),
            proxy_url: url.clone(),
            url,
            width: None,
            height: None,
            content_type: None,
            attachment_id: None,
        }
    }
}

/// A picture with its text twin (`ThumbnailComponentResponse`, `MediaGalleryItemResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediaItem {
    /// The picture.
    pub media: UnfurledMedia,
    /// What it shows, for those who cannot see it.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is covered until somebody asks for it.
    #[serde(default)]
    pub spoiler: bool,
}

/// Pictures and films together (`MediaGalleryComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediaGallery {
    /// One to ten.
    pub items: Vec<MediaItem>,
}

/// A file of the message (`FileComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileDisplay {
    /// The file.
    pub file: UnfurledMedia,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Bytes.
    #[serde(default)]
    pub size: Option<u64>,
    /// Whether it is covered until somebody asks for it.
    #[serde(default)]
    pub spoiler: bool,
}

/// Space between others (`SeparatorComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Separator {
    /// How much.
    pub spacing: SeparatorSpacing,
    /// Whether there is a line in it.
    pub divider: bool,
}

/// A box around others (`ContainerComponentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// What is in it.
    pub components: Vec<Component>,
    /// The colour of its edge.
    #[serde(default)]
    pub accent_color: Option<u32>,
    /// Whether it is covered until somebody asks for it.
    #[serde(default)]
    pub spoiler: bool,
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
