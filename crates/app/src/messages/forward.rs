//! Forwarding: a message is shown in another place as it was, without its author. It is a copy: what becomes of the
//! message afterwards does not change it.

use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{
    Id, Message, MessageFlags, MessageReference, MessageReferenceType, MessageSnapshot, Permissions,
    SnapshotMessage,
};
use parvis_rules::components::are_interactive;
use parvis_store::tables;

use super::files::{NewFile, copied_files};
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Refusal};
use crate::{App, Caller, emojis};

/// Traits of a message that its forward shows.
const COPIED_FLAGS: MessageFlags =
    MessageFlags::SUPPRESS_EMBEDS.union(MessageFlags::IS_COMPONENTS_V2).union(MessageFlags::IS_VOICE_MESSAGE);

/// A message that is to be forwarded.
#[derive(Debug)]
pub struct Forward {
    channel_id: Option<Id<ChannelMarker>>,
    message_id: Id<MessageMarker>,
    taken: Option<Taken>,
}

/// What was taken of it for somebody who may read it.
#[derive(Debug)]
pub(super) struct Taken {
    reference: MessageReference,
    pub(super) shown: SnapshotMessage,
    files: Vec<NewFile>,
}

impl Forward {
    /// Of this message; without a channel, of the one that it is forwarded to.
    pub fn of(channel_id: Option<Id<ChannelMarker>>, message_id: Id<MessageMarker>) -> Self {
        Self { channel_id, message_id, taken: None }
    }

    /// Takes what the caller may read there and may show here. Where the caller may not read is answered as where there
    /// is nothing.
    pub(super) async fn take(
        mut self,
        app: &App,
        caller: &Caller,
        access: &ChannelAccess,
    ) -> ActionResult<Self> {
        let from = self.channel_id.unwrap_or(access.id());
        let source = match access::channel(app, caller, from, Permissions::READ_MESSAGE_HISTORY).await {
            Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => return Err(unknown()),
            other => other?,
        };
        let (message_id, viewer) = (self.message_id, caller.user_id);
        let found = app.read(move |tx| Ok(tables::messages::get(tx, from, message_id, viewer)?)).await?;
        let message = found.ok_or_else(unknown)?;
        if !message.kind.is_written() || message.flags.contains(MessageFlags::LOADING) {
            let text = "This message cannot be forwarded";
            return Err(ActionError::invalid("message_reference", "MESSAGE_NOT_FORWARDABLE", text));
        }
        let mut shown = snapshot_of(message);
        restrict_to_permissions(access, &mut shown)?;
        shown.content = emojis::in_text(app, caller, access, std::mem::take(&mut shown.content)).await?;
        let files = copied_files(app, from, message_id).await?;
        let reference = reference(access, &source, message_id);
        self.taken = Some(Taken { reference, shown, files });
        Ok(self)
    }

    /// What was taken; nobody who has no account of their own can take anything.
    pub(super) fn taken(&self) -> ActionResult<&Taken> {
        let text = "Forwarding is for people and bots in their own name.";
        let refused = || ActionError::invalid("message_reference.type", "NOT_OFFERED", text);
        self.taken.as_ref().ok_or_else(refused)
    }

    /// Makes a new message show it; returns the files that come with it.
    pub(super) fn write_to(self, message: &mut Message) -> Vec<NewFile> {
        let Some(Taken { reference, shown, files }) = self.taken else { return Vec::new() };
        message.message_reference = Some(Box::new(reference));
        message.message_snapshots = vec![MessageSnapshot { message: shown }];
        message.flags |= MessageFlags::HAS_SNAPSHOT;
        files
    }
}

fn unknown() -> ActionError {
    ActionError::invalid("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
}

/// What a forward of a forward shows is what that one shows. Nothing in it can be pressed: the application may not be
/// here.
fn snapshot_of(mut message: Message) -> SnapshotMessage {
    if let Some(forwarded) = message.message_snapshots.pop() {
        return forwarded.message;
    }
    message.components.retain(|component| !are_interactive(std::slice::from_ref(component)));
    SnapshotMessage {
        kind: message.kind,
        content: message.content,
        mentions: message.mentions.into_iter().map(|mention| mention.user).collect(),
        mention_roles: message.mention_roles,
        attachments: message.attachments,
        embeds: message.embeds,
        timestamp: message.timestamp,
        edited_timestamp: message.edited_timestamp,
        flags: message.flags & COPIED_FLAGS,
        components: message.components,
    }
}

/// As for a message of one's own: files, recordings and embeds need the right to bring them here.
fn restrict_to_permissions(access: &ChannelAccess, shown: &mut SnapshotMessage) -> ActionResult<()> {
    if !shown.attachments.is_empty() {
        access.require(Permissions::ATTACH_FILES)?;
    }
    if shown.flags.contains(MessageFlags::IS_VOICE_MESSAGE) && !access.may(Permissions::SEND_VOICE_MESSAGES) {
        return Err(ActionError::Refused(Refusal::CannotSendVoiceMessages));
    }
    if !access.may(Permissions::EMBED_LINKS) {
        shown.embeds.clear();
    }
    Ok(())
}

/// Where it comes from is told when every reader may go there: from the same channel, or from one of the same guild
/// that every member may view. Else the place of a hidden channel would stand in public.
fn reference(
    here: &ChannelAccess,
    source: &ChannelAccess,
    message_id: Id<MessageMarker>,
) -> MessageReference {
    let is_open = here.guild_id() == source.guild_id()
        && source.snapshot().is_some_and(|guild| guild.is_open(source.id()));
    let is_told = here.id() == source.id() || is_open;
    MessageReference {
        kind: MessageReferenceType::FORWARD,
        channel_id: if is_told { source.id() } else { here.id() },
        message_id: is_told.then_some(message_id),
        guild_id: here.guild_id(),
    }
}
