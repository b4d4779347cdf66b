//! Presence of one account, merged over its sessions. Nothing of it is stored: who is not connected is offline.

use parvis_model::gateway::PresenceCommand;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Activity, ClientStatus, Id, Presence, PresenceUser, Status};

/// Activities that are shown at most.
const ACTIVITIES_MAX: usize = 5;
/// Characters of a text of an activity that are shown at most.
const TEXT_CHARS_MAX: usize = 128;

/// What one session says of its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPresence {
    /// The status that was set.
    pub status: Status,
    /// What it does.
    pub activities: Vec<Activity>,
    /// Whether nobody touches it.
    pub afk: bool,
}

impl SessionPresence {
    /// A session that says nothing.
    const ONLINE: Self = Self { status: Status::Online, activities: Vec::new(), afk: false };

    /// From what a client sent, cut to what is shown.
    pub fn from_command(command: Option<&PresenceCommand>, now_ms: i64) -> Self {
        let Some(command) = command else { return Self::ONLINE };
        let activities =
            command.activities.iter().take(ACTIVITIES_MAX).map(|activity| shown(activity, now_ms));
        // A client that says "offline" while it is connected means "invisible".
        let status = if command.status == Status::Offline { Status::Invisible } else { command.status };
        Self { status, activities: activities.collect(), afk: command.afk }
    }

    /// Whether a notification would come at the wrong time: somebody is looking, or wants not to be disturbed.
    pub fn is_occupied(&self) -> bool {
        self.status == Status::Dnd || !(self.afk || self.status == Status::Idle)
    }
}

/// Only what everybody may see of an activity; pictures and parties point to other services.
fn shown(activity: &Activity, now_ms: i64) -> Activity {
    let cut = |text: &str| text.chars().take(TEXT_CHARS_MAX).collect::<String>();
    Activity {
        name: cut(&activity.name),
        kind: activity.kind,
        url: activity.url.as_deref().filter(|url| url.len() <= 512).map(str::to_owned),
        created_at: now_ms,
        details: activity.details.as_deref().map(cut),
        state: activity.state.as_deref().map(cut),
        emoji: activity.emoji.clone(),
        ..Activity::default()
    }
}

/// What others see of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Never [`Status::Invisible`].
    pub status: Status,
    /// Empty when offline.
    pub activities: Vec<Activity>,
}

impl Shown {
    /// Nobody is there.
    pub const OFFLINE: Self = Self { status: Status::Offline, activities: Vec::new() };

    /// Over all connected sessions of an account: one that wants to be invisible hides all; else "do not disturb"
    /// comes before "online", and that before "idle".
    pub fn merged<'a>(sessions: impl Iterator<Item = &'a SessionPresence> + Clone) -> Self {
        let any = |status: Status| sessions.clone().any(|session| session.status == status);
        let status =
            [Status::Invisible, Status::Dnd, Status::Online, Status::Idle].into_iter().find(|it| any(*it));
        match status {
            None | Some(Status::Invisible | Status::Offline) => Self::OFFLINE,
            Some(status) => Self {
                status,
                activities: sessions
                    .flat_map(|it| it.activities.iter().cloned())
                    .take(ACTIVITIES_MAX)
                    .collect(),
            },
        }
    }

    /// As one guild is told.
    pub fn in_guild(&self, user_id: Id<UserMarker>, guild_id: Id<GuildMarker>) -> Presence {
        let online = self.status != Status::Offline;
        Presence {
            user: PresenceUser { id: user_id },
            guild_id: Some(guild_id),
            status: self.status,
            activities: self.activities.clone(),
            client_status: ClientStatus { web: online.then_some(self.status), ..ClientStatus::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(statuses: &[Status]) -> Status {
        let sessions: Vec<_> = statuses
            .iter()
            .map(|status| SessionPresence { status: *status, ..SessionPresence::ONLINE })
            .collect();
        Shown::merged(sessions.iter()).status
    }

    #[test]
    fn sessions_merge_and_one_invisible_session_hides_all() {
        use Status::{Dnd, Idle, Invisible, Offline, Online};
        assert_eq!(merged(&[]), Offline);
        assert_eq!(merged(&[Idle]), Idle);
        assert_eq!(merged(&[Idle, Online]), Online);
        assert_eq!(merged(&[Idle, Online, Dnd]), Dnd);
        assert_eq!(merged(&[Idle, Online, Dnd, Invisible]), Offline);
    }

    #[test]
    fn who_is_idle_or_away_can_be_notified_and_who_wants_no_disturbance_cannot() {
        let occupied = |status, afk| SessionPresence { status, afk, ..SessionPresence::ONLINE }.is_occupied();
        assert!(occupied(Status::Online, false) && occupied(Status::Invisible, false));
        assert!(!occupied(Status::Online, true) && !occupied(Status::Idle, false));
        assert!(occupied(Status::Dnd, false) && occupied(Status::Dnd, true));
    }

    #[test]
    fn offline_while_connected_means_invisible() {
        let command = PresenceCommand { status: Status::Offline, ..PresenceCommand::default() };
        assert_eq!(SessionPresence::from_command(Some(&command), 0).status, Status::Invisible);
        assert_eq!(SessionPresence::from_command(None, 0).status, Status::Online);
    }
}
