//! Networks of mirror channels: what public channels publish is compared as it comes, and out comes a graph with every
//! number by which two channels are called mirrors. Nothing is kept but signatures, in memory, for seven days; nothing
//! follows from it by itself.

mod graph;
mod routes;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use parking_lot::Mutex;
use parvis_api::router::Route;
use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::{Matter, Publication};
use parvis_likeness::text::Look;
use parvis_model::event::MessageCreate;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Event, GuildFeature, Id, Permissions};
use parvis_rules::permissions::MemberView;
use parvis_signals::mirrors::{Content, Graph, Limits, Mirrors as Posts, Post};

use crate::cases::{self, Finding};
use crate::words::{Label, Subject};

const HOUR_MS: i64 = 3_600_000;
/// Channels of which administrators are remembered.
const CHANNELS_MAX: usize = 100_000;
/// Who holds one of these publishes in the channel's name.
const ADMINISTERS: Permissions =
    Permissions::ADMINISTRATOR.union(Permissions::MANAGE_GUILD).union(Permissions::MANAGE_CHANNELS);

/// This part of the wing. Cheap to clone.
#[derive(Clone)]
pub struct Mirrors(Arc<Engine>);

struct Engine {
    memory: Mutex<Memory>,
    /// In which hour networks were last looked for.
    last_hour: AtomicI64,
}

/// What is known of channels and their posts.
struct Memory {
    posts: Posts,
    channels: HashMap<Id<ChannelMarker>, Place>,
    /// How large the network of a guild was when somebody was last told.
    told: HashMap<Id<GuildMarker>, usize>,
}

/// A channel that was seen.
#[derive(Debug, Clone)]
struct Place {
    guild_id: Id<GuildMarker>,
    name: String,
    guild_name: String,
    administrators: BTreeSet<Id<UserMarker>>,
}

impl Default for Mirrors {
    fn default() -> Self {
        let memory =
            Memory { posts: Posts::new(Limits::default()), channels: HashMap::new(), told: HashMap::new() };
        Self(Arc::new(Engine { memory: Mutex::new(memory), last_hour: AtomicI64::new(0) }))
    }
}

/// What this part answers.
pub fn routes(mirrors: &Mirrors) -> Vec<Route> {
    routes::all(mirrors)
}

impl Mirrors {
    /// Takes a post in, when its channel is open to everybody in a guild that anybody can find, and it says enough.
    async fn take(&self, app: &App, said: &MessageCreate) -> ActionResult<()> {
        let (Some(guild_id), channel_id) = (said.guild_id, said.message.channel_id) else { return Ok(()) };
        let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(()) };
        let is_public = guild.guild().has_feature(&GuildFeature::DISCOVERABLE) && guild.is_open(channel_id);
        let Some(channel) = guild.channel(channel_id).filter(|_| is_public) else { return Ok(()) };
        let print = Look::of(&said.message.content).fingerprint();
        let Some(signature) = print.and_then(|print| print.signature) else { return Ok(()) };
        let author_id = said.message.author.id;
        let roles = said.member.as_ref().map_or(&[][..], |member| member.roles.as_slice());
        let view = MemberView { user_id: author_id, roles, timed_out: false, pending: false };
        let publishes =
            said.message.author.bot || guild.permissions_in(channel_id, &view).intersects(ADMINISTERS);
        let mut memory = self.0.memory.lock();
        if memory.channels.len() >= CHANNELS_MAX && !memory.channels.contains_key(&channel_id) {
            return Ok(());
        }
        let place = memory.channels.entry(channel_id).or_insert_with(|| Place {
            guild_id,
            name: String::new(),
            guild_name: String::new(),
            administrators: BTreeSet::from([guild.owner_id()]),
        });
        place.name = channel.name.clone().unwrap_or_default();
        place.guild_name.clone_from(&guild.guild().name);
        if publishes {
            place.administrators.insert(author_id);
        }
        memory.posts.observe(&Post {
            channel: channel_id.get(),
            author: author_id.get(),
            at_s: said.message.id.created_unix_ms() / 1_000,
            content: Content::Text(&signature),
        });
        Ok(())
    }

    /// Who mirrors whom now.
    fn graph(&self) -> (Graph, HashMap<Id<ChannelMarker>, Place>) {
        let memory = self.0.memory.lock();
        let known = graph::Known::new(&memory.channels);
        let graph = memory.posts.graph(&known);
        let shown = |id: &Id<ChannelMarker>| memory.channels.get(id).map(|place| (*id, place.clone()));
        let places = graph.nodes.iter().filter_map(|node| shown(&Id::new(node.channel))).collect();
        (graph, places)
    }

    /// Opens a case of the house about each guild of a network that has grown since somebody was told.
    async fn tell(&self, app: &App) -> ActionResult<()> {
        let (graph, places) = self.graph();
        for cluster in &graph.clusters {
            let channels = cluster.channels.iter().filter_map(|id| places.get(&Id::new(*id)));
            let guilds: BTreeSet<Id<GuildMarker>> = channels.map(|place| place.guild_id).collect();
            // Whoever posts the same in several channels of one guild mirrors nobody.
            if guilds.len() < 2 {
                continue;
            }
            for guild_id in guilds {
                let size = cluster.channels.len();
                if self.0.memory.lock().told.get(&guild_id).is_some_and(|told| *told >= size) {
                    continue;
                }
                let detail = format!("{size} channels, {} accounts", cluster.hands.len());
                let label = Label { name: "mirrors".to_owned(), by: "mirror networks".to_owned(), detail };
                let house = app.clone();
                app.write(Lane::of(guild_id), move |tx, out| {
                    let subject = Subject::Guild { guild_id };
                    cases::open_for_review(&house, tx, out, Finding { guild_id: None, subject, label })
                })
                .await?;
                self.0.memory.lock().told.insert(guild_id, size);
            }
        }
        Ok(())
    }
}

impl Job for Mirrors {
    fn run<'a>(&'a self, app: &'a App, publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(async move {
            match &publication.matter {
                Matter::Event { event: Event::MessageCreate(said), .. } => {
                    if let Err(error) = self.take(app, said).await {
                        tracing::warn!(%error, "a post was not held against those of other channels");
                    }
                }
                Matter::Event { event: Event::GuildDelete(gone), .. } => {
                    let mut memory = self.0.memory.lock();
                    memory.channels.retain(|_, place| place.guild_id != gone.id);
                    memory.told.remove(&gone.id);
                }
                _ => {}
            }
        })
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            let hour = app.now_ms() / HOUR_MS;
            if self.0.last_hour.swap(hour, Ordering::Relaxed) == hour {
                return;
            }
            if let Err(error) = self.tell(app).await {
                tracing::warn!(%error, "nobody was told of networks of mirrors; the next hour goes on");
            }
        })
    }
}
