//! Moderators, the log, reports and removals.

use parvis_directory::tables::log::{self, Entry};
use parvis_directory::tables::moderators;
use parvis_directory::tables::removals::{self, Removal};
use parvis_directory::tables::reports::{self, Report};
use parvis_model::Id;

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    moderators_are_named_once,
    the_log_tells_the_last_first_and_forgets,
    reports_wait_until_somebody_closes_them,
    removals_wait_for_a_second_moderator,
}

async fn moderators_are_named_once(database: Database) {
    run(database, |tx| {
        assert!(moderators::insert(tx, Id::new(2), at(1))?);
        assert!(moderators::insert(tx, Id::new(1), at(2))?);
        assert!(!moderators::insert(tx, Id::new(2), at(3))?);
        assert_eq!(moderators::all(tx)?, [Id::new(2), Id::new(1)]);
        assert!(moderators::delete(tx, Id::new(2))? && !moderators::delete(tx, Id::new(2))?);
        assert!(!moderators::exists(tx, Id::new(2))? && moderators::exists(tx, Id::new(1))?);
        Ok(())
    })
    .await;
}

async fn the_log_tells_the_last_first_and_forgets(database: Database) {
    run(database, |tx| {
        let entry = |id, actor_id: Option<u64>, action: &str| Entry {
            id: Id::new(id),
            actor_id: actor_id.map(Id::new),
            action: action.to_owned(),
            target_id: actor_id.map(|_| Id::new(9)),
            note: "pourquoi".to_owned(),
        };
        let all = [
            entry(1, Some(5), "group.removed"),
            entry(2, None, "group.dark"),
            entry(3, Some(5), "group.removed"),
        ];
        for entry in &all {
            log::insert(tx, entry)?;
        }
        assert_eq!(log::page(tx, Id::new(3), 5)?, [all[1].clone(), all[0].clone()]);
        assert_eq!(log::page(tx, Id::new(9), 1)?, [all[2].clone()]);
        assert_eq!(log::count_since(tx, Id::new(5), "group.removed", Id::new(0))?, 2);
        assert_eq!(log::count_since(tx, Id::new(5), "group.removed", Id::new(2))?, 1);
        assert_eq!(log::count_since(tx, Id::new(6), "group.removed", Id::new(0))?, 0);
        assert_eq!(log::delete_before(tx, Id::new(3))?, 2);
        Ok(())
    })
    .await;
}

async fn reports_wait_until_somebody_closes_them(database: Database) {
    run(database, |tx| {
        let report = |id| Report {
            id: Id::new(id),
            group_id: Id::new(7),
            reason: "unsafe".to_owned(),
            note: String::new(),
            state: "open".to_owned(),
        };
        reports::insert(tx, &report(1))?;
        reports::insert(tx, &report(2))?;
        assert_eq!(reports::open_count(tx, Id::new(7))?, 2);
        assert_eq!(reports::page(tx, "open", Id::new(9), 9)?, [report(2), report(1)]);
        assert_eq!(reports::page(tx, "open", Id::new(2), 9)?, [report(1)]);
        let closed = Report { state: "closed".to_owned(), ..report(1) };
        assert_eq!(reports::close(tx, Id::new(1))?, Some(closed.clone()));
        assert_eq!(reports::close(tx, Id::new(3))?, None);
        assert_eq!(reports::page(tx, "closed", Id::new(9), 9)?, [closed]);
        assert_eq!(reports::open_count(tx, Id::new(7))?, 1);
        assert_eq!(reports::delete_before(tx, Id::new(2))?, 1);
        Ok(())
    })
    .await;
}

async fn removals_wait_for_a_second_moderator(database: Database) {
    run(database, |tx| {
        let removal = |id| Removal {
            id: Id::new(id),
            proposer_id: Id::new(5),
            group_ids: vec![Id::new(7), Id::new(8)],
            reason: "doublons".to_owned(),
        };
        removals::insert(tx, &removal(1))?;
        removals::insert(tx, &removal(2))?;
        assert_eq!(removals::get(tx, Id::new(1))?, Some(removal(1)));
        assert_eq!(removals::page(tx, 9)?, [removal(2), removal(1)]);
        assert!(removals::delete(tx, Id::new(2))? && !removals::delete(tx, Id::new(2))?);
        assert_eq!(removals::delete_before(tx, Id::new(2))?, 1);
        assert_eq!(removals::get(tx, Id::new(1))?, None);
        Ok(())
    })
    .await;
}
