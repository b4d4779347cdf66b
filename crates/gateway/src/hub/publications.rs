//! What the hub does with each publication: bring its own view up to it, then hand it to those who may see it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parvis_bus::{Audience, GuildSnapshot, Matter, Publication, view_of};
use parvis_model::event::ThreadMembersUpdate;
use parvis_model::gateway::CloseCode;
use parvis_model::marker::{ChannelMarker, GuildMarker, LoginMarker, UserMarker};
use parvis_model::{Event, GuildDelete, Id, Member};
use parvis_session::admission::Admission;
use parvis_session::frame::Lost;

use super::guild::{Circle, LiveMember, Sight};
use super::member_lists::Roster;
use super::{GuildStart, Hub, ThreadsStart};
use crate::cell::SessionCell;
use crate::encoded::Encoded;
use crate::writer::Recipients;

/// Brings memberships that were read from the database up to an event about one of them.
pub(super) fn bring_up(
    memberships: &mut HashMap<Id<GuildMarker>, Arc<Member>>,
    publication: &Publication,
    user_id: Id<UserMarker>,
) {
    let Matter::Event { event, .. } = &publication.matter else { return };
    match event {
        Event::MemberAdd(change) if change.member.user.id == user_id => {
            memberships.insert(change.guild_id, Arc::new(change.member.clone()));
        }
        Event::MemberUpdate(change) if change.member.user.id == user_id => {
            // Only of a membership that is known: the database said, or an event before this one, that it exists.
            if let Some(member) = memberships.get_mut(&change.guild_id) {
                *member = Arc::new(change.member.clone());
            }
        }
        Event::MemberRemove(gone) if gone.user.id == user_id => {
            memberships.remove(&gone.guild_id);
        }
        Event::GuildDelete(gone) => {
            memberships.remove(&gone.id);
        }
        _ => {}
    }
}

/// Brings the members of a guild that were read from the database up to an event about one of them.
pub(super) fn bring_up_roster(roster: &mut Roster, publication: &Publication) {
    let Matter::Event { event, .. } = &publication.matter else { return };
    match (roster, event) {
        (Roster::Whole(members), Event::MemberAdd(change) | Event::MemberUpdate(change)) => {
            members.insert(change.member.user.id, Arc::new(change.member.clone()));
        }
        (Roster::Whole(members), Event::MemberRemove(gone)) => {
            members.remove(&gone.user.id);
        }
        (Roster::Whole(members), Event::RoleDelete(gone)) => {
            for member in members.values_mut().filter(|member| member.roles.contains(&gone.role_id)) {
                Arc::make_mut(member).roles.retain(|id| *id != gone.role_id);
            }
        }
        (Roster::Online(count), Event::MemberAdd(_)) => *count = count.saturating_add(1),
        (Roster::Online(count), Event::MemberRemove(_)) => *count = count.saturating_sub(1),
        _ => {}
    }
}

/// Events after which a member list may look different.
fn moves_lists(event: &Event) -> bool {
    matches!(
        event,
        Event::MemberAdd(_)
            | Event::MemberUpdate(_)
            | Event::MemberRemove(_)
            | Event::RoleCreate(_)
            | Event::RoleUpdate(_)
            | Event::RoleDelete(_)
            | Event::ChannelUpdate(_)
            | Event::GuildUpdate(_)
    )
}

/// Accounts that get an event also where they do not look, because it is about their own place.
fn own_matter(event: &Event) -> Vec<Id<UserMarker>> {
    match event {
        Event::ThreadMembersUpdate(update) => {
            let came = update.added_members.iter().map(|added| added.member.user_id);
            came.chain(update.removed_member_ids.iter().copied()).collect()
        }
        event => member_concerned(event).into_iter().collect(),
    }
}

/// Whether an event takes something out of sight: it goes to those who saw it before, everything else to those who may
/// see it afterwards.
fn takes_away(event: &Event) -> bool {
    match event {
        Event::ChannelDelete(_) | Event::ThreadDelete(_) => true,
        Event::ThreadUpdate(update) => {
            update.thread.thread_metadata.as_ref().is_some_and(|state| state.archived)
        }
        Event::ThreadMembersUpdate(update) => update.added_members.is_empty(),
        _ => false,
    }
}

/// The account whose membership an event is about.
fn member_concerned(event: &Event) -> Option<Id<UserMarker>> {
    match event {
        Event::MemberAdd(change) | Event::MemberUpdate(change) => Some(change.member.user.id),
        Event::MemberRemove(gone) => Some(gone.user.id),
        _ => None,
    }
}

/// Events that people's sessions get only of guilds that they look at.
fn is_for_watchers(event: &Event) -> bool {
    matches!(
        event,
        Event::TypingStart(_)
            | Event::PresenceUpdate(_)
            | Event::MemberAdd(_)
            | Event::MemberUpdate(_)
            | Event::MemberRemove(_)
            | Event::ThreadMembersUpdate(_)
    )
}

impl Hub {
    pub(super) fn publication(&mut self, publication: &Arc<Publication>) {
        match &publication.matter {
            Matter::LoginsEnded { user_id, logins } => self.end_logins(*user_id, logins),
            Matter::Event { audience, event } => {
                self.remember_for_starting(publication, audience, event);
                match audience.guild_id() {
                    Some(guild_id) if self.must_wait(publication, guild_id, event) => {}
                    Some(guild_id) => self.guild_event(publication, guild_id, audience, event),
                    None => self.private_event(publication, audience),
                }
            }
        }
    }

    /// Whether the guild must be brought into memory first: somebody who is connected joins a guild in which nobody
    /// else is. What happens in it meanwhile concerns nobody yet, and is taken up afterwards.
    fn must_wait(
        &mut self,
        publication: &Arc<Publication>,
        guild_id: Id<GuildMarker>,
        event: &Event,
    ) -> bool {
        if let Some(waiting) = self.loading.get_mut(&guild_id) {
            waiting.push(Arc::clone(publication));
            return true;
        }
        let joins = matches!(event, Event::MemberAdd(add) if self.users.contains_key(&add.member.user.id));
        let missing = !self.guilds.contains_key(&guild_id) && self.app.live.cached_guild(guild_id).is_none();
        if joins && missing {
            self.loading.insert(guild_id, vec![Arc::clone(publication)]);
            (self.load_guild)(guild_id);
        }
        joins && missing
    }

    /// A guild is in memory now, or does not exist: takes up what has waited.
    pub(super) fn loaded(&mut self, guild_id: Id<GuildMarker>) {
        for publication in self.loading.remove(&guild_id).unwrap_or_default() {
            if let Matter::Event { audience, event } = &publication.matter {
                self.guild_event(&publication, guild_id, audience, event);
            }
        }
    }

    /// Sessions that are being started learn of changed memberships when they join.
    fn remember_for_starting(&mut self, publication: &Arc<Publication>, audience: &Audience, event: &Event) {
        let concerned: Vec<u64> = match (member_concerned(event), event) {
            (Some(user_id), _) => self.users.get(&user_id).map(|it| it.sessions.clone()).unwrap_or_default(),
            (None, Event::GuildDelete(_)) if matches!(audience, Audience::Guild(_)) => {
                self.sessions.keys().copied().collect()
            }
            _ => return,
        };
        for key in concerned {
            if let Some(missed) = self.sessions.get_mut(&key).and_then(|session| session.missed.as_mut()) {
                missed.push(Arc::clone(publication));
            }
        }
    }

    fn end_logins(&mut self, user_id: Id<UserMarker>, logins: &[Id<LoginMarker>]) {
        let now_ms = self.uptime.now_ms();
        let keys = self.users.get(&user_id).map(|user| user.sessions.clone()).unwrap_or_default();
        for key in keys {
            let session = self.sessions.get(&key);
            if let Some(session) = session.filter(|it| logins.contains(&it.cell.listener.login_id)) {
                session.cell.close(CloseCode::AUTHENTICATION_FAILED, true, now_ms);
                self.leave(key);
            }
        }
    }

    fn private_event(&mut self, publication: &Arc<Publication>, audience: &Audience) {
        let cells = match audience {
            Audience::User(user_id) => self.cells_of(std::slice::from_ref(user_id), |_| true),
            Audience::Users(user_ids) => self.cells_of(user_ids, |admission| admission.serves(None)),
            Audience::Application { application_id, guild_id } => {
                self.cells_of(&[application_id.cast()], |admission| admission.serves(*guild_id))
            }
            _ => return,
        };
        if cells.is_empty() {
            return;
        }
        let event = Arc::new(Encoded::published(Arc::clone(publication), false));
        let recipients = Arc::new(Recipients::new(self.writers.count(), cells));
        if let Event::ChannelDelete(channel) = event.event() {
            self.writers.forget(Lost::Channel(channel.id), &recipients);
        }
        self.writers.deliver(&event, &recipients);
    }

    /// Those of these accounts' sessions that are wanted.
    fn cells_of(
        &self,
        user_ids: &[Id<UserMarker>],
        wanted: impl Fn(&Admission) -> bool,
    ) -> Vec<Arc<SessionCell>> {
        let keys = user_ids.iter().filter_map(|id| self.users.get(id)).flat_map(|user| &user.sessions);
        let cells = keys.filter_map(|key| self.sessions.get(key)).map(|session| &session.cell);
        cells.filter(|cell| wanted(&cell.listener.admission)).cloned().collect()
    }

    fn guild_event(
        &mut self,
        publication: &Arc<Publication>,
        guild_id: Id<GuildMarker>,
        audience: &Audience,
        event: &Event,
    ) {
        if let Event::GuildDelete(_) = event {
            self.deliver_in_guild(publication, guild_id, audience, event);
            self.drop_guild(guild_id);
            return;
        }
        if let Event::MemberRemove(gone) = event {
            self.remove_member(guild_id, gone.user.id);
        }
        let deletes = takes_away(event);
        if deletes {
            self.deliver_in_guild(publication, guild_id, audience, event);
        }
        self.bring_guild_up(publication, guild_id, event);
        if moves_lists(event) {
            self.lists_are_stale(guild_id, Some(publication));
        }
        if !deletes {
            self.deliver_in_guild(publication, guild_id, audience, event);
        }
        if let Event::ThreadMembersUpdate(update) = event {
            self.forget_thread_left(guild_id, update);
        }
        if let Event::MemberAdd(change) = event {
            self.add_member(guild_id, &change.member);
        }
    }

    /// Takes the structure and the memberships after the event, and tells sessions which channels came into or went out
    /// of their sight.
    fn bring_guild_up(&mut self, publication: &Publication, guild_id: Id<GuildMarker>, event: &Event) {
        let Some(live) = self.guilds.get_mut(&guild_id) else { return };
        let before = Arc::clone(live.snapshot());
        if let Event::RoleDelete(gone) = event {
            live.forget_role(gone.role_id);
        }
        let mut sights = Vec::new();
        if let Some(after) = &publication.guild.after {
            sights = live.update_snapshot(Arc::clone(after));
        }
        if let Event::MemberUpdate(change) = event {
            sights.extend(live.update_member(change.member.clone()));
        }
        if !sights.is_empty() {
            let after = Arc::clone(live.snapshot());
            self.tell_sights(&before, &after, &sights);
            self.tell_threads_in_sight(&after, &sights);
        }
    }

    /// Who got channels into sight gets their active threads, too: read elsewhere, with a place kept in each stream.
    fn tell_threads_in_sight(&self, after: &GuildSnapshot, sights: &[Sight]) {
        let now_ms = self.app.now_ms();
        for sight in sights {
            let view = view_of(&sight.member, now_ms);
            for channel_id in &sight.gained {
                let under = after.threads().filter(|thread| thread.parent_id == Some(*channel_id));
                let visible = under.filter(|thread| after.may_view(thread.id, &view));
                let threads: Vec<_> = visible.map(|thread| thread.seen_by(sight.member.user.id)).collect();
                if threads.is_empty() {
                    continue;
                }
                for cell in &sight.cells {
                    let place = Arc::new(OnceLock::new());
                    self.writers.keep_place(cell, Arc::clone(&place));
                    (self.list_threads)(ThreadsStart {
                        cell: Arc::clone(cell),
                        place,
                        guild_id: after.id(),
                        channel_id: *channel_id,
                        threads: threads.clone(),
                    });
                }
            }
        }
    }

    /// Who was taken out of a private thread and may not view it any more loses what is kept of it for a RESUME.
    fn forget_thread_left(&self, guild_id: Id<GuildMarker>, update: &ThreadMembersUpdate) {
        let Some(live) = self.guilds.get(&guild_id) else { return };
        let now_ms = self.app.now_ms();
        let left = update.removed_member_ids.iter().filter(|user_id| {
            let view = |live_member: &LiveMember| {
                live.snapshot().may_view(update.id, &view_of(&live_member.member, now_ms))
            };
            live.member(**user_id).is_some_and(|live_member| !view(live_member))
        });
        let left: Vec<_> = left.copied().collect();
        if !left.is_empty() {
            self.writers.forget(Lost::Channel(update.id), &live.members_of(&left));
        }
    }

    fn tell_sights(&self, before: &GuildSnapshot, after: &GuildSnapshot, sights: &[Sight]) {
        let mut gained: HashMap<Id<ChannelMarker>, Vec<Arc<SessionCell>>> = HashMap::new();
        let mut lost: HashMap<Id<ChannelMarker>, Vec<Arc<SessionCell>>> = HashMap::new();
        for sight in sights {
            for id in &sight.gained {
                gained.entry(*id).or_default().extend(sight.cells.iter().cloned());
            }
            for id in &sight.lost {
                lost.entry(*id).or_default().extend(sight.cells.iter().cloned());
            }
        }
        for (id, cells) in lost {
            // As it was: what it became is no longer theirs to see.
            if let Some(channel) = before.channel(id) {
                let event = Event::ChannelDelete(Box::new(parvis_model::Channel::clone(channel)));
                self.take_away(Lost::Channel(id), event, cells);
            }
        }
        for (id, cells) in gained {
            if let Some(channel) = after.channel(id) {
                let event = Event::ChannelCreate(Box::new(parvis_model::Channel::clone(channel)));
                self.deliver_to(&Arc::new(Encoded::own(event, true)), cells);
            }
        }
    }

    fn deliver_in_guild(
        &mut self,
        publication: &Arc<Publication>,
        guild_id: Id<GuildMarker>,
        audience: &Audience,
        event: &Event,
    ) {
        let now_ms = self.app.now_ms();
        let Some(live) = self.guilds.get_mut(&guild_id) else { return };
        let watched = is_for_watchers(event);
        let recipients = match audience {
            Audience::Guild(_) => live.recipients(Circle::Everyone, watched),
            Audience::Channel { channel_id, .. } => live.recipients(Circle::Viewers(*channel_id), watched),
            Audience::GuildWith { permissions, .. } => live.holders(None, *permissions, now_ms),
            Audience::ChannelWith { channel_id, permissions, .. } => {
                live.holders(Some(*channel_id), *permissions, now_ms)
            }
            Audience::LookingAfter { channel_id, permissions, except, .. } => {
                live.looking_after(*channel_id, *permissions, *except, now_ms)
            }
            Audience::PrivateThread { parent_id, thread_id, members, .. } => {
                live.private_thread(*parent_id, *thread_id, members, now_ms)
            }
            Audience::Members { user_ids, .. } => live.members_of(user_ids),
            Audience::User(_) | Audience::Users(_) | Audience::Application { .. } => return,
        };
        // One's own membership matters also where one does not look.
        let own = if watched { own_matter(event) } else { Vec::new() };
        let own = own.into_iter().filter_map(|id| live.member(id)).flat_map(|it| it.sessions.values());
        let own = own.filter(|it| !it.listener.is_bot && !live.is_watched_by(it.listener.key));
        let own: Vec<_> = own.cloned().collect();
        let encoded = Arc::new(Encoded::published(Arc::clone(publication), true));
        self.writers.deliver(&encoded, &recipients);
        if !own.is_empty() {
            self.deliver_to(&encoded, own);
        }
    }

    /// An account with running sessions has joined: each of them gets the guild, then what follows.
    fn add_member(&mut self, guild_id: Id<GuildMarker>, member: &Member) {
        let user_id = member.user.id;
        let keys = self.users.get(&user_id).map(|user| user.sessions.clone()).unwrap_or_default();
        let member = Arc::new(member.clone());
        for key in keys {
            let running = self.sessions.get(&key).filter(|session| session.missed.is_none());
            let Some(cell) = running.map(|session| Arc::clone(&session.cell)) else { continue };
            if let Some(joined) = self.join(key, guild_id, Arc::clone(&member)) {
                let place = Arc::new(OnceLock::new());
                self.writers.keep_place(&cell, Arc::clone(&place));
                (self.start_guild)(GuildStart { cell, place, joined });
            }
        }
        if let Some(shown) = self.users.get(&user_id).map(|user| user.shown.clone())
            && shown.status != parvis_model::Status::Offline
        {
            self.tell_presence(user_id, guild_id, &shown);
        }
    }

    /// A member is out: nothing of the guild reaches the account any more.
    fn remove_member(&mut self, guild_id: Id<GuildMarker>, user_id: Id<UserMarker>) {
        let Some(live) = self.guilds.get_mut(&guild_id) else { return };
        let cells = live.remove_member(user_id);
        if live.is_empty() {
            self.guilds.remove(&guild_id);
        }
        for cell in &cells {
            if let Some(session) = self.sessions.get_mut(&cell.listener.key) {
                session.guilds.remove(&guild_id);
            }
            self.look_away(guild_id, cell.listener.key);
        }
        let event = Event::GuildDelete(GuildDelete { id: guild_id, unavailable: false });
        self.take_away(Lost::Guild(guild_id), event, cells);
    }

    /// Sessions have lost a place: what is kept of it for their RESUME goes, and they are told.
    fn take_away(&self, lost: Lost, event: Event, cells: Vec<Arc<SessionCell>>) {
        let recipients = Arc::new(Recipients::new(self.writers.count(), cells));
        self.writers.forget(lost, &recipients);
        self.writers.deliver(&Arc::new(Encoded::own(event, true)), &recipients);
    }

    fn drop_guild(&mut self, guild_id: Id<GuildMarker>) {
        self.lists.remove(&guild_id);
        if self.guilds.remove(&guild_id).is_some() {
            for session in self.sessions.values_mut() {
                session.guilds.remove(&guild_id);
            }
        }
    }
}
