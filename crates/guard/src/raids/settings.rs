//! What a guild has set against raids, and what goes on in it, as it is kept.

use parvis_app::{ActionError, ActionResult};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Permissions, Timestamp};
use parvis_rules::validate;
use parvis_signals::alarm::Alarm;
use parvis_signals::person::Verdict;
use serde::{Deserialize, Serialize};

/// Nothing that happens by itself lasts longer, and nothing that a person switches on, unless they confirm it.
pub const HOURS_MAX: u32 = 24;
/// The slowest channel: six hours, as everywhere.
pub const SLOW_MODE_SECONDS_MAX: u32 = 21_600;
/// The longest time that a person holds somebody back in one go: 28 days, as timeouts have it.
pub const CONFIRMED_SECONDS_MAX: u32 = crate::limits::TIMEOUT_S_MAX;
/// What they hold somebody back for when they say nothing else: a week.
pub const CONFIRMED_SECONDS_DEFAULT: u32 = 7 * 86_400;

/// What can be done about a raid. Nothing of it removes anybody: that is for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Newcomers whose score is high may read and not write.
    pub quarantine: bool,
    /// Whoever writes in an open channel waits before they write again.
    pub slow_mode: bool,
    /// Nobody comes in by invitation.
    pub invitations: bool,
    /// Members who are not friends do not write to each other.
    pub direct_messages: bool,
}

impl Answers {
    /// The names of those that are on.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.each().into_iter().filter(|(_, is_on, _)| *is_on).map(|(name, ..)| name)
    }

    /// What somebody must be allowed to do by hand who has these done.
    pub fn permissions(self) -> Permissions {
        let on = self.each().into_iter().filter(|(_, is_on, _)| *is_on);
        on.fold(Permissions::NONE, |all, (.., needed)| all.union(needed))
    }

    /// Those that somebody may have done.
    pub fn allowed_to(held: Permissions) -> Self {
        Self {
            quarantine: held.contains(Permissions::MODERATE_MEMBERS),
            slow_mode: held.contains(Permissions::MANAGE_CHANNELS),
            invitations: held.contains(Permissions::MANAGE_GUILD),
            direct_messages: held.contains(Permissions::MANAGE_GUILD),
        }
    }

    /// Whether any is on.
    pub fn any(self) -> bool {
        self.names().next().is_some()
    }

    fn each(self) -> [(&'static str, bool, Permissions); 4] {
        [
            ("quarantine", self.quarantine, Permissions::MODERATE_MEMBERS),
            ("slow_mode", self.slow_mode, Permissions::MANAGE_CHANNELS),
            ("invitations", self.invitations, Permissions::MANAGE_GUILD),
            ("direct_messages", self.direct_messages, Permissions::MANAGE_GUILD),
        ]
    }
}

/// What a guild has set. At first nothing happens by itself but that those who look after it are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What happens by itself: the quarantine whenever a score is high, the rest when a wave of joins is a raid.
    pub automatic: Answers,
    /// How slow open channels become.
    pub slow_mode_seconds: u32,
    /// How long what happens by itself lasts.
    pub hours: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { automatic: Answers::default(), slow_mode_seconds: 30, hours: HOURS_MAX }
    }
}

/// What is to be changed in the settings.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct SettingsEdit {
    automatic: AnswersEdit,
    slow_mode_seconds: Option<u32>,
    hours: Option<u32>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct AnswersEdit {
    quarantine: Option<bool>,
    slow_mode: Option<bool>,
    invitations: Option<bool>,
    direct_messages: Option<bool>,
}

impl SettingsEdit {
    /// Refuses what is out of bounds, naming the field.
    pub fn require_valid(&self) -> ActionResult<()> {
        let seconds = self
            .slow_mode_seconds
            .map(|seconds| ("slow_mode_seconds", seconds, 5..=SLOW_MODE_SECONDS_MAX.into()));
        let hours = self.hours.map(|hours| ("hours", hours, 1..=HOURS_MAX.into()));
        let wrong =
            |(path, number, bounds): (&str, u32, _)| validate::number(path, number.into(), bounds).err();
        let errors: Vec<_> = [seconds, hours].into_iter().flatten().filter_map(wrong).collect();
        if errors.is_empty() { Ok(()) } else { Err(ActionError::Invalid(errors)) }
    }

    /// The settings with these changes.
    pub fn applied_to(&self, settings: &Settings) -> Settings {
        let (edit, before) = (self.automatic, settings.automatic);
        Settings {
            automatic: Answers {
                quarantine: edit.quarantine.unwrap_or(before.quarantine),
                slow_mode: edit.slow_mode.unwrap_or(before.slow_mode),
                invitations: edit.invitations.unwrap_or(before.invitations),
                direct_messages: edit.direct_messages.unwrap_or(before.direct_messages),
            },
            slow_mode_seconds: self.slow_mode_seconds.unwrap_or(settings.slow_mode_seconds),
            hours: self.hours.unwrap_or(settings.hours),
        }
    }

    /// What it switches on that was off.
    pub fn switched_on(&self, settings: &Settings) -> Answers {
        let (after, before) = (self.applied_to(settings).automatic, settings.automatic);
        Answers {
            quarantine: after.quarantine && !before.quarantine,
            slow_mode: after.slow_mode && !before.slow_mode,
            invitations: after.invitations && !before.invitations,
            direct_messages: after.direct_messages && !before.direct_messages,
        }
    }
}

/// A wave of joins: far more than usual for this hour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wave {
    /// Why the alarm rang.
    pub alarm: Alarm,
    /// What it looks like: the worst that it looked like since.
    pub verdict: Verdict,
    /// Who joined in the last ten minutes, at the most.
    pub newcomers: usize,
    /// Those of them whose score is high.
    pub held_back: usize,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Whether raid mode was on in it: what a person ended does not begin again by itself.
    pub answered: bool,
}

/// What is done about a raid, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mode {
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Who switched it on; `None`: it came by itself.
    pub by: Option<Id<UserMarker>>,
    /// Who confirmed it last.
    pub confirmed_by: Option<Id<UserMarker>>,
    /// What is done.
    pub answers: Answers,
    /// The pause of invitations that it set: one that somebody changed since is left alone.
    pub invitations_until: Option<Timestamp>,
    /// The same for messages.
    pub messages_until: Option<Timestamp>,
}
