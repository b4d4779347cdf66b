//! Those who joined a guild in the last day, as numbers of what they did: what scores are made of. In memory only. No
//! text is kept: a first message leaves pieces by which another is compared with it, for ten minutes.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use parvis_likeness::text::{JACCARD_MIN, Look, SHINGLED_CHARS_MIN, Shingles};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_screening::links::links;
use parvis_signals::person::{Conduct, FirstMessage, NearRemoved, Score};

/// How long somebody is a newcomer.
pub const NEWCOMER_MS: i64 = 86_400_000;
/// How far back what newcomers do is looked at.
pub const LOOK_BACK_MS: i64 = 600_000;
/// Who came so much before or after came at the same moment.
const TOGETHER_MS: i64 = 30_000;
/// Newcomers of one guild that are remembered; of more, the oldest are forgotten.
pub const NEWCOMERS_MAX: usize = 2_000;
/// Others with the same invitation that are counted: nobody needs to count further, and in a wave there are many.
const ALIKE_MAX: usize = 100;
/// Letters of a first message that are compared.
const COMPARED_CHARS_MAX: usize = 2_000;
/// Different first messages that are compared at once.
const GROUPS_MAX: usize = 1_000;
/// Strangers that are remembered: nobody needs to count further.
const STRANGERS_MAX: usize = 50;

type User = Id<UserMarker>;

/// Somebody who joined.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Who.
    pub user_id: User,
    /// When they joined.
    pub joined_ms: i64,
    /// By which invitation, if that is known.
    pub invitation: Option<Arc<str>>,
    /// How much of a removed account comes back.
    pub near_removed: NearRemoved,
    /// Decisions against them here that stand.
    pub decisions: u32,
    /// Whether the server started after they joined: what they said before is not known.
    pub is_restored: bool,
}

/// One newcomer with what they did.
#[derive(Debug)]
struct Known {
    newcomer: Newcomer,
    first: Option<First>,
    /// People who are no friends, by when they were written to.
    strangers: Vec<(i64, User)>,
    is_gone: bool,
}

#[derive(Debug, Clone, Copy)]
struct First {
    at_ms: i64,
    letters: u32,
    link: bool,
    group: u64,
}

/// First messages that are nearly the same.
#[derive(Debug)]
struct Group {
    number: u64,
    look: u64,
    pieces: Option<Shingles>,
    said_ms: Vec<i64>,
}

/// The newcomers of one guild, in the order in which they came.
#[derive(Debug, Default)]
pub struct Newcomers {
    known: VecDeque<Known>,
    /// How many were forgotten: the number of the first one that is known.
    forgotten: u64,
    numbers: HashMap<User, u64>,
    groups: Vec<Group>,
    groups_made: u64,
}

impl Newcomers {
    /// Somebody joined; false when that is known.
    pub fn add(&mut self, newcomer: Newcomer) -> bool {
        let user_id = newcomer.user_id;
        if let Some(known) = self.get_mut(user_id) {
            if known.newcomer.joined_ms == newcomer.joined_ms {
                return false;
            }
            known.is_gone = true;
        }
        if self.known.len() >= NEWCOMERS_MAX {
            self.forget_first();
        }
        self.numbers.insert(user_id, self.forgotten + self.known.len() as u64);
        self.known.push_back(Known { newcomer, first: None, strangers: Vec::new(), is_gone: false });
        true
    }

    /// What was looked up of somebody who is known already.
    pub fn complete(&mut self, user_id: User, looked_up: &Newcomer) {
        if let Some(known) = self.get_mut(user_id) {
            known.newcomer = looked_up.clone();
        }
    }

    /// Somebody left.
    pub fn leave(&mut self, user_id: User) {
        if let Some(known) = self.get_mut(user_id) {
            known.is_gone = true;
        }
    }

    /// Whether somebody is a newcomer here, and when they joined.
    pub fn joined_ms(&self, user_id: User) -> Option<i64> {
        let at = self.numbers.get(&user_id)?.checked_sub(self.forgotten)?;
        self.known.get(at as usize).filter(|known| !known.is_gone).map(|known| known.newcomer.joined_ms)
    }

    /// Takes the first message of a newcomer; false when it is not the first, or nobody can say.
    pub fn take_first(&mut self, user_id: User, text: &str, at_ms: i64) -> bool {
        match self.get_mut(user_id) {
            Some(known) if known.first.is_none() && !known.newcomer.is_restored && !known.is_gone => {}
            _ => return false,
        }
        let group = self.group_of(text, at_ms);
        let letters = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
        let link = links(text).iter().any(|link| link.is_certain || !link.path.is_empty());
        if let Some(known) = self.get_mut(user_id) {
            known.first = Some(First { at_ms, letters, link, group });
        }
        true
    }

    /// A newcomer wrote to somebody who is no friend.
    pub fn take_stranger(&mut self, user_id: User, other_id: User, at_ms: i64) -> bool {
        let Some(known) = self.get_mut(user_id) else { return false };
        known.strangers.retain(|(at, _)| *at > at_ms - LOOK_BACK_MS);
        if known.strangers.len() >= STRANGERS_MAX || known.strangers.iter().any(|(_, id)| *id == other_id) {
            return false;
        }
        known.strangers.push((at_ms, other_id));
        true
    }

    /// Forgets what has had its time; whether anybody is left.
    pub fn forget(&mut self, now_ms: i64) -> bool {
        self.groups.retain(|group| group.said_ms.last().is_some_and(|at| *at > now_ms - LOOK_BACK_MS));
        while self.known.front().is_some_and(|known| known.newcomer.joined_ms <= now_ms - NEWCOMER_MS) {
            self.forget_first();
        }
        !self.known.is_empty()
    }

    /// Those who joined since a moment with their scores, in the order in which they came. `looks` says how much of the
    /// list of members somebody asked for. Those who left count as well: a wave is a wave.
    pub fn scores(&self, since_ms: i64, now_ms: i64, looks: impl Fn(User) -> u32) -> Vec<Scored> {
        let begin = self.known.partition_point(|known| known.newcomer.joined_ms < since_ms);
        let score = |known: &Known| Scored {
            user_id: known.newcomer.user_id,
            joined_ms: known.newcomer.joined_ms,
            is_gone: known.is_gone,
            score: Score::of(&self.conduct(known, now_ms, looks(known.newcomer.user_id))),
        };
        self.known.range(begin..).map(score).collect()
    }

    fn conduct(&self, known: &Known, now_ms: i64, member_pages: u32) -> Conduct {
        let newcomer = &known.newcomer;
        let made_ms = newcomer.user_id.created_unix_ms();
        let first_message = known.first.map(|first| FirstMessage {
            letters: first.letters,
            after_s: u32::try_from((first.at_ms - newcomer.joined_ms).max(0) / 1_000).unwrap_or(u32::MAX),
            alike: self.alike(&first, now_ms),
            link: first.link,
        });
        let lately = known.strangers.iter().filter(|(at, _)| *at > now_ms - LOOK_BACK_MS);
        Conduct {
            account_age_s: u64::try_from((now_ms - made_ms) / 1_000).unwrap_or(0),
            joined_alike: self.joined_alike(newcomer),
            near_removed: newcomer.near_removed,
            first_message,
            member_pages,
            strangers_written: lately.count() as u32,
            decisions: newcomer.decisions,
        }
    }

    /// Others who came by the same invitation at the same moment.
    fn joined_alike(&self, own: &Newcomer) -> u32 {
        let Some(invitation) = &own.invitation else { return 0 };
        let at = |ms: i64| self.known.partition_point(|known| known.newcomer.joined_ms < ms);
        let begin = at(own.joined_ms - TOGETHER_MS);
        // A clock that went back leaves them in no order.
        let near = begin..at(own.joined_ms + TOGETHER_MS + 1).max(begin);
        let same = |known: &&Known| known.newcomer.invitation.as_ref() == Some(invitation);
        let found = self.known.range(near).filter(same).take(ALIKE_MAX + 1).count();
        (found as u32).saturating_sub(1)
    }

    /// Other newcomers who began with nearly the same in the last ten minutes.
    fn alike(&self, first: &First, now_ms: i64) -> u32 {
        // They are numbered in the order in which they stand, and said in the order of time.
        let Ok(at) = self.groups.binary_search_by_key(&first.group, |group| group.number) else { return 0 };
        let said_ms = &self.groups[at].said_ms;
        let is_over = |at_ms: i64| at_ms <= now_ms - LOOK_BACK_MS;
        let lately = said_ms.len() - said_ms.partition_point(|at_ms| is_over(*at_ms));
        (lately as u32).saturating_sub(u32::from(!is_over(first.at_ms)))
    }

    fn group_of(&mut self, text: &str, at_ms: i64) -> u64 {
        self.groups.retain(|group| group.said_ms.last().is_some_and(|at| *at > at_ms - LOOK_BACK_MS));
        let end = text.char_indices().nth(COMPARED_CHARS_MAX).map_or(text.len(), |(end, _)| end);
        let look = Look::of(&text[..end]);
        let is_long = look.as_str().chars().nth(SHINGLED_CHARS_MIN - 1).is_some();
        let (pieces, look) = (is_long.then(|| look.shingles()), fingerprint(look.as_str()));
        let is_alike = |group: &&mut Group| {
            group.look == look
                || match (&group.pieces, &pieces) {
                    (Some(known), Some(own)) => known.jaccard(own) >= JACCARD_MIN,
                    _ => false,
                }
        };
        if let Some(group) = self.groups.iter_mut().find(is_alike) {
            group.said_ms.push(at_ms);
            return group.number;
        }
        if self.groups.len() >= GROUPS_MAX {
            self.groups.remove(0);
        }
        self.groups_made += 1;
        self.groups.push(Group { number: self.groups_made, look, pieces, said_ms: vec![at_ms] });
        self.groups_made
    }

    fn get_mut(&mut self, user_id: User) -> Option<&mut Known> {
        let at = self.numbers.get(&user_id)?.checked_sub(self.forgotten)?;
        self.known.get_mut(at as usize)
    }

    fn forget_first(&mut self) {
        if let Some(known) = self.known.pop_front() {
            let user_id = known.newcomer.user_id;
            if self.numbers.get(&user_id) == Some(&self.forgotten) {
                self.numbers.remove(&user_id);
            }
            self.forgotten += 1;
        }
    }
}

/// A newcomer with a score.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Who.
    pub user_id: User,
    /// When they joined.
    pub joined_ms: i64,
    /// Whether they left again.
    pub is_gone: bool,
    /// How conspicuous their conduct is.
    pub score: Score,
}

/// Stands for a text that need not be kept.
fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use parvis_signals::person::Signal;

    use super::*;

    const NOW_MS: i64 = 1_795_328_210_000;
    const ADVERT: &str =
        "Join the biggest server of them all, free gifts for everybody: https://example.org/gifts";

    /// An account that was made so many seconds before now.
    fn made(seconds: i64, number: u64) -> User {
        let first: User = Id::first_of_unix_ms(NOW_MS - seconds * 1_000);
        Id::new(first.get() + number)
    }

    fn newcomer(user_id: User, after_s: i64) -> Newcomer {
        Newcomer {
            user_id,
            joined_ms: NOW_MS + after_s * 1_000,
            invitation: Some(Arc::from("code")),
            near_removed: NearRemoved::default(),
            decisions: 0,
            is_restored: false,
        }
    }

    fn points(scores: &[Scored], at: usize, signal: Signal) -> u32 {
        let parts = &scores[at].score.contributions;
        parts.iter().find(|part| part.signal == signal).map_or(0, |part| part.points)
    }

    #[test]
    fn those_who_come_together_and_say_the_same_at_once_are_held_back() {
        let mut newcomers = Newcomers::default();
        for number in 0..8 {
            let user_id = made(600, number);
            newcomers.add(newcomer(user_id, number as i64));
            let text = ADVERT.replace("gifts", if number % 2 == 0 { "gifts" } else { "prizes" });
            assert!(newcomers.take_first(user_id, &text, NOW_MS + (number as i64 + 4) * 1_000));
            assert!(!newcomers.take_first(user_id, "and more", NOW_MS + 20_000));
        }
        let scores = newcomers.scores(0, NOW_MS + 20_000, |_| 0);
        assert!(scores.iter().all(|it| it.score.holds_back()), "{scores:?}");
        assert_eq!(points(&scores, 0, Signal::SameInvitation), 1);
        assert_eq!(points(&scores, 0, Signal::AlikeFirstMessage), 4);
        let later = newcomers.scores(0, NOW_MS + LOOK_BACK_MS + 20_000, |_| 0);
        assert_eq!(points(&later, 0, Signal::AlikeFirstMessage), 0, "after ten minutes without");
    }

    #[test]
    fn greetings_and_those_who_came_alone_say_nothing() {
        let mut newcomers = Newcomers::default();
        for number in 0..8 {
            let user_id = made(90 * 86_400, number);
            newcomers.add(newcomer(user_id, 120 * number as i64));
            newcomers.take_first(user_id, "bonjour !", NOW_MS + 121_000 * number as i64);
        }
        let scores = newcomers.scores(0, NOW_MS + 900_000, |_| 0);
        assert!(scores.iter().all(|it| it.score.total == 0), "{scores:?}");
    }

    #[test]
    fn strangers_and_looks_into_the_list_are_counted_for_ten_minutes() {
        let mut newcomers = Newcomers::default();
        let user_id = made(90 * 86_400, 0);
        newcomers.add(newcomer(user_id, 0));
        for number in 0..12 {
            assert!(newcomers.take_stranger(user_id, Id::new(100 + number), NOW_MS + 1_000));
        }
        assert!(!newcomers.take_stranger(user_id, Id::new(100), NOW_MS + 2_000), "nobody twice");
        assert!(!newcomers.take_stranger(Id::new(5), Id::new(100), NOW_MS), "no newcomer");
        let scores = newcomers.scores(0, NOW_MS + 5_000, |_| 61);
        assert_eq!(points(&scores, 0, Signal::WritesStrangers), 4);
        assert_eq!(points(&scores, 0, Signal::ReadsMembers), 3);
        let later = newcomers.scores(0, NOW_MS + LOOK_BACK_MS + 5_000, |_| 0);
        assert_eq!(later[0].score.total, 0);
    }

    #[test]
    fn nobody_is_remembered_for_more_than_a_day_nor_more_than_fit() {
        let mut newcomers = Newcomers::default();
        let ada = made(60, 0);
        assert!(newcomers.add(newcomer(ada, 0)));
        assert!(!newcomers.add(newcomer(ada, 0)), "known");
        assert!(newcomers.add(newcomer(ada, 60)), "came once more");
        assert_eq!(newcomers.joined_ms(ada), Some(NOW_MS + 60_000));
        newcomers.leave(ada);
        assert_eq!(newcomers.joined_ms(ada), None);
        for number in 1..=NEWCOMERS_MAX as u64 {
            newcomers.add(newcomer(made(60, number), 61));
        }
        assert_eq!(newcomers.scores(0, NOW_MS, |_| 0).len(), NEWCOMERS_MAX);
        assert_eq!(newcomers.joined_ms(made(60, 7)), Some(NOW_MS + 61_000));
        assert!(!newcomers.forget(NOW_MS + NEWCOMER_MS + 61_000));
        assert_eq!(newcomers.joined_ms(made(60, 7)), None);
    }
}
