//! Addresses of files: signed, valid for a day, given out with every message anew.

use parvis_model::marker::{AttachmentMarker, ChannelMarker};
use parvis_model::{
    Attachment, Component, ComponentPart, Embed, EmbedMedia, Field, Id, Message, Permissions, UnfurledMedia,
};
use parvis_rules::validate::FieldError;
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
            self.sign_file(channel_id, file);
        }
        for embed in &mut message.embeds {
            point_to_files(embed, &message.attachments);
        }
        for component in &mut message.components {
            component.visit_mut(&mut |it| show_files(it, &message.attachments));
        }
        for forwarded in message.message_snapshots.iter_mut().map(|it| &mut it.message) {
            for file in &mut forwarded.attachments {
                self.sign_file(channel_id, file);
            }
            for embed in &mut forwarded.embeds {
                point_to_files(embed, &forwarded.attachments);
            }
            for component in &mut forwarded.components {
                component.visit_mut(&mut |it| show_files(it, &forwarded.attachments));
            }
        }
        if let Field::Value(quoted) = &mut message.referenced_message {
            self.sign_files(quoted);
        }
    }

    /// Gives a file of a channel its address.
    pub(crate) fn sign_file(&self, channel_id: Id<ChannelMarker>, file: &mut Attachment) {
        file.url = self.signed_address(channel_id, file.id, &file.filename);
        file.proxy_url.clone_from(&file.url);
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
    pub(crate) fn unsign(
        &self,
        message: &Message,
        embeds: Option<&mut [Embed]>,
        components: Option<&mut [Component]>,
    ) {
        let unsign = |address: &mut String| {
            let Some((channel_id, id, _)) = self.parse_address(address) else { return };
            let own = message.attachments.iter().find(|file| file.id == id);
            if let Some(file) = own.filter(|_| channel_id == message.channel_id) {
                *address = format!("{OWN_FILE}{}", file.filename);
            }
        };
        embeds.into_iter().flatten().flat_map(addresses_of).for_each(unsign);
        for component in components.into_iter().flatten() {
            component
                .visit_mut(&mut |it| it.media_mut().into_iter().for_each(|media| unsign(&mut media.url)));
        }
    }

    /// Gives what the components of a new state of a message show its numbers; refuses files that the message does
    /// not have.
    pub(crate) fn number_media(&self, message: &mut Message) -> ActionResult<()> {
        let mut missing = Vec::new();
        let files = &message.attachments;
        for component in &mut message.components {
            component.visit_mut(&mut |it| {
                let id = it.id;
                for media in it.media_mut() {
                    if media.id.get() == 0 {
                        media.id = self.ids.next();
                    }
                    let names_file = media.url.starts_with(OWN_FILE);
                    if names_file && own_file(files, &media.url).is_none() {
                        missing.push((id, media.url.clone()));
                    }
                }
                if let ComponentPart::File(file) = &it.part
                    && !file.file.url.starts_with(OWN_FILE)
                {
                    missing.push((id, file.file.url.clone()));
                }
            });
        }
        let wrong = |(_, url): (u32, String)| {
            let message = format!("The referenced attachment was not found: {url}");
            FieldError::new("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)
        };
        if missing.is_empty() {
            Ok(())
        } else {
            Err(missing.into_iter().map(wrong).collect::<Vec<_>>().into())
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
        let name = self.read(move |tx| Ok(tables::attachments::name_in_message(tx, channel_id, id)?)).await?;
        Ok(name.map(|name| self.signed_address(channel_id, id, &name)))
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

/// The file of the message that an address names.
fn own_file<'a>(files: &'a [Attachment], address: &str) -> Option<&'a Attachment> {
    let name = safe_filename(address.strip_prefix(OWN_FILE)?);
    files.iter().find(|file| file.filename == name)
}

fn show_files(component: &mut Component, files: &[Attachment]) {
    for media in component.media_mut() {
        if let Some(file) = own_file(files, &media.url) {
            *media = UnfurledMedia {
                id: file.id.cast(),
                url: file.url.clone(),
                proxy_url: file.proxy_url.clone(),
                width: file.width,
                height: file.height,
                content_type: file.content_type.clone(),
                attachment_id: Some(file.id),
            };
        }
    }
    if let ComponentPart::File(shown) = &mut component.part
        && let Some(file) = files.iter().find(|file| Some(file.id) == shown.file.attachment_id)
    {
        shown.name = Some(file.filename.clone());
        shown.size = Some(file.size);
    }
}

fn point_to_files(embed: &mut Embed, files: &[Attachment]) {
    let find = |address: &str| own_file(files, address);
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
