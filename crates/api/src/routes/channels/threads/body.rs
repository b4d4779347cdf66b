//! What is sent to start a thread, checked field by field.

use parvis_app::messages::MessageDraft;
use parvis_app::threads::{self, ThreadDraft};
use parvis_model::marker::GenericMarker;
use parvis_model::{ChannelType, Id};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::form::WithFiles;
use crate::routes::channels::messages::body::CreateMessage;

/// The JSON of a new thread. What its parent has no use for counts for nothing, as on the platform.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateThread {
    name: String,
    auto_archive_duration: Option<i64>,
    rate_limit_per_user: Option<i64>,
    #[serde(rename = "type")]
    kind: Option<ChannelType>,
    invitable: Option<bool>,
    applied_tags: Option<Vec<Id<GenericMarker>>>,
    message: Option<CreateMessage>,
}

impl CreateThread {
    /// Checks every field of the thread itself.
    pub fn into_draft(self) -> ApiResult<ThreadDraft> {
        let mut errors = Vec::new();
        let draft = ThreadDraft {
            name: threads::clean_name("name", &mut errors, &self.name),
            kind: self.kind,
            archive_minutes: threads::archive_minutes(&mut errors, self.auto_archive_duration),
            slowmode_s: threads::slowmode(&mut errors, self.rate_limit_per_user),
            invitable: self.invitable,
            tags: self.applied_tags.unwrap_or_default(),
        };
        if errors.is_empty() { Ok(draft) } else { Err(invalid_fields(errors)) }
    }
}

/// The thread, and the first message with its files, if there is one.
pub fn read(body: WithFiles<CreateThread>) -> ApiResult<(ThreadDraft, Option<MessageDraft>)> {
    let WithFiles { mut json, files } = body;
    let message = json.message.take().map(|message| message.into_draft(files)).transpose()?;
    Ok((json.into_draft()?, message))
}
