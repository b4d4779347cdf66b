//! Uploaded files on the disk: streamed there, named by chance, signed when their address is told, deleted for good.

mod addresses;
mod metadata;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use parvis_model::Id;
use parvis_model::marker::{AttachmentMarker, ChannelMarker};
use parvis_store::tables;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use crate::App;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::secrets::random_hex;

use addresses::file_path;
pub(crate) use metadata::without_metadata;

/// 128 random bits: a name that nobody guesses.
const NAME_BYTES: usize = 16;
/// Longer than any type that has a name.
const CONTENT_TYPE_BYTES_MAX: usize = 128;
const DELETIONS_AT_ONCE: u32 = 100;

/// A file on its way in: on the disk, but not yet anybody's. Dropped, it is deleted.
#[derive(Debug)]
pub struct Upload {
    /// Which file of the request it is: `files[index]`.
    pub index: u64,
    /// Name that the uploader gave.
    pub filename: String,
    /// Type by name, or as the uploader said.
    pub content_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Width and height, when it is a picture that can be read.
    pub size_pixels: Option<(u32, u32)>,
    blob: String,
    path: PathBuf,
    keep: bool,
}

impl Upload {
    /// Name of its blob.
    pub fn blob(&self) -> &str {
        &self.blob
    }

    /// Takes another name from the uploader.
    pub fn rename(&mut self, filename: &str) {
        self.filename = safe_filename(filename);
    }

    /// Called when the row that names the blob is on disk.
    pub fn keep(mut self) {
        self.keep = true;
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.keep
            && let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(%error, "an abandoned upload stays on the disk until the next start");
        }
    }
}

/// An upload that is being written.
pub struct Writing {
    file: File,
    upload: Upload,
    size_bytes_max: u64,
}

impl Writing {
    /// Appends a piece; refuses the file once it is too large.
    pub async fn write(&mut self, piece: &[u8]) -> ActionResult<()> {
        self.upload.size_bytes += piece.len() as u64;
        if self.upload.size_bytes > self.size_bytes_max {
            return Err(ActionError::Refused(Refusal::RequestTooLarge));
        }
        Ok(self.file.write_all(piece).await?)
    }

    /// Brings the file to the disk for good and reads a picture's size.
    pub async fn finish(mut self) -> ActionResult<Upload> {
        self.file.flush().await?;
        let path = self.upload.path.clone();
        let is_picture = self.upload.content_type.starts_with("image/");
        let size = tokio::task::spawn_blocking(move || -> io::Result<_> {
            // What a file is, its first bytes say, not its uploader.
            metadata::strip_file(&path)?;
            let file = std::fs::File::open(&path)?;
            file.sync_all()?;
            sync_folder_of(&path)?;
            let pixels = if is_picture { imagesize::size(&path).ok() } else { None };
            Ok((file.metadata()?.len(), pixels))
        });
        let (size_bytes, pixels) = size.await.map_err(io::Error::other)??;
        self.upload.size_bytes = size_bytes;
        self.upload.size_pixels =
            pixels.and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
        Ok(self.upload)
    }
}

impl App {
    /// Starts to write an uploaded file.
    pub async fn start_upload(
        &self,
        index: u64,
        filename: &str,
        content_type: Option<&str>,
    ) -> ActionResult<Writing> {
        let blob = random_hex(NAME_BYTES);
        let path = self.blob_path(&blob);
        if let Some(folder) = path.parent() {
            make_folder(folder).await?;
        }
        let file = File::options().write(true).create_new(true).mode(0o600).open(&path).await?;
        let filename = safe_filename(filename);
        // Libraries call every file a stream of octets: then its name says more.
        let named = content_type.filter(|it| {
            (1..=CONTENT_TYPE_BYTES_MAX).contains(&it.len()) && *it != "application/octet-stream"
        });
        let content_type = named.map(str::to_owned).unwrap_or_else(|| {
            mime_guess::from_path(&filename).first_or_octet_stream().essence_str().to_owned()
        });
        Ok(Writing {
            file,
            size_bytes_max: self.config.attachment_size_bytes_max,
            upload: Upload {
                index,
                filename,
                content_type,
                size_bytes: 0,
                size_pixels: None,
                blob,
                path,
                keep: false,
            },
        })
    }

    /// A second name for a stored file; `None` when it is gone. Each name can be deleted by itself.
    pub(crate) async fn link_upload(
        &self,
        stored: &tables::attachments::Stored,
    ) -> ActionResult<Option<Upload>> {
        let blob = random_hex(NAME_BYTES);
        let (from, path) = (self.blob_path(&stored.blob), self.blob_path(&blob));
        if let Some(folder) = path.parent() {
            make_folder(folder).await?;
        }
        match fs::hard_link(&from, &path).await {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            // Not every file system has links.
            Err(_) => drop(fs::copy(&from, &path).await?),
        }
        let on_disk = path.clone();
        tokio::task::spawn_blocking(move || sync_folder_of(&on_disk)).await.map_err(io::Error::other)??;
        Ok(Some(Upload {
            index: 0,
            filename: stored.filename.clone(),
            content_type: stored.content_type.clone(),
            size_bytes: stored.size_bytes,
            size_pixels: None,
            blob,
            path,
            keep: false,
        }))
    }

    /// Where a blob is.
    pub fn blob_path(&self, blob: &str) -> PathBuf {
        self.config.files_dir.join(blob.get(..2).unwrap_or("xx")).join(blob)
    }

    /// The file behind a signed address. A wrong or expired signature, a file that was deleted and one that never was
    /// are told apart by nobody.
    pub async fn open_file(
        &self,
        channel_id: Id<ChannelMarker>,
        id: Id<AttachmentMarker>,
        filename: &str,
        expires_s: i64,
        signature: &str,
    ) -> ActionResult<(tables::attachments::Stored, PathBuf)> {
        let unknown = || ActionError::Unknown(Kind::Attachment);
        let path = file_path(channel_id, id, filename);
        let valid = self.secrets.file_signature_is_valid(&path, expires_s, signature);
        if !valid || expires_s * 1_000 <= self.now_ms() {
            return Err(unknown());
        }
        let stored = self.read(move |tx| Ok(tables::attachments::stored(tx, channel_id, id)?)).await?;
        let stored = stored.filter(|it| it.filename == filename).ok_or_else(unknown)?;
        let path = self.blob_path(&stored.blob);
        Ok((stored, path))
    }

    /// Deletes what a write has queued, after the answer.
    pub fn delete_queued_blobs_soon(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            loop {
                match app.delete_queued_blobs().await {
                    Ok(0) => return,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::warn!(%error, "deleted files stay on the disk until the next try");
                        return;
                    }
                }
            }
        });
    }

    /// Deletes from the disk what no row names any more. Called after every write that queued deletions, and at start.
    pub async fn delete_queued_blobs(&self) -> ActionResult<usize> {
        let _permit = self.deletions.permit().await;
        let blobs = self.read(|tx| Ok(tables::attachments::deletions(tx, DELETIONS_AT_ONCE)?)).await?;
        for blob in &blobs {
            match fs::remove_file(self.blob_path(blob)).await {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        let count = blobs.len();
        if count > 0 {
            self.store
                .write(0, move |tx| {
                    blobs.iter().try_for_each(|blob| tables::attachments::forget_deletion(tx, blob))
                })
                .await?;
        }
        Ok(count)
    }
}

/// What people uploaded is nobody else's business on this machine, whatever the data folder says.
async fn make_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).await
}

/// A name that is one path segment on every system and in every address: letters, digits, `.`, `_`, `-`.
fn safe_filename(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let mut safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' })
        .collect();
    while safe.starts_with('.') {
        safe.remove(0);
    }
    if safe.len() > 120 {
        let extension = safe.rfind('.').filter(|at| safe.len() - at <= 16).map(|at| safe[at..].to_owned());
        safe.truncate(100);
        safe.push_str(extension.as_deref().unwrap_or(""));
    }
    if safe.is_empty() { "file".to_owned() } else { safe }
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::safe_filename;

    #[test]
    fn names_become_one_harmless_segment() {
        for (name, safe) in [
            ("photo.jpg", "photo.jpg"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            (".htaccess", "htaccess"),
            ("été 2026.png", "_t__2026.png"),
            ("a\0b\r\n\".txt", "a_b___.txt"),
            ("", "file"),
            ("..", "file"),
        ] {
            assert_eq!(safe_filename(name), safe, "{name:?}");
        }
        let long = format!("{}.tar.gz", "x".repeat(500));
        assert!(safe_filename(&long).len() <= 120 && safe_filename(&long).ends_with(".gz"));
    }
}
