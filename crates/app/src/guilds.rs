//! What people do with guilds as a whole.

mod create;
mod edit;
mod incidents;

use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Event, Guild, GuildDelete, GuildFeature, GuildPreview, Id, Permissions};
use parvis_store::tables;

use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, access, roles};

pub use create::{ChannelTemplate, GuildDraft, OverwriteTemplate, RoleTemplate, create};
pub use edit::{GuildEdit, edit, switch_feature};
pub use incidents::{IncidentEdit, set_incidents};
pub(crate) use incidents::{are_invitations_paused, are_messages_paused};

/// Messages deleted in one transaction of a deletion that goes on in the background.
const DELETED_AT_ONCE: u32 = 500;

/// A guild as answers and events carry it: with its roles and emojis.
pub(crate) fn whole(snapshot: &GuildSnapshot) -> Guild {
    let emojis = snapshot.emojis().to_vec();
    Guild { roles: roles::sorted(snapshot), emojis, ..Guild::clone(snapshot.guild()) }
}

/// A guild of which the caller is a member.
pub async fn get(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    with_counts: bool,
) -> ActionResult<Guild> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let mut guild = whole(&access.guild);
    if with_counts {
        guild.approximate_member_count = Some(member_count(app, guild_id).await?);
        guild.approximate_presence_count = Some(app.online_count(guild_id).await);
    }
    Ok(guild)
}

/// What may be seen of a guild before joining it: by its members, and by everybody if it stands in the
/// directory.
pub async fn preview(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<GuildPreview> {
    let unknown = || ActionError::Unknown(Kind::Guild);
    let snapshot = match access::guild(app, caller, guild_id, Permissions::NONE).await {
        Ok(access) => access.guild,
        Err(ActionError::Unknown(_)) => {
            let snapshot = app.live.guild(&app.store, guild_id).await?.ok_or_else(unknown)?;
            if !snapshot.guild().has_feature(&GuildFeature::DISCOVERABLE) {
                return Err(unknown());
            }
            snapshot
        }
        Err(other) => return Err(other),
    };
    let members = member_count(app, guild_id).await?;
    Ok(GuildPreview::new(&whole(&snapshot), members, app.online_count(guild_id).await))
}

/// How many members a guild has.
pub async fn member_count(app: &App, guild_id: Id<GuildMarker>) -> ActionResult<u32> {
    app.read(move |tx| Ok(tables::guilds::member_count(tx, guild_id)?)).await
}

/// Deletes a guild with everything in it. Only its owner may.
///
/// The guild is gone when this returns; its messages and files, to which nothing leads any more, follow piece
/// by piece.
pub async fn delete(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    access.require_owner()?;
    let (owner_id, now_ms) = (caller.user_id, app.now_ms());
    app.write(access.lane(), move |tx, out| {
        if tables::guilds::owner(tx, guild_id)? != Some(owner_id) {
            return Err(ActionError::Refused(Refusal::OnlyOwner));
        }
        tables::guilds::delete(tx, guild_id, now_ms)?;
        let event = GuildDelete { id: guild_id, unavailable: false };
        out.publish(Audience::Guild(guild_id), Event::GuildDelete(event));
        Ok(())
    })
    .await?;
    app.delete_leftovers_soon();
    Ok(())
}

impl App {
    /// Deletes what is left of deleted channels, after the answer.
    pub fn delete_leftovers_soon(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.delete_leftovers().await {
                tracing::warn!(%error, "messages of deleted channels stay on the disk until the next start");
            }
        });
    }

    /// Deletes the messages and files of channels that are gone, in pieces. Called after every deletion and
    /// at start.
    pub async fn delete_leftovers(&self) -> ActionResult<()> {
        while let Some(channel_id) = self.read(|tx| Ok(tables::channels::next_leftover(tx)?)).await? {
            self.delete_leftover(channel_id).await?;
        }
        Ok(())
    }

    async fn delete_leftover(&self, channel_id: Id<ChannelMarker>) -> ActionResult<()> {
        loop {
            let now_ms = self.now_ms();
            let is_done = self
                .write(crate::Lane::of(channel_id), move |tx, _| {
                    let threads = tables::threads::of_parent(tx, channel_id, DELETED_AT_ONCE)?;
                    for thread_id in &threads {
                        tables::channels::delete(tx, *thread_id, now_ms)?;
                    }
                    if !threads.is_empty() {
                        return Ok(false);
                    }
                    let ids = tables::messages::oldest_ids(tx, channel_id, DELETED_AT_ONCE)?;
                    if ids.is_empty() {
                        tables::channels::forget_leftover(tx, channel_id)?;
                        return Ok(true);
                    }
                    tables::messages::delete(tx, channel_id, &ids, now_ms)?;
                    Ok(false)
                })
                .await?;
            while self.delete_queued_blobs().await? > 0 {}
            if is_done {
                return Ok(());
            }
        }
    }
}
