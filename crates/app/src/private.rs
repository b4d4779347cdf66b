//! Direct and group conversations.

use parvis_bus::Audience;
use parvis_model::marker::ChannelMarker;
use parvis_model::{ChannelType, Event, Id};
use parvis_store::{StoreError, Tx, tables};

use crate::access::ChannelAccess;
use crate::error::{ActionError, ActionResult, Refusal};
use crate::{App, Caller, Outbox};

/// Refuses to write to somebody in a direct conversation when one of both has blocked the other.
pub async fn require_not_blocked(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<()> {
    let Some(private) = access.private() else { return Ok(()) };
    if private.channel.kind != ChannelType::DM {
        return Ok(());
    }
    let me = caller.user_id;
    let others: Vec<_> = private.participants.iter().copied().filter(|id| *id != me).collect();
    let blocked = app
        .read(move |tx| {
            for other in others {
                if tables::relationships::either_blocks(tx, me, other)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await?;
    if blocked { Err(ActionError::Refused(Refusal::CannotSendToUser)) } else { Ok(()) }
}

/// Shows a direct conversation to participants who had closed it, in the transaction of the message that reopens it.
pub fn show_to_everybody(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    channel_id: Id<ChannelMarker>,
) -> Result<(), StoreError> {
    let hidden = tables::channels::show_to_everybody(tx, channel_id)?;
    if hidden.is_empty() {
        return Ok(());
    }
    let Some(channel) = tables::channels::get(tx, channel_id)? else { return Ok(()) };
    for user_id in hidden {
        let mut seen = channel.clone();
        seen.recipients.retain(|user| user.id != user_id);
        out.publish(Audience::User(user_id), Event::ChannelCreate(Box::new(seen)));
    }
    Ok(())
}
