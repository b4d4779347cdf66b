//! The lines of a member list, and what changed between two states of it, as values.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use parvis_bus::GuildSnapshot;
use parvis_model::event::{MemberListGroup, MemberListItem, MemberListMember, MemberListOp};
use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Id, Member, Status};

use super::presence::Shown;

/// Above so many changes at once, the ranges are sent anew.
const OPS_MAX: usize = 100;

/// A heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Heading {
    /// Members of a role that is listed apart.
    Role(Id<RoleMarker>),
    /// Others who are there.
    Online,
    /// Those who are not.
    Offline,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A heading with how many follow.
    Heading(Heading, u32),
    /// A member.
    Member(Arc<Member>, Shown),
}

/// What tells lines apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Heading(Heading),
    Member(Id<UserMarker>),
}

impl Line {
    fn key(&self) -> Key {
        match self {
            Self::Heading(heading, _) => Key::Heading(*heading),
            Self::Member(member, _) => Key::Member(member.user.id),
        }
    }

    /// The line on the wire.
    pub fn item(&self, guild_id: Id<GuildMarker>) -> MemberListItem {
        match self {
            Self::Heading(heading, count) => MemberListItem::Group(group(*heading, *count)),
            Self::Member(member, shown) => MemberListItem::Member(Box::new(MemberListMember {
                member: Member::clone(member),
                presence: (shown.status != Status::Offline)
                    .then(|| Box::new(shown.in_guild(member.user.id, guild_id))),
            })),
        }
    }
}

fn group(heading: Heading, count: u32) -> MemberListGroup {
    match heading {
        Heading::Role(role_id) => MemberListGroup::role(role_id, count),
        Heading::Online => MemberListGroup::online(count),
        Heading::Offline => MemberListGroup::offline(count),
    }
}

/// The headings of a list, in order.
pub fn groups(lines: &[Line]) -> Vec<MemberListGroup> {
    let headings = lines.iter().filter_map(|line| match line {
        Line::Heading(heading, count) => Some(group(*heading, *count)),
        Line::Member(..) => None,
    });
    headings.collect()
}

/// Lays members out: roles that are listed apart from the highest down, then others who are there, then the rest;
/// each by name.
pub fn lay_out(snapshot: &GuildSnapshot, members: impl Iterator<Item = (Arc<Member>, Shown)>) -> Vec<Line> {
    let mut apart: Vec<_> =
        snapshot.roles().filter(|role| role.hoist && role.id != snapshot.id().cast()).collect();
    apart.sort_by_key(|role| (Reverse(role.position), role.id));
    let mut headings: Vec<Heading> = apart.iter().map(|role| Heading::Role(role.id)).collect();
    headings.extend([Heading::Online, Heading::Offline]);
    let online = headings.len() - 2;
    let mut parts: Vec<Vec<(String, Arc<Member>, Shown)>> = vec![Vec::new(); headings.len()];
    for (member, shown) in members {
        let at = if shown.status == Status::Offline {
            online + 1
        } else {
            apart.iter().position(|role| member.roles.contains(&role.id)).unwrap_or(online)
        };
        parts[at].push((member.display_name().to_lowercase(), member, shown));
    }
    let mut lines = Vec::new();
    for (heading, mut part) in headings.into_iter().zip(parts) {
        if part.is_empty() {
            continue;
        }
        part.sort_by(|one, other| (&one.0, one.1.user.id).cmp(&(&other.0, other.1.user.id)));
        lines.push(Line::Heading(heading, u32::try_from(part.len()).unwrap_or(u32::MAX)));
        lines.extend(part.into_iter().map(|(_, member, shown)| Line::Member(member, shown)));
    }
    lines
}

/// What leads from one state to another, in the order in which it is to be applied. `None`: too much; the ranges are to
/// be sent anew.
pub fn changes(old: &[Line], new: &[Line], guild_id: Id<GuildMarker>) -> Option<Vec<MemberListOp>> {
    let places: HashMap<Key, usize> = new.iter().enumerate().map(|(at, line)| (line.key(), at)).collect();
    let targets: Vec<Option<usize>> = old.iter().map(|line| places.get(&line.key()).copied()).collect();
    let kept = longest_rising(&targets);
    if (old.len() - kept.len()) + (new.len() - kept.len()) > OPS_MAX {
        return None;
    }
    let mut ops = Vec::new();
    let mut stays = vec![false; old.len()];
    for at in &kept {
        stays[*at] = true;
    }
    for at in (0..old.len()).rev().filter(|at| !stays[*at]) {
        ops.push(MemberListOp::Delete { index: at as u32 });
    }
    let mut before: HashMap<usize, &Line> = HashMap::new();
    for at in kept {
        if let Some(place) = targets[at] {
            before.insert(place, &old[at]);
        }
    }
    for (index, line) in new.iter().enumerate() {
        match before.get(&index) {
            None => ops.push(MemberListOp::Insert { index: index as u32, item: line.item(guild_id) }),
            Some(same) if **same == *line => {}
            Some(_) => ops.push(MemberListOp::Update { index: index as u32, item: line.item(guild_id) }),
        }
    }
    (ops.len() <= OPS_MAX).then_some(ops)
}

/// Positions of a longest subsequence that rises, by patience sorting: what need not move.
fn longest_rising(values: &[Option<usize>]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; values.len()];
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let pile = tails.partition_point(|tail| values[*tail].is_some_and(|top| top < *value));
        previous[at] = pile.checked_sub(1).map(|below| tails[below]);
        if pile == tails.len() {
            tails.push(at);
        } else {
            tails[pile] = at;
        }
    }
    let mut found = Vec::new();
    let mut at = tails.last().copied();
    while let Some(here) = at {
        found.push(here);
        at = previous[here];
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::{Guild, Role, Timestamp, User};

    fn member(id: u64, name: &str) -> Arc<Member> {
        Arc::new(Member::new(User::new(Id::new(id), name), Timestamp::from_unix_ms(0)))
    }

    fn shown(status: Status) -> Shown {
        Shown { status, activities: Vec::new() }
    }

    /// What a client does with the operations.
    fn apply(list: &mut Vec<MemberListItem>, ops: &[MemberListOp]) {
        for op in ops {
            match op {
                MemberListOp::Insert { index, item } => list.insert(*index as usize, item.clone()),
                MemberListOp::Update { index, item } => list[*index as usize] = item.clone(),
                MemberListOp::Delete { index } => {
                    list.remove(*index as usize);
                }
                MemberListOp::Sync { .. } | MemberListOp::Invalidate { .. } => panic!("not a change"),
            }
        }
    }

    #[test]
    fn members_stand_under_their_highest_listed_role_then_online_then_offline_by_name() {
        let mut role = Role::new(Id::new(7), "stewards");
        role.hoist = true;
        role.position = 3;
        let everyone = Role::everyone(Id::new(1));
        let snapshot =
            GuildSnapshot::new(Guild::new(Id::new(1), "x", Id::new(2)), vec![everyone, role], Vec::new());
        let mut steward = Member::clone(&member(2, "zoe"));
        steward.roles = vec![Id::new(7)];
        let steward = Arc::new(steward);
        let all = [
            (member(3, "Bea"), shown(Status::Idle)),
            (member(4, "abe"), shown(Status::Online)),
            (steward.clone(), shown(Status::Dnd)),
            (member(5, "cat"), Shown::OFFLINE),
        ];
        let lines = lay_out(&snapshot, all.into_iter());
        let texts: Vec<String> = lines
            .iter()
            .map(|line| match line {
                Line::Heading(Heading::Role(id), count) => format!("{id}:{count}"),
                Line::Heading(heading, count) => format!("{heading:?}:{count}"),
                Line::Member(member, _) => member.display_name().to_owned(),
            })
            .collect();
        assert_eq!(texts, ["7:1", "zoe", "Online:2", "abe", "Bea", "Offline:1", "cat"]);
    }

    #[test]
    fn changes_applied_to_the_old_list_give_the_new_one() {
        let guild_id = Id::new(1);
        let mut state = 1_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        for _ in 0..2_000 {
            let mut random_list = || {
                let mut lines = vec![Line::Heading(Heading::Online, below(4) as u32)];
                let mut ids: Vec<u64> = (0..below(12)).map(|_| below(20)).collect();
                ids.sort_unstable();
                ids.dedup();
                let turn = below(3) as usize;
                if !ids.is_empty() {
                    let turn = turn % ids.len();
                    ids.rotate_left(turn);
                }
                for id in ids {
                    let status = if below(2) == 0 { Status::Online } else { Status::Idle };
                    lines.push(Line::Member(member(id, "x"), shown(status)));
                }
                lines
            };
            let (old, new) = (random_list(), random_list());
            let mut list: Vec<_> = old.iter().map(|line| line.item(guild_id)).collect();
            let ops = changes(&old, &new, guild_id).expect("few changes");
            apply(&mut list, &ops);
            assert_eq!(list, new.iter().map(|line| line.item(guild_id)).collect::<Vec<_>>());
            assert_eq!(changes(&new, &new, guild_id), Some(Vec::new()));
        }
    }

    #[test]
    fn a_list_that_changed_all_over_is_sent_anew() {
        let lines = |from: u64| -> Vec<Line> {
            (from..from + 80).map(|id| Line::Member(member(id, "x"), shown(Status::Online))).collect()
        };
        assert_eq!(changes(&lines(0), &lines(100), Id::new(1)), None);
    }
}
