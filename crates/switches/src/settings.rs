//! The four switches of a channel: what can be set, within which bounds, and what counts where nothing is set.

use std::collections::HashMap;

use parvis_bus::GuildSnapshot;
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, RoleMarker};
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

const WEEK_MINUTES: u32 = 7 * 24 * 60;
const YEAR_HOURS: u32 = 365 * 24;
const MONTH_HOURS: u32 = 30 * 24;
const DAY_MINUTES: u32 = 24 * 60;

/// What is set on one channel or category. What is absent counts as the category has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Own {
    /// Notices that somebody came or left.
    pub notices: Option<Notices>,
    /// Pictures and films.
    pub media: Option<Media>,
    /// Suspicious newcomers.
    pub newcomers: Option<Newcomers>,
    /// Messages that end.
    pub expiry: Option<Expiry>,
}

/// Notices of the server that somebody joined, was brought in, or left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// Whether they go at all.
    pub on: bool,
    /// After how many minutes.
    #[serde(default = "one")]
    pub after_minutes: u32,
}

/// What is done about pictures and films.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaAct {
    /// The message is not accepted.
    Refuse,
    /// The message is removed after a while.
    Delete,
}

/// Pictures and films.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// Whether something is done about them.
    pub on: bool,
    /// About pictures.
    #[serde(default = "yes")]
    pub images: bool,
    /// About films.
    #[serde(default = "yes")]
    pub videos: bool,
    /// What is done.
    #[serde(default = "refuse")]
    pub act: MediaAct,
    /// After how many minutes they are deleted.
    #[serde(default = "one")]
    pub after_minutes: u32,
    /// Roles whose members may send them.
    #[serde(default)]
    pub exempt_role_ids: Vec<Id<RoleMarker>>,
    /// Accounts that are older than so many hours may send them; absent: none.
    #[serde(default)]
    pub exempt_account_hours: Option<u32>,
}

/// What is done about suspicious newcomers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewcomerAct {
    /// They may read, and write when somebody lets them or the time is over.
    Hold,
    /// They are removed from the guild, and may come back.
    Kick,
}

/// How many came in within how many minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// The newcomer and others.
    pub members: u32,
    /// Before or after.
    pub minutes: u32,
}

/// Suspicious newcomers, and the signals that make one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Newcomers {
    /// Whether anybody is judged.
    pub on: bool,
    /// What is done about them.
    #[serde(default = "hold")]
    pub act: NewcomerAct,
    /// Signal: the account was made less than so many hours before it joined.
    #[serde(default)]
    pub account_hours: Option<u32>,
    /// Signal: the account has no picture.
    #[serde(default)]
    pub no_avatar: bool,
    /// Signal: many came in at the same time.
    #[serde(default)]
    pub together: Option<Together>,
    /// How many of the signals it takes.
    #[serde(default = "one")]
    pub signals_needed: u32,
    /// How long somebody waits whom nobody lets in.
    #[serde(default = "day")]
    pub hold_hours: u32,
}

impl Newcomers {
    /// How many signals are looked at.
    fn signals(&self) -> u32 {
        let set = [self.account_hours.is_some(), self.no_avatar, self.together.is_some()];
        set.into_iter().map(u32::from).sum()
    }
}

/// Messages that end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expiry {
    /// Whether they do.
    pub on: bool,
    /// After how many hours.
    #[serde(default = "day")]
    pub after_hours: u32,
    /// Whether pinned messages stay.
    #[serde(default)]
    pub keep_pinned: bool,
}

const fn one() -> u32 {
    1
}
const fn day() -> u32 {
    24
}
const fn yes() -> bool {
    true
}
const fn refuse() -> MediaAct {
    MediaAct::Refuse
}
const fn hold() -> NewcomerAct {
    NewcomerAct::Hold
}

impl Own {
    /// Everything that is out of its bounds.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut number = |path: &str, value: u32, max: u32| {
            errors.extend(validate::number(path, i64::from(value), 1..=i64::from(max)).err());
        };
        if let Some(notices) = &self.notices {
            number("notices.after_minutes", notices.after_minutes, WEEK_MINUTES);
        }
        if let Some(media) = &self.media {
            number("media.after_minutes", media.after_minutes, WEEK_MINUTES);
            number("media.exempt_account_hours", media.exempt_account_hours.unwrap_or(1), YEAR_HOURS);
        }
        if let Some(expiry) = &self.expiry {
            number("expiry.after_hours", expiry.after_hours, YEAR_HOURS);
        }
        if let Some(newcomers) = &self.newcomers {
            number("newcomers.account_hours", newcomers.account_hours.unwrap_or(1), YEAR_HOURS);
            number("newcomers.hold_hours", newcomers.hold_hours, MONTH_HOURS);
            number("newcomers.signals_needed", newcomers.signals_needed, 3);
            let together = newcomers.together.unwrap_or(Together { members: 2, minutes: 1 });
            number("newcomers.together.minutes", together.minutes, DAY_MINUTES);
        }
        errors.extend(self.errors_of_lists());
        errors
    }

    fn errors_of_lists(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if let Some(media) = &self.media {
            let (path, roles) = ("media.exempt_role_ids", media.exempt_role_ids.len());
            errors.extend(validate::length(path, roles, 0..=limits::GUILD_ROLES_MAX).err());
            if media.on && !media.images && !media.videos {
                let text = "Choose pictures, films or both.";
                errors.push(FieldError::new("media.images", "MEDIA_NOTHING_CHOSEN", text));
            }
        }
        let Some(newcomers) = &self.newcomers else { return errors };
        if let Some(together) = newcomers.together {
            let (path, members) = ("newcomers.together.members", i64::from(together.members));
            errors.extend(validate::number(path, members, 2..=1_000).err());
        }
        if newcomers.on && newcomers.signals_needed > newcomers.signals() {
            let text = "There must be at least as many signals as it takes.";
            errors.push(FieldError::new("newcomers.signals_needed", "SIGNALS_TOO_FEW", text));
        }
        errors
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What counts in a channel: `None` is off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Effective {
    /// Notices that somebody came or left.
    pub notices: Option<Notices>,
    /// Pictures and films.
    pub media: Option<Media>,
    /// Suspicious newcomers.
    pub newcomers: Option<Newcomers>,
    /// Messages that end.
    pub expiry: Option<Expiry>,
}

impl Effective {
    /// Of what is set on a channel and on its category.
    pub fn of(own: Option<&Own>, category: Option<&Own>) -> Self {
        fn first<T: Clone>(own: Option<&Own>, above: Option<&Own>, get: fn(&Own) -> &Option<T>) -> Option<T> {
            own.and_then(|it| get(it).clone()).or_else(|| above.and_then(|it| get(it).clone()))
        }
        Self {
            notices: first(own, category, |it| &it.notices).filter(|it| it.on),
            media: first(own, category, |it| &it.media).filter(|it| it.on),
            newcomers: first(own, category, |it| &it.newcomers).filter(|it| it.on),
            expiry: first(own, category, |it| &it.expiry).filter(|it| it.on),
        }
    }
}

/// Everything that is set in one guild.
#[derive(Debug, Clone, Default)]
pub struct OfGuild(pub HashMap<Id<ChannelMarker>, Own>);

impl OfGuild {
    /// What counts in a channel, which is no thread.
    pub fn effective(&self, guild: &GuildSnapshot, channel_id: Id<ChannelMarker>) -> Effective {
        let Some(channel) = guild.channel(channel_id) else { return Effective::default() };
        let above = channel.parent_id.and_then(|parent_id| self.0.get(&parent_id));
        Effective::of(self.0.get(&channel_id), above)
    }

    /// What counts in each channel in which something does.
    pub fn everywhere(&self, guild: &GuildSnapshot) -> Vec<(Id<ChannelMarker>, Effective)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let channels = guild.channels().map(|channel| (channel.id, self.effective(guild, channel.id)));
        let mut channels: Vec<_> = channels.filter(|(_, it)| *it != Effective::default()).collect();
        channels.sort_unstable_by_key(|(id, _)| *id);
        channels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(json: &str) -> Own {
        serde_json::from_str(json).expect("well-formed")
    }

    #[test]
    fn a_channel_has_what_its_category_has_unless_it_says_otherwise() {
        let category =
            own(r#"{"notices":{"on":true,"after_minutes":5},"expiry":{"on":true,"after_hours":48}}"#);
        let channel = own(r#"{"notices":{"on":false},"media":{"on":true}}"#);
        let both = Effective::of(Some(&channel), Some(&category));
        assert_eq!((both.notices, both.newcomers), (None, None));
        assert_eq!(both.expiry.map(|it| it.after_hours), Some(48));
        assert_eq!(both.media.map(|it| (it.images, it.videos, it.act)), Some((true, true, MediaAct::Refuse)));
        assert_eq!(Effective::of(None, None), Effective::default());
        assert_eq!(Effective::of(None, Some(&category)).notices.map(|it| it.after_minutes), Some(5));
    }

    #[test]
    fn what_is_out_of_bounds_is_named() {
        for (json, path) in [
            (r#"{"notices":{"on":true,"after_minutes":0}}"#, "notices.after_minutes"),
            (r#"{"media":{"on":true,"after_minutes":10081}}"#, "media.after_minutes"),
            (r#"{"media":{"on":true,"images":false,"videos":false}}"#, "media.images"),
            (r#"{"media":{"on":true,"exempt_account_hours":0}}"#, "media.exempt_account_hours"),
            (r#"{"expiry":{"on":true,"after_hours":8761}}"#, "expiry.after_hours"),
            (r#"{"newcomers":{"on":true}}"#, "newcomers.signals_needed"),
            (r#"{"newcomers":{"on":true,"no_avatar":true,"signals_needed":2}}"#, "newcomers.signals_needed"),
            (r#"{"newcomers":{"on":true,"account_hours":0}}"#, "newcomers.account_hours"),
            (r#"{"newcomers":{"on":true,"no_avatar":true,"hold_hours":721}}"#, "newcomers.hold_hours"),
            (
                r#"{"newcomers":{"on":true,"together":{"members":1,"minutes":5}}}"#,
                "newcomers.together.members",
            ),
            (
                r#"{"newcomers":{"on":true,"together":{"members":2,"minutes":0}}}"#,
                "newcomers.together.minutes",
            ),
        ] {
            let errors = own(json).errors();
            assert_eq!(errors.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), [path], "{json}");
        }
        assert_eq!(own(r#"{"newcomers":{"on":false},"media":{"on":true}}"#).errors(), []);
    }
}
