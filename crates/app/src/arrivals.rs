//! What the door noticed of those who joined lately: by which invitation they came, and how much of the list of members
//! they asked for. In memory only, and for a day at most: it says who is part of a wave, and nothing else.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

/// How long somebody is a newcomer.
const NEWCOMER_MS: i64 = 86_400_000;
/// How far back reading the list of members counts.
const READING_MS: i64 = 600_000;
/// Newcomers of all guilds that are remembered; of more, the oldest are forgotten.
const NEWCOMERS_MAX: usize = 50_000;
/// Whoever asks for fewer members at once looks for somebody, and reads no list.
pub(crate) const LOOK_MEMBERS_MIN: u32 = 50;
/// Looks into the list that are remembered of one newcomer: nobody needs to count further.
const LOOKS_MAX: usize = 100;

type Who = (Id<GuildMarker>, Id<UserMarker>);

struct Arrival {
    at_ms: i64,
    invitation: Arc<str>,
    looks_ms: VecDeque<i64>,
}

#[derive(Default)]
struct Remembered {
    arrivals: HashMap<Who, Arrival>,
    /// In the order in which they came.
    order: VecDeque<(i64, Who)>,
}

/// The memory itself.
#[derive(Default)]
pub struct Arrivals(Mutex<Remembered>);

impl Arrivals {
    /// Somebody is about to come in by an invitation. Noted before the membership is told, so that whoever hears of it
    /// can ask.
    pub(crate) fn note_join(
        &self,
        guild_id: Id<GuildMarker>,
        user_id: Id<UserMarker>,
        invitation: &str,
        now_ms: i64,
    ) {
        let mut memory = self.0.lock();
        let is_old = |it: &(i64, Who)| it.0 <= now_ms - NEWCOMER_MS;
        while memory.order.len() >= NEWCOMERS_MAX || memory.order.front().is_some_and(is_old) {
            let Some((at_ms, who)) = memory.order.pop_front() else { break };
            // Who came once more stands further behind, too.
            if memory.arrivals.get(&who).is_some_and(|arrival| arrival.at_ms == at_ms) {
                memory.arrivals.remove(&who);
            }
        }
        let (who, invitation) = ((guild_id, user_id), Arc::from(invitation));
        memory.order.push_back((now_ms, who));
        memory.arrivals.insert(who, Arrival { at_ms: now_ms, invitation, looks_ms: VecDeque::new() });
    }

    /// Somebody asked for a part of the list of members.
    pub(crate) fn note_look(&self, guild_id: Id<GuildMarker>, user_id: Id<UserMarker>, now_ms: i64) {
        if let Some(arrival) = self.0.lock().arrivals.get_mut(&(guild_id, user_id)) {
            if arrival.looks_ms.len() >= LOOKS_MAX {
                arrival.looks_ms.pop_front();
            }
            arrival.looks_ms.push_back(now_ms);
        }
    }

    /// The invitation by which a newcomer came, while it is remembered.
    pub fn invitation(
        &self,
        guild_id: Id<GuildMarker>,
        user_id: Id<UserMarker>,
        now_ms: i64,
    ) -> Option<Arc<str>> {
        let memory = self.0.lock();
        let arrival =
            memory.arrivals.get(&(guild_id, user_id)).filter(|it| it.at_ms > now_ms - NEWCOMER_MS)?;
        Some(Arc::clone(&arrival.invitation))
    }

    /// How often a newcomer asked for a part of the list of members in the last ten minutes; a hundred times at most.
    pub fn looks(&self, guild_id: Id<GuildMarker>, user_id: Id<UserMarker>, now_ms: i64) -> u32 {
        let memory = self.0.lock();
        let looks = memory.arrivals.get(&(guild_id, user_id)).map(|arrival| &arrival.looks_ms);
        let lately = looks.map_or(0, |looks| looks.iter().filter(|at| **at > now_ms - READING_MS).count());
        lately as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: Id<GuildMarker> = Id::new(7);

    #[test]
    fn who_came_is_known_for_a_day() {
        let arrivals = Arrivals::default();
        let (ada, eve) = (Id::new(1), Id::new(2));
        arrivals.note_join(GUILD, ada, "a", 0);
        arrivals.note_join(GUILD, eve, "b", NEWCOMER_MS - 1);
        assert_eq!(arrivals.invitation(GUILD, ada, NEWCOMER_MS - 1).as_deref(), Some("a"));
        assert_eq!(arrivals.invitation(GUILD, ada, NEWCOMER_MS), None, "also while nobody else comes");
        assert_eq!(arrivals.invitation(Id::new(8), ada, 0), None, "another guild");
        arrivals.note_join(GUILD, Id::new(3), "c", NEWCOMER_MS);
        assert_eq!(arrivals.invitation(GUILD, ada, 0), None);
        assert_eq!(arrivals.invitation(GUILD, eve, NEWCOMER_MS).as_deref(), Some("b"));
    }

    #[test]
    fn who_comes_again_is_remembered_from_then_on() {
        let arrivals = Arrivals::default();
        arrivals.note_join(GUILD, Id::new(1), "a", 0);
        arrivals.note_join(GUILD, Id::new(1), "b", 1_000);
        arrivals.note_join(GUILD, Id::new(2), "b", NEWCOMER_MS + 500);
        assert_eq!(arrivals.invitation(GUILD, Id::new(1), NEWCOMER_MS + 500).as_deref(), Some("b"));
    }

    #[test]
    fn looks_into_the_list_count_for_ten_minutes_and_only_of_newcomers() {
        let arrivals = Arrivals::default();
        let (ada, eve) = (Id::new(1), Id::new(2));
        arrivals.note_join(GUILD, ada, "a", 0);
        for at_ms in [0, 1_000, READING_MS] {
            arrivals.note_look(GUILD, ada, at_ms);
            arrivals.note_look(GUILD, eve, at_ms);
        }
        assert_eq!(arrivals.looks(GUILD, ada, READING_MS), 2);
        assert_eq!(arrivals.looks(GUILD, eve, READING_MS), 0);
        for _ in 0..300 {
            arrivals.note_look(GUILD, ada, READING_MS);
        }
        assert_eq!(arrivals.looks(GUILD, ada, READING_MS), LOOKS_MAX as u32);
    }
}
