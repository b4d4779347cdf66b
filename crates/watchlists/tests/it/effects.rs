//! What a list of others does here: it is shown first, and what is done is what was shown.

use parvis_watchlists::effect::{Changed, Effect, Mode, Outcome, Row, Subscription, Target, effect};
use parvis_watchlists::matching::{Account, Holdings};
use parvis_watchlists::{Domain, Subject};

use crate::signatures::{NOW_MS, about, entries, list};

fn account(id: u64, proven: &[&str], is_protected: bool) -> Account {
    let handle = |entry: &parvis_watchlists::Entry| match &entry.subject {
        Subject::Account(handle) => handle.clone(),
        other => panic!("{other} is no account"),
    };
    let proven = entries(proven).iter().map(handle).collect();
    Account { id, name: format!("member{id}"), name_since_ms: 0, is_protected, proven }
}

fn here() -> Holdings {
    let accounts = vec![
        account(1, &["t.me/SomeChannel"], false),
        account(2, &["t.me/Moderator"], true),
        account(3, &["x.com/shared"], false),
        account(4, &["x.com/shared"], false),
        account(5, &[], false),
    ];
    Holdings::new(accounts, [], ["sub.bad.example"].map(|it| Domain::parse(it).expect("a domain")))
}

const CELLS: [&str; 5] =
    ["t.me/somechannel", "t.me/moderator", "x.com/shared", "bad.example", "t.me/nobodyhere"];

fn effect_of(mode: Mode) -> Effect {
    let subscription = Subscription { mode, ..Subscription::default() };
    effect(&list(about(), &CELLS), &here(), &subscription, NOW_MS).expect("a list")
}

#[test]
fn a_list_notifies_unless_somebody_says_otherwise_and_at_most_proposes() {
    assert_eq!(Subscription::default().mode, Mode::Notify);
    let rows =
        |mode| effect_of(mode).rows.into_iter().map(|row| (row.target, row.outcome)).collect::<Vec<_>>();
    let domain = Target::Domain("sub.bad.example".to_owned());
    let expected = |asked| {
        vec![
            (Target::Account(1), asked),
            (Target::Account(2), Outcome::SparedProtected),
            (Target::Account(3), Outcome::Notified),
            (Target::Account(4), Outcome::Notified),
            (domain.clone(), asked),
        ]
    };
    assert_eq!(rows(Mode::Notify), expected(Outcome::Notified));
    assert_eq!(rows(Mode::Propose), expected(Outcome::Proposed));
}

#[test]
fn an_entry_can_be_set_aside() {
    let list = list(about(), &CELLS);
    let ignored = [list.entries[0].subject.clone(), list.entries[3].subject.clone()].into();
    let found = effect(&list, &here(), &Subscription { mode: Mode::Propose, ignored }, NOW_MS).unwrap();
    let spared: Vec<usize> =
        found.rows.iter().filter(|row| row.outcome == Outcome::SparedIgnored).map(|row| row.entry).collect();
    assert_eq!(spared, [0, 3]);
    assert!(found.rows.iter().all(|row| row.outcome != Outcome::Proposed));
}

#[test]
fn what_is_done_is_what_was_shown_or_nothing() {
    let shown = effect_of(Mode::Propose);
    let done: Vec<Row> = effect_of(Mode::Propose).carried_out(&shown.digest).unwrap().cloned().collect();
    let would: Vec<Row> = shown
        .rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Proposed | Outcome::Notified))
        .cloned()
        .collect();
    assert_eq!(done, would);
    assert_eq!(done.len(), 4);
    // Somebody else has proven an account since, or the mode was changed.
    let mut accounts = here().accounts().to_vec();
    accounts[4] = account(5, &["t.me/nobodyhere"], false);
    let later = Holdings::new(accounts, [], []);
    let subscription = Subscription { mode: Mode::Propose, ..Subscription::default() };
    let now = effect(&list(about(), &CELLS), &later, &subscription, NOW_MS).unwrap();
    assert_eq!(now.carried_out(&shown.digest).err(), Some(Changed));
    assert_eq!(effect_of(Mode::Notify).carried_out(&shown.digest).err(), Some(Changed));
}
