//! An event encoded once for everybody who receives it, with a second form for those who may not read its content.

use std::sync::{Arc, OnceLock};

use parvis_bus::{Audience, Matter, Publication};
use parvis_model::marker::UserMarker;
use parvis_model::{Event, Id, Intents};
use parvis_session::frame::{Body, Topic, body_in};

use crate::cell::Listener;

/// Where the event itself is.
enum Source {
    Published(Arc<Publication>),
    Own(Event),
}

/// One event on its way to many sessions. Encoded by the first writer that needs it.
pub struct Encoded {
    source: Source,
    /// Intents of which a bot needs one; none: everybody.
    intents: Intents,
    for_bots: bool,
    in_guild: bool,
    topic: Topic,
    full: OnceLock<Body>,
    stripped: OnceLock<Option<Body>>,
}

impl Encoded {
    /// A published event. `in_guild`: whether its audience is in a guild.
    ///
    /// # Panics
    /// If the publication holds no event.
    pub fn published(publication: Arc<Publication>, in_guild: bool) -> Self {
        Self::new(Source::Published(publication), in_guild)
    }

    /// An event that the gateway itself makes.
    pub fn own(event: Event, in_guild: bool) -> Self {
        Self::new(Source::Own(event), in_guild)
    }

    fn new(source: Source, in_guild: bool) -> Self {
        let event = event_of(&source);
        let (intents, for_bots) = (event.intents(in_guild), event.is_for_bots(in_guild));
        let topic = topic_of(&source);
        Self { source, intents, for_bots, in_guild, topic, full: OnceLock::new(), stripped: OnceLock::new() }
    }

    /// The event.
    pub fn event(&self) -> &Event {
        event_of(&self.source)
    }

    /// The text for this listener, or `None` if the listener does not take the event.
    pub fn for_listener(&self, listener: &Listener) -> Option<&Body> {
        if !listener.is_bot {
            return Some(self.full());
        }
        let intents = listener.admission.intents;
        let own_membership = || match self.event() {
            Event::MemberUpdate(update) => update.member.user.id == listener.user_id,
            Event::ThreadMembersUpdate(update) => {
                intents.contains(Intents::GUILDS) && update.concerns(listener.user_id)
            }
            _ => false,
        };
        if !self.for_bots
            || !(self.intents.is_empty() || intents.intersects(self.intents) || own_membership())
        {
            return None;
        }
        if intents.contains(Intents::MESSAGE_CONTENT) || !self.in_guild || self.concerns(listener.user_id) {
            return Some(self.full());
        }
        let stripped = self.stripped.get_or_init(|| {
            let event = self.event().without_content()?;
            Some(body_in(self.topic, event.name(), &event))
        });
        Some(stripped.as_ref().unwrap_or_else(|| self.full()))
    }

    /// The whole text.
    pub fn full(&self) -> &Body {
        self.full.get_or_init(|| body_in(self.topic, self.event().name(), self.event()))
    }

    /// Whether the content is meant for this account: its own message, or one that mentions it.
    fn concerns(&self, user_id: Id<UserMarker>) -> bool {
        match self.event() {
            Event::MessageCreate(message) | Event::MessageUpdate(message) => {
                let message = &message.message;
                message.author.id == user_id
                    || message.mentions.iter().any(|mention| mention.user.id == user_id)
            }
            _ => false,
        }
    }
}

/// Where a published event happened. What the gateway makes itself (a channel out of sight, a guild that was left) says
/// nothing that the receiver may not keep.
fn topic_of(source: &Source) -> Topic {
    let Source::Published(publication) = source else { return Topic::default() };
    let Matter::Event { audience, event } = &publication.matter else { return Topic::default() };
    let (channel_id, parent_id) = match (audience, event) {
        (Audience::Channel { channel_id, .. } | Audience::ChannelWith { channel_id, .. }, _) => {
            (Some(*channel_id), None)
        }
        (Audience::LookingAfter { channel_id, .. }, _) => (*channel_id, None),
        (Audience::PrivateThread { thread_id, parent_id, .. }, _) => (Some(*thread_id), Some(*parent_id)),
        (Audience::Members { .. }, Event::ThreadCreate(brought)) => {
            (Some(brought.thread.id), brought.thread.parent_id)
        }
        (Audience::Users(_), _) => (event.conversation(), None),
        _ => (None, None),
    };
    Topic { guild_id: audience.guild_id(), channel_id, parent_id }
}

fn event_of(source: &Source) -> &Event {
    match source {
        Source::Own(event) => event,
        Source::Published(publication) => match &publication.matter {
            Matter::Event { event, .. } => event,
            Matter::LoginsEnded { .. } => panic!("only events are encoded"),
        },
    }
}
