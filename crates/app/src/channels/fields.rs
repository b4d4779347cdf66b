//! What a request says about a channel of a guild, checked against the type of the channel.

use parvis_model::marker::{ChannelMarker, EmojiMarker, GenericMarker};
use parvis_model::{
    Channel, ChannelFlags, ChannelType, DefaultReaction, Field, ForumLayout, ForumTag, Id, Overwrite,
    SortOrder, VideoQualityMode,
};
use parvis_rules::limits::{self, chars};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{emoji, names};
use serde::Deserialize;

/// Properties of a channel, those of its type and of others: the others count for nothing, as on the platform. Absent
/// leaves a property or takes the default, null takes it back to the default.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of Channel")]
pub struct ChannelFields {
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<ChannelType>,
    pub position: Option<i64>,
    pub topic: Field<String>,
    pub nsfw: Field<bool>,
    pub rate_limit_per_user: Field<i64>,
    pub bitrate: Field<i64>,
    pub user_limit: Field<i64>,
    pub permission_overwrites: Option<Vec<Overwrite>>,
    pub parent_id: Field<Id<ChannelMarker>>,
    pub rtc_region: Field<String>,
    pub video_quality_mode: Field<i64>,
    pub default_auto_archive_duration: Field<i64>,
    pub default_thread_rate_limit_per_user: Field<i64>,
    pub default_reaction_emoji: Field<DefaultReaction>,
    pub default_sort_order: Field<i64>,
    pub default_forum_layout: Field<i64>,
    pub available_tags: Option<Vec<TagFields>>,
    pub flags: Option<ChannelFlags>,
}

/// A tag of a forum as a request names it; without an id it is new.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of ForumTag")]
pub struct TagFields {
    #[serde(default)]
    pub id: Option<Id<GenericMarker>>,
    pub name: String,
    #[serde(default)]
    pub moderated: Option<bool>,
    #[serde(default)]
    pub emoji_id: Option<Id<EmojiMarker>>,
    #[serde(default)]
    pub emoji_name: Option<String>,
}

const ARCHIVE_MINUTES: [i64; 4] = [60, 1_440, 4_320, 10_080];
const REGION_CHARS_MAX: usize = 64;

/// Writes what the request says into the channel, whose type is settled. `new_id` makes ids of new tags.
pub(super) fn apply(
    fields: ChannelFields,
    channel: &mut Channel,
    new_id: impl Fn() -> Id<GenericMarker>,
) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    if let Some(name) = &fields.name {
        let name = if has_text_name(channel.kind) {
            names::text_channel_name(name)
        } else {
            names::clean_name(name)
        };
        errors.extend(validate::channel_name("name", &name).err());
        channel.name = Some(name);
    }
    if let Some(position) = number(&mut errors, "position", fields.position, 0, i64::from(i32::MAX)) {
        channel.position = i32::try_from(position).unwrap_or(i32::MAX);
    }
    if let Some(nsfw) = fields.nsfw.change() {
        channel.nsfw = nsfw.unwrap_or(false);
    }
    if let Some(topic) = fields.topic.clone().change() {
        let check = if channel.kind.is_forum() { validate::forum_topic } else { validate::channel_topic };
        errors.extend(topic.as_deref().and_then(|topic| check("topic", topic).err()));
        channel.topic = topic.filter(|topic| !topic.is_empty());
    }
    if channel.kind.holds_messages() || channel.kind.is_forum() {
        let slowmode_max = i64::from(limits::SLOWMODE_SECONDS_MAX);
        let path = "rate_limit_per_user";
        if let Some(seconds) = or_default(&mut errors, path, &fields.rate_limit_per_user, 0, 0, slowmode_max)
        {
            channel.rate_limit_per_user = seconds;
        }
    }
    if channel.kind.is_voice() {
        apply_voice(&fields, channel, &mut errors);
    }
    if channel.kind.holds_threads() {
        apply_threads(&fields, channel, &mut errors);
    }
    if channel.kind.is_forum() {
        apply_forum(fields, channel, &mut errors, new_id);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn apply_voice(fields: &ChannelFields, channel: &mut Channel, errors: &mut Vec<FieldError>) {
    let (low, high) = (i64::from(limits::BITRATE_BPS_MIN), i64::from(limits::BITRATE_BPS_MAX));
    if let Some(bitrate) = or_default(errors, "bitrate", &fields.bitrate, 64_000, low, high) {
        channel.bitrate = Some(bitrate);
    }
    let is_stage = channel.kind == ChannelType::GUILD_STAGE_VOICE;
    let people = if is_stage { limits::STAGE_USERS_MAX } else { limits::VOICE_USERS_MAX };
    if let Some(count) = or_default(errors, "user_limit", &fields.user_limit, 0, 0, i64::from(people)) {
        channel.user_limit = Some(count);
    }
    if let Some(region) = fields.rtc_region.clone().change() {
        let length = region.as_deref().map_or(0, chars);
        errors.extend(validate::length("rtc_region", length, 0..=REGION_CHARS_MAX).err());
        channel.rtc_region = region;
    }
    let path = "video_quality_mode";
    if let Some(mode) = choice(errors, path, &fields.video_quality_mode, &[1, 2]) {
        channel.video_quality_mode = mode.map(VideoQualityMode);
    }
}

fn apply_threads(fields: &ChannelFields, channel: &mut Channel, errors: &mut Vec<FieldError>) {
    let path = "default_auto_archive_duration";
    if let Some(minutes) = choice(errors, path, &fields.default_auto_archive_duration, &ARCHIVE_MINUTES) {
        channel.default_auto_archive_duration = minutes;
    }
    let path = "default_thread_rate_limit_per_user";
    let slowmode_max = i64::from(limits::SLOWMODE_SECONDS_MAX);
    let field = &fields.default_thread_rate_limit_per_user;
    if let Some(seconds) = or_default(errors, path, field, 0, 0, slowmode_max) {
        channel.default_thread_rate_limit_per_user = Some(seconds);
    }
}

fn apply_forum(
    fields: ChannelFields,
    channel: &mut Channel,
    errors: &mut Vec<FieldError>,
    new_id: impl Fn() -> Id<GenericMarker>,
) {
    if let Some(flags) = fields.flags {
        let settable = ChannelFlags::REQUIRE_TAG.0 | ChannelFlags::HIDE_MEDIA_DOWNLOAD_OPTIONS.0;
        channel.flags = ChannelFlags(channel.flags.0 & !settable | flags.0 & settable);
    }
    if let Some(reaction) = fields.default_reaction_emoji.change() {
        let path = "default_reaction_emoji";
        if let Some(reaction) = &reaction {
            check_emoji(errors, path, reaction.emoji_id, reaction.emoji_name.as_deref());
        }
        channel.default_reaction_emoji = reaction.map(Box::new);
    }
    if let Some(order) = choice(errors, "default_sort_order", &fields.default_sort_order, &[0, 1]) {
        channel.default_sort_order = order.map(SortOrder);
    }
    if let Some(layout) = choice(errors, "default_forum_layout", &fields.default_forum_layout, &[0, 1, 2]) {
        channel.default_forum_layout = layout.map(ForumLayout).or(Some(ForumLayout::DEFAULT));
    }
    let Some(tags) = fields.available_tags else { return };
    errors.extend(validate::length("available_tags", tags.len(), 0..=limits::FORUM_TAGS_MAX).err());
    let mut kept = Vec::with_capacity(tags.len().min(limits::FORUM_TAGS_MAX));
    for (index, tag) in tags.into_iter().take(limits::FORUM_TAGS_MAX).enumerate() {
        let name = names::clean_name(&tag.name);
        let path = format!("available_tags.{index}.name");
        errors.extend(validate::length(&path, chars(&name), 1..=limits::FORUM_TAG_NAME_CHARS_MAX).err());
        let path = format!("available_tags.{index}");
        check_emoji(errors, &path, tag.emoji_id, tag.emoji_name.as_deref());
        let known = tag.id.filter(|id| channel.available_tags.iter().any(|known| known.id == *id));
        let id = known.unwrap_or_else(&new_id);
        let emoji_name = tag.emoji_name.filter(|name| !name.is_empty());
        kept.push(ForumTag {
            id,
            name,
            moderated: tag.moderated.unwrap_or(false),
            emoji_id: None,
            emoji_name,
        });
    }
    channel.available_tags = kept;
}

/// Custom emoji belong to guilds, and no guild has any yet.
fn check_emoji(errors: &mut Vec<FieldError>, path: &str, id: Option<Id<EmojiMarker>>, name: Option<&str>) {
    let is_valid = id.is_none() && name.is_none_or(|name| name.is_empty() || emoji::is_emoji(name));
    if !is_valid {
        errors.push(FieldError::new(path, "INVALID_EMOJI", "Unknown Emoji"));
    }
}

const fn has_text_name(kind: ChannelType) -> bool {
    !kind.is_voice() && !matches!(kind, ChannelType::GUILD_CATEGORY)
}

/// A number between both ends, if one is given.
fn number(errors: &mut Vec<FieldError>, path: &str, value: Option<i64>, low: i64, high: i64) -> Option<i64> {
    let value = value?;
    validate::number(path, value, low..=high).map_err(|error| errors.push(error)).ok()?;
    Some(value)
}

/// A number between both ends if one is given, the default for null; `None` when absent.
fn or_default(
    errors: &mut Vec<FieldError>,
    path: &str,
    field: &Field<i64>,
    default: u32,
    low: i64,
    high: i64,
) -> Option<u32> {
    match field {
        Field::Absent => None,
        Field::Null => Some(default),
        Field::Value(value) => number(errors, path, Some(*value), low, high)?.try_into().ok(),
    }
}

/// One of these numbers if one is given, `Some(None)` for null.
fn choice<T: TryFrom<i64>>(
    errors: &mut Vec<FieldError>,
    path: &str,
    field: &Field<i64>,
    choices: &[i64],
) -> Option<Option<T>> {
    match field {
        Field::Absent => None,
        Field::Null => Some(None),
        Field::Value(value) if choices.contains(value) => T::try_from(*value).ok().map(Some),
        Field::Value(_) => {
            errors.push(FieldError::choices(path, choices));
            None
        }
    }
}
