//! Checks of what people send, answered as a list of field errors in the API's own codes and words.
//!
//! It must not know how the list is nested in an HTTP answer: a path is `embeds.0.title`.

mod allowed_mentions;
mod embeds;
mod redirect_uris;

pub use allowed_mentions::{AllowedMentionsView, allowed_mentions};
pub use embeds::{EmbedView, embed_chars, embeds};
pub use redirect_uris::redirect_uris;

use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::limits::{
    AUDIT_REASON_CHARS_MAX, CHANNEL_NAME_CHARS_MAX, CHANNEL_NAME_CHARS_MIN, CHANNEL_TOPIC_CHARS_MAX,
    COLOR_MAX, DISPLAY_NAME_CHARS_MAX, DISPLAY_NAME_CHARS_MIN, EMOJI_NAME_CHARS_MAX, EMOJI_NAME_CHARS_MIN,
    FORUM_TOPIC_CHARS_MAX, GROUP_DM_NAME_CHARS_MAX, GUILD_DESCRIPTION_CHARS_MAX, GUILD_NAME_CHARS_MAX,
    GUILD_NAME_CHARS_MIN, INVITE_AGE_SECONDS_MAX, INVITE_USES_MAX, LOCALES, MESSAGE_CONTENT_CHARS_MAX,
    NICK_CHARS_MAX, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, ROLE_NAME_CHARS_MAX, ROLE_NAME_CHARS_MIN,
    SLOWMODE_SECONDS_MAX, URL_CHARS_MAX, chars,
};
use crate::names::UserName;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Which field, its steps joined by dots; list items by number.
    pub path: String,
    /// The API's code.
    pub code: &'static str,
    /// What a person may read.
    pub message: String,
}

impl FieldError {
    /// Any error of a field.
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }

    /// The field is missing.
    pub fn required(path: impl Into<String>) -> Self {
        Self::new(path, "BASE_TYPE_REQUIRED", "This field is required")
    }

    /// The value is none of those that there are.
    pub fn choices(path: impl Into<String>, choices: impl IntoIterator<Item = impl Display>) -> Self {
        let choices: Vec<String> = choices.into_iter().map(|choice| choice.to_string()).collect();
        let message = format!("Value must be one of {{{}}}.", choices.join(", "));
        Self::new(path, "BASE_TYPE_CHOICES", message)
    }
}

/// Checks a length (of a text in scalar values, or of a list) against both ends.
pub fn length(path: &str, length: usize, lengths: RangeInclusive<usize>) -> Result<(), FieldError> {
    let (min, max) = (*lengths.start(), *lengths.end());
    if lengths.contains(&length) {
        return Ok(());
    }
    Err(if min == 0 {
        FieldError::new(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {max} or fewer in length."))
    } else {
        let message = format!("Must be between {min} and {max} in length.");
        FieldError::new(path, "BASE_TYPE_BAD_LENGTH", message)
    })
}

/// Checks a number against both ends.
pub fn number(path: &str, value: i64, values: RangeInclusive<i64>) -> Result<(), FieldError> {
    if value < *values.start() {
        let message = format!("int value should be greater than or equal to {}.", values.start());
        return Err(FieldError::new(path, "NUMBER_TYPE_MIN", message));
    }
    if value > *values.end() {
        let message = format!("int value should be less than or equal to {}.", values.end());
        return Err(FieldError::new(path, "NUMBER_TYPE_MAX", message));
    }
    Ok(())
}

/// Checks an address: http or https, with a host, without blanks.
pub fn url(path: &str, url: &str) -> Result<(), FieldError> {
    length(path, chars(url), 0..=URL_CHARS_MAX)?;
    let malformed = || FieldError::new(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    let (scheme, rest) = url.split_once(':').ok_or_else(malformed)?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        let message = "Scheme is not supported. Scheme must be one of ('http', 'https').";
        return Err(FieldError::new(path, "URL_TYPE_INVALID_SCHEME", message));
    }
    let host = rest.strip_prefix("//").ok_or_else(malformed)?.split(['/', '?', '#']).next();
    let has_host = host.is_some_and(|host| !host.is_empty() && !host.starts_with([':', '@']));
    let has_blanks = url.chars().any(|c| c.is_whitespace() || c.is_control());
    if has_host && !has_blanks { Ok(()) } else { Err(malformed()) }
}

/// Checks a picture's address in an embed, which may also be a file of the same message (`attachment://`).
pub fn media_url(path: &str, address: &str) -> Result<(), FieldError> {
    match address.strip_prefix("attachment://") {
        Some(filename) => length(path, chars(filename), 1..=URL_CHARS_MAX),
        None => url(path, address),
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $min:expr, $max:expr;)*) => {
        $($(#[$doc])* pub fn $name(path: &str, text: &str) -> Result<(), FieldError> {
            length(path, chars(text), $min..=$max)
        })*
    };
}

texts! {
    /// Checks the content of a message. Whether it may be empty depends on what else the message has.
    content = 0, MESSAGE_CONTENT_CHARS_MAX;
    /// Checks a guild's name, cleaned.
    guild_name = GUILD_NAME_CHARS_MIN, GUILD_NAME_CHARS_MAX;
    /// Checks a guild's description.
    guild_description = 0, GUILD_DESCRIPTION_CHARS_MAX;
    /// Checks a channel's name, cleaned.
    channel_name = CHANNEL_NAME_CHARS_MIN, CHANNEL_NAME_CHARS_MAX;
    /// Checks a channel's topic.
    channel_topic = 0, CHANNEL_TOPIC_CHARS_MAX;
    /// Checks a forum's topic.
    forum_topic = 0, FORUM_TOPIC_CHARS_MAX;
    /// Checks a role's name, cleaned.
    role_name = ROLE_NAME_CHARS_MIN, ROLE_NAME_CHARS_MAX;
    /// Checks a nickname, cleaned; an empty one takes the nickname away.
    nick = 0, NICK_CHARS_MAX;
    /// Checks a display name, cleaned.
    display_name = DISPLAY_NAME_CHARS_MIN, DISPLAY_NAME_CHARS_MAX;
    /// Checks a group conversation's name.
    group_dm_name = 0, GROUP_DM_NAME_CHARS_MAX;
    /// Checks the reason of an audit log entry.
    audit_reason = 0, AUDIT_REASON_CHARS_MAX;
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident = $max:expr;)*) => {
        $($(#[$doc])* pub fn $name(path: &str, value: i64) -> Result<(), FieldError> {
            number(path, value, 0..=i64::from($max))
        })*
    };
}

numbers! {
    /// Checks a colour.
    color = COLOR_MAX;
    /// Checks a channel's slow mode in seconds.
    slowmode = SLOWMODE_SECONDS_MAX;
    /// Checks an invitation's lifetime in seconds.
    invite_age = INVITE_AGE_SECONDS_MAX;
    /// Checks how often an invitation works.
    invite_uses = INVITE_USES_MAX;
}

/// Checks a language.
pub fn locale(path: &str, text: &str) -> Result<(), FieldError> {
    if LOCALES.contains(&text) { Ok(()) } else { Err(FieldError::choices(path, LOCALES)) }
}

/// Checks an emoji's name: letters and digits of the plainest kind and `_`, because it is typed between colons.
pub fn emoji_name(path: &str, text: &str) -> Result<(), FieldError> {
    length(path, chars(text), EMOJI_NAME_CHARS_MIN..=EMOJI_NAME_CHARS_MAX)?;
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Ok(());
    }
    Err(FieldError::new(path, "STRING_TYPE_REGEX", "String value did not match validation regex."))
}

/// Reads a user name.
pub fn user_name(path: &str, text: &str) -> Result<UserName, FieldError> {
    UserName::parse(text).map_err(|error| FieldError::new(path, error.code(), error.to_string()))
}

/// What an account gets whose name is taken, or looks like one that is.
pub fn user_name_taken(path: &str) -> FieldError {
    let message = "Username is unavailable. Try adding numbers, letters, underscores _ , or periods.";
    FieldError::new(path, "USERNAME_ALREADY_TAKEN", message)
}

/// Checks a password's length; nothing else makes a password good that a rule could see.
pub fn password(path: &str, text: &str) -> Result<(), FieldError> {
    if text.len() > PASSWORD_BYTES_MAX || chars(text) < PASSWORD_CHARS_MIN {
        let message = format!("Must be between {PASSWORD_CHARS_MIN} and {PASSWORD_BYTES_MAX} in length.");
        return Err(FieldError::new(path, "BASE_TYPE_BAD_LENGTH", message));
    }
    Ok(())
}
