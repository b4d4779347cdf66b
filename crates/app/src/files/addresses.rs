//! Addresses of files: signed, valid for a day, given out with every message anew.

use parvis_model::marker::{AttachmentMarker, ChannelMarker};
use parvis_model::{Attachment, Embed, EmbedMedia, Field, Id, Message, Permissions};
use parvis_store::tables;

use super::safe_filename;
use crate::error::{ActionError, ActionResult};
use crate::{App, Caller, access};

/// How long a signed address is valid; clients ask for the message again after that.
const ADDRESS_VALID_S: i64 = 86_400;
/// Addresses end on the hour, so that the same file has the same address for a while and caches work.
const ADDRESS_STEP_S: i64 = 3_600;
/// How an embed names a file of its own message.
const OWN_FILE: &str = "attachment://";

impl App {
    /// Gives the files of a message their addresses, and embeds that show one of them, too.
    pub fn sign_files(&self, message: &mut Message) {
        let channel_id = message.channel_id;
        for file in &mut message.attachments {
            file.url = self.signed_address(channel_id, file.id, &file.filename);
            file.proxy_url.clone_from(&file.url);
        }
        for embed in &mut message.embeds {
            point_to_files(embed, &message.attachments);
        }
        if let Field::Value(quoted) = &mut message.referenced_message {
            self.sign_files(quoted);
        }
    }

    fn signed_address(
        &self,
        channel_id: Id<ChannelMarker>,
        id: Id<AttachmentMarker>,
        filename: &str,
    ) -> String {
        let path = file_path(channel_id, id, filename);
        let issued_s = self.now_ms() / 1_000 / ADDRESS_STEP_S * ADDRESS_STEP_S;
        let expires_s = issued_s + ADDRESS_VALID_S + ADDRESS_STEP_S;
        let signature = self.secrets.sign_file(&path, expires_s);
        let base = &self.config.public_url;
        format!("{base}{path}?ex={expires_s:x}&is={issued_s:x}&hm={signature}")
    }

    /// Turns addresses of the message's own files back into names: what a bot read and sends again stays valid.
    pub(crate) fn unsign_embeds(&self, message: &Message, embeds: &mut [Embed]) {
        let own = |address: &str| {
            let (channel_id, id, _) = self.parse_address(address)?;
            let file = message.attachments.iter().find(|file| file.id == id)?;
            (channel_id == message.channel_id).then(|| format!("{OWN_FILE}{}", file.filename))
        };
        for address in embeds.iter_mut().flat_map(addresses_of) {
            if let Some(name) = own(address) {
                *address = name;
            }
        }
    }

    /// New addresses for old ones, each for a file of a channel whose past the caller may read; `None` for all others.
    pub async fn refresh_addresses(
        &self,
        caller: &Caller,
        addresses: Vec<String>,
    ) -> ActionResult<Vec<(String, Option<String>)>> {
        let mut refreshed = Vec::with_capacity(addresses.len());
        for address in addresses {
            let new = match self.parse_address(&address) {
                Some((channel_id, id, _)) => self.refresh(caller, channel_id, id).await?,
                None => None,
            };
            refreshed.push((address, new));
        }
        Ok(refreshed)
    }

    async fn refresh(
        &self,
        caller: &Caller,
        channel_id: Id<ChannelMarker>,
        id: Id<AttachmentMarker>,
    ) -> ActionResult<Option<String>> {
        match access::channel(self, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await {
            Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => return Ok(None),
            other => other?,
        };
        let stored = self.read(move |tx| Ok(tables::attachments::stored(tx, channel_id, id)?)).await?;
        Ok(stored.map(|stored| self.signed_address(channel_id, id, &stored.filename)))
    }

    fn parse_address(&self, address: &str) -> Option<(Id<ChannelMarker>, Id<AttachmentMarker>, String)> {
        let path = address.strip_prefix(&self.config.public_url)?.strip_prefix("/attachments/")?;
        let path = path.split(['?', '#']).next()?;
        let mut parts = path.split('/');
        let parsed = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.to_owned());
        parts.next().is_none().then_some(parsed)
    }
}

/// The path of a file's address. The name is part of it and so of the signature.
pub(super) fn file_path(channel_id: Id<ChannelMarker>, id: Id<AttachmentMarker>, filename: &str) -> String {
    format!("/attachments/{channel_id}/{id}/{filename}")
}

fn point_to_files(embed: &mut Embed, files: &[Attachment]) {
    let find = |address: &str| {
        let name = safe_filename(address.strip_prefix(OWN_FILE)?);
        files.iter().find(|file| file.filename == name)
    };
    for media in [&mut embed.image, &mut embed.thumbnail].into_iter().flatten() {
        if let Some(file) = media.url.as_deref().and_then(find) {
            *media = EmbedMedia {
                url: Some(file.url.clone()),
                proxy_url: Some(file.proxy_url.clone()),
                width: file.width,
                height: file.height,
                content_type: file.content_type.clone(),
                description: media.description.take().or_else(|| file.description.clone()),
            };
        }
    }
    for address in addresses_of(embed) {
        if let Some(file) = find(address) {
            address.clone_from(&file.url);
        }
    }
}

/// Every address of a picture in an embed.
fn addresses_of(embed: &mut Embed) -> impl Iterator<Item = &mut String> {
    let media = [&mut embed.image, &mut embed.thumbnail];
    let media = media.into_iter().flatten().filter_map(|media| media.url.as_mut());
    let author = embed.author.as_mut().and_then(|author| author.icon_url.as_mut());
    let footer = embed.footer.as_mut().and_then(|footer| footer.icon_url.as_mut());
    media.chain(author).chain(footer)
}
