//! Channels that publish what others publish. Posts of public channels come in one after the other; out comes a graph
//! with every number by which two channels are called mirrors.
//!
//! What a post says is handed in as a signature, never as a text. A post is compared with those of the last 24 hours;
//! what stood in several channels is remembered for seven days, everything else is a count. Memory is bounded by
//! [`Limits`], whatever comes.

mod graph;
mod groups;
mod items;
mod recent;

use serde::{Deserialize, Serialize};

pub use graph::{Channels, Cluster, Edge, Graph, Hand, Node, Why};
pub use groups::Groups;
use items::{Appearance, Items};
use recent::{Recent, Trace};

/// Slots of a text's signature: 42 bands of three.
pub const SLOTS: usize = 126;
/// A MinHash signature: two texts share a slot as often as they share pieces.
pub type Signature = [u16; SLOTS];

/// A partner's post is at most this far away.
pub const WINDOW_S: i64 = 86_400;
/// Texts with this share of pieces in common are one that was changed.
pub const JACCARD_MIN: f32 = 0.4;
/// Pictures whose perceptual hashes (PDQ) differ in at most so many of 256 bits are one.
pub const PICTURE_BITS_MAX: u32 = 31;
/// Channels with fewer different posts are not judged.
pub const POSTS_MIN: u32 = 20;
/// The share of a channel's posts that another one has, from which on one more reason makes a mirror.
pub const SHARE_WITH_REASON: f32 = 0.5;
/// The share that is enough by itself.
pub const SHARE_ALONE: f32 = 0.8;
/// A spread of lags (between the quartiles) up to which copying is a program's.
pub const LAG_SPREAD_MAX_S: u32 = 60;
/// The share of administrators in common (Jaccard) that is a reason.
pub const ADMINISTRATORS_MIN: f32 = 0.3;
/// An item in so many groups of channels that have nothing else to do with one another is a quotation.
pub const QUOTED_GROUPS: usize = 5;

/// How much is kept at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Posts of the last 24 hours that new ones are compared with, about 320 bytes each; the oldest go first.
    pub posts: usize,
    /// Pictures of the last 24 hours.
    pub pictures: usize,
    /// Items of the last seven days that stood in several channels.
    pub items: usize,
}

impl Default for Limits {
    /// A million posts a day: 0.4 GB when it is full, nothing while it is empty.
    fn default() -> Self {
        Self { posts: 1 << 20, pictures: 100_000, items: 500_000 }
    }
}

/// A post of a public channel, or a picture in it.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// Where.
    pub channel: u64,
    /// Who posted it.
    pub author: u64,
    /// When, in seconds since the epoch; not before earlier ones by more than a few minutes.
    pub at_s: i64,
    /// What.
    pub content: Content<'a>,
}

/// What a post holds, without its words. Greetings and other short texts are everybody's: they are not handed in.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// A text of some length.
    Text(&'a Signature),
    /// A file, by its digest.
    File(u64),
    /// A picture, by its PDQ hash.
    Picture([u64; 4]),
}

/// What is known of the channels' posts.
#[derive(Debug, Clone)]
pub struct Mirrors {
    recent: Recent,
    items: Items,
}

impl Mirrors {
    /// Knows nothing yet.
    pub fn new(limits: Limits) -> Self {
        Self { recent: Recent::new(&limits), items: Items::new(limits.items) }
    }

    /// Takes a post in. What a channel repeats counts once.
    pub fn observe(&mut self, post: &Post) {
        self.items.pass_time(post.at_s);
        let own = Appearance { channel: post.channel, author: post.author, at_s: post.at_s };
        let Some(found) = self.recent.find(&post.content, post.at_s - WINDOW_S) else {
            self.items.count(post.channel);
            self.recent.insert(&post.content, Trace { first: own, item: None });
            return;
        };
        let trace = self.recent.trace_mut(found.place);
        let item = match trace.item.filter(|item| self.items.holds(*item)) {
            Some(item) => item,
            None if trace.first.channel == own.channel => return,
            None => *trace.item.insert(self.items.begin(trace.first)),
        };
        if self.items.appear(item, own) {
            self.items.count(post.channel);
        }
        // A copy of this copy may be nearer to it than to the first.
        if !found.is_close {
            self.recent.insert(&post.content, Trace { first: own, item: Some(item) });
        }
    }

    /// Takes in that a channel posted an invitation to another one.
    pub fn observe_link(&mut self, from: u64, to: u64, at_s: i64) {
        self.items.pass_time(at_s);
        if from != to {
            self.items.link(from, to);
        }
    }

    /// Who mirrors whom, by the last seven days.
    pub fn graph(&self, channels: &impl Channels) -> Graph {
        graph::evaluate(&self.items, channels)
    }

    /// What it keeps, in bytes, nearly.
    pub fn memory_bytes(&self) -> usize {
        self.recent.memory_bytes() + self.items.memory_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Chance;

    struct Strangers;

    impl Channels for Strangers {
        fn administrators(&self, _: u64) -> &[u64] {
            &[]
        }

        fn name_likeness(&self, _: u64, _: u64) -> f32 {
            0.0
        }
    }

    fn signature(number: u64) -> Signature {
        std::array::from_fn(|slot| {
            (number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(slot as u32)
                ^ (slot as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9)) as u16
        })
    }

    fn post(mirrors: &mut Mirrors, channel: u64, at_s: i64, text: &Signature) {
        mirrors.observe(&Post { channel, author: channel + 1_000, at_s, content: Content::Text(text) });
    }

    #[test]
    fn what_is_posted_again_a_little_later_is_a_mirror_with_its_numbers() {
        let mut mirrors = Mirrors::new(Limits::default());
        for number in 0..40_u64 {
            let at_s = number as i64 * 600;
            post(&mut mirrors, 1, at_s, &signature(number));
            // A quarter of the slots differ.
            let mut changed = signature(number);
            changed.iter_mut().step_by(4).for_each(|slot| *slot ^= 0x5a5a);
            post(&mut mirrors, 2, at_s + 30 + number as i64 % 5, &changed);
            post(&mut mirrors, 3, at_s + 60, &signature(number + 1_000));
        }
        let graph = mirrors.graph(&Strangers);
        assert_eq!(graph.edges.len(), 1, "{graph:?}");
        let edge = &graph.edges[0];
        assert_eq!((edge.a, edge.b, edge.items), (1, 2, 40));
        assert_eq!((edge.share_of_a, edge.share_of_b, edge.lag_median_s), (1.0, 1.0, 32));
        assert!(edge.why.contains(&Why::Content) && edge.why.contains(&Why::Timing), "{edge:?}");
        assert_eq!(graph.clusters[0].channels, [1, 2]);
        assert_eq!(graph.clusters[0].hands.len(), 2);
    }

    #[test]
    fn what_lies_more_than_a_day_apart_is_no_pair() {
        let mut mirrors = Mirrors::new(Limits::default());
        for (channel, start_s) in [(1, 0), (2, 2 * WINDOW_S)] {
            for number in 0..30_u64 {
                post(&mut mirrors, channel, start_s + number as i64 * 60, &signature(number));
            }
        }
        assert_eq!(mirrors.graph(&Strangers).edges, []);
    }

    #[test]
    fn a_channel_that_repeats_itself_mirrors_nobody() {
        let mut mirrors = Mirrors::new(Limits::default());
        for number in 0..100_u64 {
            post(&mut mirrors, 1, number as i64, &signature(number % 3));
        }
        let graph = mirrors.graph(&Strangers);
        assert_eq!((graph.nodes.len(), graph.edges.len()), (0, 0), "three different posts are too few");
    }

    #[test]
    fn files_and_pictures_are_compared_too() {
        let mut mirrors = Mirrors::new(Limits::default());
        for number in 0..30_u64 {
            for channel in [1, 2] {
                let at_s = number as i64 * 60 + channel as i64;
                let content = if number % 2 == 0 {
                    Content::File(number)
                } else {
                    Content::Picture([
                        Chance::new(number).bits(),
                        Chance::new(!number).bits(),
                        number,
                        channel,
                    ])
                };
                mirrors.observe(&Post { channel, author: channel, at_s, content });
            }
        }
        assert_eq!(mirrors.graph(&Strangers).clusters.len(), 1);
    }

    #[test]
    fn the_limits_hold() {
        let limits = Limits { posts: 1 << 10, pictures: 100, items: 100 };
        let mut mirrors = Mirrors::new(limits);
        let mut full_bytes = 0;
        for number in 0..4_000_u64 {
            post(&mut mirrors, number % 50, number as i64, &signature(number / 2));
            mirrors.observe(&Post {
                channel: number % 50,
                author: 1,
                at_s: number as i64,
                content: Content::Picture([number.wrapping_mul(0x9e37_79b9_7f4a_7c15); 4]),
            });
            if number == 1_999 {
                full_bytes = mirrors.memory_bytes();
            }
        }
        assert!(mirrors.memory_bytes() <= full_bytes * 11 / 10, "{} {full_bytes}", mirrors.memory_bytes());
        assert!(mirrors.memory_bytes() < 1_000_000, "{}", mirrors.memory_bytes());
    }
}
