//! Removed accounts, some of which come back under other names, among people who come for the first time.

use std::collections::HashMap;
use std::time::Duration;

use super::Chance;
use crate::regenerated::{Arrival, Avatar, Link, NameLikeness, Register, Removed};

const DAY_S: i64 = 86_400;
/// Names that people have.
const NAMES: usize = 8_000;

/// A name as the simulation has it: which, in which script, and whether a letter differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    which: u32,
    script: u8,
    slip: bool,
}

/// How the links did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Removed accounts.
    pub removed: usize,
    /// Those who came back, and those of them who were linked to the account that they had been.
    pub returned: [usize; 2],
    /// Those who came for the first time, and those of them who became candidates.
    pub innocents: [usize; 2],
    /// Candidates for whom fewer than two families speak, or the name alone.
    pub unfounded: usize,
    /// Time for one arrival.
    pub per_arrival: Duration,
}

/// Accounts that come where others were removed.
pub struct World {
    /// Arrivals, with the place of the removed account that they were.
    pub arrivals: Vec<(Arrival<Name>, Option<usize>)>,
    bearers: HashMap<u32, u32>,
}

/// Makes a world and looks for those who came back.
pub fn run(
    removed: usize,
    returned: usize,
    innocents: usize,
    seed: u64,
    clock: impl Fn() -> Duration,
) -> Figures {
    let chance = &mut Chance::new(seed);
    let removed: Vec<Removed<Name>> = (0..removed).map(|number| removed_account(chance, number)).collect();
    let world = World::new(chance, &removed, returned, innocents);
    let register = Register::new(removed.clone());
    let mut figures = Figures { removed: removed.len(), ..Figures::default() };
    let start = clock();
    for (arrival, was) in &world.arrivals {
        let links = world.links(&register, arrival);
        figures.unfounded += links.iter().filter(|link| is_unfounded(link)).count();
        let slot = if was.is_some() { &mut figures.returned } else { &mut figures.innocents };
        slot[0] += 1;
        slot[1] += usize::from(match was {
            Some(was) => links.iter().any(|link| link.earlier == removed[*was].account),
            None => !links.is_empty(),
        });
    }
    let arrivals = u32::try_from(world.arrivals.len().max(1)).expect("fewer than 4 billion");
    figures.per_arrival = clock().saturating_sub(start) / arrivals;
    figures
}

fn is_unfounded(link: &Link) -> bool {
    use crate::regenerated::Family;
    link.families.len() < 2 || link.families.iter().all(|part| part.family == Family::Name)
}

impl World {
    /// Some come back within two weeks; the others are new.
    pub fn new(chance: &mut Chance, removed: &[Removed<Name>], returned: usize, innocents: usize) -> Self {
        let mut arrivals: Vec<(Arrival<Name>, Option<usize>)> = Vec::new();
        for number in 0..returned {
            let was = chance.below(removed.len());
            let account = 1_000_000 + number as u64;
            arrivals.push((come_back(chance, account, &removed[was]), Some(was)));
        }
        let mut bearers = HashMap::new();
        for number in 0..innocents {
            let arrival = newcomer(chance, 2_000_000 + number as u64, removed);
            *bearers.entry(arrival.name.which).or_default() += 1;
            arrivals.push((arrival, None));
        }
        Self { arrivals, bearers }
    }

    /// The links of an arrival, with names compared as the caller would.
    pub fn links(&self, register: &Register<Name>, arrival: &Arrival<Name>) -> Vec<Link> {
        let bearers = self.bearers.get(&arrival.name.which).copied().unwrap_or_default();
        // It is one of its bearers itself.
        let bearers = bearers.saturating_sub(1);
        register.links(arrival, |a, b| {
            if a.which != b.which {
                return NameLikeness { similarity: 0.5, bearers, ..NameLikeness::default() };
            }
            let is_same = a.script == b.script && a.slip == b.slip;
            let same_sound = a.script != b.script && !a.slip && !b.slip;
            let similarity = if is_same { 1.0 } else { 0.94 };
            NameLikeness { same_look: is_same, same_sound, similarity, bearers }
        })
    }
}

fn name(chance: &mut Chance) -> Name {
    let which = (NAMES as f64).powf(chance.unit()) as u32;
    Name { which, script: chance.below(3) as u8, slip: false }
}

/// All forms of a name share its sound.
fn keys(name: Name) -> Vec<u64> {
    vec![u64::from(name.which)]
}

fn picture(chance: &mut Chance) -> Option<Avatar> {
    let hash = std::array::from_fn(|_| chance.bits());
    let quality = if chance.happens(0.9) { 80 } else { 20 };
    chance.happens(0.6).then_some(Avatar { hash, quality, is_common: false })
}

pub(super) fn removed_account(chance: &mut Chance, number: usize) -> Removed<Name> {
    let removed_at_s = chance.below(30 * DAY_S as usize) as i64;
    let name = name(chance);
    Removed {
        account: number as u64,
        decision: 500 + number as u64 / 70,
        removed_at_s,
        name,
        name_keys: keys(name),
        avatar: picture(chance),
        invitation: chance.happens(0.7).then(|| chance.below(150) as u64),
        inviter: chance.happens(0.5).then(|| chance.below(300) as u64),
        joined_at_s: removed_at_s - chance.below(20 * DAY_S as usize) as i64,
        channels: (0..4).map(|_| chance.below(400) as u64).collect(),
    }
}

/// Under the same name, the same in another script, one with a slip, or another one; each trace is left by some.
fn come_back(chance: &mut Chance, account: u64, was: &Removed<Name>) -> Arrival<Name> {
    let name = match chance.unit() {
        share if share < 0.3 => was.name,
        share if share < 0.6 => Name { script: (was.name.script + 1) % 3, ..was.name },
        share if share < 0.8 => Name { slip: true, ..was.name },
        _ => name(chance),
    };
    let joined_at_s = was.removed_at_s + chance.below(14 * DAY_S as usize) as i64;
    let soon = chance.happens(0.8);
    let avatar = match was.avatar {
        Some(avatar) if chance.happens(0.6) => {
            let bits = chance.below(20);
            let mut hash = avatar.hash;
            (0..bits).for_each(|bit| hash[bit % 4] ^= 1 << (bit * 3));
            Some(Avatar { hash, ..avatar })
        }
        _ => picture(chance),
    };
    Arrival {
        account,
        made_at_s: if soon {
            joined_at_s.min(was.removed_at_s + 2 * DAY_S)
        } else {
            joined_at_s - 90 * DAY_S
        },
        joined_at_s,
        name,
        name_keys: keys(name),
        avatar,
        invitation: was.invitation.filter(|_| chance.happens(0.5)),
        inviter: was.inviter.filter(|_| chance.happens(0.4)),
        alike_posts: if chance.happens(0.6) {
            vec![(was.account, 3 + chance.below(15) as u32)]
        } else {
            Vec::new()
        },
        channels: was
            .channels
            .iter()
            .filter(|_| chance.happens(0.6))
            .map(|channel| (*channel, 0.02))
            .collect(),
    }
}

fn newcomer(chance: &mut Chance, account: u64, removed: &[Removed<Name>]) -> Arrival<Name> {
    let name = name(chance);
    let joined_at_s = 20 * DAY_S + chance.below(20 * DAY_S as usize) as i64;
    let like = chance.one_of(removed);
    Arrival {
        account,
        made_at_s: joined_at_s - chance.below(3 * DAY_S as usize) as i64,
        joined_at_s,
        name,
        name_keys: keys(name),
        avatar: if chance.happens(0.002) { like.avatar } else { picture(chance) },
        // Some invitations were used by both: they hang on walls.
        invitation: Some(if chance.happens(0.04) { chance.below(150) as u64 } else { 10_000 + account }),
        inviter: chance.happens(0.03).then(|| chance.below(300) as u64),
        alike_posts: if chance.happens(0.003) { vec![(like.account, 3)] } else { Vec::new() },
        channels: vec![(chance.below(400) as u64, 0.02), (chance.below(10) as u64, 0.6)],
    }
}
