//! The graph as moderators of the house see it: channels by name, every number of an edge, and who has a hand in what.

use std::collections::HashMap;

use parvis_app::{ActionResult, App, Caller};
use parvis_likeness::names::PersonName;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, User};
use parvis_signals::mirrors::{Channels, Edge, Why};
use parvis_store::tables as talk;
use serde::Serialize;

use super::{Mirrors, Place};
use crate::desk;

/// Edges that are shown, those with the most items.
const EDGES_MAX: usize = 500;

/// What the graph asks about channels.
pub(super) struct Known<'a> {
    places: &'a HashMap<Id<ChannelMarker>, Place>,
    administrators: HashMap<u64, Vec<u64>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(places: &'a HashMap<Id<ChannelMarker>, Place>) -> Self {
        let of = |place: &Place| place.administrators.iter().map(|id| id.get()).collect();
        Self { places, administrators: places.iter().map(|(id, place)| (id.get(), of(place))).collect() }
    }
}

impl Channels for Known<'_> {
    fn administrators(&self, channel: u64) -> &[u64] {
        self.administrators.get(&channel).map_or(&[], Vec::as_slice)
    }

    fn name_likeness(&self, a: u64, b: u64) -> f32 {
        match (self.places.get(&Id::new(a)), self.places.get(&Id::new(b))) {
            (Some(a), Some(b)) => {
                PersonName::new(&a.guild_name).likeness(&PersonName::new(&b.guild_name)).score
            }
            _ => 0.0,
        }
    }
}

/// Who mirrors whom, by the last seven days.
#[derive(Debug, Serialize)]
pub struct ShownGraph {
    nodes: Vec<ShownNode>,
    edges: Vec<ShownEdge>,
    clusters: Vec<ShownNetwork>,
}

#[derive(Debug, Serialize)]
struct ShownNode {
    channel_id: Id<ChannelMarker>,
    channel_name: String,
    guild_id: Id<GuildMarker>,
    guild_name: String,
    posts: u32,
    quotations: u32,
    cluster: Option<usize>,
}

#[derive(Debug, Serialize)]
struct ShownEdge {
    a: Id<ChannelMarker>,
    b: Id<ChannelMarker>,
    items: u32,
    share_of_a: f32,
    share_of_b: f32,
    lag_median_s: i64,
    lag_spread_s: u32,
    administrators: f32,
    name: f32,
    why: Vec<Why>,
}

#[derive(Debug, Serialize)]
struct ShownNetwork {
    channels: Vec<Id<ChannelMarker>>,
    hands: Vec<ShownHand>,
}

#[derive(Debug, Serialize)]
struct ShownHand {
    user_id: Id<UserMarker>,
    user: Option<User>,
    items: u32,
    channels: u32,
    administers: u32,
}

impl From<Edge> for ShownEdge {
    fn from(edge: Edge) -> Self {
        Self {
            a: Id::new(edge.a),
            b: Id::new(edge.b),
            items: edge.items,
            share_of_a: edge.share_of_a,
            share_of_b: edge.share_of_b,
            lag_median_s: edge.lag_median_s,
            lag_spread_s: edge.lag_spread_s,
            administrators: edge.administrators,
            name: edge.name,
            why: edge.why,
        }
    }
}

/// The graph, for moderators of the house.
pub async fn get(mirrors: &Mirrors, app: &App, caller: &Caller) -> ActionResult<ShownGraph> {
    desk::standing(app, caller, None).await?;
    let (graph, places) = mirrors.graph();
    let nodes = graph.nodes.iter().filter_map(|node| {
        let channel_id = Id::new(node.channel);
        let place = places.get(&channel_id)?;
        Some(ShownNode {
            channel_id,
            channel_name: place.name.clone(),
            guild_id: place.guild_id,
            guild_name: place.guild_name.clone(),
            posts: node.posts,
            quotations: node.quotations,
            cluster: node.cluster,
        })
    });
    let nodes = nodes.collect();
    let mut edges: Vec<ShownEdge> = graph.edges.into_iter().map(ShownEdge::from).collect();
    edges.sort_by_key(|edge| (edge.why.is_empty(), std::cmp::Reverse(edge.items)));
    edges.truncate(EDGES_MAX);
    let clusters = app
        .read(move |tx| {
            let mut shown = Vec::new();
            for cluster in graph.clusters {
                let mut hands = Vec::new();
                for hand in cluster.hands {
                    let user_id = Id::new(hand.account);
                    let user = talk::users::get(tx, user_id)?;
                    let (items, channels, administers) = (hand.items, hand.channels, hand.administers);
                    hands.push(ShownHand { user_id, user, items, channels, administers });
                }
                let channels = cluster.channels.into_iter().map(Id::new).collect();
                shown.push(ShownNetwork { channels, hands });
            }
            Ok(shown)
        })
        .await?;
    Ok(ShownGraph { nodes, edges, clusters })
}
