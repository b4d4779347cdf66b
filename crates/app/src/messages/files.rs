//! Files that a message brings: with what their sender says of them.

use parvis_model::marker::{AttachmentMarker, ChannelMarker, MessageMarker};
use parvis_model::{Attachment, Id};
use parvis_store::{Tx, tables};

use crate::error::ActionResult;
use crate::files::Upload;
use crate::{App, Outbox};

/// A file on the disk that shall belong to a message.
#[derive(Debug)]
pub struct FileDraft {
    /// The file.
    pub upload: Upload,
    /// What it shows, for those who cannot see it.
    pub description: Option<String>,
    /// What is heard, if it is a voice message.
    pub voice: Option<Voice>,
}

/// What is told about a recording before it is played.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// How long it takes.
    pub duration_secs: f64,
    /// Base64 of the volume's course.
    pub waveform: String,
}

impl FileDraft {
    /// Whether it can be a voice message.
    pub(super) fn is_audio(&self) -> bool {
        self.upload.content_type.starts_with("audio/")
    }
}

/// A file that a message brings.
#[derive(Debug)]
pub(crate) struct NewFile {
    pub(crate) file: Attachment,
    upload: Upload,
}

impl NewFile {
    /// What is told about a recording is kept for voice messages only.
    pub(crate) fn new(app: &App, draft: FileDraft, is_voice_message: bool) -> Self {
        let FileDraft { upload, description, voice } = draft;
        let id = app.ids.next::<AttachmentMarker>();
        let mut file = Attachment::new(id, upload.filename.clone(), upload.size_bytes, "");
        file.content_type = Some(upload.content_type.clone());
        file.width = upload.size_pixels.map(|(width, _)| width);
        file.height = upload.size_pixels.map(|(_, height)| height);
        file.description = description;
        if let Some(voice) = voice.filter(|_| is_voice_message) {
            file.duration_secs = Some(voice.duration_secs);
            file.waveform = Some(voice.waveform);
        }
        Self { file, upload }
    }

    /// The same file for another message.
    pub(crate) fn copy_of(app: &App, file: &Attachment, upload: Upload) -> Self {
        Self { file: Attachment { id: app.ids.next(), ..file.clone() }, upload }
    }

    /// Makes the file a message's; on disk it stays once the write is.
    pub(crate) fn store(
        self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        channel_id: Id<ChannelMarker>,
        message_id: Id<MessageMarker>,
    ) -> ActionResult<()> {
        tables::attachments::insert(tx, channel_id, message_id, &self.file, self.upload.blob())?;
        out.keep(self.upload);
        Ok(())
    }
}

/// Files of a message under names of their own on the disk, so that each copy can be deleted by itself.
pub(crate) async fn copied_files(
    app: &App,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<Vec<NewFile>> {
    let stored = app.read(move |tx| {
        let files = tables::attachments::of_messages(tx, channel_id, &[message_id])?;
        let mut stored = Vec::new();
        for (_, file) in files {
            if let Some(blob) = tables::attachments::stored(tx, channel_id, file.id)? {
                stored.push((file, blob));
            }
        }
        Ok(stored)
    });
    let mut files = Vec::new();
    for (file, stored) in stored.await? {
        if let Some(upload) = app.link_upload(&stored).await? {
            files.push(NewFile::copy_of(app, &file, upload));
        }
    }
    Ok(files)
}
