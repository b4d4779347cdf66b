//! Files of messages.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::lenient::is_false;
use crate::marker::AttachmentMarker;
use crate::open::flags;

flags! {
    /// Traits of a file.
    AttachmentFlags(u32) { IS_CLIP = 0, IS_THUMBNAIL = 1, IS_REMIX = 2, IS_SPOILER = 3, IS_ANIMATED = 5 }
}

/// A file of a message (`MessageAttachmentResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file.
    pub id: Id<AttachmentMarker>,
    /// Its name.
    pub filename: String,
    /// Its title, if it is another than the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it shows, for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Where it is served.
    pub url: String,
    /// Where it is served from a cache.
    pub proxy_url: String,
    /// Pixels, for pictures and films.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels, for pictures and films.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Seconds, for voice messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_secs: Option<f64>,
    /// Base64 of the volume's course, for voice messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waveform: Option<String>,
    /// Whether it goes away by itself. Sent only when true.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ephemeral: bool,
    /// Traits of the file.
    #[serde(default, skip_serializing_if = "AttachmentFlags::is_empty_ref")]
    pub flags: AttachmentFlags,
}

impl AttachmentFlags {
    const fn is_empty_ref(&self) -> bool {
        self.is_empty()
    }
}

impl Attachment {
    /// A file that is served at one address.
    pub fn new(
        id: Id<AttachmentMarker>,
        filename: impl Into<String>,
        size: u64,
        url: impl Into<String>,
    ) -> Self {
        let url = url.into();
        Self {
            id,
            filename: filename.into(),
            title: None,
            description: None,
            content_type: None,
            size,
            proxy_url: url.clone(),
            url,
            width: None,
            height: None,
            duration_secs: None,
            waveform: None,
            ephemeral: false,
            flags: AttachmentFlags::NONE,
        }
    }
}
