//! What is sent to create or edit a message: JSON alone, or a form with `payload_json` and `files[n]`.
//!
//! Files go to the disk as they come in; no file is ever held whole in memory.

use axum::extract::multipart::{Field as Part, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{HeaderValue, header};
use parvis_app::App;
use parvis_app::files::Upload;
use parvis_app::messages::{MessageDraft, MessageEdit, ReplyTo};
use parvis_model::marker::{
    AttachmentMarker, ChannelMarker, GenericMarker, MessageMarker, RoleMarker, UserMarker,
};
use parvis_model::{Embed, EmbedMedia, Id, MessageFlags, Nonce};
use parvis_rules::content::{self, AllowedMentions};
use parvis_rules::limits::{self, chars};
use parvis_rules::validate::{self, AllowedMentionsView, EmbedView, FieldError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{ApiError, ApiResult, invalid_field, invalid_fields, too_large};
use crate::extract::{Json, from_json};

/// Flags that an author may set on a new message.
const SETTABLE_FLAGS: u32 = MessageFlags::SUPPRESS_EMBEDS.0
    | MessageFlags::SUPPRESS_NOTIFICATIONS.0
    | MessageFlags::IS_COMPONENTS_V2.0;
const COMPONENTS_MAX: usize = 40;

/// A body of JSON with the files that came with it.
pub struct WithFiles<T> {
    /// The JSON part.
    pub json: T,
    /// The files, each on the disk, none of them anybody's yet.
    pub files: Vec<Upload>,
}

impl<T: DeserializeOwned + Default + Send> FromRequest<App> for WithFiles<T> {
    type Rejection = ApiError;
    async fn from_request(mut request: Request, app: &App) -> Result<Self, ApiError> {
        let content_type = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        if !content_type.is_some_and(|it| it.starts_with(b"multipart/form-data")) {
            let Json(json) = Json::from_request(request, app).await?;
            return Ok(Self { json, files: Vec::new() });
        }
        let bytes_max = usize::try_from(app.config.form_size_bytes_max()).unwrap_or(usize::MAX);
        let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        if announced.and_then(|it| it.parse::<usize>().ok()).is_some_and(|bytes| bytes > bytes_max) {
            return Err(too_large());
        }
        DefaultBodyLimit::max(bytes_max).apply(&mut request);
        let form = Multipart::from_request(request, app).await;
        read_form(app, form.map_err(|_| malformed_form())?).await
    }
}

async fn read_form<T: DeserializeOwned + Default + Send>(
    app: &App,
    mut form: Multipart,
) -> ApiResult<WithFiles<T>> {
    let mut json = None;
    let mut files = Vec::new();
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(form_error)? {
        parts += 1;
        if parts > limits::MESSAGE_FILES_MAX + 8 {
            return Err(malformed_form());
        }
        let name = part.name().unwrap_or("").to_owned();
        if let Some(index) = file_index(&name, files.len()).filter(|_| part.file_name().is_some()) {
            if files.len() >= limits::MESSAGE_FILES_MAX {
                let text = format!("Must be {} or fewer in length.", limits::MESSAGE_FILES_MAX);
                return Err(invalid_field("files", "BASE_TYPE_MAX_LENGTH", text));
            }
            files.push(receive(app, index, part).await?);
        } else if name == "payload_json" {
            json = Some(from_json(&read_part(part).await?)?);
        } else if name == "content" {
            // The oldest form of this operation: plain fields beside the file.
            let text = String::from_utf8_lossy(&read_part(part).await?).into_owned();
            json = Some(from_json(serde_json::json!({ "content": text }).to_string().as_bytes())?);
        }
    }
    Ok(WithFiles { json: json.unwrap_or_default(), files })
}

/// `files[3]` is 3; `file` and `file3` are older spellings.
fn file_index(name: &str, next: usize) -> Option<u64> {
    let rest = name.strip_prefix("files").or_else(|| name.strip_prefix("file"))?;
    let digits = rest.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(rest);
    if digits.is_empty() { Some(next as u64) } else { digits.parse().ok() }
}

async fn receive(app: &App, index: u64, mut part: Part<'_>) -> ApiResult<Upload> {
    let filename = part.file_name().unwrap_or("").to_owned();
    let content_type = part.content_type().map(str::to_owned);
    let mut writing = app.start_upload(index, &filename, content_type.as_deref()).await?;
    while let Some(piece) = part.chunk().await.map_err(form_error)? {
        writing.write(&piece).await?;
    }
    Ok(writing.finish().await?)
}

async fn read_part(mut part: Part<'_>) -> ApiResult<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(form_error)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > limits::REQUEST_JSON_BYTES_MAX {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

fn form_error(error: MultipartError) -> ApiError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { malformed_form() }
}

fn malformed_form() -> ApiError {
    invalid_field("", "CONTENT_TYPE_INVALID", "The form is malformed.")
}

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
        content::trim_content(&text).into_owned()
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
    kind: Option<u8>,
    #[serde(default)]
    channel_id: Option<Id<ChannelMarker>>,
    message_id: Id<MessageMarker>,
    #[serde(default)]
    fail_if_not_exists: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct AttachmentBody {
    id: Id<AttachmentMarker>,
    #[serde(default)]
    filename: Option<String>,
    #[serde(default)]
    description: Option<String>,
}

impl CreateMessage {
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
        let components = self.components.unwrap_or_default();
        errors.extend(validate::length("components", components.len(), 0..=COMPONENTS_MAX).err());
        if self.poll.is_some() || self.sticker_ids.as_ref().is_some_and(|ids| !ids.is_empty()) {
            let field = if self.poll.is_some() { "poll" } else { "sticker_ids" };
            errors.push(FieldError::new(field, "NOT_OFFERED", "This server does not offer this yet."));
        }
        let allowed_mentions = read_allowed_mentions(self.allowed_mentions, &mut errors);
        if self.message_reference.as_ref().is_some_and(|it| it.kind == Some(1)) {
            let text = "Forwarding is not offered by this server yet.";
            errors.push(FieldError::new("message_reference.type", "NOT_OFFERED", text));
        }
        let files = join_descriptions(files, self.attachments.unwrap_or_default(), &mut errors);
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
            reply_to: self.message_reference.map(|it| ReplyTo {
                channel_id: it.channel_id,
                message_id: it.message_id,
                must_exist: it.fail_if_not_exists.unwrap_or(true),
            }),
            components,
            flags: MessageFlags(self.flags.map_or(0, |flags| flags.0) & SETTABLE_FLAGS),
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
        let allowed_mentions = read_allowed_mentions(self.allowed_mentions, &mut errors);
        let attachments = self.attachments.map(Option::unwrap_or_default);
        let is_new = |it: &AttachmentBody| files.iter().any(|file| file.index == it.id.get());
        let kept_files =
            attachments.as_ref().map(|list| list.iter().filter(|it| !is_new(it)).map(|it| it.id).collect());
        let described = attachments.into_iter().flatten().filter(is_new).collect();
        let files = join_descriptions(files, described, &mut errors);
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(MessageEdit {
            content,
            embeds,
            components: self.components.map(Option::unwrap_or_default),
            flags: self.flags,
            allowed_mentions,
            kept_files,
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

fn join_descriptions(
    files: Vec<Upload>,
    mut bodies: Vec<AttachmentBody>,
    errors: &mut Vec<FieldError>,
) -> Vec<(Upload, Option<String>)> {
    let mut joined = Vec::with_capacity(files.len());
    for mut file in files {
        let body = bodies.iter().position(|it| it.id.get() == file.index).map(|at| bodies.swap_remove(at));
        let description = body.as_ref().and_then(|it| it.description.clone());
        if let Some(name) = body.and_then(|it| it.filename) {
            file.rename(&name);
        }
        let path = format!("attachments.{}.description", file.index);
        let length = description.as_deref().map_or(0, chars);
        errors.extend(validate::length(&path, length, 0..=limits::FILE_DESCRIPTION_CHARS_MAX).err());
        joined.push((file, description));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_file_parts_give_their_number() {
        for (name, index) in [
            ("files[3]", Some(3)),
            ("files[0]", Some(0)),
            ("file", Some(7)),
            ("file2", Some(2)),
            ("filesx", None),
            ("payload_json", None),
        ] {
            assert_eq!(file_index(name, 7), index, "{name}");
        }
    }

    #[test]
    fn an_edit_tells_absent_from_null() {
        let edit: EditMessage = serde_json::from_str(r#"{"embeds":null}"#).expect("json");
        let edit = edit.into_edit(Vec::new()).expect("valid");
        assert_eq!(edit.content, None);
        assert_eq!(edit.embeds, Some(Vec::new()));
    }
}
