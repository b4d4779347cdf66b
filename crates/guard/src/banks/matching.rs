//! What is posted in guilds, held against what is known, after it was accepted: whoever sends it waits for nothing.
//! One thing at a time, so that however much is posted one core is enough. Private conversations are not looked at.

use std::collections::HashSet;

use parvis_app::{ActionResult, App, Lane};
use parvis_model::event::MessageCreate;
use parvis_model::marker::{AttachmentMarker, ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{Component, ComponentPart, Id, Message};
use parvis_screening::leaks::HEAD_BYTES_MAX;
use parvis_store::StoreError;
use tokio::io::AsyncReadExt;

use super::Banks;
use super::leaks;
use super::memory::Found;
use super::signature::Looked;
use super::words::{ItemKind, LeakSetting};
use crate::cases::{Finding, open_for_review};
use crate::tables::banks::past::{self, Posted};
use crate::tables::banks::{self as tables, BankItemMarker, Hashes};
use crate::words::{Label, Subject};

/// Larger files are held against digests no more: reading them would keep the others waiting.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Something that was posted.
pub struct Post {
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    texts: Vec<String>,
    has_files: bool,
}

impl Post {
    /// What is looked at of a message; `None` outside of guilds and where nobody wrote it.
    pub fn of(posted: &MessageCreate) -> Option<Self> {
        let message = &posted.message;
        let guild_id = posted.guild_id.filter(|_| message.kind.is_written())?;
        Some(Self {
            guild_id,
            channel_id: message.channel_id,
            message_id: message.id,
            texts: texts(message),
            has_files: !message.attachments.is_empty()
                || message.message_snapshots.iter().any(|it| !it.message.attachments.is_empty()),
        })
    }
}

/// Everything that a message says, each thing once.
fn texts(message: &Message) -> Vec<String> {
    let mut texts = vec![shown(&message.content, &message.components)];
    let forwarded = message.message_snapshots.iter().map(|it| &it.message);
    texts.extend(forwarded.map(|it| shown(&it.content, &it.components)));
    texts.retain(|text| !text.trim().is_empty());
    texts
}

fn shown(content: &str, components: &[Component]) -> String {
    let mut text = content.to_owned();
    for component in components {
        component.visit(&mut |it| {
            if let ComponentPart::TextDisplay(shown) = &it.part {
                text.push('\n');
                text.push_str(&shown.content);
            }
        });
    }
    text
}

/// What was met in a post.
struct Met {
    item_id: Option<Id<BankItemMarker>>,
    attachment_id: Option<Id<AttachmentMarker>>,
    label: Label,
}

impl Met {
    fn known(found: Found, attachment_id: Option<Id<AttachmentMarker>>) -> Self {
        Self { item_id: Some(found.item_id), attachment_id, label: found.label }
    }
}

impl Banks {
    /// Looks at one post, and puts what is met before people.
    pub(super) async fn look_at(&self, app: &App, post: Post) -> ActionResult<()> {
        self.memory().load(app).await?;
        let scans = self.memory().leaks(app, post.guild_id).await? != LeakSetting::Off;
        let mut met = self.look_at_texts(app, &post, scans);
        if post.has_files {
            met.extend(self.look_at_files(app, &post, scans).await?);
        }
        if met.is_empty() {
            return Ok(());
        }
        let writer = app.clone();
        app.write(Lane::of(post.guild_id), move |tx, out| {
            for met in met {
                if let Some(item_id) = met.item_id {
                    tables::insert_hit(tx, item_id, post.message_id, met.attachment_id)?;
                }
                let (channel_id, message_id) = (post.channel_id, post.message_id);
                let subject = Subject::Message { channel_id, message_id };
                let finding = Finding { guild_id: Some(post.guild_id), subject, label: met.label };
                open_for_review(&writer, tx, out, finding)?;
            }
            Ok(())
        })
        .await
    }

    fn look_at_texts(&self, app: &App, post: &Post, scans: bool) -> Vec<Met> {
        let (guild_id, mut met, mut seen) = (post.guild_id, Vec::new(), HashSet::new());
        let knows_texts = self.memory().knows(guild_id, &[ItemKind::Text]);
        for text in &post.texts {
            if knows_texts {
                let found = self.memory().match_text(guild_id, text, app.now_ms());
                let new = found.into_iter().filter(|found| seen.insert(found.item_id));
                met.extend(new.map(|found| Met::known(found, None)));
            }
            if scans {
                let labels = leaks::labels(self.memory().scanner(), text, None).into_iter();
                met.extend(labels.map(|label| Met { item_id: None, attachment_id: None, label }));
            }
        }
        met
    }

    async fn look_at_files(&self, app: &App, post: &Post, scans: bool) -> ActionResult<Vec<Met>> {
        let (channel_id, message_id) = (post.channel_id, post.message_id);
        let knows_files = self.memory().knows(post.guild_id, &[ItemKind::File, ItemKind::Image]);
        if !knows_files && !scans {
            return Ok(Vec::new());
        }
        let mut met = Vec::new();
        for file in app.read(move |tx| Ok(past::posted(tx, channel_id, message_id)?)).await? {
            let attachment_id = Some(file.id);
            if knows_files && let Some(looked) = look_at_file(app, &file).await? {
                let (guild_id, now_ms) = (post.guild_id, app.now_ms());
                let found = self.memory().match_file(guild_id, &looked, &file.filename, now_ms);
                met.extend(found.into_iter().map(|found| Met::known(found, attachment_id)));
            }
            if scans && leaks::may_be_text(&file.filename) {
                let head = head_of(app, &file).await?;
                let labels = leaks::labels(self.memory().scanner(), &head, Some(&file.filename));
                met.extend(labels.into_iter().map(|label| Met { item_id: None, attachment_id, label }));
            }
        }
        Ok(met)
    }
}

/// The hashes of a file, which are kept as long as the file; `None` when it is gone or too large.
pub async fn look_at_file(app: &App, file: &Posted) -> ActionResult<Option<Looked>> {
    if file.size_bytes > FILE_BYTES_MAX {
        return Ok(None);
    }
    let Some(bytes) = read(app, &file.blob).await? else { return Ok(None) };
    let looking = tokio::task::spawn_blocking(move || Looked::at(&bytes));
    let looked = looking.await.map_err(std::io::Error::other)?;
    let hashes = Hashes {
        digest: looked.digest.0.to_vec(),
        print: looked.picture.as_ref().map(|(print, _)| print.to_bytes()),
    };
    let id = file.id;
    app.store
        .write(0, move |tx| -> Result<(), StoreError> { tables::insert_hashes(tx, id, &hashes) })
        .await?;
    Ok(Some(looked))
}

/// A file's bytes; `None` when it is gone.
pub async fn read(app: &App, blob: &str) -> ActionResult<Option<Vec<u8>>> {
    match tokio::fs::read(app.blob_path(blob)).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The beginning of a file as text; nothing when it is gone.
async fn head_of(app: &App, file: &Posted) -> ActionResult<String> {
    let mut head = Vec::new();
    match tokio::fs::File::open(app.blob_path(&file.blob)).await {
        Ok(opened) => {
            opened.take(HEAD_BYTES_MAX as u64).read_to_end(&mut head).await?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
