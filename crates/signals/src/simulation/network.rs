//! Public channels of which some are mirror families, some relay news wires, and most write for themselves. Texts are
//! rows of numbers that stand for words.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::Chance;
use crate::mirrors::{Channels, Content, Graph, Limits, Mirrors, Post, SLOTS, Signature};

const DAY_S: f64 = 86_400.0;
const WORDS: usize = 20_000;
/// How often the graph is drawn, as the wing would.
const LOOK_S: i64 = 3 * 3_600;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// All channels.
    pub channels: usize,
    /// Mirror families, of three to nine channels each.
    pub families: usize,
    /// News wires, each relayed by a dozen unrelated channels at once.
    pub wires: usize,
    /// Days.
    pub days: usize,
    /// Posts per day of a channel that writes for itself.
    pub posts_per_day: usize,
    /// Where chance begins.
    pub seed: u64,
}

/// How the graph did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Posts that were compared.
    pub posts: usize,
    /// Pairs of channels of one family.
    pub pairs: usize,
    /// Pairs that the graph puts into one cluster.
    pub pairs_found: usize,
    /// Pairs that it puts there and that are of one family.
    pub pairs_right: usize,
    /// Wires and their relays.
    pub decoys: usize,
    /// Those of them that are in a cluster.
    pub decoys_flagged: usize,
    /// For each family that was found, hours from its first post until half of it is in a cluster; in order.
    pub found_after_h: Vec<i64>,
    /// Those who post for families and administer them, and how many of them have a hand in a cluster.
    pub hands: [usize; 2],
    /// Others with a hand in a cluster.
    pub hands_wrong: usize,
}

impl Figures {
    /// The share of pairs that are of one family.
    pub fn precision(&self) -> f64 {
        self.pairs_right as f64 / self.pairs_found.max(1) as f64
    }

    /// The share of the families' pairs that were found.
    pub fn recall(&self) -> f64 {
        self.pairs_right as f64 / self.pairs as f64
    }
}

/// A network: what is posted, and who is behind it.
pub struct Network {
    /// In order of time.
    pub posts: Vec<Planned>,
    /// Invitations from one channel to another.
    pub links: Vec<(u64, u64)>,
    /// For each channel.
    pub administrators: Vec<Vec<u64>>,
    /// The family of each channel.
    pub family: Vec<Option<usize>>,
    /// Wires and relays.
    pub decoys: HashSet<u64>,
    /// For each family, who posts for it or administers it.
    pub hands: Vec<HashSet<u64>>,
}

/// A post that will be made.
pub struct Planned {
    /// Where.
    pub channel: u64,
    /// By whom.
    pub author: u64,
    /// When.
    pub at_s: i64,
    /// What, as numbers of words.
    pub words: Vec<u32>,
}

impl Channels for Network {
    fn administrators(&self, channel: u64) -> &[u64] {
        self.administrators.get(channel as usize).map_or(&[], Vec::as_slice)
    }

    fn name_likeness(&self, _: u64, _: u64) -> f32 {
        0.0
    }
}

/// Makes a network, lets it post, and compares clusters with families.
pub fn run(plan: &Plan) -> Figures {
    let network = Network::new(plan);
    let mut mirrors = Mirrors::new(Limits::default());
    let mut figures = Figures { posts: network.posts.len(), ..Figures::default() };
    let mut found_after_h = HashMap::new();
    let mut look_s = LOOK_S;
    for (from, to) in &network.links {
        mirrors.observe_link(*from, *to, 0);
    }
    for post in &network.posts {
        while post.at_s >= look_s {
            for family in network.families_in(&mirrors.graph(&network)) {
                found_after_h.entry(family).or_insert(look_s / 3_600);
            }
            look_s += LOOK_S;
        }
        let signature = signature(&post.words);
        let (channel, author, at_s) = (post.channel, post.author, post.at_s);
        mirrors.observe(&Post { channel, author, at_s, content: Content::Text(&signature) });
    }
    figures.found_after_h = found_after_h.into_values().collect();
    figures.found_after_h.sort_unstable();
    figures.take(&network, &mirrors.graph(&network));
    figures
}

impl Figures {
    fn take(&mut self, network: &Network, graph: &Graph) {
        let family = |channel: u64| network.family[channel as usize];
        let sizes = network.family.iter().flatten().fold(HashMap::new(), |mut sizes, family| {
            *sizes.entry(*family).or_insert(0_usize) += 1;
            sizes
        });
        self.pairs = sizes.values().map(|size| size * (size - 1) / 2).sum();
        let mut with_hand = HashSet::new();
        for cluster in &graph.clusters {
            for (number, a) in cluster.channels.iter().enumerate() {
                for b in &cluster.channels[number + 1..] {
                    self.pairs_found += 1;
                    self.pairs_right += usize::from(family(*a).is_some() && family(*a) == family(*b));
                }
            }
            with_hand.extend(cluster.hands.iter().map(|hand| hand.account));
        }
        let in_cluster: HashSet<u64> =
            graph.clusters.iter().flat_map(|cluster| &cluster.channels).copied().collect();
        self.decoys = network.decoys.len();
        self.decoys_flagged = network.decoys.intersection(&in_cluster).count();
        let planted: HashSet<u64> = network.hands.iter().flatten().copied().collect();
        self.hands = [planted.len(), planted.intersection(&with_hand).count()];
        self.hands_wrong = with_hand.difference(&planted).count();
    }
}

impl Network {
    /// Families first, then wires, then everybody else, some of whom relay a wire.
    pub fn new(plan: &Plan) -> Self {
        let chance = &mut Chance::new(plan.seed);
        let mut network = Self {
            posts: Vec::new(),
            links: Vec::new(),
            administrators: vec![Vec::new(); plan.channels],
            family: vec![None; plan.channels],
            decoys: HashSet::new(),
            hands: Vec::new(),
        };
        let mut next = 0_u64;
        for family in 0..plan.families {
            let channels = next..next + 3 + chance.below(7) as u64;
            next = channels.end;
            network.add_family(chance, plan, family, channels);
        }
        let wires = next..next + plan.wires as u64;
        let rest: Vec<u64> = (wires.end..plan.channels as u64).collect();
        let mut relays = rest.clone();
        chance.shuffle(&mut relays);
        for wire in wires {
            network.administrators[wire as usize] = vec![account(wire, 0)];
            let texts = network.write(chance, wire, plan.days, plan.posts_per_day * 3 / 2);
            let relays: Vec<u64> = relays.split_off(relays.len().saturating_sub(12));
            network.decoys.insert(wire);
            for relay in relays {
                network.decoys.insert(relay);
                network.relay(chance, relay, &texts);
            }
        }
        for channel in rest {
            network.administrators[channel as usize] = vec![account(channel, 0), account(channel, 1)];
            network.write(chance, channel, plan.days, plan.posts_per_day);
        }
        network.posts.sort_by_key(|post| post.at_s);
        network
    }

    /// A source and those that copy nine of ten of its posts, one to three tenths of the words changed. What ties them
    /// besides differs: a program's timing, administrators, invitations, at least one of these.
    fn add_family(
        &mut self,
        chance: &mut Chance,
        plan: &Plan,
        family: usize,
        channels: std::ops::Range<u64>,
    ) {
        let (mut by_program, shares, links) = (chance.happens(0.6), chance.happens(0.6), chance.happens(0.4));
        by_program |= !shares && !links;
        let source = channels.start;
        let common = [account(source, 500), account(source, 501)];
        let mut hands = HashSet::new();
        for channel in channels.clone() {
            self.family[channel as usize] = Some(family);
            let own = &mut self.administrators[channel as usize];
            own.push(account(channel, 0));
            own.extend(common.iter().filter(|_| shares));
            own.sort_unstable();
            hands.extend(own.iter().copied());
            if links && channel != source {
                self.links.extend([(source, channel), (channel, source)]);
            }
        }
        let begin = self.posts.len();
        let texts = self.write(chance, source, plan.days, plan.posts_per_day * 2);
        for channel in channels.skip(1) {
            for (at_s, words) in &texts {
                if !chance.happens(0.9) {
                    continue;
                }
                let lag_s =
                    if by_program { chance.between(5.0, 40.0) } else { chance.between(60.0, 7_200.0) };
                let share = chance.between(0.1, 0.3);
                let words = edited(chance, words, share);
                let author = account(channel, chance.below(3) as u64);
                self.posts.push(Planned { channel, author, at_s: at_s + lag_s as i64, words });
            }
        }
        hands.extend(self.posts[begin..].iter().map(|post| post.author));
        self.hands.push(hands);
    }

    /// Posts of its own, of two or three accounts; answers them.
    fn write(
        &mut self,
        chance: &mut Chance,
        channel: u64,
        days: usize,
        per_day: usize,
    ) -> Vec<(i64, Vec<u32>)> {
        let mut texts: Vec<(i64, Vec<u32>)> = (0..days * per_day)
            .map(|_| (chance.between(0.0, days as f64 * DAY_S) as i64, text(chance)))
            .collect();
        texts.sort();
        for (at_s, words) in &texts {
            let author = account(channel, chance.below(3) as u64);
            self.posts.push(Planned { channel, author, at_s: *at_s, words: words.clone() });
        }
        texts
    }

    /// About half of its posts come from a wire, word for word and at once.
    fn relay(&mut self, chance: &mut Chance, channel: u64, texts: &[(i64, Vec<u32>)]) {
        let share = chance.between(0.4, 0.9);
        for (at_s, words) in texts {
            if chance.happens(share) {
                let at_s = at_s + chance.between(5.0, 40.0) as i64;
                self.posts.push(Planned { channel, author: account(channel, 0), at_s, words: words.clone() });
            }
        }
    }

    /// Families of which at least half stand in one cluster.
    fn families_in(&self, graph: &Graph) -> Vec<usize> {
        let mut found = Vec::new();
        for cluster in &graph.clusters {
            let mut members: HashMap<usize, usize> = HashMap::new();
            for family in cluster.channels.iter().filter_map(|channel| self.family[*channel as usize]) {
                *members.entry(family).or_default() += 1;
            }
            let size = |family| self.family.iter().filter(|own| **own == Some(family)).count();
            found.extend(
                members.iter().filter(|(own, count)| 2 * **count >= size(**own)).map(|(own, _)| *own),
            );
        }
        found
    }
}

fn account(channel: u64, number: u64) -> u64 {
    channel * 1_000 + number
}

/// Fifteen to sixty words, the common ones often.
pub fn text(chance: &mut Chance) -> Vec<u32> {
    (0..15 + chance.below(45)).map(|_| word(chance)).collect()
}

/// So many of the words are others.
pub fn edited(chance: &mut Chance, words: &[u32], share: f64) -> Vec<u32> {
    words.iter().map(|own| if chance.happens(share) { word(chance) } else { *own }).collect()
}

fn word(chance: &mut Chance) -> u32 {
    (WORDS as f64).powf(chance.unit()) as u32
}

/// MinHash of the pairs of neighbouring words; as much is left of it after an edit as of pieces of five letters.
pub fn signature(words: &[u32]) -> Signature {
    let mut least = [u32::MAX; SLOTS];
    for pair in words.windows(2) {
        let piece = Chance::new(u64::from(pair[0]) << 32 | u64::from(pair[1])).bits();
        let mut order = piece | 1;
        for least in &mut least {
            order = order.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) ^ piece;
            *least = (*least).min((order >> 32) as u32);
        }
    }
    least.map(|least| least as u16)
}

/// How quick a day of very many posts is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Load {
    /// Posts.
    pub posts: usize,
    /// To take all of them in, signatures not counted.
    pub observing: Duration,
    /// To draw the graph once.
    pub drawing: Duration,
    /// What is kept in the end.
    pub memory_bytes: usize,
    /// Clusters that were found.
    pub clusters: usize,
}

/// One day with so many posts in a hundredth as many channels. A fifth are copies in families of four.
pub fn load(posts: usize, seed: u64, clock: impl Fn() -> Duration) -> Load {
    let chance = &mut Chance::new(seed);
    let mut mirrors = Mirrors::new(Limits::default());
    let channels = (posts / 100).max(8) as u64;
    let families = channels / 20;
    let mut load = Load { posts, ..Load::default() };
    let mut pending: Vec<(u64, Vec<u32>)> = Vec::new();
    for number in 0..posts {
        let at_s = (number as f64 / posts as f64 * DAY_S) as i64;
        let (channel, words) = pending.pop().unwrap_or_else(|| {
            let words = text(chance);
            if !chance.happens(1.0 / 16.0) {
                return (families * 4 + chance.below((channels - families * 4) as usize) as u64, words);
            }
            let first = chance.below(families as usize) as u64 * 4;
            pending.extend((1..4).map(|mirror| (first + mirror, edited(chance, &words, 0.15))));
            (first, words)
        });
        let signature = signature(&words);
        let start = clock();
        mirrors.observe(&Post { channel, author: channel, at_s, content: Content::Text(&signature) });
        load.observing += clock().saturating_sub(start);
    }
    let start = clock();
    let strangers = Strangers;
    load.clusters = mirrors.graph(&strangers).clusters.len();
    load.drawing = clock().saturating_sub(start);
    load.memory_bytes = mirrors.memory_bytes();
    load
}

struct Strangers;

impl Channels for Strangers {
    fn administrators(&self, _: u64) -> &[u64] {
        &[]
    }

    fn name_likeness(&self, _: u64, _: u64) -> f32 {
        0.0
    }
}
