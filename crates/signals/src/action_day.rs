//! An action day as a value: many accounts decided in clusters, with evidence and a statement for each of them. It says
//! who may approve what, what would happen, what happened, and how all of it is taken back. It must not know what a
//! measure is, nor who may review: the wing keeps the rows and applies them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::mirrors::{Cluster, Hand};
use crate::regenerated::Link;

/// A decision on more accounts takes two people.
pub const ONE_PERSON_ACCOUNTS_MAX: usize = 50;
/// Everything can be taken back for 30 days.
pub const UNDO_S: i64 = 30 * 86_400;
/// One of so many rows is looked at again by somebody who did not approve it.
pub const LOOKED_AT_AGAIN: u64 = 20;

/// Why an account is on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// It has a hand in a cluster of mirrors.
    Hand(Hand),
    /// It seems to be a removed account come back.
    Link(Link),
}

impl Evidence {
    fn account(&self) -> u64 {
        match self {
            Self::Hand(hand) => hand.account,
            Self::Link(link) => link.candidate,
        }
    }

    /// The decision that this one rests on.
    pub fn cites(&self) -> Option<u64> {
        match self {
            Self::Hand(_) => None,
            Self::Link(link) => Some(link.decision),
        }
    }
}

/// What becomes of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Nothing happened yet.
    Proposed,
    /// A reviewer took it off the list.
    Excluded,
    /// The measure holds.
    Applied,
    /// It was taken back.
    Undone,
}

/// One account of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Whose.
    pub account: u64,
    /// Why.
    pub evidence: Evidence,
    /// What became of it.
    pub state: RowState,
}

/// One decision on many accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number; what is decided later cites it.
    pub id: u64,
    /// Channels of the cluster; none for accounts that came back.
    pub channels: Vec<u64>,
    /// Accounts, each in one decision only.
    pub rows: Vec<Row>,
    /// Who approved it.
    pub approved_by: BTreeSet<u64>,
    /// Whether somebody refused it; nothing comes of it then.
    pub is_refused: bool,
}

impl Decision {
    /// How many people it takes.
    pub fn approvals_needed(&self) -> usize {
        let open = self.rows.iter().filter(|row| row.state != RowState::Excluded).count();
        if open > ONE_PERSON_ACCOUNTS_MAX { 2 } else { 1 }
    }

    /// Whether enough people approved it.
    pub fn is_approved(&self) -> bool {
        !self.is_refused && self.approved_by.len() >= self.approvals_needed()
    }
}

/// What an account is told, and what is cited when it appeals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Whose.
    pub account: u64,
    /// By which decision.
    pub decision: u64,
    /// What speaks for it, with every number.
    pub facts: Evidence,
    /// When the measure began, in seconds since the epoch.
    pub at_s: i64,
}

/// A line of the log. Nothing in it changes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, in seconds since the epoch.
    pub at_s: i64,
    /// By which decision.
    pub decision: u64,
    /// Whom.
    pub account: u64,
    /// Applied, or undone.
    pub state: RowState,
}

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such decision, or no such account in it.
    Unknown,
    /// The same person approved it before.
    SamePerson,
    /// It has begun, and its rows are what was approved.
    Begun,
    /// The thirty days are over.
    TooLate,
}

/// A day of decisions, from what is proposed to the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDay {
    decisions: Vec<Decision>,
    is_paused: bool,
    log: Vec<Entry>,
}

impl ActionDay {
    /// Makes one decision for each cluster, and one for the returned accounts of each earlier decision, numbered from
    /// `first_id`. Accounts to spare (staff, press, researchers) are on no list.
    pub fn propose(first_id: u64, clusters: &[Cluster], links: &[Link], spared: &BTreeSet<u64>) -> Self {
        let mut seen = spared.clone();
        let mut rows_of = |all: Vec<Evidence>| -> Vec<Row> {
            let new = all.into_iter().filter(|evidence| seen.insert(evidence.account()));
            new.map(|evidence| Row { account: evidence.account(), evidence, state: RowState::Proposed })
                .collect()
        };
        let mut proposed: Vec<(Vec<u64>, Vec<Row>)> = Vec::new();
        for cluster in clusters {
            let rows = rows_of(cluster.hands.iter().copied().map(Evidence::Hand).collect());
            proposed.push((cluster.channels.clone(), rows));
        }
        let mut returned: BTreeMap<u64, Vec<Evidence>> = BTreeMap::new();
        for link in links {
            returned.entry(link.decision).or_default().push(Evidence::Link(link.clone()));
        }
        for (_, evidence) in returned {
            proposed.push((Vec::new(), rows_of(evidence)));
        }
        let decisions = proposed
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .zip(first_id..)
            .map(|((channels, rows), id)| Decision {
                id,
                channels,
                rows,
                approved_by: BTreeSet::new(),
                is_refused: false,
            })
            .collect();
        Self { decisions, ..Self::default() }
    }

    /// All decisions, in the order of their numbers.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Everything that was done, in order.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// Takes an account off the list. Who had approved the list approves it anew.
    pub fn exclude(&mut self, decision: u64, account: u64) -> Result<(), Refusal> {
        let decision = self.untouched(decision)?;
        let row = decision.rows.iter_mut().find(|row| row.account == account).ok_or(Refusal::Unknown)?;
        row.state = RowState::Excluded;
        decision.approved_by.clear();
        Ok(())
    }

    /// Approves a decision as it stands.
    pub fn approve(&mut self, decision: u64, reviewer: u64) -> Result<(), Refusal> {
        let decision = self.untouched(decision)?;
        if decision.approved_by.insert(reviewer) { Ok(()) } else { Err(Refusal::SamePerson) }
    }

    /// Refuses a decision as a whole.
    pub fn refuse(&mut self, decision: u64) -> Result<(), Refusal> {
        self.untouched(decision)?.is_refused = true;
        Ok(())
    }

    /// Whom the next steps touch, in their order: exactly what [`ActionDay::step`] does.
    pub fn preview(&self) -> Vec<(u64, u64)> {
        let approved = self.decisions.iter().filter(|decision| decision.is_approved());
        approved
            .flat_map(|decision| {
                let open = decision.rows.iter().filter(|row| row.state == RowState::Proposed);
                open.map(|row| (decision.id, row.account))
            })
            .collect()
    }

    /// Stops, or goes on.
    pub fn pause(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
    }

    /// Applies the next rows, at most so many, and answers their statements. Nothing while it is paused.
    pub fn step(&mut self, now_s: i64, rows_max: usize) -> Vec<Statement> {
        if self.is_paused {
            return Vec::new();
        }
        let mut statements = Vec::new();
        for decision in self.decisions.iter_mut().filter(|decision| decision.is_approved()) {
            let id = decision.id;
            let open = decision.rows.iter_mut().filter(|row| row.state == RowState::Proposed);
            for row in open.take(rows_max - statements.len()) {
                row.state = RowState::Applied;
                self.log.push(Entry { at_s: now_s, decision: id, account: row.account, state: row.state });
                let facts = row.evidence.clone();
                statements.push(Statement { account: row.account, decision: id, facts, at_s: now_s });
            }
        }
        statements
    }

    /// Rows that hold, and those that will: how far it is.
    pub fn progress(&self) -> (usize, usize) {
        let rows = self.decisions.iter().flat_map(|decision| &decision.rows);
        (rows.filter(|row| row.state == RowState::Applied).count(), self.preview().len())
    }

    /// Rows that somebody else looks at again, one of twenty, chosen by nothing but their numbers.
    pub fn looked_at_again(&self) -> Vec<(u64, u64)> {
        let chosen = |account: u64| {
            (account.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).is_multiple_of(LOOKED_AT_AGAIN)
        };
        let applied = |row: &&Row| row.state == RowState::Applied && chosen(row.account);
        self.decisions
            .iter()
            .flat_map(|decision| decision.rows.iter().filter(applied).map(|row| (decision.id, row.account)))
            .collect()
    }

    /// Takes the whole day back, and answers whom it restored. What did not begin yet is not begun any more.
    pub fn undo(&mut self, now_s: i64) -> Result<Vec<u64>, Refusal> {
        let began_s = self.log.first().map_or(now_s, |entry| entry.at_s);
        if now_s - began_s > UNDO_S {
            return Err(Refusal::TooLate);
        }
        self.is_paused = true;
        let mut restored = Vec::new();
        for decision in &mut self.decisions {
            let id = decision.id;
            for row in decision.rows.iter_mut().filter(|row| row.state == RowState::Applied) {
                row.state = RowState::Undone;
                self.log.push(Entry { at_s: now_s, decision: id, account: row.account, state: row.state });
                restored.push(row.account);
            }
        }
        Ok(restored)
    }

    /// A decision of which nothing was applied.
    fn untouched(&mut self, id: u64) -> Result<&mut Decision, Refusal> {
        let decision =
            self.decisions.iter_mut().find(|decision| decision.id == id).ok_or(Refusal::Unknown)?;
        let begun = |row: &Row| matches!(row.state, RowState::Applied | RowState::Undone);
        if decision.rows.iter().any(begun) { Err(Refusal::Begun) } else { Ok(decision) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(accounts: std::ops::Range<u64>) -> Cluster {
        let hand = |account| Hand { account, items: 4, channels: 1, administers: 0 };
        Cluster { channels: vec![accounts.start, accounts.start + 1], hands: accounts.map(hand).collect() }
    }

    fn day() -> ActionDay {
        let spared = BTreeSet::from([7]);
        ActionDay::propose(100, &[cluster(0..60), cluster(50..80)], &[], &spared)
    }

    #[test]
    fn an_account_stands_on_one_list_and_those_to_spare_on_none() {
        let day = day();
        let sizes: Vec<usize> = day.decisions().iter().map(|decision| decision.rows.len()).collect();
        assert_eq!(sizes, [59, 20]);
        assert!(day.decisions()[0].rows.iter().all(|row| row.account != 7));
    }

    #[test]
    fn more_than_fifty_accounts_take_two_people() {
        let mut day = day();
        day.approve(100, 1).unwrap();
        assert_eq!(day.approve(100, 1), Err(Refusal::SamePerson));
        day.approve(101, 1).unwrap();
        assert_eq!(day.preview().len(), 20, "the small one alone");
        day.approve(100, 2).unwrap();
        assert_eq!(day.preview().len(), 79);
    }

    #[test]
    fn what_was_taken_off_a_list_has_to_be_approved_anew() {
        let mut day = day();
        day.approve(101, 1).unwrap();
        day.exclude(101, 65).unwrap();
        assert_eq!(day.preview(), []);
        day.approve(101, 1).unwrap();
        assert!(!day.preview().contains(&(101, 65)));
        assert_eq!(day.exclude(101, 65_000), Err(Refusal::Unknown));
    }

    #[test]
    fn the_preview_is_what_happens_and_each_account_gets_a_statement() {
        let mut day = day();
        for (decision, reviewer) in [(100, 1), (100, 2), (101, 3)] {
            day.approve(decision, reviewer).unwrap();
        }
        let preview = day.preview();
        let mut statements = day.step(1_000, 30);
        day.pause(true);
        assert_eq!(day.step(1_001, 30), []);
        assert_eq!(day.progress(), (30, 49));
        day.pause(false);
        statements.extend(day.step(1_002, 1_000));
        let told: Vec<(u64, u64)> = statements.iter().map(|it| (it.decision, it.account)).collect();
        assert_eq!(told, preview);
        assert_eq!(day.exclude(100, 3), Err(Refusal::Begun));
    }

    #[test]
    fn the_whole_day_is_taken_back_for_thirty_days() {
        let mut day = day();
        day.approve(101, 3).unwrap();
        let statements = day.step(0, 1_000);
        assert_eq!(day.clone().undo(UNDO_S + 1), Err(Refusal::TooLate));
        let restored = day.undo(UNDO_S).unwrap();
        assert_eq!(restored, statements.iter().map(|it| it.account).collect::<Vec<_>>());
        assert_eq!((day.progress(), day.step(UNDO_S, 10)), ((0, 0), Vec::new()));
        assert_eq!(day.log().len(), 40);
    }

    #[test]
    fn some_are_looked_at_again() {
        let mut day = ActionDay::propose(1, &[cluster(0..2_000)], &[], &BTreeSet::new());
        day.approve(1, 1).unwrap();
        day.approve(1, 2).unwrap();
        day.step(0, 2_000);
        assert!((60..140).contains(&day.looked_at_again().len()), "{}", day.looked_at_again().len());
    }
}
