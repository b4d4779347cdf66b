//! One guild as the hub sees it at its place in the stream: the structure, the members who listen, which channels each
//! of them may view, and who receives what. Must not know other guilds.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use parvis_bus::{GuildSnapshot, view_of};
use parvis_model::marker::{ChannelMarker, RoleMarker, UserMarker};
use parvis_model::{Id, Member, OverwriteType, Permissions};

use crate::cell::SessionCell;
use crate::writer::Recipients;

/// Channels that somebody may view. Shared by all members with the same roles.
pub type Visible = Arc<HashSet<Id<ChannelMarker>>>;

/// A member with at least one session.
pub struct LiveMember {
    /// The membership at this place in the stream.
    pub member: Arc<Member>,
    /// The sessions, by number.
    pub sessions: HashMap<u64, Arc<SessionCell>>,
    /// What the member may view.
    pub visible: Visible,
}

/// Who receives an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Circle {
    /// Every member.
    Everyone,
    /// Every member who may view a channel.
    Viewers(Id<ChannelMarker>),
}

/// Channels that came into or went out of somebody's sight.
pub struct Sight {
    /// Who.
    pub member: Arc<Member>,
    /// With which sessions.
    pub cells: Vec<Arc<SessionCell>>,
    /// Channels that can be seen now and could not before.
    pub gained: Vec<Id<ChannelMarker>>,
    /// Channels that could be seen before and cannot now.
    pub lost: Vec<Id<ChannelMarker>>,
}

/// One guild with at least one session.
pub struct LiveGuild {
    snapshot: Arc<GuildSnapshot>,
    members: HashMap<Id<UserMarker>, LiveMember>,
    views: Views,
    /// Sessions of people who look at the guild, by number.
    watchers: HashSet<u64>,
    /// Remembered answers to [`Self::recipients`]; the flag says whether people must be watching.
    lists: HashMap<(Circle, bool), Arc<Recipients>>,
    writers: usize,
}

impl LiveGuild {
    /// A guild whose first session is about to join.
    pub fn new(snapshot: Arc<GuildSnapshot>, writers: usize) -> Self {
        Self {
            views: Views::of(&snapshot),
            snapshot,
            members: HashMap::new(),
            watchers: HashSet::new(),
            lists: HashMap::new(),
            writers,
        }
    }

    /// The structure at this place in the stream.
    pub fn snapshot(&self) -> &Arc<GuildSnapshot> {
        &self.snapshot
    }

    /// A member who listens.
    pub fn member(&self, user_id: Id<UserMarker>) -> Option<&LiveMember> {
        self.members.get(&user_id)
    }

    /// All members who listen.
    pub fn members(&self) -> impl Iterator<Item = &LiveMember> {
        self.members.values()
    }

    /// What any member may view, listening or not.
    pub fn visible_to(&mut self, member: &Member) -> Visible {
        self.views.of_member(&self.snapshot, member)
    }

    /// Whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Adds a session of a member. `member` counts only if no other session of the account is here: those that are know
    /// the membership at this place in the stream.
    pub fn join(&mut self, cell: Arc<SessionCell>, member: Arc<Member>) -> (Arc<Member>, Visible) {
        self.lists.clear();
        let user_id = cell.listener.user_id;
        let views = &mut self.views;
        let live = self.members.entry(user_id).or_insert_with(|| LiveMember {
            visible: views.of_member(&self.snapshot, &member),
            member,
            sessions: HashMap::new(),
        });
        live.sessions.insert(cell.listener.key, cell);
        (Arc::clone(&live.member), Arc::clone(&live.visible))
    }

    /// Removes one session.
    pub fn leave(&mut self, user_id: Id<UserMarker>, key: u64) {
        self.lists.clear();
        self.watchers.remove(&key);
        if let Some(live) = self.members.get_mut(&user_id) {
            live.sessions.remove(&key);
            if live.sessions.is_empty() {
                self.members.remove(&user_id);
            }
        }
    }

    /// Removes a member with all sessions, and says which they were.
    pub fn remove_member(&mut self, user_id: Id<UserMarker>) -> Vec<Arc<SessionCell>> {
        self.lists.clear();
        let sessions = self.members.remove(&user_id).map(|live| live.sessions).unwrap_or_default();
        for key in sessions.keys() {
            self.watchers.remove(key);
        }
        sessions.into_values().collect()
    }

    /// Takes note that a person's session looks at the guild.
    pub fn watch(&mut self, key: u64) {
        if self.watchers.insert(key) {
            self.lists.clear();
        }
    }

    /// Whether a session looks at the guild.
    pub fn is_watched_by(&self, key: u64) -> bool {
        self.watchers.contains(&key)
    }

    /// Takes a changed membership.
    pub fn update_member(&mut self, member: Member) -> Option<Sight> {
        let live = self.members.get_mut(&member.user.id)?;
        let visible = self.views.of_member(&self.snapshot, &member);
        live.member = Arc::new(member);
        let before = std::mem::replace(&mut live.visible, Arc::clone(&visible));
        let sight = sight(live, &before, |_| true)?;
        self.lists.clear();
        Some(sight)
    }

    /// Takes a changed structure. Channels that did not exist before, or do not any more, have events of their own.
    pub fn update_snapshot(&mut self, snapshot: Arc<GuildSnapshot>) -> Vec<Sight> {
        if Arc::ptr_eq(&self.snapshot, &snapshot) {
            return Vec::new();
        }
        let before = std::mem::replace(&mut self.snapshot, snapshot);
        if before.has_structure_of(&self.snapshot) {
            // Threads alone: what channels anybody may view stays the same.
            return Vec::new();
        }
        self.views = Views::of(&self.snapshot);
        self.lists.clear();
        let mut changes = Vec::new();
        for live in self.members.values_mut() {
            let visible = self.views.of_member(&self.snapshot, &live.member);
            let seen = std::mem::replace(&mut live.visible, visible);
            let lasting = |id| before.channel(id).is_some() && self.snapshot.channel(id).is_some();
            changes.extend(sight(live, &seen, lasting));
        }
        changes
    }

    /// A role is gone: nobody has it any more.
    pub fn forget_role(&mut self, role_id: Id<RoleMarker>) {
        for live in self.members.values_mut().filter(|live| live.member.roles.contains(&role_id)) {
            Arc::make_mut(&mut live.member).roles.retain(|id| *id != role_id);
        }
    }

    /// The sessions that receive what concerns this circle. `watched`: people must be looking at the guild.
    pub fn recipients(&mut self, circle: Circle, watched: bool) -> Arc<Recipients> {
        let Self { members, watchers, writers, .. } = self;
        let list = self.lists.entry((circle, watched)).or_insert_with(|| {
            let sees = |live: &&LiveMember| match circle {
                Circle::Everyone => true,
                Circle::Viewers(channel_id) => live.visible.contains(&channel_id),
            };
            let wants = |cell: &&Arc<SessionCell>| {
                !watched || cell.listener.is_bot || watchers.contains(&cell.listener.key)
            };
            let cells = members.values().filter(sees).flat_map(|live| live.sessions.values()).filter(wants);
            Arc::new(Recipients::new(*writers, cells.cloned()))
        });
        Arc::clone(list)
    }

    /// The sessions of members who hold permissions in the guild or in one channel.
    pub fn holders(
        &self,
        channel_id: Option<Id<ChannelMarker>>,
        permissions: Permissions,
        now_ms: i64,
    ) -> Arc<Recipients> {
        let holds = |live: &&LiveMember| {
            let view = view_of(&live.member, now_ms);
            let held = match channel_id {
                None => self.snapshot.base_permissions(&view),
                Some(channel_id) => self.snapshot.permissions_in(channel_id, &view),
            };
            let needed = permissions | Permissions::VIEW_CHANNEL;
            held.contains(if channel_id.is_some() { needed } else { permissions })
        };
        self.sessions_of(self.members.values().filter(holds))
    }

    /// The sessions of members who hold any of these permissions in the guild, and who view a channel or administrate
    /// the guild; without those of one account.
    pub fn looking_after(
        &self,
        channel_id: Option<Id<ChannelMarker>>,
        permissions: Permissions,
        except: Id<UserMarker>,
        now_ms: i64,
    ) -> Arc<Recipients> {
        let looks_after = |live: &&LiveMember| {
            let view = view_of(&live.member, now_ms);
            let held = self.snapshot.base_permissions(&view);
            let views = || channel_id.is_none_or(|id| self.snapshot.may_view(id, &view));
            let sees = || held.contains(Permissions::ADMINISTRATOR) || views();
            live.member.user.id != except && held.intersects(permissions) && sees()
        };
        self.sessions_of(self.members.values().filter(looks_after))
    }

    /// The sessions of those who may view a private thread at this moment. Nothing of it is remembered: whom a timeout
    /// keeps from managing threads changes with time alone.
    pub fn private_thread(
        &self,
        parent_id: Id<ChannelMarker>,
        thread_id: Id<ChannelMarker>,
        members: &[Id<UserMarker>],
        now_ms: i64,
    ) -> Arc<Recipients> {
        let thread = self.snapshot.thread(thread_id);
        let is_in = |user_id: &Id<UserMarker>| match thread {
            Some(thread) => thread.members.contains_key(user_id),
            None => members.contains(user_id),
        };
        let manages = |live: &LiveMember| {
            let held = self.snapshot.permissions_in(parent_id, &view_of(&live.member, now_ms));
            held.contains(Permissions::MANAGE_THREADS)
        };
        let views = |live: &&LiveMember| {
            live.visible.contains(&parent_id) && (is_in(&live.member.user.id) || manages(live))
        };
        self.sessions_of(self.members.values().filter(views))
    }

    /// The sessions of these members.
    pub fn members_of(&self, user_ids: &[Id<UserMarker>]) -> Arc<Recipients> {
        self.sessions_of(user_ids.iter().filter_map(|user_id| self.members.get(user_id)))
    }

    fn sessions_of<'a>(&self, members: impl Iterator<Item = &'a LiveMember>) -> Arc<Recipients> {
        let cells = members.flat_map(|live| live.sessions.values());
        Arc::new(Recipients::new(self.writers, cells.cloned()))
    }
}

fn sight(live: &LiveMember, before: &Visible, lasting: impl Fn(Id<ChannelMarker>) -> bool) -> Option<Sight> {
    if Arc::ptr_eq(before, &live.visible) {
        return None;
    }
    let mut gained: Vec<_> = live.visible.difference(before).copied().filter(|id| lasting(*id)).collect();
    let mut lost: Vec<_> = before.difference(&live.visible).copied().filter(|id| lasting(*id)).collect();
    gained.sort();
    lost.sort();
    let changed = !gained.is_empty() || !lost.is_empty();
    let (member, cells) = (Arc::clone(&live.member), live.sessions.values().cloned().collect());
    changed.then_some(Sight { member, cells, gained, lost })
}

/// What sets of roles may view, worked out once per set and structure.
struct Views {
    by_roles: HashMap<Vec<Id<RoleMarker>>, Visible>,
    /// The owner, and members who are named in an overwrite: roles do not tell what they may view.
    exceptions: HashSet<Id<UserMarker>>,
}

impl Views {
    fn of(snapshot: &GuildSnapshot) -> Self {
        let named = snapshot.channels().flat_map(|channel| channel.permission_overwrites.iter());
        let mut exceptions: HashSet<_> = named
            .filter(|overwrite| overwrite.kind == OverwriteType::MEMBER)
            .map(|it| it.id.cast())
            .collect();
        exceptions.insert(snapshot.owner_id());
        Self { by_roles: HashMap::new(), exceptions }
    }

    fn of_member(&mut self, snapshot: &GuildSnapshot, member: &Member) -> Visible {
        // A timeout and a pending screening take nothing from the right to view, so the moment does not matter.
        let view = view_of(member, 0);
        let work = || {
            let ids = snapshot.channels().map(|channel| channel.id);
            Arc::new(ids.filter(|id| snapshot.may_view(*id, &view)).collect::<HashSet<_>>())
        };
        if self.exceptions.contains(&member.user.id) {
            return work();
        }
        let mut roles = member.roles.clone();
        roles.sort();
        Arc::clone(self.by_roles.entry(roles).or_insert_with(work))
    }
}
