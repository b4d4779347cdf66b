//! What is due by the clock: notices, media and messages that have had their time are removed.

use std::sync::atomic::Ordering;

use parvis_app::{ActionResult, App, Lane, messages};
use parvis_bus::{GuildSnapshot, view_of};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::Switches;
use crate::log::{self, Done, Entry};
use crate::media;
use crate::settings::{Effective, Media, MediaAct};
use crate::tables::{self, SentFile};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Messages that are removed by one event.
const AT_ONCE: u32 = 100;
/// Removals of one kind from one channel or thread in one round, so that no channel holds up the others: the next round
/// goes on.
const STEPS_MAX: usize = 20;

/// A channel whose switches a round looks at.
struct Place<'a> {
    app: &'a App,
    guild: &'a GuildSnapshot,
    channel_id: Id<ChannelMarker>,
}

impl Switches {
    /// One round, every minute.
    pub(crate) async fn do_what_is_due(&self, app: &App) -> ActionResult<()> {
        let guilds = app.read(|tx| Ok(tables::guilds(tx)?)).await?;
        for guild_id in guilds {
            let settings = self.memory().settings(app, guild_id).await?;
            let Some(guild) = app.live.guild(&app.store, guild_id).await? else { continue };
            for (channel_id, effective) in settings.everywhere(&guild) {
                Place { app, guild: &guild, channel_id }.tidy(&effective).await?;
            }
        }
        app.delete_queued_blobs_soon();
        let hour = app.now_ms() / HOUR_MS;
        if self.0.last_hour.swap(hour, Ordering::Relaxed) != hour {
            log::purge(app).await?;
        }
        Ok(())
    }
}

impl Place<'_> {
    async fn tidy(&self, effective: &Effective) -> ActionResult<()> {
        let before = |minutes: u32| Id::first_of_unix_ms(self.app.now_ms() - i64::from(minutes) * MINUTE_MS);
        if let Some(notices) = &effective.notices {
            self.delete_notices(before(notices.after_minutes)).await?;
        }
        if let Some(media) = effective.media.as_ref().filter(|it| it.act == MediaAct::Delete) {
            self.delete_media(media, before(media.after_minutes)).await?;
        }
        if let Some(expiry) = &effective.expiry {
            self.expire(before(expiry.after_hours * 60), !expiry.keep_pinned).await?;
        }
        Ok(())
    }

    /// Where something was written since this kind was last looked at, and since when.
    async fn since_mark(&self, done: Done) -> ActionResult<(Id<MessageMarker>, Vec<Id<ChannelMarker>>)> {
        let channel_id = self.channel_id;
        let read = self.app.read(move |tx| {
            let mark = tables::mark(tx, channel_id, done)?;
            Ok((mark, tables::places_since(tx, channel_id, mark)?))
        });
        read.await
    }

    async fn set_mark(&self, done: Done, up_to: Id<MessageMarker>) -> ActionResult<()> {
        let (guild_id, channel_id) = (self.guild.id(), self.channel_id);
        let write = move |tx: &mut parvis_store::Tx<'_>, _: &mut parvis_app::Outbox| {
            Ok(tables::set_mark(tx, guild_id, channel_id, done, up_to)?)
        };
        self.app.write(Lane::of(guild_id), write).await
    }

    async fn delete_notices(&self, before: Id<MessageMarker>) -> ActionResult<()> {
        let (mark, places) = self.since_mark(Done::NoticesDeleted).await?;
        // What is looked at begins behind the mark, so that the last message before it is not looked at again.
        for place in &places {
            for step in 0.. {
                let place = *place;
                let read = move |tx: &mut parvis_store::Tx<'_>| {
                    Ok(tables::notices_between(tx, place, mark, before, AT_ONCE)?)
                };
                let ids = self.app.read(read).await?;
                let is_last = ids.len() < AT_ONCE as usize;
                self.remove(place, ids, Done::NoticesDeleted).await?;
                if is_last {
                    break;
                }
                if step >= STEPS_MAX {
                    return Ok(());
                }
            }
        }
        self.move_mark(Done::NoticesDeleted, mark, before, &places).await
    }

    async fn delete_media(&self, settings: &Media, before: Id<MessageMarker>) -> ActionResult<()> {
        let (mark, places) = self.since_mark(Done::MediaDeleted).await?;
        for place in &places {
            let (place, mut after) = (*place, mark);
            for step in 0.. {
                let read = move |tx: &mut parvis_store::Tx<'_>| {
                    Ok(tables::files_between(tx, place, after, before, AT_ONCE)?)
                };
                let mut files = self.app.read(read).await?;
                let is_last = files.len() < AT_ONCE as usize;
                // The last message may have more files than were read: it is looked at again, unless it is alone.
                let last = files.last().map(|file| file.message_id);
                if !is_last && files.first().map(|file| file.message_id) != last {
                    files.retain(|file| Some(file.message_id) != last);
                }
                after = files.last().map_or(after, |file| file.message_id);
                let ids = self.with_media(settings, files).await?;
                self.remove(place, ids, Done::MediaDeleted).await?;
                if is_last {
                    break;
                }
                if step >= STEPS_MAX {
                    return Ok(());
                }
            }
        }
        self.move_mark(Done::MediaDeleted, mark, before, &places).await
    }

    /// Those messages whose files these settings are about, and whose authors may not send them.
    async fn with_media(
        &self,
        settings: &Media,
        files: Vec<SentFile>,
    ) -> ActionResult<Vec<Id<MessageMarker>>> {
        let (app, guild_id, now_ms) = (self.app, self.guild.id(), self.app.now_ms());
        let mut ids: Vec<Id<MessageMarker>> = Vec::new();
        for file in files {
            let concerned = file.is_person && media::concerns(settings, &file.filename, &file.content_type);
            if !concerned || ids.last() == Some(&file.message_id) {
                continue;
            }
            let member = app.live.member(&app.store, guild_id, file.author_id).await?;
            let is_exempt = match member {
                Some(member) => {
                    let permissions = self.guild.permissions_in(self.channel_id, &view_of(&member, now_ms));
                    media::is_exempt(settings, file.author_id, &member.roles, permissions, now_ms)
                }
                None => false,
            };
            if !is_exempt {
                ids.push(file.message_id);
            }
        }
        Ok(ids)
    }

    async fn expire(&self, before: Id<MessageMarker>, with_pinned: bool) -> ActionResult<()> {
        let channel_id = self.channel_id;
        let read = move |tx: &mut parvis_store::Tx<'_>| Ok(tables::places_before(tx, channel_id, before)?);
        for place in self.app.read(read).await? {
            for _ in 0..STEPS_MAX {
                let read = move |tx: &mut parvis_store::Tx<'_>| {
                    Ok(tables::messages_before(tx, place, before, with_pinned, AT_ONCE)?)
                };
                let ids = self.app.read(read).await?;
                let is_last = ids.len() < AT_ONCE as usize;
                self.remove(place, ids, Done::MessagesExpired).await?;
                if is_last {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Removes messages from the channel or one of its threads, and writes into the log that it was done.
    async fn remove(
        &self,
        place: Id<ChannelMarker>,
        ids: Vec<Id<MessageMarker>>,
        done: Done,
    ) -> ActionResult<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let entry = Entry::new(self.app, self.guild.id(), self.channel_id, done);
        messages::remove_by_rule(self.app, self.guild.id(), place, ids, move |tx, removed| {
            Ok(log::record(tx, &entry.times(removed))?)
        })
        .await
    }

    /// Everything before a moment was looked at. Nothing is written while nothing is new.
    async fn move_mark(
        &self,
        done: Done,
        mark: Id<MessageMarker>,
        before: Id<MessageMarker>,
        places: &[Id<ChannelMarker>],
    ) -> ActionResult<()> {
        // The smallest id of the moment was not looked at yet.
        let up_to = Id::new(before.get().saturating_sub(1));
        if places.is_empty() || up_to <= mark {
            return Ok(());
        }
        self.set_mark(done, up_to).await
    }
}
