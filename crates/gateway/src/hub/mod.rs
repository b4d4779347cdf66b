//! The hub: one thread that takes publications and the comings and goings of sessions in one order, knows who may see
//! what at each place of that order, and hands encoded events to the writers. Must not wait for the database or a
//! socket.

mod errands;
pub mod guild;
mod lines;
pub mod member_lists;
pub mod presence;
mod publications;
mod room;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use parvis_app::App;
use parvis_app::attendance::SeesPeople;
use parvis_app::hooks::Work;
use parvis_bus::{GuildSnapshot, Publication, Subscriber, view_of};
use parvis_model::gateway::{CloseCode, GuildSubscription};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{ClientInfo, Event, GatewaySession, Id, Intents, Member, Presence, Status};
use parvis_session::frame::RECONNECT;
use tokio::sync::oneshot;

use crate::cell::SessionCell;
use crate::encoded::Encoded;
use crate::uptime::Uptime;
use crate::writer::{Recipients, Writers};
pub use errands::{Errands, GuildStart, ThreadsStart};
use errands::{Forget, ListThreads, LoadGuild, LoadRoster, StartGuild};
use guild::{Circle, LiveGuild, Visible};
use member_lists::{GuildLists, RosterRead};
use presence::{SessionPresence, Shown};

/// How often ended and expired sessions are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How often member lists that moved are looked at.
const LISTS_EVERY: Duration = Duration::from_millis(50);
/// How long an account without a socket is still shown as there: a client that comes back at once never went.
const GONE_AFTER_MS: u64 = 10_000;

/// A guild that a session has just become part of, at this place of the stream.
pub struct Joined {
    /// The structure.
    pub snapshot: Arc<GuildSnapshot>,
    /// The membership.
    pub member: Arc<Member>,
    /// What the member may view.
    pub visible: Visible,
    /// Who is there, for bots with GUILD_PRESENCES.
    pub online: Vec<(Arc<Member>, Presence)>,
}

impl Joined {
    /// Whether the member may view a channel or an active thread.
    pub fn may_view(&self, channel_id: Id<ChannelMarker>, now_ms: i64) -> bool {
        self.visible.contains(&channel_id)
            || self.snapshot.may_view(channel_id, &view_of(&self.member, now_ms))
    }
}

/// Answer to the join of a starting session.
pub struct Start {
    /// Its guilds.
    pub guilds: Vec<Joined>,
    /// All open sessions of the account.
    pub sessions: Vec<GatewaySession>,
}

/// What the hub is told.
pub enum Input {
    /// Something was committed.
    Publication(Arc<Publication>),
    /// A session begins: from here on, everything for its account is kept for it.
    Register { cell: Arc<SessionCell>, presence: SessionPresence, done: oneshot::Sender<()> },
    /// The memberships that the database had after the registration.
    Join { key: u64, memberships: Vec<(Id<GuildMarker>, Arc<Member>)>, done: oneshot::Sender<Start> },
    /// A guild that was not in memory when it was needed is there now, or does not exist.
    Loaded { guild_id: Id<GuildMarker> },
    /// A session shows another presence.
    Present { key: u64, presence: SessionPresence },
    /// A person's session looks at guilds.
    Watch { key: u64, subscriptions: Vec<GuildSubscription> },
    /// The members of a guild whose list somebody has opened.
    Roster { guild_id: Id<GuildMarker>, read: RosterRead },
    /// A session has ended.
    Leave { key: u64 },
    /// Who is there, among these members of a guild that the session is in.
    Presences {
        key: u64,
        guild_id: Id<GuildMarker>,
        user_ids: Vec<Id<UserMarker>>,
        done: oneshot::Sender<Vec<Presence>>,
    },
    /// How many members of a guild others see as being there.
    Count { guild_id: Id<GuildMarker>, done: oneshot::Sender<u32> },
    /// Who of these is at a device, or wants not to be disturbed.
    Occupied { user_ids: Vec<Id<UserMarker>>, done: oneshot::Sender<Vec<Id<UserMarker>>> },
    /// The server goes down: everybody is asked to come back.
    Drain { done: oneshot::Sender<()> },
}

struct Queue {
    waiting: VecDeque<Input>,
    closed: bool,
}

/// The hub's inbox: where publications and sessions meet.
pub struct Inbox {
    queue: Mutex<Queue>,
    filled: Condvar,
}

impl Inbox {
    /// An empty one.
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            queue: Mutex::new(Queue { waiting: VecDeque::new(), closed: false }),
            filled: Condvar::new(),
        })
    }

    /// Puts something at the end.
    pub fn put(&self, input: Input) {
        self.queue.lock().waiting.push_back(input);
        self.filled.notify_one();
    }

    /// Nothing more is taken once what waits is done.
    pub fn close(&self) {
        self.queue.lock().closed = true;
        self.filled.notify_one();
    }

    /// Everything that waits; empty after a while without anything. `None`: closed.
    fn take_all(&self, within: Duration) -> Option<VecDeque<Input>> {
        let mut queue = self.queue.lock();
        if queue.waiting.is_empty() {
            if queue.closed {
                return None;
            }
            self.filled.wait_for(&mut queue, within);
        }
        Some(std::mem::take(&mut queue.waiting))
    }
}

impl Subscriber for Inbox {
    fn deliver(&self, publication: Arc<Publication>) {
        self.put(Input::Publication(publication));
    }
}

impl SeesPeople for Inbox {
    fn online(&self, guild_id: Id<GuildMarker>) -> Work<'_, u32> {
        let (done, counted) = oneshot::channel();
        self.put(Input::Count { guild_id, done });
        // When the hub has ended, nobody is there any more.
        Box::pin(async move { counted.await.unwrap_or(0) })
    }

    fn occupied(&self, user_ids: Vec<Id<UserMarker>>) -> Work<'_, Vec<Id<UserMarker>>> {
        let (done, found) = oneshot::channel();
        self.put(Input::Occupied { user_ids, done });
        Box::pin(async move { found.await.unwrap_or_default() })
    }
}

struct HubSession {
    cell: Arc<SessionCell>,
    presence: SessionPresence,
    guilds: HashSet<Id<GuildMarker>>,
    /// Memberships of the account that changed while the session is being started.
    missed: Option<Vec<Arc<Publication>>>,
    gone_since_ms: Option<u64>,
}

struct HubUser {
    sessions: Vec<u64>,
    shown: Shown,
}

/// The hub's state, owned by its thread.
pub struct Hub {
    app: App,
    writers: Arc<Writers>,
    uptime: Uptime,
    start_guild: StartGuild,
    list_threads: ListThreads,
    load_guild: LoadGuild,
    load_roster: LoadRoster,
    forget: Forget,
    /// What happens in guilds that are being brought into memory: taken up when they are there.
    loading: HashMap<Id<GuildMarker>, Vec<Arc<Publication>>>,
    lists: HashMap<Id<GuildMarker>, GuildLists>,
    sessions: HashMap<u64, HubSession>,
    users: HashMap<Id<UserMarker>, HubUser>,
    guilds: HashMap<Id<GuildMarker>, LiveGuild>,
    swept_at_ms: u64,
}

impl Hub {
    /// Starts the hub's thread.
    pub fn start(
        app: App,
        inbox: Arc<Inbox>,
        writers: Arc<Writers>,
        uptime: Uptime,
        errands: Errands,
    ) -> std::io::Result<JoinHandle<()>> {
        let Errands { start_guild, list_threads, load_guild, load_roster, forget } = errands;
        let mut hub = Self {
            app,
            writers,
            uptime,
            start_guild,
            list_threads,
            load_guild,
            load_roster,
            forget,
            loading: HashMap::new(),
            lists: HashMap::new(),
            sessions: HashMap::new(),
            users: HashMap::new(),
            guilds: HashMap::new(),
            swept_at_ms: 0,
        };
        std::thread::Builder::new().name("gateway-hub".to_owned()).spawn(move || {
            while let Some(inputs) = inbox.take_all(hub.waits_for()) {
                for input in inputs {
                    hub.take(input);
                }
                hub.refresh_lists();
                hub.sweep();
            }
        })
    }

    /// How long the hub may wait without anything to do.
    fn waits_for(&self) -> Duration {
        if self.has_stale_lists() { LISTS_EVERY } else { SWEEP_EVERY }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Publication(publication) => self.publication(&publication),
            Input::Register { cell, presence, done } => self.register(cell, presence, done),
            Input::Join { key, memberships, done } => {
                let start = self.join_all(key, memberships);
                // A client that hung up in the meantime needs no answer.
                let _ = done.send(start);
            }
            Input::Loaded { guild_id } => self.loaded(guild_id),
            Input::Present { key, presence } => self.present(key, presence),
            Input::Watch { key, subscriptions } => self.watch(key, subscriptions),
            Input::Roster { guild_id, read } => self.take_roster(guild_id, read),
            Input::Leave { key } => self.leave(key),
            Input::Presences { key, guild_id, user_ids, done } => {
                let _ = done.send(self.presences(key, guild_id, &user_ids));
            }
            Input::Count { guild_id, done } => {
                let _ = done.send(self.online_count(guild_id));
            }
            Input::Occupied { user_ids, done } => {
                let _ = done.send(user_ids.into_iter().filter(|id| self.is_occupied(*id)).collect());
            }
            Input::Drain { done } => {
                let now_ms = self.uptime.now_ms();
                for session in self.sessions.values() {
                    session.cell.send(RECONNECT, now_ms);
                    session.cell.close(CloseCode::UNKNOWN_ERROR, false, now_ms);
                }
                let _ = done.send(());
            }
        }
    }

    fn register(&mut self, cell: Arc<SessionCell>, presence: SessionPresence, done: oneshot::Sender<()>) {
        let (key, user_id) = (cell.listener.key, cell.listener.user_id);
        self.make_room(&cell.listener);
        let user = self
            .users
            .entry(user_id)
            .or_insert_with(|| HubUser { sessions: Vec::new(), shown: Shown::OFFLINE });
        user.sessions.push(key);
        let session = HubSession {
            cell,
            presence,
            guilds: HashSet::new(),
            missed: Some(Vec::new()),
            gone_since_ms: None,
        };
        self.sessions.insert(key, session);
        let _ = done.send(());
    }

    /// Makes a starting session part of its guilds: what the database said, brought up to this place of the stream.
    fn join_all(&mut self, key: u64, memberships: Vec<(Id<GuildMarker>, Arc<Member>)>) -> Start {
        let mut guilds = Vec::new();
        let Some(session) = self.sessions.get_mut(&key) else {
            return Start { guilds, sessions: Vec::new() };
        };
        let listener = session.cell.listener.clone();
        let mut memberships: HashMap<_, _> = memberships.into_iter().collect();
        for missed in session.missed.take().unwrap_or_default() {
            publications::bring_up(&mut memberships, &missed, listener.user_id);
        }
        let mut memberships: Vec<_> = memberships.into_iter().collect();
        memberships.sort_by_key(|(guild_id, member)| (member.joined_at, *guild_id));
        // Others are told before the session itself is one of them.
        self.show(listener.user_id, memberships.iter().map(|(guild_id, _)| *guild_id));
        for (guild_id, member) in memberships {
            guilds.extend(self.join(key, guild_id, member));
        }
        Start { guilds, sessions: self.sessions_of(listener.user_id) }
    }

    /// Makes a session part of a guild, if the guild is in its shard and exists.
    fn join(&mut self, key: u64, guild_id: Id<GuildMarker>, member: Arc<Member>) -> Option<Joined> {
        let session = self.sessions.get_mut(&key)?;
        let listener = &session.cell.listener;
        if !listener.admission.serves(Some(guild_id)) {
            return None;
        }
        if !self.guilds.contains_key(&guild_id) {
            // At least as new as this place of the stream: memory changes before anybody is told.
            let snapshot = self.app.live.cached_guild(guild_id)?;
            self.guilds.insert(guild_id, LiveGuild::new(snapshot, self.writers.count()));
        }
        let live = self.guilds.get_mut(&guild_id).expect("it was put there above");
        session.guilds.insert(guild_id);
        let (member, visible) = live.join(Arc::clone(&session.cell), member);
        let wants_presences =
            listener.is_bot && listener.admission.intents.contains(Intents::GUILD_PRESENCES);
        let mut online = Vec::new();
        if wants_presences {
            for live in live.members() {
                let user_id = live.member.user.id;
                let there = self.users.get(&user_id).filter(|user| user.shown.status != Status::Offline);
                if let Some(user) = there {
                    online.push((Arc::clone(&live.member), user.shown.in_guild(user_id, guild_id)));
                }
            }
        }
        Some(Joined { snapshot: Arc::clone(live.snapshot()), member, visible, online })
    }

    fn online_count(&self, guild_id: Id<GuildMarker>) -> u32 {
        let Some(live) = self.guilds.get(&guild_id) else { return 0 };
        let is_there = |user: &HubUser| user.shown.status != Status::Offline;
        let there = live.members().filter(|it| self.users.get(&it.member.user.id).is_some_and(is_there));
        u32::try_from(there.count()).unwrap_or(u32::MAX)
    }

    fn is_occupied(&self, user_id: Id<UserMarker>) -> bool {
        let Some(user) = self.users.get(&user_id) else { return false };
        let sessions = user.sessions.iter().filter_map(|key| self.sessions.get(key));
        let mut open = sessions.filter(|session| session.cell.gone_since_ms().is_none());
        open.any(|session| session.presence.is_occupied())
    }

    fn present(&mut self, key: u64, presence: SessionPresence) {
        if let Some(session) = self.sessions.get_mut(&key) {
            session.presence = presence;
            let user_id = session.cell.listener.user_id;
            self.show(user_id, []);
        }
    }

    /// Works out what is shown of an account and tells it to its guilds, and to those that it is about to join, if it
    /// changed.
    fn show(&mut self, user_id: Id<UserMarker>, joining: impl IntoIterator<Item = Id<GuildMarker>>) {
        let Some(user) = self.users.get_mut(&user_id) else { return };
        let there = user.sessions.iter().filter_map(|key| self.sessions.get(key));
        let there = there.filter(|session| session.missed.is_none() && session.gone_since_ms.is_none());
        let shown = Shown::merged(there.map(|session| &session.presence));
        if shown == user.shown {
            return;
        }
        user.shown = shown.clone();
        let guilds: HashSet<Id<GuildMarker>> = user
            .sessions
            .iter()
            .filter_map(|key| self.sessions.get(key))
            .flat_map(|session| session.guilds.iter().copied())
            .chain(joining)
            .collect();
        for guild_id in guilds {
            self.tell_presence(user_id, guild_id, &shown);
        }
    }

    fn tell_presence(&mut self, user_id: Id<UserMarker>, guild_id: Id<GuildMarker>, shown: &Shown) {
        if let Some(live) = self.guilds.get_mut(&guild_id) {
            let event = Event::PresenceUpdate(Box::new(shown.in_guild(user_id, guild_id)));
            let recipients = live.recipients(Circle::Everyone, true);
            self.writers.deliver(&Arc::new(Encoded::own(event, true)), &recipients);
        }
        self.lists_are_stale(guild_id, None);
    }

    fn watch(&mut self, key: u64, subscriptions: Vec<GuildSubscription>) {
        let Some(session) = self.sessions.get(&key).filter(|session| !session.cell.listener.is_bot) else {
            return;
        };
        let mut looks = Vec::new();
        for subscription in subscriptions {
            if !session.guilds.contains(&subscription.guild_id) {
                continue;
            }
            if let Some(live) = self.guilds.get_mut(&subscription.guild_id) {
                live.watch(key);
            }
            looks.push(subscription);
        }
        for subscription in looks {
            self.look_at(key, &subscription);
        }
        self.refresh_lists();
    }

    /// Who of these is there, as far as the session may know: it must be in the guild itself.
    fn presences(&self, key: u64, guild_id: Id<GuildMarker>, user_ids: &[Id<UserMarker>]) -> Vec<Presence> {
        let inside = self.sessions.get(&key).is_some_and(|session| session.guilds.contains(&guild_id));
        let Some(live) = self.guilds.get(&guild_id).filter(|_| inside) else { return Vec::new() };
        let there = user_ids.iter().filter(|id| live.member(**id).is_some());
        let shown = there.filter_map(|id| Some((*id, &self.users.get(id)?.shown)));
        let shown = shown.filter(|(_, shown)| shown.status != Status::Offline);
        shown.map(|(id, shown)| shown.in_guild(id, guild_id)).collect()
    }

    fn sessions_of(&self, user_id: Id<UserMarker>) -> Vec<GatewaySession> {
        let keys = self.users.get(&user_id).map_or(&[][..], |user| &user.sessions);
        let sessions = keys.iter().filter_map(|key| self.sessions.get(key));
        sessions
            .map(|session| GatewaySession {
                session_id: session.cell.listener.session_id.clone(),
                status: session.presence.status,
                activities: session.presence.activities.clone(),
                client_info: ClientInfo::default(),
                active: session.gone_since_ms.is_none(),
            })
            .collect()
    }

    fn leave(&mut self, key: u64) {
        let Some(session) = self.sessions.remove(&key) else { return };
        (self.forget)(&session.cell);
        let user_id = session.cell.listener.user_id;
        let mut last = false;
        if let Some(user) = self.users.get_mut(&user_id) {
            user.sessions.retain(|other| *other != key);
            last = user.sessions.is_empty();
        }
        let was_shown = self.users.get(&user_id).is_some_and(|user| user.shown.status != Status::Offline);
        for guild_id in &session.guilds {
            self.look_away(*guild_id, key);
            if let Some(live) = self.guilds.get_mut(guild_id) {
                live.leave(user_id, key);
                if live.is_empty() {
                    self.guilds.remove(guild_id);
                }
            }
            if last && was_shown {
                self.tell_presence(user_id, *guild_id, &Shown::OFFLINE);
            }
        }
        if last {
            self.users.remove(&user_id);
        } else {
            self.show(user_id, []);
        }
    }

    /// Lets go of sessions that have ended, and takes note of who has been away for a while.
    fn sweep(&mut self) {
        let now_ms = self.uptime.now_ms();
        if now_ms - self.swept_at_ms < SWEEP_EVERY.as_millis() as u64 {
            return;
        }
        self.swept_at_ms = now_ms;
        let mut ended = Vec::new();
        let mut changed = HashSet::new();
        for (key, session) in &mut self.sessions {
            if session.cell.is_expired(now_ms) {
                ended.push(*key);
                continue;
            }
            let gone = session.cell.gone_since_ms().filter(|since| now_ms - since > GONE_AFTER_MS);
            if gone.is_some() != session.gone_since_ms.is_some() {
                session.gone_since_ms = gone;
                changed.insert(session.cell.listener.user_id);
            }
        }
        for key in ended {
            self.leave(key);
        }
        for user_id in changed {
            self.show(user_id, []);
        }
    }

    /// Hands an event to single sessions.
    fn deliver_to(&self, event: &Arc<Encoded>, cells: impl IntoIterator<Item = Arc<SessionCell>>) {
        let recipients = Recipients::new(self.writers.count(), cells);
        self.writers.deliver(event, &Arc::new(recipients));
    }
}
