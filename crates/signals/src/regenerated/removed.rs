//! Removed accounts, and which of them an arrival may be. Names stay the caller's: the register compares them only with
//! the function that it is handed.

use std::collections::{HashMap, HashSet};

use super::evidence::{AVATAR_BITS_MAX, Avatar, AvatarLikeness, Evidence, Link, NameLikeness, Path, link};

const DAY_S: i64 = 86_400;
/// Evidence of a removal grows old; nobody is held against it for longer.
const REMEMBERED_DAYS: i64 = 180;

/// An account that was removed by a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed<N> {
    /// Which.
    pub account: u64,
    /// By which decision.
    pub decision: u64,
    /// When, in seconds since the epoch.
    pub removed_at_s: i64,
    /// What it was called.
    pub name: N,
    /// Keys that alike names share: of the look, of the sound in each reading.
    pub name_keys: Vec<u64>,
    /// Its picture.
    pub avatar: Option<Avatar>,
    /// How it had come: invitation, who invited, and when.
    pub invitation: Option<u64>,
    /// Who had invited it.
    pub inviter: Option<u64>,
    /// When it had come.
    pub joined_at_s: i64,
    /// Channels that it joined within a day of coming.
    pub channels: Vec<u64>,
}

/// An account that came. The fields mean what they mean in [`Removed`].
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival<N> {
    /// Which.
    pub account: u64,
    /// When it was made, in seconds since the epoch.
    pub made_at_s: i64,
    /// When it came.
    pub joined_at_s: i64,
    /// What it is called.
    pub name: N,
    /// Keys of its name.
    pub name_keys: Vec<u64>,
    /// Its picture.
    pub avatar: Option<Avatar>,
    /// Its invitation.
    pub invitation: Option<u64>,
    /// Who invited it.
    pub inviter: Option<u64>,
    /// For removed accounts, how many of their last hundred posts it posted again, nearly.
    pub alike_posts: Vec<(u64, u32)>,
    /// Channels joined within a day, each with the share of newcomers that join it.
    pub channels: Vec<(u64, f32)>,
}

/// Removed accounts, found by what an arrival may share with them.
#[derive(Debug, Clone)]
pub struct Register<N> {
    removed: Vec<Removed<N>>,
    by_account: HashMap<u64, usize>,
    by_name: HashMap<u64, Vec<usize>>,
    by_invitation: HashMap<u64, Vec<usize>>,
    by_inviter: HashMap<u64, Vec<usize>>,
}

impl<N> Register<N> {
    /// Takes the removals that stand. One that was overturned does not belong here.
    pub fn new(removed: Vec<Removed<N>>) -> Self {
        let mut register = Self {
            by_account: removed.iter().enumerate().map(|(number, one)| (one.account, number)).collect(),
            by_name: HashMap::new(),
            by_invitation: HashMap::new(),
            by_inviter: HashMap::new(),
            removed: Vec::new(),
        };
        for (number, one) in removed.iter().enumerate() {
            for key in &one.name_keys {
                register.by_name.entry(*key).or_default().push(number);
            }
            for (key, map) in
                [(one.invitation, &mut register.by_invitation), (one.inviter, &mut register.by_inviter)]
            {
                key.into_iter().for_each(|key| map.entry(key).or_default().push(number));
            }
        }
        register.removed = removed;
        register
    }

    /// The removed accounts that an arrival may be, the likeliest first.
    pub fn links(&self, arrival: &Arrival<N>, names: impl Fn(&N, &N) -> NameLikeness) -> Vec<Link> {
        let mut links: Vec<Link> = self
            .near(arrival)
            .into_iter()
            .map(|number| &self.removed[number])
            .filter(|one| {
                let after_s = arrival.joined_at_s - one.removed_at_s;
                one.account != arrival.account && (0..REMEMBERED_DAYS * DAY_S).contains(&after_s)
            })
            .filter_map(|one| {
                let evidence = evidence(one, arrival, names(&one.name, &arrival.name));
                link(arrival.account, one.account, one.decision, &evidence)
            })
            .collect();
        links.sort_by_key(|link| (std::cmp::Reverse(link.total), link.earlier));
        links
    }

    /// Those that share anything but channels, which are never enough for a second family alone.
    fn near(&self, arrival: &Arrival<N>) -> HashSet<usize> {
        let mut near = HashSet::new();
        for key in &arrival.name_keys {
            near.extend(self.by_name.get(key).into_iter().flatten());
        }
        near.extend(arrival.invitation.iter().filter_map(|key| self.by_invitation.get(key)).flatten());
        near.extend(arrival.inviter.iter().filter_map(|key| self.by_inviter.get(key)).flatten());
        near.extend(arrival.alike_posts.iter().filter_map(|(account, _)| self.by_account.get(account)));
        let Some(avatar) = arrival.avatar.filter(|avatar| !avatar.is_common) else { return near };
        let has_like =
            |one: &Removed<N>| one.avatar.is_some_and(|other| bits(&avatar, &other) <= AVATAR_BITS_MAX);
        near.extend((0..self.removed.len()).filter(|number| has_like(&self.removed[*number])));
        near
    }
}

fn evidence<N>(one: &Removed<N>, arrival: &Arrival<N>, name: NameLikeness) -> Evidence {
    let avatar = one.avatar.zip(arrival.avatar).map(|(a, b)| AvatarLikeness {
        bits: bits(&a, &b),
        quality: a.quality.min(b.quality),
        is_common: a.is_common || b.is_common,
    });
    let days_after = ((arrival.joined_at_s - one.joined_at_s).max(0) / DAY_S) as u32;
    let same = |a: Option<u64>, b: Option<u64>| (a.is_some() && a == b).then_some(days_after);
    let made_after_s = arrival.made_at_s - one.removed_at_s;
    Evidence {
        name: Some(name),
        avatar,
        path: Path {
            same_invitation_days: same(one.invitation, arrival.invitation),
            same_inviter_days: same(one.inviter, arrival.inviter),
            made_after_h: (made_after_s >= 0).then_some((made_after_s / 3_600) as u32),
        },
        alike_posts: arrival
            .alike_posts
            .iter()
            .find(|(account, _)| *account == one.account)
            .map_or(0, |(_, posts)| *posts),
        contacts: arrival
            .channels
            .iter()
            .filter(|(channel, _)| one.channels.contains(channel))
            .map(|(_, share)| *share)
            .collect(),
    }
}

fn bits(a: &Avatar, b: &Avatar) -> u32 {
    a.hash.iter().zip(&b.hash).map(|(a, b)| (a ^ b).count_ones()).sum()
}
