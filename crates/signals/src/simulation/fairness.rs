//! Three cohorts that conduct themselves alike and are called differently. The score does not see the cohort; the names
//! could bring it in by the back door, when most removed accounts had the common names of one cohort.

use super::Chance;
use super::raids;
use crate::person::{Conduct, FirstMessage, NearRemoved, Score};

/// People of a cohort, and how its names are.
struct Cohort {
    /// Different names; the fewer, the commoner each.
    names: usize,
    /// Of the removed accounts.
    removed_share: f64,
    /// How long a text is that says the same.
    length: f64,
}

const COHORTS: [Cohort; 3] = [
    Cohort { names: 400, removed_share: 0.8, length: 1.0 },
    Cohort { names: 4_000, removed_share: 0.15, length: 1.1 },
    Cohort { names: 2_000, removed_share: 0.05, length: 0.7 },
];
const REMOVED: usize = 300;

/// What became of innocent people.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// People in each cohort.
    pub people: usize,
    /// Held back in each cohort.
    pub held_back: [usize; 3],
    /// At most one point short of it, in each cohort: more people, so that chance hides less.
    pub nearly: [usize; 3],
    /// Held back if a common name counted as much as a rare one.
    pub held_back_without_rarity: [usize; 3],
}

impl Figures {
    /// The largest share of innocents held back by the smallest.
    pub fn ratio(&self) -> f64 {
        ratio(self.held_back)
    }

    /// The same for those who are at most one point short of it.
    pub fn nearly_ratio(&self) -> f64 {
        ratio(self.nearly)
    }

    /// The same if a common name counted as much as a rare one.
    pub fn ratio_without_rarity(&self) -> f64 {
        ratio(self.held_back_without_rarity)
    }

    /// The share of innocents held back.
    pub fn share(&self) -> f64 {
        self.held_back.iter().sum::<usize>() as f64 / (3 * self.people) as f64
    }
}

fn ratio(held_back: [usize; 3]) -> f64 {
    let [least, .., most] = {
        let mut sorted = held_back;
        sorted.sort_unstable();
        sorted
    };
    most as f64 / least.max(1) as f64
}

/// Lets as many of each cohort follow a call.
pub fn run(people: usize, seed: u64) -> Figures {
    let mut chance = Chance::new(seed);
    let mut figures = Figures { people, held_back: [0; 3], nearly: [0; 3], held_back_without_rarity: [0; 3] };
    for (number, cohort) in COHORTS.iter().enumerate() {
        let mut removed = vec![false; cohort.names];
        for _ in 0..(REMOVED as f64 * cohort.removed_share) as usize {
            removed[name(&mut chance, cohort.names)] = true;
        }
        let mut bearers = vec![0_u32; cohort.names];
        let names: Vec<usize> = (0..people).map(|_| name(&mut chance, cohort.names)).collect();
        // Of those who were here before, as many as of a house with 30,000 accounts.
        for name in names.iter().take(10_000) {
            bearers[*name] += 1;
        }
        for name in names {
            let near = NearRemoved { name: removed[name], name_bearers: bearers[name], avatar: false };
            let conduct = conduct(&mut chance, cohort, near);
            let blunt = NearRemoved { name_bearers: 0, ..conduct.near_removed };
            let score = Score::of(&conduct);
            figures.held_back[number] += usize::from(score.holds_back());
            figures.nearly[number] += usize::from(score.total + 1 >= score.threshold);
            figures.held_back_without_rarity[number] +=
                usize::from(Score::of(&Conduct { near_removed: blunt, ..conduct }).holds_back());
        }
    }
    figures
}

/// A few are very common, as names are.
fn name(chance: &mut Chance, names: usize) -> usize {
    ((names as f64).powf(chance.unit()) - 1.0) as usize
}

/// Everything but the name and the length of texts is drawn alike for all cohorts.
fn conduct(chance: &mut Chance, cohort: &Cohort, near: NearRemoved) -> Conduct {
    let newcomer = raids::innocent(chance, 1_200.0, 0.01);
    let first_message = newcomer.first.map(|first| FirstMessage {
        letters: (f64::from(first.letters) * cohort.length) as u32,
        after_s: (first.at_s - newcomer.join_s) as u32,
        alike: if first.letters == 60 || first.letters == 8 { chance.below(6) as u32 } else { 0 },
        link: first.link,
    });
    Conduct {
        account_age_s: newcomer.age_s,
        joined_alike: chance.below(30) as u32,
        near_removed: NearRemoved { avatar: newcomer.near_removed.avatar, ..near },
        first_message,
        member_pages: (newcomer.pages_per_minute * 10.0) as u32,
        strangers_written: (newcomer.strangers_per_minute * 10.0) as u32,
        decisions: newcomer.decisions,
    }
}
