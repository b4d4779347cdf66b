//! A new item held against the past, from the newest messages of each channel to the oldest, one item at a time. What
//! is found goes to people, and nothing else happens to it. How far it has come is on disk, so a restart goes on.

use std::sync::atomic::Ordering;
use std::time::Instant;

use parvis_app::{ActionResult, App, Lane};
use parvis_likeness::bank::{Measure, Replay as Held, Stored};
use parvis_likeness::file::Digest;
use parvis_likeness::image::Print;
use parvis_likeness::text::Look;
use parvis_model::Id;
use parvis_model::marker::{AttachmentMarker, ChannelMarker, GuildMarker, MessageMarker};

use super::Banks;
use super::matching::look_at_file;
use super::words::{ItemKind, ReplayState};
use crate::cases::{Finding, open_for_review};
use crate::tables::banks::past::{self, Posted};
use crate::tables::banks::{self as tables, Hashes, Item, Replay};
use crate::words::{Label, Subject};

/// Messages that are looked at in one piece.
const SAID_AT_ONCE: u32 = 1_000;
/// Messages whose files are looked at in one piece.
const POSTED_AT_ONCE: u32 = 20;
/// What one look puts before people; what is found beyond is counted.
const CASES_MAX: u64 = 500;

/// Something of the past that is like the item.
struct Met {
    message_id: Id<MessageMarker>,
    attachment_id: Option<Id<AttachmentMarker>>,
    label: Label,
}

/// A piece of the past.
struct Piece {
    met: Vec<Met>,
    looked_at: u64,
    /// The oldest message of it; `None` at the end of the channel.
    oldest: Option<Id<MessageMarker>>,
}

impl Banks {
    /// Goes on with the looks that are not done, unless somebody does.
    pub(super) fn go_on(&self, app: &App) {
        if self.0.is_replaying.swap(true, Ordering::AcqRel) {
            return;
        }
        let (banks, app) = (self.clone(), app.clone());
        tokio::spawn(async move {
            let done = banks.replay_all(&app).await;
            banks.0.is_replaying.store(false, Ordering::Release);
            match done {
                // One that was begun while the last one ended.
                Ok(()) => {
                    if let Ok(Some(_)) = app.read(|tx| Ok(tables::running_replay(tx)?)).await {
                        banks.go_on(&app);
                    }
                }
                Err(error) => tracing::warn!(%error, "a look through the past stops; the next round goes on"),
            }
        });
    }

    async fn replay_all(&self, app: &App) -> ActionResult<()> {
        self.memory().load(app).await?;
        while let Some(mut replay) = app.read(|tx| Ok(tables::running_replay(tx)?)).await? {
            let id = replay.item_id;
            let item = app.read(move |tx| Ok(tables::get(tx, id)?)).await?;
            let held = self.memory().replay(id);
            let (Some(item), Some(held)) = (item.filter(|item| item.enabled), held) else {
                replay.state = ReplayState::Done;
                app.write(lane(), move |tx, _| Ok(tables::set_replay(tx, &replay)?)).await?;
                continue;
            };
            self.step(app, &item, held, replay).await?;
        }
        Ok(())
    }

    /// Looks at one piece, or goes to the next channel.
    async fn step(&self, app: &App, item: &Item, held: Held, mut replay: Replay) -> ActionResult<()> {
        let (of_guild, channel_id) = (item.guild_id, replay.channel_id);
        // The channel that is looked at is the first one from this id on.
        let before = Id::new(channel_id.get().saturating_sub(1));
        let next = app.read(move |tx| Ok(past::next_channel(tx, of_guild, before)?)).await?;
        let Some((channel_id, guild_id)) = next else {
            replay.state = ReplayState::Done;
            return app.write(lane(), move |tx, _| Ok(tables::set_replay(tx, &replay)?)).await;
        };
        if channel_id != replay.channel_id {
            (replay.channel_id, replay.before_id) = (channel_id, newest());
        }
        let began = Instant::now();
        let piece = match item.kind {
            ItemKind::Text => self.look_at_said(app, item, held, &replay).await?,
            ItemKind::Image | ItemKind::File => self.look_at_posted(app, item, &held, &replay).await?,
        };
        replay.looked_at += piece.looked_at;
        match piece.oldest {
            Some(oldest) => replay.before_id = oldest,
            None => (replay.channel_id, replay.before_id) = (Id::new(channel_id.get() + 1), newest()),
        }
        self.put_before_people(app, guild_id, channel_id, piece.met, replay).await?;
        if item.kind != ItemKind::Text {
            // Reading and decoding everything that was ever posted may take half of a core.
            tokio::time::sleep(began.elapsed()).await;
        }
        Ok(())
    }

    async fn look_at_said(&self, app: &App, item: &Item, held: Held, replay: &Replay) -> ActionResult<Piece> {
        let (channel_id, before) = (replay.channel_id, replay.before_id);
        let said = app.read(move |tx| Ok(past::said_before(tx, channel_id, before, SAID_AT_ONCE)?)).await?;
        let oldest = said.last().map(|it| it.id).filter(|_| said.len() == SAID_AT_ONCE as usize);
        let looked_at = said.len() as u64;
        let looking = tokio::task::spawn_blocking(move || {
            let measured = said.iter().filter_map(|it| {
                let fingerprint = Look::of(&it.content).fingerprint()?;
                Some((it.id, held.measure(Stored::Text(&fingerprint))?))
            });
            measured.collect::<Vec<_>>()
        });
        let measured = looking.await.map_err(std::io::Error::other)?;
        let met = measured.iter().filter_map(|(message_id, measure)| {
            let label = self.memory().label(item.id, measure, None)?;
            Some(Met { message_id: *message_id, attachment_id: None, label })
        });
        Ok(Piece { met: met.collect(), looked_at, oldest })
    }

    async fn look_at_posted(
        &self,
        app: &App,
        item: &Item,
        held: &Held,
        replay: &Replay,
    ) -> ActionResult<Piece> {
        let (channel_id, before) = (replay.channel_id, replay.before_id);
        let posted =
            app.read(move |tx| Ok(past::posted_before(tx, channel_id, before, POSTED_AT_ONCE)?)).await?;
        let mut met = Vec::new();
        for file in &posted {
            let measure = hashes_of(app, file).await?.and_then(|hashes| measure(held, &hashes));
            let label = measure.and_then(|it| self.memory().label(item.id, &it, Some(&file.filename)));
            met.extend(label.map(|label| Met {
                message_id: file.message_id,
                attachment_id: Some(file.id),
                label,
            }));
        }
        let oldest = posted.last().map(|it| it.message_id);
        Ok(Piece { met, looked_at: posted.len() as u64, oldest })
    }

    /// What was met and how far the look has come, in one transaction.
    async fn put_before_people(
        &self,
        app: &App,
        guild_id: Id<GuildMarker>,
        channel_id: Id<ChannelMarker>,
        met: Vec<Met>,
        mut replay: Replay,
    ) -> ActionResult<()> {
        let writer = app.clone();
        app.write(Lane::of(guild_id), move |tx, out| {
            for met in met {
                if !tables::insert_hit(tx, replay.item_id, met.message_id, met.attachment_id)? {
                    continue;
                }
                replay.hits += 1;
                if replay.hits <= CASES_MAX {
                    let subject = Subject::Message { channel_id, message_id: met.message_id };
                    let finding = Finding { guild_id: Some(guild_id), subject, label: met.label };
                    open_for_review(&writer, tx, out, finding)?;
                }
            }
            Ok(tables::set_replay(tx, &replay)?)
        })
        .await
    }
}

/// Newer than every message.
fn newest() -> Id<MessageMarker> {
    Id::new(i64::MAX as u64)
}

fn lane() -> Lane {
    Lane::of(Id::<GuildMarker>::new(0))
}

/// Hashes that were kept, or are made now; `None` when the file is gone or too large.
async fn hashes_of(app: &App, file: &Posted) -> ActionResult<Option<Hashes>> {
    let id = file.id;
    if let Some(kept) = app.read(move |tx| Ok(tables::hashes(tx, id)?)).await? {
        return Ok(Some(kept));
    }
    let looked = look_at_file(app, file).await?;
    Ok(looked.map(|it| Hashes {
        digest: it.digest.0.to_vec(),
        print: it.picture.map(|(print, _)| print.to_bytes()),
    }))
}

fn measure(held: &Held, hashes: &Hashes) -> Option<Measure> {
    let digest = Digest(hashes.digest.as_slice().try_into().ok()?);
    held.measure(Stored::File(&digest)).or_else(|| {
        let print = Print::from_bytes(hashes.print.as_deref()?)?;
        held.measure(Stored::Picture(&print))
    })
}
