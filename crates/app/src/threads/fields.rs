//! What a request says about a thread, checked against its parent.

use std::collections::HashSet;

use parvis_model::marker::GenericMarker;
use parvis_model::{Channel, ChannelFlags, ChannelType, Field, Id};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{limits, names};
use serde::Deserialize;

use crate::error::{ActionError, ActionResult, Refusal};

/// A thread that somebody wants to start: within its bounds, but not yet allowed.
#[derive(Debug, Clone, Default)]
pub struct ThreadDraft {
    /// Its name, cleaned and checked.
    pub name: String,
    /// Its type, where the parent leaves a choice.
    pub kind: Option<ChannelType>,
    /// Minutes of silence after which it is put away; `None` as its parent says.
    pub archive_minutes: Option<u16>,
    /// Its slow mode in seconds; `None` as its parent says.
    pub slowmode_s: Option<u32>,
    /// Whether its members may add others; for private ones.
    pub invitable: Option<bool>,
    /// Tags of its forum.
    pub tags: Vec<Id<GenericMarker>>,
}

/// What changes in a thread; absent leaves it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of Channel and of its thread_metadata")]
pub struct ThreadFields {
    pub name: Option<String>,
    pub archived: Option<bool>,
    pub locked: Option<bool>,
    pub invitable: Option<bool>,
    pub auto_archive_duration: Option<i64>,
    pub rate_limit_per_user: Field<i64>,
    pub flags: Option<ChannelFlags>,
    pub applied_tags: Option<Vec<Id<GenericMarker>>>,
}

/// A name of a thread, cleaned.
pub fn clean_name(path: &str, errors: &mut Vec<FieldError>, text: &str) -> String {
    let name = names::clean_name(text);
    errors.extend(validate::channel_name(path, &name).err());
    name
}

/// Minutes of silence before a thread is put away.
pub fn archive_minutes(errors: &mut Vec<FieldError>, minutes: Option<i64>) -> Option<u16> {
    let minutes = minutes?;
    let known = limits::THREAD_ARCHIVE_MINUTES.into_iter().find(|known| i64::from(*known) == minutes);
    if known.is_none() {
        errors.push(FieldError::choices("auto_archive_duration", limits::THREAD_ARCHIVE_MINUTES));
    }
    known
}

/// Slow mode in seconds.
pub fn slowmode(errors: &mut Vec<FieldError>, seconds: Option<i64>) -> Option<u32> {
    let seconds = seconds?;
    match validate::slowmode("rate_limit_per_user", seconds) {
        Ok(()) => u32::try_from(seconds).ok(),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// Tags as they are stored: each once, all of the forum. What is moderated is set by those who manage threads, but
/// stays where it is set already.
pub(super) fn tags(
    forum: &Channel,
    wanted: &[Id<GenericMarker>],
    set: &[Id<GenericMarker>],
    manages: bool,
) -> ActionResult<Vec<Id<GenericMarker>>> {
    validate::length("applied_tags", wanted.len(), 0..=limits::POST_TAGS_MAX)?;
    let mut seen = HashSet::new();
    let wanted: Vec<_> = wanted.iter().copied().filter(|id| seen.insert(*id)).collect();
    for (index, id) in wanted.iter().enumerate() {
        let tag = forum.available_tags.iter().find(|tag| tag.id == *id).ok_or_else(|| {
            let path = format!("applied_tags.{index}");
            ActionError::invalid(path, "INVALID_FORUM_TAG", "The forum has no such tag")
        })?;
        if tag.moderated && !manages && !set.contains(id) {
            return Err(ActionError::MissingPermissions);
        }
    }
    if wanted.is_empty() && forum.flags.contains(ChannelFlags::REQUIRE_TAG) {
        let can_set = manages || forum.available_tags.iter().any(|tag| !tag.moderated);
        let refusal = if can_set { Refusal::TagRequired } else { Refusal::ModeratedTags };
        return Err(ActionError::Refused(refusal));
    }
    Ok(wanted)
}
