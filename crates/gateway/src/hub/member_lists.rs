//! Member lists that people have open: who looks at which ranges, and what they are told when the list moves.
//!
//! All channels that the same members may view share one list. Small guilds list everybody, large ones who is there.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use parvis_bus::{GuildSnapshot, Publication};
use parvis_model::event::{MemberListItem, MemberListOp, MemberListUpdate};
use parvis_model::gateway::GuildSubscription;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Event, Id, Member, Permissions, Status};

use super::Hub;
use super::lines::{Line, changes, groups, lay_out};
use super::presence::Shown;
use super::publications::bring_up_roster;
use crate::cell::SessionCell;
use crate::encoded::Encoded;

/// Members above which those who are not there are left out.
pub const WHOLE_MEMBERS_MAX: u32 = 1_000;
/// A list is brought up to date at most this often.
const REFRESH_EVERY_MS: u64 = 200;
/// Ranges that one session may look at, and their length.
const RANGES_MAX: usize = 5;
const RANGE_LINES_MAX: u32 = 200;

/// The members of a guild as its lists need them.
pub enum Roster {
    /// Being read; what changes meanwhile is kept.
    Loading(Vec<Arc<Publication>>),
    /// Everybody.
    Whole(HashMap<Id<UserMarker>, Arc<Member>>),
    /// Too many: only who is there, which the guild itself knows, and how many there are.
    Online(u32),
}

/// What was read of a guild's members.
pub struct RosterRead {
    /// How many there are.
    pub member_count: u32,
    /// All of them, unless they are too many.
    pub members: Option<Vec<Member>>,
}

struct Looker {
    cell: Arc<SessionCell>,
    channel_id: Id<ChannelMarker>,
    ranges: Vec<[u32; 2]>,
    /// Whether the ranges have been sent once.
    synced: bool,
}

#[derive(Default)]
struct List {
    lines: Vec<Line>,
    lookers: HashMap<u64, Looker>,
}

/// The open lists of one guild.
pub struct GuildLists {
    roster: Roster,
    lists: HashMap<String, List>,
    stale: bool,
    refreshed_at_ms: u64,
}

impl GuildLists {
    fn has_lookers(&self) -> bool {
        self.lists.values().any(|list| !list.lookers.is_empty())
    }

    fn forget(&mut self, key: u64) {
        for list in self.lists.values_mut() {
            list.lookers.remove(&key);
        }
        self.lists.retain(|_, list| !list.lookers.is_empty());
    }
}

impl Hub {
    /// A session looks at ranges of channels' lists.
    pub(super) fn look_at(&mut self, key: u64, subscription: &GuildSubscription) {
        if subscription.wants.channels.is_empty() {
            return;
        }
        let guild_id = subscription.guild_id;
        let Some(session) = self.sessions.get(&key) else { return };
        let Some(live) = self.guilds.get(&guild_id) else { return };
        let Some(member) = live.member(session.cell.listener.user_id) else { return };
        let open = self.lists.entry(guild_id).or_insert_with(|| {
            (self.load_roster)(guild_id);
            GuildLists {
                roster: Roster::Loading(Vec::new()),
                lists: HashMap::new(),
                stale: true,
                refreshed_at_ms: 0,
            }
        });
        open.forget(key);
        for (channel_id, ranges) in subscription.wants.channels.iter().take(RANGES_MAX) {
            let sound = |range: &&[u32; 2]| range[0] <= range[1] && range[1] - range[0] < RANGE_LINES_MAX;
            let ranges: Vec<_> = ranges.iter().filter(sound).take(RANGES_MAX).copied().collect();
            if ranges.is_empty() || !member.visible.contains(channel_id) {
                continue;
            }
            let list = open.lists.entry(list_id(live.snapshot(), *channel_id)).or_default();
            let cell = Arc::clone(&session.cell);
            list.lookers.insert(key, Looker { cell, channel_id: *channel_id, ranges, synced: false });
        }
        open.stale = true;
        open.refreshed_at_ms = 0;
    }

    /// What was asked for with `load_roster`.
    pub(super) fn take_roster(&mut self, guild_id: Id<GuildMarker>, read: RosterRead) {
        let Some(open) = self.lists.get_mut(&guild_id) else { return };
        let Roster::Loading(missed) = &mut open.roster else { return };
        let missed = std::mem::take(missed);
        open.roster = match read.members {
            None => Roster::Online(read.member_count),
            Some(members) => {
                let members = members.into_iter().map(|member| (member.user.id, Arc::new(member)));
                Roster::Whole(members.collect())
            }
        };
        for publication in missed {
            bring_up_roster(&mut open.roster, &publication);
        }
        open.stale = true;
        open.refreshed_at_ms = 0;
    }

    /// Something of a guild changed that its lists may show.
    pub(super) fn lists_are_stale(
        &mut self,
        guild_id: Id<GuildMarker>,
        publication: Option<&Arc<Publication>>,
    ) {
        let Some(open) = self.lists.get_mut(&guild_id) else { return };
        open.stale = true;
        if let Some(publication) = publication {
            match &mut open.roster {
                Roster::Loading(missed) => missed.push(Arc::clone(publication)),
                roster => bring_up_roster(roster, publication),
            }
        }
    }

    /// A session is out of a guild, or gone.
    pub(super) fn look_away(&mut self, guild_id: Id<GuildMarker>, key: u64) {
        if let Some(open) = self.lists.get_mut(&guild_id) {
            open.forget(key);
            if !open.has_lookers() {
                self.lists.remove(&guild_id);
            }
        }
    }

    /// Whether a list waits to be brought up to date.
    pub(super) fn has_stale_lists(&self) -> bool {
        self.lists.values().any(|open| open.stale)
    }

    /// Brings stale lists up to date and tells who looks at them.
    pub(super) fn refresh_lists(&mut self) {
        let now_ms = self.uptime.now_ms();
        let due: Vec<_> = self
            .lists
            .iter()
            .filter(|(_, open)| open.stale && now_ms - open.refreshed_at_ms.min(now_ms) >= REFRESH_EVERY_MS)
            .map(|(guild_id, _)| *guild_id)
            .collect();
        for guild_id in due {
            // Taken out while the rest of the hub is asked.
            if let Some(mut open) = self.lists.remove(&guild_id) {
                self.refresh(guild_id, &mut open, now_ms);
                if open.has_lookers() {
                    self.lists.insert(guild_id, open);
                }
            }
        }
    }

    fn refresh(&mut self, guild_id: Id<GuildMarker>, open: &mut GuildLists, now_ms: u64) {
        if matches!(open.roster, Roster::Loading(_)) {
            return;
        }
        open.stale = false;
        open.refreshed_at_ms = now_ms;
        let Some(live) = self.guilds.get(&guild_id) else {
            open.lists.clear();
            return;
        };
        // A change of rights may have moved a channel to another list, or out of somebody's sight.
        let lookers: Vec<_> = open.lists.values_mut().flat_map(|list| list.lookers.drain()).collect();
        for (key, looker) in lookers {
            let member = live.member(looker.cell.listener.user_id);
            if member.is_some_and(|member| member.visible.contains(&looker.channel_id)) {
                let id = list_id(live.snapshot(), looker.channel_id);
                let is_new = !open.lists.contains_key(&id);
                let list = open.lists.entry(id).or_default();
                list.lookers.insert(key, Looker { synced: looker.synced && !is_new, ..looker });
            }
        }
        open.lists.retain(|_, list| !list.lookers.is_empty());
        let mut lists = std::mem::take(&mut open.lists);
        for (id, list) in &mut lists {
            let Some(channel_id) = list.lookers.values().next().map(|looker| looker.channel_id) else {
                continue;
            };
            let lines = self.lines_of(guild_id, &open.roster, channel_id);
            let member_count = match open.roster {
                Roster::Online(count) => count,
                _ => lines.iter().filter(|line| matches!(line, Line::Member(..))).count() as u32,
            };
            self.tell_list(guild_id, id, list, lines, member_count);
        }
        open.lists = lists;
    }

    fn lines_of(
        &mut self,
        guild_id: Id<GuildMarker>,
        roster: &Roster,
        channel_id: Id<ChannelMarker>,
    ) -> Vec<Line> {
        let Some(live) = self.guilds.get_mut(&guild_id) else { return Vec::new() };
        let members: Vec<Arc<Member>> = match roster {
            Roster::Whole(members) => members.values().cloned().collect(),
            _ => live.members().map(|live| Arc::clone(&live.member)).collect(),
        };
        let whole = matches!(roster, Roster::Whole(_));
        let mut listed = Vec::with_capacity(members.len());
        for member in members {
            let shown = self.users.get(&member.user.id).map_or(Shown::OFFLINE, |user| user.shown.clone());
            if (whole || shown.status != Status::Offline) && live.visible_to(&member).contains(&channel_id) {
                listed.push((member, shown));
            }
        }
        lay_out(live.snapshot(), listed.into_iter())
    }

    fn tell_list(
        &self,
        guild_id: Id<GuildMarker>,
        id: &str,
        list: &mut List,
        lines: Vec<Line>,
        member_count: u32,
    ) {
        let ops = changes(&list.lines, &lines, guild_id);
        let is_online =
            |line: &&Line| matches!(line, Line::Member(_, shown) if shown.status != Status::Offline);
        let mut update = MemberListUpdate {
            guild_id,
            id: id.to_owned(),
            member_count,
            online_count: lines.iter().filter(is_online).count() as u32,
            groups: groups(&lines),
            ops: Vec::new(),
        };
        let mut follow = Vec::new();
        for looker in list.lookers.values_mut() {
            if looker.synced && ops.is_some() {
                follow.push(Arc::clone(&looker.cell));
                continue;
            }
            looker.synced = true;
            update.ops = looker.ranges.iter().map(|range| sync(&lines, *range, guild_id)).collect();
            let event = Event::MemberListUpdate(Box::new(update.clone()));
            self.deliver_to(&Arc::new(Encoded::own(event, true)), [Arc::clone(&looker.cell)]);
        }
        list.lines = lines;
        if let Some(ops) = ops.filter(|ops| !ops.is_empty() && !follow.is_empty()) {
            update.ops = ops;
            let event = Event::MemberListUpdate(Box::new(update));
            self.deliver_to(&Arc::new(Encoded::own(event, true)), follow);
        }
    }
}

fn sync(lines: &[Line], range: [u32; 2], guild_id: Id<GuildMarker>) -> MemberListOp {
    let from = (range[0] as usize).min(lines.len());
    let to = (range[1] as usize + 1).min(lines.len());
    let items: Vec<MemberListItem> = lines[from..to].iter().map(|line| line.item(guild_id)).collect();
    MemberListOp::Sync { range, items }
}

/// The name of a channel's list: the same for all channels whose overwrites say the same about viewing.
fn list_id(snapshot: &GuildSnapshot, channel_id: Id<ChannelMarker>) -> String {
    let overwrites = snapshot.channel(channel_id).map(|channel| &channel.permission_overwrites[..]);
    let view = Permissions::VIEW_CHANNEL;
    let about_viewing: BTreeMap<_, _> = overwrites
        .unwrap_or_default()
        .iter()
        .filter(|it| (it.allow | it.deny).contains(view))
        .map(|it| (it.id, (it.kind.0, it.allow.contains(view))))
        .collect();
    if about_viewing.is_empty() {
        return "everyone".to_owned();
    }
    let mut hasher = DefaultHasher::new();
    about_viewing.hash(&mut hasher);
    hasher.finish().to_string()
}
