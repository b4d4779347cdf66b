//! The operator's own base map: one PMTiles file, and a folder beside it with a style, its glyphs and its sprites.
//! Read by the client's map in parts; nothing else of the disk is reached.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::http::{HeaderMap, Method};
use axum::response::Response;
use flate2::read::GzDecoder;
use parvis_api::error::{ApiResult, not_found};
use parvis_api::served_file::ServedFile;
use parvis_app::ActionError;
use serde::Deserialize;

/// A day: parts of one file must not be mixed with parts of the next, and their tags see to that.
const MAX_AGE_S: u64 = 86_400;
/// The style among what belongs to the tiles (<https://maplibre.org/maplibre-style-spec/>).
const STYLE: &str = "style.json";
const MAGIC: &[u8; 8] = b"PMTiles\x03";
const HEADER_BYTES: usize = 127;
/// What is read of a file's own words about itself.
const METADATA_BYTES_MAX: u64 = 1024 * 1024;
const ATTRIBUTION_CHARS_MAX: usize = 300;
/// How files are packed inside, as PMTiles counts.
const PACKED_NOT: u8 = 1;
const PACKED_GZIP: u8 = 2;

/// What the operator put beside the map.
#[derive(Debug, Clone, Default)]
pub struct MapFiles {
    tiles: Option<Tiles>,
    assets: Option<PathBuf>,
}

#[derive(Debug, Clone)]
struct Tiles {
    path: PathBuf,
    attribution: Option<String>,
}

/// What is wrong with a file of the operator's.
#[derive(Debug, thiserror::Error)]
pub enum MapFilesError {
    /// It cannot be read.
    #[error("{setting}: cannot read {path}: {error}")]
    Unreadable {
        /// The setting that names it.
        setting: &'static str,
        /// Where it should be.
        path: String,
        /// Why not.
        error: std::io::Error,
    },
    /// It is something else.
    #[error("map_tiles: {0} is not a PMTiles file of version 3")]
    NoTiles(String),
    /// Glyphs and sprites are in a folder.
    #[error("map_assets: {0} is not a folder")]
    NoFolder(String),
}

impl MapFiles {
    /// Looks at what the operator named, so that a mistake is told when the server starts.
    pub fn open(tiles: Option<&Path>, assets: Option<&Path>) -> Result<Self, MapFilesError> {
        let tiles = tiles.map(Tiles::open).transpose()?;
        let folder = |path: &Path| {
            let unreadable = |error| MapFilesError::Unreadable {
                setting: "map_assets",
                path: path.display().to_string(),
                error,
            };
            let folder = path.canonicalize().map_err(unreadable)?;
            if folder.is_dir() {
                Ok(folder)
            } else {
                Err(MapFilesError::NoFolder(path.display().to_string()))
            }
        };
        Ok(Self { tiles, assets: assets.map(folder).transpose()? })
    }

    /// Whether there are tiles.
    pub fn has_tiles(&self) -> bool {
        self.tiles.is_some()
    }

    /// Whether a style says how these tiles are drawn. Asked each time: operators try styles out beside a running
    /// server.
    pub fn has_style(&self) -> bool {
        self.tiles.is_some() && self.assets.as_ref().is_some_and(|folder| folder.join(STYLE).is_file())
    }

    /// Whose work the tiles are, as they say themselves.
    pub fn attribution(&self) -> Option<&str> {
        self.tiles.as_ref()?.attribution.as_deref()
    }

    /// The tiles, whole or in part.
    pub async fn answer_tiles(&self, method: &Method, headers: &HeaderMap) -> ApiResult<Response> {
        let tiles = self.tiles.as_ref().ok_or_else(not_found)?;
        served(tiles.path.clone(), "tiles.pmtiles", method, headers).await
    }

    /// A file of the folder, by its path inside of it.
    pub async fn answer_asset(
        &self,
        path: &str,
        method: &Method,
        headers: &HeaderMap,
    ) -> ApiResult<Response> {
        let folder = self.assets.as_ref().ok_or_else(not_found)?;
        if !path.split('/').all(is_plain) {
            return Err(not_found());
        }
        // A link that leads out of the folder leads nowhere.
        let file = tokio::fs::canonicalize(folder.join(path)).await.map_err(|_| not_found())?;
        if !file.starts_with(folder) {
            return Err(not_found());
        }
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        served(file, &name, method, headers).await
    }
}

impl Tiles {
    fn open(path: &Path) -> Result<Self, MapFilesError> {
        let name = || path.display().to_string();
        let unreadable = |error| MapFilesError::Unreadable { setting: "map_tiles", path: name(), error };
        let mut file = File::open(path).map_err(unreadable)?;
        let mut header = [0; HEADER_BYTES];
        let read = file.read_exact(&mut header);
        if read.is_err() || header[..MAGIC.len()] != *MAGIC {
            return Err(MapFilesError::NoTiles(name()));
        }
        // A relative path is meant from where the server was started.
        let path = path.canonicalize().map_err(unreadable)?;
        Ok(Self { path, attribution: attribution(&mut file, &header) })
    }
}

/// What the file says of its sources, without the markup that it may hold.
fn attribution(file: &mut File, header: &[u8; HEADER_BYTES]) -> Option<String> {
    #[derive(Deserialize)]
    struct Metadata {
        attribution: Option<String>,
    }
    let number = |at: usize| Some(u64::from_le_bytes(header.get(at..at + 8)?.try_into().ok()?));
    let (offset, length) = (number(24)?, number(32)?.min(METADATA_BYTES_MAX));
    file.seek(SeekFrom::Start(offset)).ok()?;
    let mut packed = Vec::new();
    file.take(length).read_to_end(&mut packed).ok()?;
    let mut text = Vec::new();
    match header[97] {
        PACKED_NOT => text = packed,
        PACKED_GZIP => {
            GzDecoder::new(packed.as_slice()).take(METADATA_BYTES_MAX).read_to_end(&mut text).ok()?;
        }
        _ => return None,
    }
    let metadata: Metadata = serde_json::from_slice(&text).ok()?;
    let plain = without_markup(&metadata.attribution?);
    (!plain.is_empty()).then_some(plain)
}

fn without_markup(text: &str) -> String {
    let mut is_inside = false;
    let plain: String = text
        .chars()
        .filter(|c| {
            let was_inside = is_inside;
            is_inside = *c == '<' || is_inside && *c != '>';
            !is_inside && !was_inside && !c.is_control()
        })
        .take(ATTRIBUTION_CHARS_MAX)
        .collect();
    plain.replace("&copy;", "©").replace("&amp;", "&").trim().to_owned()
}

async fn served(path: PathBuf, name: &str, method: &Method, headers: &HeaderMap) -> ApiResult<Response> {
    let metadata = tokio::fs::metadata(&path).await.map_err(|_| not_found())?;
    if !metadata.is_file() {
        return Err(not_found());
    }
    let modified = metadata.modified().map_err(ActionError::from)?;
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let file = ServedFile {
        content_type: if name.ends_with(".png") { "image/png" } else { "application/octet-stream" }
            .to_owned(),
        filename: name.to_owned(),
        etag: format!("\"{:x}-{:x}\"", metadata.len(), since.as_nanos()),
        modified_s: since.as_secs(),
        max_age_s: MAX_AGE_S,
        path,
    };
    file.answer(method, headers).await
}

/// Whether a word of a path is a plain name; fonts have blanks and commas in theirs.
fn is_plain(word: &str) -> bool {
    let is_fine =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b' ' | b',' | b'@');
    !word.is_empty() && !word.starts_with('.') && word.bytes().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::{is_plain, without_markup};

    #[test]
    fn names_that_lead_elsewhere_are_not_plain() {
        for word in ["", ".", "..", ".env", "a\\b", "a%2fb", "é"] {
            assert!(!is_plain(word), "{word:?}");
        }
        for word in ["Noto Sans Regular,Noto Sans Arabic", "0-255.pbf", "sprite@2x.png"] {
            assert!(is_plain(word), "{word:?}");
        }
    }

    #[test]
    fn what_tiles_say_of_their_sources_is_text() {
        let html =
            "<a href=\"https://www.openstreetmap.org/copyright\">&copy; OpenStreetMap</a> contributors";
        assert_eq!(without_markup(html), "© OpenStreetMap contributors");
        assert_eq!(without_markup("<script>x"), "x");
        assert_eq!(without_markup("<unclosed"), "");
    }
}
