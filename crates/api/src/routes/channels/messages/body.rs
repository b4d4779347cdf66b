//! What is sent to create or edit a message, checked field by field.

use parvis_app::files::Upload;
use parvis_app::messages::{FileDraft, Forward, MessageDraft, MessageEdit, ReplyTo, Voice};
use parvis_app::threads::{self, ThreadDraft};
use parvis_app::webhooks::Execution;
use parvis_model::marker::{
    AttachmentMarker, ChannelMarker, GenericMarker, MessageMarker, RoleMarker, UserMarker,
};
use parvis_model::{Component, Embed, EmbedMedia, Field, Id, MessageFlags, MessageReferenceType, Nonce};
use parvis_rules::components::{layout_stands_alone, message_components};
use parvis_rules::content::AllowedMentions;
use parvis_rules::limits::{self, chars};
use parvis_rules::validate::{self, AllowedMentionsView, EmbedView, FieldError};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{ApiResult, invalid_fields};
use crate::routes::webhooks::body::clean_name;

/// Flags that an author may set on a new message.
const SETTABLE_FLAGS: u32 = MessageFlags::SUPPRESS_EMBEDS.0
    | MessageFlags::SUPPRESS_NOTIFICATIONS.0
    | MessageFlags::IS_VOICE_MESSAGE.0
    | MessageFlags::IS_COMPONENTS_V2.0;

/// The JSON of a new message. Fields that this server does not know are ignored, as the platform does.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateMessage {
    content: Option<Content>,
    nonce: Option<Nonce>,
    enforce_nonce: Option<bool>,
    tts: Option<bool>,
    embeds: Option<Vec<Embed>>,
    embed: Option<Embed>,
    allowed_mentions: Option<AllowedMentionsBody>,
    message_reference: Option<ReferenceBody>,
    components: Option<Vec<Value>>,
    flags: Option<MessageFlags>,
    attachments: Option<Vec<AttachmentBody>>,
    sticker_ids: Option<Vec<Id<GenericMarker>>>,
    poll: Option<Value>,
    // What only webhooks take; from others it is passed over.
    username: Option<String>,
    avatar_url: Option<String>,
    thread_name: Option<String>,
    applied_tags: Option<Vec<Id<GenericMarker>>>,
}

/// Text; some libraries send numbers.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Integer(i64),
    Number(f64),
}

impl Content {
    fn into_text(self) -> String {
        let text = match self {
            Self::Text(text) => text,
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
        };
        text.trim().to_owned()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AllowedMentionsBody {
    parse: Option<Vec<String>>,
    users: Option<Vec<Id<UserMarker>>>,
    roles: Option<Vec<Id<RoleMarker>>>,
    replied_user: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct ReferenceBody {
    #[serde(rename = "type", default)]
    kind: Option<MessageReferenceType>,
    #[serde(default)]
    channel_id: Option<Id<ChannelMarker>>,
    message_id: Id<MessageMarker>,
    #[serde(default)]
    fail_if_not_exists: Option<bool>,
}

impl ReferenceBody {
    /// The message that is answered, or forwarded.
    fn read(self, has_more: bool, errors: &mut Vec<FieldError>) -> (Option<ReplyTo>, Option<Forward>) {
        let Self { kind, channel_id, message_id, fail_if_not_exists } = self;
        match kind.unwrap_or(MessageReferenceType::DEFAULT) {
            MessageReferenceType::DEFAULT => {
                let must_exist = fail_if_not_exists.unwrap_or(true);
                (Some(ReplyTo { channel_id, message_id, must_exist }), None)
            }
            MessageReferenceType::FORWARD => {
                if has_more {
                    let text = "A forwarded message stands alone.";
                    errors.push(FieldError::new("message_reference.type", "FORWARD_STANDS_ALONE", text));
                }
                (None, Some(Forward::of(channel_id, message_id)))
            }
            _ => {
                errors.push(FieldError::choices("message_reference.type", [0, 1]));
                (None, None)
            }
        }
    }
}

#[derive(Debug, Deserialize)]
struct AttachmentBody {
    id: Id<AttachmentMarker>,
    #[serde(default)]
    filename: Option<String>,
    #[serde(default)]
    description: Field<String>,
    #[serde(default)]
    duration_secs: Option<f64>,
    #[serde(default)]
    waveform: Option<String>,
}

impl CreateMessage {
    /// Whether only whoever interacted shall see it; for answers to interactions.
    pub fn is_ephemeral(&self) -> bool {
        self.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
    }

    /// Checks every field, those that only webhooks have among them.
    pub fn into_execution(mut self, files: Vec<Upload>) -> ApiResult<Execution> {
        let mut errors = Vec::new();
        let username = self.username.take().map(|name| clean_name("username", &name, &mut errors));
        let avatar_url = self.avatar_url.take().filter(|url| !url.is_empty());
        errors.extend(avatar_url.as_deref().and_then(|url| validate::url("avatar_url", url).err()));
        let tags = self.applied_tags.take().unwrap_or_default();
        let thread = self.thread_name.take().filter(|name| !name.is_empty());
        let thread = thread.map(|name| ThreadDraft {
            name: threads::clean_name("thread_name", &mut errors, &name),
            tags,
            ..ThreadDraft::default()
        });
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        let draft = self.into_draft(files)?;
        Ok(Execution { draft, username, avatar_url, thread, ..Execution::default() })
    }

    /// Checks every field and joins the files to their descriptions.
    pub fn into_draft(self, files: Vec<Upload>) -> ApiResult<MessageDraft> {
        let mut errors = Vec::new();
        let content = self.content.map(Content::into_text).unwrap_or_default();
        errors.extend(check_content(&content));
        let nonce_chars = match &self.nonce {
            Some(Nonce::Text(text)) => chars(text),
            _ => 0,
        };
        errors.extend(validate::length("nonce", nonce_chars, 0..=limits::NONCE_CHARS_MAX).err());
        let mut embeds = self.embeds.unwrap_or_default();
        embeds.extend(self.embed);
        embeds.iter_mut().for_each(forget_server_fields);
        errors.extend(check_embeds(&embeds));
        let flags = MessageFlags(self.flags.map_or(0, |flags| flags.0) & SETTABLE_FLAGS);
        let is_layout = flags.contains(MessageFlags::IS_COMPONENTS_V2);
        if is_layout {
            errors.extend(layout_stands_alone(!content.is_empty(), !embeds.is_empty()));
        }
        let components = read_components(&self.components.unwrap_or_default(), is_layout, &mut errors);
        if self.poll.is_some() || self.sticker_ids.as_ref().is_some_and(|ids| !ids.is_empty()) {
            let field = if self.poll.is_some() { "poll" } else { "sticker_ids" };
            errors.push(FieldError::new(field, "NOT_OFFERED", "This server does not offer this yet."));
        }
        let allowed_mentions = read_allowed_mentions(self.allowed_mentions, &mut errors);
        let files = join_descriptions(files, self.attachments.unwrap_or_default(), &mut errors);
        let has_more =
            !(content.is_empty() && embeds.is_empty() && components.is_empty() && files.is_empty());
        let (reply_to, forward) = match self.message_reference {
            Some(it) => it.read(has_more, &mut errors),
            None => (None, None),
        };
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(MessageDraft {
            content,
            enforce_nonce: self.enforce_nonce.unwrap_or(false),
            nonce: self.nonce,
            tts: self.tts.unwrap_or(false),
            embeds,
            allowed_mentions,
            reply_to,
            forward,
            components,
            flags,
            files,
        })
    }
}

/// The JSON of an edit: absent leaves, null empties.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditMessage {
    #[serde(deserialize_with = "present")]
    content: Option<Option<Content>>,
    #[serde(deserialize_with = "present")]
    embeds: Option<Option<Vec<Embed>>>,
    #[serde(deserialize_with = "present")]
    embed: Option<Option<Embed>>,
    flags: Option<MessageFlags>,
    allowed_mentions: Option<AllowedMentionsBody>,
    #[serde(deserialize_with = "present")]
    components: Option<Option<Vec<Value>>>,
    #[serde(deserialize_with = "present")]
    attachments: Option<Option<Vec<AttachmentBody>>>,
}

fn present<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

impl EditMessage {
    /// Checks every field; which files stay is told by `attachments`, new ones refer to `files[n]` by number.
    pub fn into_edit(self, files: Vec<Upload>) -> ApiResult<MessageEdit> {
        let mut errors = Vec::new();
        let content = self.content.map(|it| it.map(Content::into_text).unwrap_or_default());
        errors.extend(content.as_deref().and_then(check_content));
        let mut embeds = match (self.embeds, self.embed) {
            (Some(embeds), _) => Some(embeds.unwrap_or_default()),
            (None, Some(embed)) => Some(embed.into_iter().collect()),
            (None, None) => None,
        };
        embeds.iter_mut().flatten().for_each(forget_server_fields);
        errors.extend(embeds.as_deref().map(check_embeds).unwrap_or_default());
        // Whether the message is laid out by components is known when it is written.
        let components =
            self.components.map(|sent| read_components(&sent.unwrap_or_default(), true, &mut errors));
        let allowed_mentions = read_allowed_mentions(self.allowed_mentions, &mut errors);
        let attachments = self.attachments.map(Option::unwrap_or_default);
        let is_new = |it: &AttachmentBody| files.iter().any(|file| file.index == it.id.get());
        let kept_files =
            attachments.as_ref().map(|list| list.iter().filter(|it| !is_new(it)).map(|it| it.id).collect());
        let (new, kept): (Vec<_>, Vec<_>) = attachments.into_iter().flatten().partition(is_new);
        let described = read_descriptions(kept, &mut errors);
        let files = join_descriptions(files, new, &mut errors);
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(MessageEdit {
            content,
            embeds,
            components,
            flags: self.flags,
            allowed_mentions,
            kept_files,
            described,
            files,
        })
    }
}

fn check_content(content: &str) -> Option<FieldError> {
    validate::length("content", chars(content), 0..=limits::MESSAGE_CONTENT_CHARS_MAX).err()
}

fn check_embeds(embeds: &[Embed]) -> Vec<FieldError> {
    let views: Vec<_> = embeds.iter().map(EmbedView::from).collect();
    validate::embeds("embeds", &views)
}

/// Bots send back what they read; what only the server sets is not taken from them.
fn forget_server_fields(embed: &mut Embed) {
    embed.kind = Embed::default().kind;
    embed.video = None;
    embed.provider = None;
    for media in [&mut embed.image, &mut embed.thumbnail].into_iter().flatten() {
        *media = EmbedMedia {
            url: media.url.take(),
            description: media.description.take(),
            ..EmbedMedia::default()
        };
    }
    if let Some(author) = &mut embed.author {
        author.proxy_icon_url = None;
    }
    if let Some(footer) = &mut embed.footer {
        footer.proxy_icon_url = None;
    }
}

fn read_allowed_mentions(
    body: Option<AllowedMentionsBody>,
    errors: &mut Vec<FieldError>,
) -> Option<AllowedMentions> {
    let body = body?;
    let parse: Vec<&str> = body.parse.iter().flatten().map(String::as_str).collect();
    let view = AllowedMentionsView {
        parse: &parse,
        users: body.users.as_deref().unwrap_or_default(),
        roles: body.roles.as_deref().unwrap_or_default(),
        replied_user: body.replied_user.unwrap_or(false),
    };
    validate::allowed_mentions("allowed_mentions", &view).map_err(|found| errors.extend(found)).ok()
}

fn read_components(sent: &[Value], is_layout: bool, errors: &mut Vec<FieldError>) -> Vec<Component> {
    message_components("components", sent, is_layout).unwrap_or_else(|found| {
        errors.extend(found);
        Vec::new()
    })
}

fn join_descriptions(
    files: Vec<Upload>,
    mut bodies: Vec<AttachmentBody>,
    errors: &mut Vec<FieldError>,
) -> Vec<FileDraft> {
    let mut joined = Vec::with_capacity(files.len());
    for upload in files {
        let body = bodies.iter().position(|it| it.id.get() == upload.index).map(|at| bodies.swap_remove(at));
        let path = format!("attachments.{}", upload.index);
        let mut file = FileDraft { description: None, voice: None, upload };
        if let Some(body) = body {
            if let Some(name) = &body.filename {
                file.upload.rename(name);
            }
            file.voice = read_voice(&path, &body, errors);
            file.description = body.description.value();
        }
        let length = file.description.as_deref().map_or(0, chars);
        let path = format!("{path}.description");
        errors.extend(validate::length(&path, length, 0..=limits::FILE_DESCRIPTION_CHARS_MAX).err());
        joined.push(file);
    }
    joined
}

/// What is said anew of files that stay; an empty text takes the old one away.
fn read_descriptions(
    kept: Vec<AttachmentBody>,
    errors: &mut Vec<FieldError>,
) -> Vec<(Id<AttachmentMarker>, Option<String>)> {
    let mut described = Vec::new();
    for (at, body) in kept.into_iter().enumerate() {
        let Some(description) = body.description.change() else { continue };
        let description = description.filter(|text| !text.is_empty());
        let length = description.as_deref().map_or(0, chars);
        let path = format!("attachments.{at}.description");
        errors.extend(validate::length(&path, length, 0..=limits::FILE_DESCRIPTION_CHARS_MAX).err());
        described.push((body.id, description));
    }
    described
}

/// What is told about a recording: only both together make sense.
fn read_voice(path: &str, body: &AttachmentBody, errors: &mut Vec<FieldError>) -> Option<Voice> {
    let (duration_secs, waveform) = (body.duration_secs?, body.waveform.clone()?);
    if !(0.0..=limits::VOICE_MESSAGE_SECONDS_MAX).contains(&duration_secs) {
        let message = format!("Must be between 0 and {} seconds.", limits::VOICE_MESSAGE_SECONDS_MAX);
        errors.push(FieldError::new(format!("{path}.duration_secs"), "NUMBER_TYPE_MAX", message));
    }
    let lengths = 0..=limits::WAVEFORM_CHARS_MAX;
    errors.extend(validate::length(&format!("{path}.waveform"), chars(&waveform), lengths).err());
    Some(Voice { duration_secs, waveform })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_tells_absent_from_null() {
        let edit: EditMessage = serde_json::from_str(r#"{"embeds":null}"#).expect("json");
        let edit = edit.into_edit(Vec::new()).expect("valid");
        assert_eq!(edit.content, None);
        assert_eq!(edit.embeds, Some(Vec::new()));
    }
}
