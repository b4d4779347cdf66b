//! What speaks for it that one account is another one's successor, in hundredths of log-odds.

use serde::{Deserialize, Serialize};

/// A kind of evidence. Within a family evidence adds up to the cap; only different families make a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// The names are alike.
    Name,
    /// The pictures are alike.
    Avatar,
    /// It came the same way, soon after.
    Path,
    /// It posts the same.
    Posting,
    /// It joined the same unusual places.
    Contacts,
}

impl Family {
    /// The most that the family can say, in hundredths of log-odds.
    pub fn cap(self) -> u32 {
        match self {
            Self::Name | Self::Avatar => 200,
            Self::Path | Self::Contacts => 150,
            Self::Posting => 300,
        }
    }
}

/// How alike two names are; worked out by whoever knows names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct NameLikeness {
    /// Nobody could tell them apart by sight.
    pub same_look: bool,
    /// The same name in two scripts.
    pub same_sound: bool,
    /// Jaro and Winkler's similarity, from 0 to 1.
    pub similarity: f32,
    /// Accounts here, never removed, that are called so too.
    pub bearers: u32,
}

/// An account's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Avatar {
    /// Its perceptual hash (PDQ).
    pub hash: [u64; 4],
    /// PDQ's measure of how much there is to see, from 0 to 100.
    pub quality: u8,
    /// It is one of the thousand commonest here.
    pub is_common: bool,
}

/// How alike two pictures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvatarLikeness {
    /// Bits that differ, of 256.
    pub bits: u32,
    /// The lower quality of both.
    pub quality: u8,
    /// One of them is common.
    pub is_common: bool,
}

/// How somebody came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// By the same invitation, so many days after the removed account.
    pub same_invitation_days: Option<u32>,
    /// Invited by the same person, so many days after the removed account.
    pub same_inviter_days: Option<u32>,
    /// The account was made so many hours after the removal.
    pub made_after_h: Option<u32>,
}

/// Everything that is known about a pair of accounts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Names.
    pub name: Option<NameLikeness>,
    /// Pictures.
    pub avatar: Option<AvatarLikeness>,
    /// Ways.
    pub path: Path,
    /// Near-duplicates of the removed account's last hundred posts.
    pub alike_posts: u32,
    /// For each channel that both joined within a day of coming: the share of newcomers that join it anyway.
    pub contacts: Vec<f32>,
}

/// What a family says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Which.
    pub family: Family,
    /// Hundredths of log-odds.
    pub points: u32,
    /// The most that it could say.
    pub cap: u32,
}

/// A candidate: for a person to look at, with what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The account that may be a successor.
    pub candidate: u64,
    /// The removed one.
    pub earlier: u64,
    /// The decision that removed it; what is decided now cites it.
    pub decision: u64,
    /// The sum, in hundredths of log-odds.
    pub total: u32,
    /// Each family that says something, the loudest first.
    pub families: Vec<Contribution>,
}

/// A family that says less does not count as one of the two.
pub const FAMILY_MIN: u32 = 50;
/// A sum that is worth a person's time.
pub const TOTAL_MIN: u32 = 200;
/// Jaro and Winkler's similarity from which on names are alike.
pub const NAME_SIMILARITY_MIN: f32 = 0.92;
/// Bits up to which pictures are one, and the quality below which a hash says nothing.
pub const AVATAR_BITS_MAX: u32 = 31;
const AVATAR_QUALITY_MIN: u8 = 50;
/// How long a way is remembered.
const PATH_DAYS_MAX: u32 = 30;
const MADE_AFTER_H_MAX: u32 = 72;
const POSTS_MIN: u32 = 3;
/// So many others of a name make it say half as much, twice as many a third.
const BEARERS_HALF: u32 = 2;

/// Weighs the evidence. `None` when fewer than two families speak, when the only other one than the name is silent, or
/// when the sum is too small to bother a person with.
pub fn link(candidate: u64, earlier: u64, decision: u64, evidence: &Evidence) -> Option<Link> {
    let said = [
        (Family::Name, name(evidence.name)),
        (Family::Avatar, avatar(evidence.avatar)),
        (Family::Path, path(evidence.path)),
        (Family::Posting, posting(evidence.alike_posts)),
        (Family::Contacts, contacts(&evidence.contacts)),
    ];
    let contribution = |(family, points): (Family, u32)| Contribution {
        family,
        points: points.min(family.cap()),
        cap: family.cap(),
    };
    let mut families: Vec<Contribution> =
        said.into_iter().map(contribution).filter(|contribution| contribution.points > 0).collect();
    families.sort_by_key(|contribution| (std::cmp::Reverse(contribution.points), contribution.family));
    let counts = |contribution: &&Contribution| contribution.points >= FAMILY_MIN;
    // Two that count: at most one of them is the name.
    let total = families.iter().map(|contribution| contribution.points).sum();
    (families.iter().filter(counts).count() >= 2 && total >= TOTAL_MIN).then_some(Link {
        candidate,
        earlier,
        decision,
        total,
        families,
    })
}

fn name(likeness: Option<NameLikeness>) -> u32 {
    let Some(likeness) = likeness else { return 0 };
    let full = if likeness.same_look {
        200
    } else if likeness.same_sound {
        160
    } else if likeness.similarity >= NAME_SIMILARITY_MIN {
        let share = (likeness.similarity - NAME_SIMILARITY_MIN) / (1.0 - NAME_SIMILARITY_MIN);
        (80.0 + 70.0 * share.min(1.0)) as u32
    } else {
        0
    };
    full * BEARERS_HALF / (BEARERS_HALF + likeness.bearers)
}

fn avatar(likeness: Option<AvatarLikeness>) -> u32 {
    match likeness {
        Some(AvatarLikeness {
            bits: 0..=AVATAR_BITS_MAX,
            quality: AVATAR_QUALITY_MIN..,
            is_common: false,
        }) => {
            let bits = likeness.map_or(0, |likeness| likeness.bits);
            200 - bits * 100 / AVATAR_BITS_MAX
        }
        _ => 0,
    }
}

/// That an account was made after some removal is true of many, and does not count alone.
fn path(path: Path) -> u32 {
    let recent = |days: Option<u32>| days.is_some_and(|days| days <= PATH_DAYS_MAX);
    let made_after = path.made_after_h.is_some_and(|hours| hours <= MADE_AFTER_H_MAX);
    90 * u32::from(recent(path.same_invitation_days))
        + 80 * u32::from(recent(path.same_inviter_days))
        + 40 * u32::from(made_after)
}

fn posting(alike: u32) -> u32 {
    if alike < POSTS_MIN { 0 } else { 120 + (alike - POSTS_MIN) * 30 }
}

/// Half of what chance alone would need: people who know one another join the same places without being one.
fn contacts(shares: &[f32]) -> u32 {
    let log_odds: f32 = shares.iter().map(|share| -share.clamp(1e-4, 1.0).ln()).sum();
    (log_odds * 50.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_name() -> NameLikeness {
        NameLikeness { same_look: true, ..NameLikeness::default() }
    }

    fn came_by_the_same_invitation() -> Path {
        Path { same_invitation_days: Some(3), made_after_h: Some(10), ..Path::default() }
    }

    #[test]
    fn no_family_makes_a_candidate_alone() {
        let avatar = AvatarLikeness { bits: 0, quality: 100, is_common: false };
        let alone = [
            Evidence { name: Some(same_name()), ..Evidence::default() },
            Evidence { avatar: Some(avatar), ..Evidence::default() },
            Evidence {
                path: Path { same_inviter_days: Some(0), ..came_by_the_same_invitation() },
                ..Evidence::default()
            },
            Evidence { alike_posts: 100, ..Evidence::default() },
            Evidence { contacts: vec![0.001; 20], ..Evidence::default() },
        ];
        for evidence in alone {
            assert_eq!(link(1, 2, 3, &evidence), None, "{evidence:?}");
        }
    }

    #[test]
    fn a_name_and_a_way_make_one_with_every_number() {
        let evidence =
            Evidence { name: Some(same_name()), path: came_by_the_same_invitation(), ..Evidence::default() };
        let link = link(1, 2, 3, &evidence).expect("two families");
        assert_eq!((link.decision, link.total), (3, 330));
        let points: Vec<(Family, u32)> =
            link.families.iter().map(|part| (part.family, part.points)).collect();
        assert_eq!(points, [(Family::Name, 200), (Family::Path, 130)]);
        assert!(link.families.iter().all(|part| part.points <= part.cap));
    }

    #[test]
    fn a_common_name_or_picture_says_little() {
        let common = NameLikeness { bearers: 40, ..same_name() };
        let evidence =
            Evidence { name: Some(common), path: came_by_the_same_invitation(), ..Evidence::default() };
        assert_eq!(link(1, 2, 3, &evidence), None);
        let picture = AvatarLikeness { bits: 0, quality: 100, is_common: true };
        let evidence = Evidence { avatar: Some(picture), alike_posts: 2, ..Evidence::default() };
        assert_eq!(link(1, 2, 3, &evidence), None);
    }

    #[test]
    fn being_made_after_a_removal_counts_for_nobody() {
        let path = Path { made_after_h: Some(1), ..Path::default() };
        assert_eq!(link(1, 2, 3, &Evidence { name: Some(same_name()), path, ..Evidence::default() }), None);
    }
}
