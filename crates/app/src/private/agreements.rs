//! Conversations of two people who agreed on something: begun by what made them agree, ended with it.

use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Channel, ChannelType, Event, Id, MessageType};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use super::groups::{everybody, participant, whole};
use super::tell;
use crate::error::ActionResult;
use crate::notices::{self, Notice};
use crate::{App, Lane, Outbox};

/// What two people agreed on.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// The conversation's id.
    pub id: Id<ChannelMarker>,
    /// One of the two, in whose name the first words stand.
    pub owner_id: Id<UserMarker>,
    /// The other one.
    pub other_id: Id<UserMarker>,
    /// What it is about, in one line; what is too long for a name is cut off.
    pub name: String,
    /// The first words.
    pub text: String,
}

/// Begins a group of exactly the two, in the transaction in which they agree. They need not share a guild.
pub fn begin_agreement(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    agreement: Agreement,
) -> ActionResult<()> {
    let Agreement { id, owner_id, other_id, name, text } = agreement;
    let mut group = Channel::group_dm(id, owner_id, Vec::new());
    let name: String = name.chars().take(limits::GROUP_DM_NAME_CHARS_MAX).collect();
    group.name = Some(name.clone());
    tables::channels::insert(tx, &group)?;
    for user_id in [owner_id, other_id] {
        tables::channels::add_participant(tx, id, user_id, true)?;
    }
    let group = whole(tx, id)?;
    for user in &group.recipients {
        tell(out, &group, user.id, Event::ChannelCreate);
    }
    let author = participant(&group, owner_id)?;
    for (kind, content) in [(MessageType::CHANNEL_NAME_CHANGE, name), (MessageType::DEFAULT, text)] {
        let notice = Notice::new(id, ChannelType::GROUP_DM, kind, author.clone());
        notices::post(app, tx, out, everybody(&group), Notice { content, ..notice })?;
    }
    Ok(())
}

/// Deletes such a conversation with everything that was said in it, for everybody who is in it by now. Nothing happens
/// when it is gone.
pub async fn end_agreement(app: &App, id: Id<ChannelMarker>) -> ActionResult<()> {
    let now_ms = app.now_ms();
    app.write(Lane::of(id), move |tx, out| {
        let Some(group) = tables::channels::get(tx, id)? else { return Ok(()) };
        let group = tables::channels::with_head(tx, group)?;
        for user in &group.recipients {
            tell(out, &group, user.id, Event::ChannelDelete);
        }
        tables::channels::delete(tx, id, now_ms)?;
        Ok(())
    })
    .await?;
    app.delete_leftovers_soon();
    Ok(())
}
