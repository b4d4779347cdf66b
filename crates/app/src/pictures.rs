//! Avatars, icons and the like: taken in as data URIs, checked by their first bytes, kept as files, named by their
//! hash.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parvis_model::Id;
use parvis_model::marker::GenericMarker;
use parvis_rules::limits;
use parvis_rules::validate::FieldError;
use parvis_store::tables::{self, pictures::Stored};
use parvis_store::{StoreError, Tx};
use sha2::{Digest, Sha256};

use crate::App;
use crate::error::{ActionError, ActionResult, Kind};
use crate::files::Upload;
use crate::secrets::hex;

/// Sides of a picture: what clients scale down without falling over.
const SIDE_PIXELS_MAX: usize = 8_192;
const HASH_BYTES: usize = 16;

/// What a picture is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's words")]
pub enum PictureKind {
    Avatar,
    AppIcon,
    Banner,
    GuildIcon,
    GuildBanner,
    Splash,
    DiscoverySplash,
    ChannelIcon,
    RoleIcon,
    Emoji,
    Flag,
    ScheduledEvent,
}

impl PictureKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Avatar,
        Self::AppIcon,
        Self::Banner,
        Self::GuildIcon,
        Self::GuildBanner,
        Self::Splash,
        Self::DiscoverySplash,
        Self::ChannelIcon,
        Self::RoleIcon,
        Self::Emoji,
        Self::Flag,
        Self::ScheduledEvent,
    ];

    /// The kind as it is kept.
    const fn name(self) -> &'static str {
        match self {
            Self::Avatar => "avatar",
            Self::AppIcon => "app_icon",
            Self::Banner => "banner",
            Self::GuildIcon => "guild_icon",
            Self::GuildBanner => "guild_banner",
            Self::Splash => "splash",
            Self::DiscoverySplash => "discovery_splash",
            Self::ChannelIcon => "channel_icon",
            Self::RoleIcon => "role_icon",
            Self::Emoji => tables::emojis::PICTURES,
            Self::Flag => "flag",
            Self::ScheduledEvent => tables::scheduled_events::PICTURES,
        }
    }

    /// Makes a picture the owner's only one of this kind, or takes the last one away, in the transaction that names its
    /// hash. Says whether the picture is new, so that its file must be kept. The caller then deletes queued blobs.
    pub fn replace(
        self,
        tx: &mut Tx<'_>,
        owner_id: Id<GenericMarker>,
        row: Option<&PictureRow>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let is_new = match row {
            Some(row) => tables::pictures::insert(tx, self.name(), owner_id, &row.hash, &row.stored)?,
            None => false,
        };
        let kept = row.map(|row| row.hash.as_str());
        tables::pictures::delete_others(tx, self.name(), owner_id, kept, now_ms)?;
        Ok(is_new)
    }
}

/// A picture whose form is valid.
#[derive(Debug)]
pub struct Picture {
    bytes: Vec<u8>,
    format: Format,
    side_pixels: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Png,
    Jpeg,
    Gif,
    WebP,
}

impl Picture {
    /// Reads `data:image/png;base64,…`. What the picture is, its first bytes say; what the address claims is not
    /// believed.
    pub fn from_data_uri(path: &str, uri: &str) -> Result<Self, FieldError> {
        Self::read(path, uri, limits::IMAGE_BYTES_MAX)
    }

    /// The same for an emoji, which everybody loads many of.
    pub fn small_from_data_uri(path: &str, uri: &str) -> Result<Self, FieldError> {
        Self::read(path, uri, limits::EMOJI_BYTES_MAX)
    }

    fn read(path: &str, uri: &str, bytes_max: usize) -> Result<Self, FieldError> {
        let malformed = || FieldError::new(path, "IMAGE_INVALID", "Invalid image data");
        let (head, data) = uri.split_once(',').ok_or_else(malformed)?;
        let head = head.strip_prefix("data:").ok_or_else(malformed)?;
        if !head.ends_with(";base64") {
            return Err(malformed());
        }
        let too_large = || {
            let message = format!("File cannot be larger than {} kB.", bytes_max / 1024);
            FieldError::new(path, "BINARY_TYPE_MAX_SIZE", message)
        };
        if data.len() / 4 * 3 > bytes_max + 3 {
            return Err(too_large());
        }
        let bytes = STANDARD.decode(data.trim()).map_err(|_| malformed())?;
        if bytes.len() > bytes_max {
            return Err(too_large());
        }
        let format = format_of(&bytes).ok_or_else(|| {
            let message = "Unsupported image type given: use PNG, JPEG, GIF or WebP.";
            FieldError::new(path, "IMAGE_UNSUPPORTED", message)
        })?;
        let size = imagesize::blob_size(&bytes).map_err(|_| malformed())?;
        let sides = 1..=SIDE_PIXELS_MAX;
        if !sides.contains(&size.width) || !sides.contains(&size.height) {
            let message = format!("Must be {SIDE_PIXELS_MAX} pixels wide and high at most.");
            return Err(FieldError::new(path, "IMAGE_TOO_LARGE", message));
        }
        let side_pixels = size.width.max(size.height);
        Ok(Self { bytes: crate::files::without_metadata(bytes), format, side_pixels })
    }

    /// The longer of its sides.
    pub fn side_pixels(&self) -> usize {
        self.side_pixels
    }

    /// `image/…`
    fn content_type(&self) -> &'static str {
        match self.format {
            Format::Png => "image/png",
            Format::Jpeg => "image/jpeg",
            Format::Gif => "image/gif",
            Format::WebP => "image/webp",
        }
    }

    /// 32 hex digits; `a_` in front says that it moves.
    fn hash(&self) -> String {
        let digest = Sha256::digest(&self.bytes);
        let hash = hex(&digest[..HASH_BYTES]);
        if self.moves() { format!("a_{hash}") } else { hash }
    }

    /// Whether it moves.
    pub fn moves(&self) -> bool {
        let has = |mark: &[u8]| self.bytes.windows(mark.len()).any(|window| window == mark);
        match self.format {
            // Moving GIFs say how often they repeat.
            Format::Gif => has(b"NETSCAPE2.0") || has(b"ANIMEXTS1.0"),
            Format::Png => has(b"acTL"),
            Format::WebP => has(b"ANIM"),
            Format::Jpeg => false,
        }
    }
}

fn format_of(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some(Format::Gif)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(Format::WebP)
    } else {
        None
    }
}

/// A picture as its row holds it.
#[derive(Debug, Clone)]
pub struct PictureRow {
    /// Its hash, as objects name it.
    pub hash: String,
    stored: Stored,
}

/// A picture whose file is on the disk, but not yet anybody's. Dropped, it is deleted.
#[derive(Debug)]
pub struct SavedPicture {
    row: PictureRow,
    upload: Upload,
}

impl SavedPicture {
    /// What the transaction stores.
    pub fn row(&self) -> &PictureRow {
        &self.row
    }

    /// Called when the row is on disk and new.
    pub fn keep(self) {
        self.upload.keep();
    }

    /// Its file, to be kept by the write that names it, see [`crate::Outbox::keep`].
    pub fn into_upload(self) -> Upload {
        self.upload
    }
}

impl App {
    /// Brings a picture to the disk.
    pub async fn save_picture(&self, picture: Picture) -> ActionResult<SavedPicture> {
        let (content_type, hash) = (picture.content_type(), picture.hash());
        let mut writing = self.start_upload(0, "picture", Some(content_type)).await?;
        writing.write(&picture.bytes).await?;
        let upload = writing.finish().await?;
        let stored = Stored { blob: upload.blob().to_owned(), content_type: content_type.to_owned() };
        Ok(SavedPicture { row: PictureRow { hash, stored }, upload })
    }

    /// Where an emoji's picture is, with its content type and its hash.
    pub async fn open_emoji(
        &self,
        id: Id<GenericMarker>,
    ) -> ActionResult<(std::path::PathBuf, String, String)> {
        let kind = PictureKind::Emoji.name();
        let found = self.read(move |tx| Ok(tables::pictures::only(tx, kind, id)?)).await?;
        let (hash, stored) = found.ok_or(ActionError::Unknown(Kind::Emoji))?;
        Ok((self.blob_path(&stored.blob), stored.content_type, hash))
    }

    /// Where a picture is, with its content type.
    pub async fn open_picture(
        &self,
        kind: PictureKind,
        owner_id: Id<GenericMarker>,
        hash: String,
    ) -> ActionResult<(std::path::PathBuf, String)> {
        let stored =
            self.read(move |tx| Ok(tables::pictures::get(tx, kind.name(), owner_id, &hash)?)).await?;
        let stored = stored.ok_or(ActionError::Unknown(Kind::Attachment))?;
        Ok((self.blob_path(&stored.blob), stored.content_type))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One transparent pixel.
    const PNG: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    const GIF: &str = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    #[test]
    fn a_picture_is_what_its_first_bytes_say() {
        let picture =
            Picture::from_data_uri("avatar", &format!("data:image/jpeg;base64,{PNG}")).expect("a picture");
        assert_eq!(picture.content_type(), "image/png");
        assert_eq!(picture.hash().len(), 32);
        let gif =
            Picture::from_data_uri("avatar", &format!("data:image/gif;base64,{GIF}")).expect("a picture");
        assert_eq!(gif.content_type(), "image/gif");
    }

    #[test]
    fn what_is_no_picture_is_refused_with_its_field() {
        let script =
            STANDARD.encode("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
        for uri in [
            "",
            "data:",
            "data:image/png,abc",
            "data:image/png;base64,%%%",
            PNG,
            &format!("data:image/png;base64,{script}"),
            // The first bytes of a PNG and nothing behind them.
            "data:image/png;base64,iVBORw0KGgo=",
        ] {
            let error = Picture::from_data_uri("avatar", uri).expect_err(uri);
            assert_eq!(error.path, "avatar");
        }
    }
}
