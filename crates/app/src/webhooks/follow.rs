//! Following an announcement channel: what is published there is copied to where it is followed.

use parvis_model::marker::ChannelMarker;
use parvis_model::{
    AuditLogEvent, ChannelFollower, ChannelType, Id, MessageReference, MessageReferenceType, MessageType,
    Permissions, WebhookType,
};
use parvis_rules::limits::WEBHOOK_NAME_CHARS_MAX;
use parvis_store::tables;
use parvis_store::tables::webhooks::Kept;

use super::{add, entry, incoming, managing};
use crate::access;
use crate::error::{ActionError, ActionResult, Refusal};
use crate::notices::{self, Notice};
use crate::{App, Caller};

/// Lets a channel follow an announcement channel that the caller may view. A channel that does already goes on.
pub async fn follow(
    app: &App,
    caller: &Caller,
    source_id: Id<ChannelMarker>,
    channel_id: Id<ChannelMarker>,
    reason: Option<String>,
) -> ActionResult<ChannelFollower> {
    let source = access::channel(app, caller, source_id, Permissions::NONE).await?;
    let from = source.require_guild()?;
    if source.channel().kind != ChannelType::GUILD_ANNOUNCEMENT {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    let target = managing(app, caller, channel_id).await?;
    let guild = target.require_guild()?;
    if !target.channel().kind.holds_messages() {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    let name = format!("{} #{}", from.guild.guild().name, source.channel().name.as_deref().unwrap_or(""));
    let name: String = name.chars().take(WEBHOOK_NAME_CHARS_MAX).collect();
    let creator = guild.member.user.clone();
    let mut webhook = incoming(app, caller, guild.id(), channel_id, name.clone(), creator.clone());
    webhook.kind = WebhookType::CHANNEL_FOLLOWER;
    webhook.application_id = None;
    let kept = Kept { webhook, salt: Vec::new(), source: Some((from.id(), source_id)) };
    let action = AuditLogEvent::WEBHOOK_CREATE;
    let entry = entry(app, Some(caller), guild.id(), action, &kept.webhook, reason);
    let kind = MessageType::CHANNEL_FOLLOW_ADD;
    let mut notice = Notice::new(channel_id, target.channel().kind, kind, creator)
        .in_guild(guild.id(), std::sync::Arc::clone(&guild.member));
    notice.content = name;
    notice.about = Some(MessageReference {
        kind: MessageReferenceType::DEFAULT,
        channel_id: source_id,
        message_id: None,
        guild_id: Some(from.id()),
    });
    let (app_in_job, audience) = (app.clone(), target.audience());
    let webhook_id = app
        .write(target.lane(), move |tx, out| {
            let there = tables::webhooks::of_channel(tx, channel_id)?;
            if let Some(same) = there.iter().find(|it| it.source == kept.source) {
                return Ok(same.webhook.id);
            }
            add(tx, out, &kept, entry)?;
            notices::post(&app_in_job, tx, out, audience, notice)?;
            Ok(kept.webhook.id)
        })
        .await?;
    Ok(ChannelFollower { channel_id: source_id, webhook_id })
}
