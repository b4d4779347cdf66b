//! The graph: channels, pairs of them with every number, and who belongs together.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::items::{Appearance, Items};
use super::{
    ADMINISTRATORS_MIN, Groups, LAG_SPREAD_MAX_S, POSTS_MIN, QUOTED_GROUPS, SHARE_ALONE, SHARE_WITH_REASON,
    WINDOW_S,
};

/// Edges with a smaller share and no other tie are not shown.
const SHOWN_MIN: f32 = 0.2;
/// Channels that share so much belong together when it is asked whether an item is a quotation.
const RELATED_SHARE: f32 = 0.65;
/// Fewer lags say nothing of a spread.
const LAGS_MIN: usize = 5;
/// Who posted so many of a cluster's items has a hand in it.
const HAND_ITEMS_MIN: u32 = 3;

/// What the caller knows of channels.
pub trait Channels {
    /// Administrators and bots that may post, in order.
    fn administrators(&self, channel: u64) -> &[u64];
    /// How much two channels' names are alike, from 0 to 1. Shown, and no reason by itself.
    fn name_likeness(&self, a: u64, b: u64) -> f32;
}

/// Who mirrors whom.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// Channels with an edge, in order.
    pub nodes: Vec<Node>,
    /// Pairs, the first channel being the lower key; in order.
    pub edges: Vec<Edge>,
    /// Channels that belong together by edges with a reason, the largest first.
    pub clusters: Vec<Cluster>,
}

/// A channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its key.
    pub channel: u64,
    /// Different posts in seven days.
    pub posts: u32,
    /// Those of them that are quotations and were left out.
    pub quotations: u32,
    /// Its place in [`Graph::clusters`].
    pub cluster: Option<usize>,
}

/// Two channels, with every number that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// The lower key.
    pub a: u64,
    /// The higher key.
    pub b: u64,
    /// Items that both have.
    pub items: u32,
    /// The share of a's posts that b has as well.
    pub share_of_a: f32,
    /// The share of b's posts that a has as well.
    pub share_of_b: f32,
    /// Seconds from a's post to b's; below zero when b comes first.
    pub lag_median_s: i64,
    /// Between the quartiles of the lags.
    pub lag_spread_s: u32,
    /// Administrators in common, by all of both.
    pub administrators: f32,
    /// Invitations to b in a.
    pub links_to_b: u32,
    /// Invitations to a in b.
    pub links_to_a: u32,
    /// How much the names are alike.
    pub name: f32,
    /// Why the two are called mirrors; empty when they are not.
    pub why: Vec<Why>,
}

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nearly everything is the same.
    Content,
    /// Half is the same, and always after the same time.
    Timing,
    /// Half is the same, and so are administrators.
    Administrators,
    /// Half is the same, and each invites to the other.
    Links,
}

/// Channels that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// In order.
    pub channels: Vec<u64>,
    /// Who has a hand in it, in order; readers and those who answer have none.
    pub hands: Vec<Hand>,
}

/// An account with a hand in a cluster, and in what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Whose.
    pub account: u64,
    /// Items of the cluster that it posted.
    pub items: u32,
    /// Channels of the cluster that it posted them to.
    pub channels: u32,
    /// Channels of the cluster that it administers.
    pub administers: u32,
}

/// A pair while it is counted.
#[derive(Default)]
struct Pair {
    /// With quotations.
    shared: u32,
    /// Without.
    kept: u32,
    lags_s: Vec<i64>,
}

type Pairs = HashMap<(u32, u32), Pair>;

struct Judged<'a, C> {
    items: &'a Items,
    channels: &'a C,
    keys: Vec<u64>,
    posts: Vec<u32>,
    quotations: Vec<u32>,
    pairs: Pairs,
}

pub(super) fn evaluate(items: &Items, channels: &impl Channels) -> Graph {
    let mut all: Vec<(u64, u32)> = items.posts().filter(|(_, posts)| *posts >= POSTS_MIN).collect();
    all.sort_unstable();
    let (keys, posts): (Vec<u64>, Vec<u32>) = all.into_iter().unzip();
    let quotations = vec![0; keys.len()];
    let mut judged = Judged { items, channels, keys, posts, quotations, pairs: Pairs::new() };
    judged.count_shared();
    judged.count_kept();
    let edges = judged.edges();
    judged.graph(edges)
}

impl<C: Channels> Judged<'_, C> {
    /// The channels of an item that are judged, with when they had it.
    fn having(&self, item: &[Appearance]) -> Vec<(u32, i64)> {
        let place = |appearance: &Appearance| {
            let place = self.keys.binary_search(&appearance.channel).ok()?;
            Some((place as u32, appearance.at_s))
        };
        let mut having: Vec<(u32, i64)> = item.iter().filter_map(place).collect();
        having.sort_unstable();
        having
    }

    fn count_shared(&mut self) {
        for item in self.items.all() {
            for_each_pair(&self.having(item), |key, _| self.pairs.entry(key).or_default().shared += 1);
        }
    }

    /// Counts once more, without quotations: the first time tells which channels belong together.
    fn count_kept(&mut self) {
        let related: HashMap<(u32, u32), bool> =
            self.pairs.iter().map(|(key, pair)| (*key, self.is_related(*key, pair))).collect();
        for item in self.items.all() {
            let having = self.having(item);
            if is_quotation(&having, &related) {
                having.iter().for_each(|(place, _)| self.quotations[*place as usize] += 1);
                continue;
            }
            for_each_pair(&having, |key, lag_s| {
                let pair = self.pairs.entry(key).or_default();
                pair.kept += 1;
                pair.lags_s.push(lag_s);
            });
        }
    }

    fn is_related(&self, (a, b): (u32, u32), pair: &Pair) -> bool {
        // Of the larger one: whoever relays a wire has most of it, and other things besides.
        let most = self.posts[a as usize].max(self.posts[b as usize]);
        let (a, b) = (self.keys[a as usize], self.keys[b as usize]);
        pair.shared as f32 >= RELATED_SHARE * most as f32
            || self.administrators(a, b) >= ADMINISTRATORS_MIN
            || (self.items.links(a, b) > 0 && self.items.links(b, a) > 0)
    }

    fn administrators(&self, a: u64, b: u64) -> f32 {
        let (own, others) = (self.channels.administrators(a), self.channels.administrators(b));
        let both = own.iter().filter(|account| others.binary_search(account).is_ok()).count();
        both as f32 / (own.len() + others.len() - both).max(1) as f32
    }

    fn own_posts(&self, place: u32) -> u32 {
        self.posts[place as usize].saturating_sub(self.quotations[place as usize])
    }

    fn edges(&mut self) -> Vec<Edge> {
        let mut pairs: Vec<((u32, u32), Pair)> = std::mem::take(&mut self.pairs).into_iter().collect();
        pairs.sort_unstable_by_key(|(key, _)| *key);
        pairs.into_iter().filter_map(|(key, pair)| self.edge(key, pair)).collect()
    }

    fn edge(&self, (a, b): (u32, u32), mut pair: Pair) -> Option<Edge> {
        let share = |place: u32| (pair.kept as f32 / self.own_posts(place).max(1) as f32).min(1.0);
        let (share_of_a, share_of_b) = (share(a), share(b));
        if pair.kept == 0 || share_of_a.max(share_of_b) < SHOWN_MIN {
            return None;
        }
        pair.lags_s.sort_unstable();
        let lag_s = |share: usize| pair.lags_s[(pair.lags_s.len() - 1) * share / 4];
        let (first, second) = (self.keys[a as usize], self.keys[b as usize]);
        let mut edge = Edge {
            a: first,
            b: second,
            items: pair.kept,
            share_of_a,
            share_of_b,
            lag_median_s: lag_s(2),
            lag_spread_s: (lag_s(3) - lag_s(1)) as u32,
            administrators: self.administrators(first, second),
            links_to_b: self.items.links(first, second),
            links_to_a: self.items.links(second, first),
            name: self.channels.name_likeness(first, second),
            why: Vec::new(),
        };
        // A channel whose own posts are few is not judged by them.
        let enough = |place: u32, share: f32| if self.own_posts(place) >= POSTS_MIN { share } else { 0.0 };
        edge.why = reasons(&edge, enough(a, share_of_a).max(enough(b, share_of_b)));
        Some(edge)
    }

    fn graph(&self, edges: Vec<Edge>) -> Graph {
        let place = |key: u64| self.keys.binary_search(&key).expect("edges are between judged channels");
        let mut groups = Groups::new(self.keys.len());
        let mut has_edge = vec![false; self.keys.len()];
        for edge in &edges {
            let (a, b) = (place(edge.a), place(edge.b));
            (has_edge[a], has_edge[b]) = (true, true);
            if !edge.why.is_empty() {
                groups.join(a, b);
            }
        }
        let mut members: HashMap<usize, Vec<u64>> = HashMap::new();
        for (number, key) in self.keys.iter().enumerate() {
            members.entry(groups.find(number)).or_default().push(*key);
        }
        let mut together: Vec<Vec<u64>> =
            members.into_values().filter(|channels| channels.len() > 1).collect();
        together.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let cluster_of: HashMap<u64, usize> = together
            .iter()
            .enumerate()
            .flat_map(|(number, channels)| channels.iter().map(move |channel| (*channel, number)))
            .collect();
        let node = |number: usize| Node {
            channel: self.keys[number],
            posts: self.posts[number],
            quotations: self.quotations[number],
            cluster: cluster_of.get(&self.keys[number]).copied(),
        };
        let nodes = (0..self.keys.len()).filter(|number| has_edge[*number]).map(node).collect();
        let mut hands = self.hands(&cluster_of, together.len());
        let clusters =
            together.into_iter().map(|channels| Cluster { hands: hands.remove(0), channels }).collect();
        Graph { nodes, edges, clusters }
    }

    /// For each cluster, who posted what its channels share, and who administers them.
    fn hands(&self, cluster_of: &HashMap<u64, usize>, clusters: usize) -> Vec<Vec<Hand>> {
        let mut posted: HashMap<(usize, u64), (u32, Vec<u64>)> = HashMap::new();
        for item in self.items.all() {
            let inside = |appearance: &&Appearance| cluster_of.contains_key(&appearance.channel);
            for appearance in item.iter().filter(inside) {
                let own = cluster_of[&appearance.channel];
                let is_shared = item.iter().any(|other| {
                    other.channel != appearance.channel && cluster_of.get(&other.channel) == Some(&own)
                });
                if is_shared {
                    let (items, channels) = posted.entry((own, appearance.author)).or_default();
                    *items += 1;
                    if !channels.contains(&appearance.channel) {
                        channels.push(appearance.channel);
                    }
                }
            }
        }
        let mut administers: HashMap<(usize, u64), u32> = HashMap::new();
        for (channel, cluster) in cluster_of {
            for account in self.channels.administrators(*channel) {
                *administers.entry((*cluster, *account)).or_default() += 1;
            }
        }
        let mut hands = vec![Vec::new(); clusters];
        for (key, count) in &administers {
            let (items, channels) =
                posted.remove(key).map_or((0, 0), |(items, channels)| (items, channels.len() as u32));
            hands[key.0].push(Hand { account: key.1, items, channels, administers: *count });
        }
        for ((cluster, account), (items, channels)) in posted {
            if items >= HAND_ITEMS_MIN {
                let channels = channels.len() as u32;
                hands[cluster].push(Hand { account, items, channels, administers: 0 });
            }
        }
        hands.iter_mut().for_each(|hands| hands.sort_unstable_by_key(|hand| hand.account));
        hands
    }
}

/// Each pair of channels that had an item within a day of each other, with the lag from the first to the second.
fn for_each_pair(having: &[(u32, i64)], mut take: impl FnMut((u32, u32), i64)) {
    for (number, (a, a_s)) in having.iter().enumerate() {
        for (b, b_s) in &having[number + 1..] {
            if (b_s - a_s).abs() <= WINDOW_S {
                take((*a, *b), b_s - a_s);
            }
        }
    }
}

/// Whether an item stands in [`QUOTED_GROUPS`] groups of channels that are not related.
fn is_quotation(having: &[(u32, i64)], related: &HashMap<(u32, u32), bool>) -> bool {
    if having.len() < QUOTED_GROUPS {
        return false;
    }
    let mut groups = Groups::new(having.len());
    for (number, (a, _)) in having.iter().enumerate() {
        for (other, (b, _)) in having.iter().enumerate().skip(number + 1) {
            if related.get(&(*a, *b)) == Some(&true) {
                groups.join(number, other);
            }
        }
    }
    (0..having.len()).filter(|number| groups.find(*number) == *number).count() >= QUOTED_GROUPS
}

fn reasons(edge: &Edge, share: f32) -> Vec<Why> {
    let mut why = Vec::new();
    if share >= SHARE_ALONE {
        why.push(Why::Content);
    }
    if share >= SHARE_WITH_REASON {
        if edge.lag_spread_s <= LAG_SPREAD_MAX_S && edge.items as usize >= LAGS_MIN {
            why.push(Why::Timing);
        }
        if edge.administrators >= ADMINISTRATORS_MIN {
            why.push(Why::Administrators);
        }
        if edge.links_to_a > 0 && edge.links_to_b > 0 {
            why.push(Why::Links);
        }
    }
    why
}
