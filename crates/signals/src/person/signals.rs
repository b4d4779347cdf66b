//! The eight signals: what each counts, the steps at which it adds points, and what takes them away.

use serde::{Deserialize, Serialize};

use super::{Conduct, Contribution, FirstMessage};

/// What a score is made of. The names are part of the interface; texts for people are the client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// The account is hours old.
    AccountAge,
    /// Many came by the same invitation at the same moment.
    SameInvitation,
    /// Name or picture of a removed account.
    NearRemoved,
    /// Others began with the same message.
    AlikeFirstMessage,
    /// Reads through the list of members as a program would.
    ReadsMembers,
    /// Writes to many strangers.
    WritesStrangers,
    /// The first message leads elsewhere.
    LinkFirst,
    /// Was decided against before, here.
    EarlierDecision,
}

/// What takes a signal's points away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lowers {
    /// Time: fewer points in so many seconds.
    Age {
        /// From now.
        seconds: u64,
    },
    /// Not doing it for so many seconds.
    Pause {
        /// Length of the time that is looked at.
        seconds: u64,
    },
    /// A moderator who has looked at it.
    Person,
    /// An appeal that succeeds, or the decision's expiry.
    Appeal,
}

const HOUR_S: u64 = 3_600;
const DAY_S: u64 = 24 * HOUR_S;
/// What is counted over ten minutes.
const LOOK_BACK_S: u64 = 600;
/// Shorter messages are alike because greetings are.
const LETTERS_MIN: u32 = 20;
/// Nobody reads where they are, and writes that much, in less time after joining.
const AT_ONCE_S: u32 = 15;
/// So many others of a name, and it is a common one.
const BEARERS_MAX: u32 = 2;

impl Signal {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AccountAge,
        Self::SameInvitation,
        Self::NearRemoved,
        Self::AlikeFirstMessage,
        Self::ReadsMembers,
        Self::WritesStrangers,
        Self::LinkFirst,
        Self::EarlierDecision,
    ];

    /// The most points that it can add.
    pub fn cap(self) -> u32 {
        match self {
            Self::AccountAge => 2,
            Self::NearRemoved | Self::ReadsMembers | Self::EarlierDecision => 3,
            Self::AlikeFirstMessage | Self::WritesStrangers => 4,
            Self::SameInvitation | Self::LinkFirst => 1,
        }
    }

    pub(super) fn contribution(self, conduct: &Conduct) -> Contribution {
        let (observed, points) = self.counted(conduct);
        let points = points.min(self.cap());
        Contribution { signal: self, observed, points, cap: self.cap(), lowers: self.lowers(conduct) }
    }

    fn counted(self, conduct: &Conduct) -> (u64, u32) {
        let first = conduct.first_message.unwrap_or_default();
        match self {
            Self::AccountAge => {
                let age_s = conduct.account_age_s;
                (age_s, u32::from(age_s < DAY_S) + u32::from(age_s < HOUR_S))
            }
            Self::SameInvitation => counted(conduct.joined_alike, &[(5, 1)]),
            Self::NearRemoved => near_removed(conduct),
            Self::AlikeFirstMessage => match first {
                FirstMessage { letters: LETTERS_MIN.., alike, after_s: 0..=AT_ONCE_S, .. } => {
                    counted(alike, &[(2, 2), (4, 4)])
                }
                // People paste a slogan as well, when they have found where.
                FirstMessage { letters: LETTERS_MIN.., alike, .. } => counted(alike, &[(2, 1), (4, 2)]),
                _ => (0, 0),
            },
            Self::ReadsMembers => counted(conduct.member_pages, &[(20, 1), (60, 3)]),
            Self::WritesStrangers => counted(conduct.strangers_written, &[(5, 2), (10, 4)]),
            Self::LinkFirst => (u64::from(first.link), u32::from(first.link)),
            Self::EarlierDecision => counted(conduct.decisions, &[(1, 2), (2, 3)]),
        }
    }

    fn lowers(self, conduct: &Conduct) -> Lowers {
        match self {
            Self::AccountAge => {
                let next = if conduct.account_age_s < HOUR_S { HOUR_S } else { DAY_S };
                Lowers::Age { seconds: next.saturating_sub(conduct.account_age_s) }
            }
            Self::SameInvitation | Self::NearRemoved | Self::LinkFirst => Lowers::Person,
            Self::AlikeFirstMessage | Self::ReadsMembers | Self::WritesStrangers => {
                Lowers::Pause { seconds: LOOK_BACK_S }
            }
            Self::EarlierDecision => Lowers::Appeal,
        }
    }
}

/// The points of the highest step that is reached.
fn counted(observed: u32, steps: &[(u32, u32)]) -> (u64, u32) {
    let points = steps.iter().rev().find(|(from, _)| observed >= *from).map_or(0, |(_, points)| *points);
    (u64::from(observed), points)
}

fn near_removed(conduct: &Conduct) -> (u64, u32) {
    let near = conduct.near_removed;
    let name = near.name && near.name_bearers <= BEARERS_MAX;
    (u64::from(name) + u64::from(near.avatar), u32::from(name) + 2 * u32::from(near.avatar))
}
