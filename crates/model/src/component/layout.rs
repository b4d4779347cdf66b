//! What arranges and shows: sections, texts, pictures, files, boxes.

use serde::{Deserialize, Serialize};

use super::Component;
use crate::Id;
use crate::marker::{AttachmentMarker, GenericMarker};
use crate::open::numbers;

numbers! {
    /// Height of a separator.
    SeparatorSpacing(u8) { SMALL = 1, LARGE = 2 }
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
