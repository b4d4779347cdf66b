//! Showing that somebody is writing. Nothing of it is kept.

use parvis_model::event::TypingStart;
use parvis_model::marker::ChannelMarker;
use parvis_model::{Event, Id, Permissions};

use crate::error::ActionResult;
use crate::{App, Caller, access};

/// Tells everybody who may read a channel that the caller is writing there.
pub async fn start(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<()> {
    let access = access::channel(app, caller, channel_id, Permissions::SEND_MESSAGES).await?;
    access.require_text()?;
    crate::private::require_reachable(app, caller, &access).await?;
    let event = TypingStart {
        channel_id,
        guild_id: access.guild_id(),
        user_id: caller.user_id,
        timestamp: app.now_ms() / 1_000,
        member: access.guild().map(|guild| Box::new(guild.member.as_ref().clone())),
    };
    app.tell_in_passing(access.audience(), Event::TypingStart(Box::new(event)));
    Ok(())
}
