//! What the process keeps in memory of guilds and private conversations, so that an access check costs no query.
//!
//! Loaded on first use and changed by the events themselves, in commit order, before anybody is told (see `publish`).
//! A load that raced with a change is thrown away and done again: every cell counts its changes.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use parvis_bus::{GuildChange, GuildSnapshot, GuildThread};
use parvis_model::event::{ThreadMembersUpdate, ThreadUpdate};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker, WebhookMarker};
use parvis_model::{Channel, ChannelType, Event, Id, Member, ThreadMember};
use parvis_rules::limits;
use parvis_store::tables::webhooks::Kept;
use parvis_store::{Store, StoreError, tables};

/// Members remembered per guild; beyond it the memory of that guild is emptied and filled again by use.
const MEMBERS_REMEMBERED_MAX: usize = 20_000;
/// Channels whose guild is remembered; beyond it the memory is emptied.
const HOMES_REMEMBERED_MAX: usize = 200_000;
/// Webhooks that are remembered; beyond it the memory is emptied.
const WEBHOOKS_REMEMBERED_MAX: usize = 20_000;

/// A direct or group conversation with its participants.
#[derive(Debug, Clone)]
pub struct PrivateChannel {
    /// The channel; its `recipients` holds everybody in it.
    pub channel: Arc<Channel>,
    /// Ids of everybody in it.
    pub participants: Vec<Id<UserMarker>>,
}

/// Where a channel belongs.
#[derive(Debug, Clone)]
pub enum Home {
    /// In a guild.
    Guild(Id<GuildMarker>),
    /// To its participants.
    Private(Arc<PrivateChannel>),
}

#[derive(Default)]
struct Cell {
    changes: u64,
    snapshot: Option<Arc<GuildSnapshot>>,
    members: HashMap<Id<UserMarker>, Arc<Member>>,
}

#[derive(Default)]
struct Homes {
    changes: u64,
    by_channel: HashMap<Id<ChannelMarker>, Home>,
}

#[derive(Default)]
struct Webhooks {
    changes: u64,
    by_id: HashMap<Id<WebhookMarker>, Arc<Kept>>,
}

/// The memory itself.
#[derive(Default)]
pub struct Live {
    guilds: RwLock<HashMap<Id<GuildMarker>, Arc<Mutex<Cell>>>>,
    homes: RwLock<Homes>,
    webhooks: RwLock<Webhooks>,
}

impl Live {
    /// A guild's snapshot, if it is in memory.
    pub fn cached_guild(&self, guild_id: Id<GuildMarker>) -> Option<Arc<GuildSnapshot>> {
        self.cell(guild_id)?.lock().snapshot.clone()
    }

    /// A guild's snapshot; `None` when there is no such guild.
    pub async fn guild(
        &self,
        store: &Store,
        guild_id: Id<GuildMarker>,
    ) -> Result<Option<Arc<GuildSnapshot>>, StoreError> {
        loop {
            if let Some(snapshot) = self.cached_guild(guild_id) {
                return Ok(Some(snapshot));
            }
            let before = self.changes(guild_id);
            let Some(loaded) = store.read(move |tx| tables::guilds::load_snapshot(tx, guild_id)).await?
            else {
                return Ok(None);
            };
            let threads =
                loaded.threads.into_iter().map(|(thread, members)| GuildThread::new(thread, members));
            let snapshot =
                GuildSnapshot::new(loaded.guild, loaded.roles, loaded.channels).with_threads(threads);
            let snapshot = Arc::new(snapshot);
            let cell = self.cell_or_new(guild_id);
            let mut cell = cell.lock();
            if cell.changes == before {
                cell.snapshot = Some(Arc::clone(&snapshot));
                return Ok(Some(snapshot));
            }
        }
    }

    /// A thread of a guild: from memory when it is active, from the database when it is put away. `None` when there
    /// is no such thread. Who is in an archived public one is not read.
    pub async fn thread(
        &self,
        store: &Store,
        guild: &GuildSnapshot,
        id: Id<ChannelMarker>,
    ) -> Result<Option<Arc<GuildThread>>, StoreError> {
        if let Some(active) = guild.thread(id) {
            return Ok(Some(Arc::clone(active)));
        }
        let guild_id = guild.id();
        let loaded = store.read(move |tx| load_thread(tx, guild_id, id)).await?;
        Ok(loaded.map(Arc::new))
    }

    /// A member of a guild; `None` when the account is not in it.
    pub async fn member(
        &self,
        store: &Store,
        guild_id: Id<GuildMarker>,
        user_id: Id<UserMarker>,
    ) -> Result<Option<Arc<Member>>, StoreError> {
        loop {
            let remembered = self.cell(guild_id).and_then(|cell| cell.lock().members.get(&user_id).cloned());
            if remembered.is_some() {
                return Ok(remembered);
            }
            let before = self.changes(guild_id);
            let Some(loaded) = store.read(move |tx| tables::members::get(tx, guild_id, user_id)).await?
            else {
                return Ok(None);
            };
            let member = Arc::new(loaded);
            let cell = self.cell_or_new(guild_id);
            let mut cell = cell.lock();
            if cell.changes == before {
                if cell.members.len() >= MEMBERS_REMEMBERED_MAX {
                    cell.members.clear();
                }
                cell.members.insert(user_id, Arc::clone(&member));
                return Ok(Some(member));
            }
        }
    }

    /// Where a channel belongs; `None` when there is no such channel.
    pub async fn home(
        &self,
        store: &Store,
        channel_id: Id<ChannelMarker>,
    ) -> Result<Option<Home>, StoreError> {
        loop {
            let before = {
                let homes = self.homes.read();
                if let Some(home) = homes.by_channel.get(&channel_id) {
                    return Ok(Some(home.clone()));
                }
                homes.changes
            };
            let Some(home) = store.read(move |tx| load_home(tx, channel_id)).await? else {
                return Ok(None);
            };
            let mut homes = self.homes.write();
            if homes.changes == before {
                if homes.by_channel.len() >= HOMES_REMEMBERED_MAX {
                    homes.by_channel.clear();
                }
                homes.by_channel.insert(channel_id, home.clone());
                return Ok(Some(home));
            }
        }
    }

    /// A webhook; `None` when there is no such webhook. Its creator's profile may be an older one.
    pub async fn webhook(
        &self,
        store: &Store,
        id: Id<WebhookMarker>,
    ) -> Result<Option<Arc<Kept>>, StoreError> {
        loop {
            let before = {
                let webhooks = self.webhooks.read();
                if let Some(kept) = webhooks.by_id.get(&id) {
                    return Ok(Some(Arc::clone(kept)));
                }
                webhooks.changes
            };
            let Some(kept) = store.read(move |tx| tables::webhooks::get(tx, id)).await? else {
                return Ok(None);
            };
            let mut webhooks = self.webhooks.write();
            if webhooks.changes == before {
                if webhooks.by_id.len() >= WEBHOOKS_REMEMBERED_MAX {
                    webhooks.by_id.clear();
                }
                let kept = Arc::new(kept);
                webhooks.by_id.insert(id, Arc::clone(&kept));
                return Ok(Some(kept));
            }
        }
    }

    /// Changes of webhooks are rare, and so are deletions of what holds them: all of them are read again.
    fn forget_webhooks(&self, event: &Event) {
        if matches!(event, Event::WebhooksUpdate(_) | Event::ChannelDelete(_) | Event::GuildDelete(_)) {
            let mut webhooks = self.webhooks.write();
            webhooks.changes += 1;
            webhooks.by_id.clear();
        }
    }

    /// Brings the memory up to an event that was just committed and returns the guild around it.
    /// Called for one event at a time, in commit order.
    pub fn apply(&self, guild_id: Option<Id<GuildMarker>>, event: &Event) -> GuildChange {
        let Some(guild_id) = guild_id else {
            self.apply_to_private(event);
            return GuildChange::default();
        };
        self.forget_webhooks(event);
        match event {
            Event::ChannelDelete(channel) => self.forget_home(channel.id),
            Event::ThreadDelete(thread) => self.forget_home(thread.id),
            _ => {}
        }
        let Some(cell) = self.cell_for_change(guild_id, event) else { return GuildChange::default() };
        let mut cell = cell.lock();
        let before = cell.snapshot.clone();
        apply_to_cell(&mut cell, event);
        let after = cell.snapshot.clone();
        drop(cell);
        if let Event::GuildDelete(_) = event {
            self.forget_guild(guild_id, before.as_deref());
        }
        GuildChange { before, after }
    }

    fn apply_to_private(&self, event: &Event) {
        match event {
            Event::ChannelCreate(channel) | Event::ChannelUpdate(channel) | Event::ChannelDelete(channel) => {
                self.forget_home(channel.id);
            }
            Event::ChannelRecipientAdd(change) | Event::ChannelRecipientRemove(change) => {
                self.forget_home(change.channel_id);
            }
            _ => {}
        }
    }

    /// Forgets where a channel belongs, so that it is read again.
    fn forget_home(&self, channel_id: Id<ChannelMarker>) {
        let mut homes = self.homes.write();
        homes.changes += 1;
        homes.by_channel.remove(&channel_id);
    }

    fn forget_guild(&self, guild_id: Id<GuildMarker>, last: Option<&GuildSnapshot>) {
        let mut homes = self.homes.write();
        homes.changes += 1;
        match last {
            Some(snapshot) => {
                for channel in snapshot.channels() {
                    homes.by_channel.remove(&channel.id);
                }
            }
            None => homes.by_channel.clear(),
        }
        // The empty cell stays: its count of changes tells a load that began before the deletion to start again.
        drop(homes);
        if let Some(cell) = self.cell(guild_id) {
            let mut cell = cell.lock();
            cell.snapshot = None;
            cell.members.clear();
        }
    }

    fn cell(&self, guild_id: Id<GuildMarker>) -> Option<Arc<Mutex<Cell>>> {
        self.guilds.read().get(&guild_id).cloned()
    }

    fn cell_or_new(&self, guild_id: Id<GuildMarker>) -> Arc<Mutex<Cell>> {
        if let Some(cell) = self.cell(guild_id) {
            return cell;
        }
        Arc::clone(self.guilds.write().entry(guild_id).or_default())
    }

    /// Events that change nothing of a guild must not make a cell; those that do must, so that a load in flight
    /// notices.
    fn cell_for_change(&self, guild_id: Id<GuildMarker>, event: &Event) -> Option<Arc<Mutex<Cell>>> {
        if changes_guild(event) { Some(self.cell_or_new(guild_id)) } else { self.cell(guild_id) }
    }

    fn changes(&self, guild_id: Id<GuildMarker>) -> u64 {
        self.cell(guild_id).map_or(0, |cell| cell.lock().changes)
    }
}

fn load_home(
    tx: &mut parvis_store::Tx<'_>,
    channel_id: Id<ChannelMarker>,
) -> Result<Option<Home>, StoreError> {
    let Some(channel) = tables::channels::get(tx, channel_id)? else { return Ok(None) };
    if let Some(guild_id) = channel.guild_id {
        return Ok(Some(Home::Guild(guild_id)));
    }
    let participants = channel.recipients.iter().map(|user| user.id).collect();
    Ok(Some(Home::Private(Arc::new(PrivateChannel { channel: Arc::new(channel), participants }))))
}

/// A thread that is not in memory, a private one with everybody who is in it.
pub(crate) fn load_thread(
    tx: &mut parvis_store::Tx<'_>,
    guild_id: Id<GuildMarker>,
    id: Id<ChannelMarker>,
) -> Result<Option<GuildThread>, StoreError> {
    let found = tables::threads::get(tx, id)?.filter(|thread| thread.guild_id == Some(guild_id));
    let Some(thread) = found else { return Ok(None) };
    let members = match thread.kind {
        ChannelType::PRIVATE_THREAD => {
            tables::threads::members(tx, id, Id::new(0), limits::THREAD_MEMBERS_MAX as u32)?
        }
        _ => Vec::new(),
    };
    Ok(Some(GuildThread::new(thread, members)))
}

fn changes_guild(event: &Event) -> bool {
    matches!(
        event,
        Event::GuildUpdate(_)
            | Event::GuildDelete(_)
            | Event::EmojisUpdate(_)
            | Event::RoleCreate(_)
            | Event::RoleUpdate(_)
            | Event::RoleDelete(_)
            | Event::ChannelCreate(_)
            | Event::ChannelUpdate(_)
            | Event::ChannelDelete(_)
            | Event::ThreadCreate(_)
            | Event::ThreadUpdate(_)
            | Event::ThreadDelete(_)
            | Event::ThreadMemberUpdate(_)
            | Event::ThreadMembersUpdate(_)
            | Event::MemberAdd(_)
            | Event::MemberUpdate(_)
            | Event::MemberRemove(_)
    )
}

fn apply_to_cell(cell: &mut Cell, event: &Event) {
    if !changes_guild(event) {
        return;
    }
    cell.changes += 1;
    match event {
        Event::MemberAdd(joined) => {
            cell.members.insert(joined.member.user.id, Arc::new(joined.member.clone()));
        }
        Event::MemberUpdate(update) => {
            if let Some(member) = cell.members.get_mut(&update.member.user.id) {
                *member = Arc::new(update.member.clone());
            }
        }
        Event::MemberRemove(left) => {
            cell.members.remove(&left.user.id);
        }
        Event::RoleDelete(deleted) => {
            for member in cell.members.values_mut().filter(|it| it.roles.contains(&deleted.role_id)) {
                Arc::make_mut(member).roles.retain(|role_id| *role_id != deleted.role_id);
            }
        }
        _ => {}
    }
    let Some(snapshot) = cell.snapshot.as_deref() else { return };
    cell.snapshot = match event {
        Event::GuildDelete(_) => None,
        Event::GuildUpdate(update) => Some(snapshot.with_guild(update.as_ref().clone())),
        Event::EmojisUpdate(update) => Some(snapshot.with_emojis(update.emojis.clone())),
        Event::RoleCreate(change) | Event::RoleUpdate(change) => {
            Some(snapshot.with_role(change.role.clone()))
        }
        Event::RoleDelete(deleted) => Some(snapshot.without_role(deleted.role_id)),
        Event::ChannelCreate(channel) | Event::ChannelUpdate(channel) => {
            Some(snapshot.with_channel(channel.as_ref().clone()))
        }
        Event::ChannelDelete(channel) => Some(snapshot.without_channel(channel.id)),
        Event::MemberRemove(left) => Some(snapshot.without_thread_member(left.user.id)),
        // Who is told of a thread because it was brought into it learns nothing that memory does not know.
        Event::ThreadCreate(created) if created.newly_created => Some(
            snapshot.with_thread(GuildThread::new(kept(&created.thread), created.members.iter().cloned())),
        ),
        Event::ThreadUpdate(update) => Some(after_update(snapshot, update)),
        Event::ThreadDelete(deleted) => Some(snapshot.without_thread(deleted.id)),
        Event::ThreadMembersUpdate(update) => match after_comings_and_goings(snapshot, update) {
            Some(after) => Some(after),
            None => return,
        },
        Event::ThreadMemberUpdate(update) => match snapshot.thread(update.member.id) {
            Some(thread) => {
                Some(snapshot.with_thread(thread.with_members(std::slice::from_ref(&update.member), &[])))
            }
            None => return,
        },
        _ => return,
    }
    .map(Arc::new);
}

/// A thread that was put away leaves the memory; one that came back brings those who are in it.
fn after_update(snapshot: &GuildSnapshot, update: &ThreadUpdate) -> GuildSnapshot {
    let is_archived = update.thread.thread_metadata.as_ref().is_some_and(|state| state.archived);
    if is_archived {
        return snapshot.without_thread(update.thread.id);
    }
    let channel = kept(&update.thread);
    snapshot.with_thread(match snapshot.thread(channel.id) {
        Some(known) => known.with_channel(channel),
        None => GuildThread::new(channel, update.members.iter().cloned()),
    })
}

fn after_comings_and_goings(snapshot: &GuildSnapshot, update: &ThreadMembersUpdate) -> Option<GuildSnapshot> {
    let thread = snapshot.thread(update.id)?;
    let place = |member: &ThreadMember| ThreadMember { member: None, ..member.clone() };
    let came: Vec<_> = update.added_members.iter().map(|added| place(&added.member)).collect();
    Some(snapshot.with_thread(thread.with_members(&came, &update.removed_member_ids)))
}

/// A thread as memory keeps it: nobody's own place in it.
fn kept(thread: &Channel) -> Channel {
    Channel { member: None, ..thread.clone() }
}
