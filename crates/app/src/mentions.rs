//! Where people are meant, over all their guilds and conversations.

use std::collections::HashSet;

use parvis_model::marker::{MessageMarker, UserMarker};
use parvis_model::{Id, MentioningMessage, MentioningMessages, RelationshipType};
use parvis_store::tables;

use crate::error::ActionResult;
use crate::readable::Reader;
use crate::{App, Caller};

/// Messages that are looked at together.
const LOOKED_AT_TOGETHER: u32 = 100;

/// A page of the messages that mention the caller and that it may read, the newest first, of those before one. What it
/// wrote itself and what somebody wrote whom it blocked is not among them.
pub async fn list(
    app: &App,
    caller: &Caller,
    before: Option<Id<MessageMarker>>,
    limit: usize,
) -> ActionResult<MentioningMessages> {
    caller.require_person()?;
    let unheard = unheard_by(app, caller.user_id).await?;
    let mut before = before.unwrap_or(Id::new(i64::MAX as u64));
    let mut reader = Reader::new(app, caller);
    let mut items = Vec::new();
    loop {
        let user_id = caller.user_id;
        let page = app.read(move |tx| Ok(tables::mentions::page(tx, user_id, before, LOOKED_AT_TOGETHER)?));
        let page = page.await?;
        let Some(last) = page.last() else { return Ok(MentioningMessages { items, has_more: false }) };
        before = last.message_id;
        for found in reader.read(&page, |it| (it.channel_id, it.message_id)).await? {
            if unheard.contains(&found.message.author.id) {
                continue;
            }
            if items.len() == limit {
                return Ok(MentioningMessages { items, has_more: true });
            }
            items.push(MentioningMessage { guild_id: found.guild_id, message: found.message });
        }
    }
}

/// The caller itself, and whom it blocked.
async fn unheard_by(app: &App, user_id: Id<UserMarker>) -> ActionResult<HashSet<Id<UserMarker>>> {
    let known = app.read(move |tx| Ok(tables::relationships::of_user(tx, user_id)?)).await?;
    let blocked = known.into_iter().filter(|it| it.kind == RelationshipType::BLOCKED).map(|it| it.user.id);
    Ok(blocked.chain([user_id]).collect())
}
