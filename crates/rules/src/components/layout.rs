//! Components that arrange and show: rows, sections, texts, pictures, files, boxes.

use parvis_model::{
    ActionRow, ComponentType, Container, FileDisplay, MediaGallery, MediaItem, Section, Separator,
    SeparatorSpacing, TextDisplay, UnfurledMedia,
};

use super::fields::Fields;
use crate::limits::{
    COLOR_MAX, COMPONENTS_MAX, GALLERY_ITEMS_MAX, MEDIA_DESCRIPTION_CHARS_MAX, ROW_BUTTONS_MAX,
    SECTION_TEXTS_MAX,
};
use crate::validate::{self, FieldError};

const IN_ROW: &[ComponentType] = &[
    ComponentType::BUTTON,
    ComponentType::STRING_SELECT,
    ComponentType::USER_SELECT,
    ComponentType::ROLE_SELECT,
    ComponentType::MENTIONABLE_SELECT,
    ComponentType::CHANNEL_SELECT,
];
const IN_ROW_OF_FORM: &[ComponentType] = &[ComponentType::TEXT_INPUT];
const IN_CONTAINER: &[ComponentType] = &[
    ComponentType::ACTION_ROW,
    ComponentType::SECTION,
    ComponentType::TEXT_DISPLAY,
    ComponentType::MEDIA_GALLERY,
    ComponentType::FILE,
    ComponentType::SEPARATOR,
];

pub(super) fn action_row(fields: &mut Fields<'_>) -> ActionRow {
    let allowed = if fields.is_modal() { IN_ROW_OF_FORM } else { IN_ROW };
    let components = fields.components("components", 1..=ROW_BUTTONS_MAX, allowed);
    let takes_whole_row = components.iter().any(|it| it.part.kind() != ComponentType::BUTTON);
    if takes_whole_row && components.len() > 1 {
        let message = "The specified component exceeds the maximum width";
        fields.wrong("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
    }
    ActionRow { components }
}

pub(super) fn section(fields: &mut Fields<'_>) -> Option<Section> {
    let components = fields.components("components", 1..=SECTION_TEXTS_MAX, &[ComponentType::TEXT_DISPLAY]);
    let accessory = fields.component("accessory", &[ComponentType::BUTTON, ComponentType::THUMBNAIL])?;
    Some(Section { components, accessory })
}

pub(super) fn text_display(fields: &mut Fields<'_>) -> TextDisplay {
    TextDisplay { content: fields.shown_text("content") }
}

pub(super) fn gallery(fields: &mut Fields<'_>) -> MediaGallery {
    let items = fields.items("items", 1..=GALLERY_ITEMS_MAX, media_item);
    MediaGallery { items: items.into_iter().flatten().collect() }
}

pub(super) fn media_item(fields: &mut Fields<'_>) -> Option<MediaItem> {
    Some(MediaItem {
        description: fields.text("description", 1..=MEDIA_DESCRIPTION_CHARS_MAX),
        spoiler: fields.flag("spoiler").unwrap_or(false),
        media: media(fields, "media")?,
    })
}

pub(super) fn file(fields: &mut Fields<'_>) -> Option<FileDisplay> {
    let spoiler = fields.flag("spoiler").unwrap_or(false);
    Some(FileDisplay { file: media(fields, "file")?, name: None, size: None, spoiler })
}

/// `{"url": …}`: an address, or a file of the same message.
fn media(fields: &mut Fields<'_>, key: &str) -> Option<UnfurledMedia> {
    let path = fields.at(&format!("{key}.url"));
    let url = fields.value(key).and_then(|media| media.get("url")).and_then(|url| url.as_str());
    let Some(url) = url else {
        fields.refuse(FieldError::required(path));
        return None;
    };
    fields.check(validate::media_url(&path, url)).then(|| UnfurledMedia::at(url))
}

pub(super) fn separator(fields: &mut Fields<'_>) -> Separator {
    let spacing = fields.number("spacing", 1..=2).and_then(|number| u8::try_from(number).ok());
    Separator {
        spacing: spacing.map_or(SeparatorSpacing::SMALL, SeparatorSpacing),
        divider: fields.flag("divider").unwrap_or(true),
    }
}

pub(super) fn container(fields: &mut Fields<'_>) -> Container {
    let color = fields.number("accent_color", 0..=i64::from(COLOR_MAX));
    Container {
        accent_color: color.and_then(|color| u32::try_from(color).ok()),
        spoiler: fields.flag("spoiler").unwrap_or(false),
        components: fields.components("components", 1..=COMPONENTS_MAX, IN_CONTAINER),
    }
}
