//! Action days, their clusters and rows.

use parvis_guard::tables::GUARD;
use parvis_guard::tables::action_days::{
    self as days, ACTION_DAYS, Cluster, Day, DayState, Evidence, Obstacle, Order, Origin, Row, RowState,
};
use parvis_guard::words::{Automated, Category, Content, Ground, Measure, MeasureKind, Source};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    a_day_goes_from_draft_to_done_and_back,
    what_somebody_decided_only_another_one_approves,
    an_account_stands_on_one_list_of_a_day,
    who_took_part_is_known_and_what_was_done_alone_is_counted,
    what_has_had_its_time_goes_and_accounts_are_forgotten,
}

const EVE: Id<UserMarker> = Id::new(2);
const KIM: Id<UserMarker> = Id::new(4);
const MEL: Id<UserMarker> = Id::new(5);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    let job = |tx: &mut Tx<'_>| {
        days::insert(tx, &day())?;
        for id in [11, 12] {
            days::insert_cluster(tx, &cluster(id))?;
        }
        job(tx)
    };
    database.open(&[TALK, GUARD, ACTION_DAYS]).write(0, job).await.expect("every statement is accepted");
}

fn day() -> Day {
    Day {
        id: Id::new(1),
        title: "A network".to_owned(),
        state: DayState::Draft,
        version: 0,
        created_by: Some(EVE),
        started_by: None,
        started_at: None,
        finished_at: None,
        undone_by: None,
        undone_at: None,
        undo_reason: None,
    }
}

fn cluster(id: u64) -> Cluster {
    Cluster {
        id: Id::new(id),
        day_id: Id::new(1),
        title: "Mirrors".to_owned(),
        origin: Origin::Mirror,
        reason: "40 posts in common".to_owned(),
        is_decided: false,
        order: None,
        decided_by: None,
        approved_by: None,
    }
}

fn order() -> Order {
    let content = Content {
        measures: vec![Measure::of(MeasureKind::Ban)],
        ground: Ground::Rules,
        legal_ground: None,
        rule: "no propaganda".to_owned(),
        facts: "a mirror".to_owned(),
        category: Category::PublicSecurity,
        keywords: Vec::new(),
        source: Source::Own,
        automated: Automated::Detection,
        text_to_person: None,
    };
    Order { guild_id: Some(Id::new(10)), content }
}

fn evidence() -> Vec<Evidence> {
    vec![Evidence {
        name: "hand".to_owned(),
        detail: "4 posts".to_owned(),
        told: true,
        cites: Some(Id::new(9)),
    }]
}

async fn a_day_goes_from_draft_to_done_and_back(database: Database) {
    run(database, |tx| {
        let id = Id::new(1);
        assert_eq!(days::get(tx, id)?, Some(day()));
        assert_eq!(days::page(tx, Id::new(2), 5)?, [day()]);
        assert_eq!(days::page(tx, id, 5)?, []);
        assert!(days::change(tx, id)?);
        assert!(!days::start(tx, id, 0, EVE, at(5))?, "it is another version by now");
        assert!(!days::pause(tx, id, true)? && !days::begin_undo(tx, id, EVE, "no", at(6))?);
        assert_eq!(days::at_work(tx)?, None);
        assert!(days::start(tx, id, 1, EVE, at(5))?);
        assert!(!days::start(tx, id, 1, EVE, at(5))? && !days::change(tx, id)?);
        assert_eq!(
            days::at_work(tx)?.map(|day| (day.started_by, day.started_at)),
            Some((Some(EVE), Some(at(5))))
        );
        assert!(days::pause(tx, id, true)? && !days::pause(tx, id, true)?);
        assert_eq!(days::at_work(tx)?, None);
        assert!(days::pause(tx, id, false)?);
        days::finish(tx, &day(), at(7))?;
        let done = days::get(tx, id)?.expect("it is there");
        assert_eq!((done.state, done.finished_at), (DayState::Done, Some(at(7))));
        assert!(days::begin_undo(tx, id, KIM, "a mistake", at(8))?);
        assert!(!days::begin_undo(tx, id, KIM, "again", at(8))?);
        assert_eq!(days::at_work(tx)?.map(|day| day.state), Some(DayState::Undoing));
        days::finish(tx, &day(), at(9))?;
        let undone = days::get(tx, id)?.expect("it is there");
        assert_eq!(
            (undone.state, undone.undone_by, undone.undone_at),
            (DayState::Undone, Some(KIM), Some(at(8)))
        );
        assert_eq!(undone.undo_reason.as_deref(), Some("a mistake"));
        Ok(())
    })
    .await;
}

async fn what_somebody_decided_only_another_one_approves(database: Database) {
    run(database, |tx| {
        assert_eq!(days::clusters(tx, Id::new(1))?, [cluster(11), cluster(12)]);
        days::decide(tx, Id::new(11), Some(&order()), EVE)?;
        days::decide(tx, Id::new(12), None, EVE)?;
        assert_eq!(days::approve(tx, Id::new(1), EVE)?, 0);
        assert_eq!(days::approve(tx, Id::new(1), KIM)?, 1, "of what is spared nothing is approved");
        assert_eq!(days::approve(tx, Id::new(1), MEL)?, 0, "once is enough");
        let kept = days::clusters(tx, Id::new(1))?;
        assert_eq!((kept[0].order.as_ref(), kept[0].approved_by), (Some(&order()), Some(KIM)));
        assert_eq!((kept[1].is_decided, kept[1].order.as_ref()), (true, None));
        days::withdraw_approval(tx, Id::new(11))?;
        assert_eq!(days::clusters(tx, Id::new(1))?[0].approved_by, None);
        days::approve(tx, Id::new(1), KIM)?;
        days::decide(tx, Id::new(11), Some(&order()), KIM)?;
        assert_eq!(days::clusters(tx, Id::new(1))?[0].approved_by, None, "decided anew, approved anew");
        Ok(())
    })
    .await;
}

async fn an_account_stands_on_one_list_of_a_day(database: Database) {
    run(database, |tx| {
        let (first, second, day_id) = (Id::new(11), Id::new(12), Id::new(1));
        assert!(days::insert_row(tx, day_id, first, KIM, &evidence())?);
        assert!(days::insert_row(tx, day_id, first, MEL, &[])?);
        assert!(!days::insert_row(tx, day_id, second, KIM, &[])?);
        let kim = Row {
            user_id: KIM,
            cluster_id: first,
            evidence: evidence(),
            state: RowState::Proposed,
            obstacle: None,
            decision_id: None,
        };
        let all = days::rows(tx, first, Id::new(0), 9)?;
        assert_eq!((all.len(), &all[0]), (2, &kim));
        assert_eq!(days::rows(tx, first, KIM, 9)?.len(), 1);
        assert!(days::exclude(tx, first, MEL, true)? && !days::exclude(tx, second, MEL, true)?);
        assert_eq!(days::rows_in(tx, first, RowState::Proposed, 9)?, std::slice::from_ref(&kim));
        let skipped = Row { state: RowState::Skipped, obstacle: Some(Obstacle::Banned), ..kim };
        assert!(days::set_row(tx, day_id, &skipped)?);
        assert!(!days::exclude(tx, first, KIM, true)?, "it is done");
        assert_eq!(days::rows_in(tx, first, RowState::Skipped, 9)?, [skipped]);
        let counts = days::counts(tx, day_id)?;
        let counted: Vec<_> =
            counts.into_iter().map(|((id, state), count)| (id.get(), state, count)).collect();
        assert_eq!(counted, [(11, "excluded", 1), (11, "skipped", 1)]);
        Ok(())
    })
    .await;
}

async fn who_took_part_is_known_and_what_was_done_alone_is_counted(database: Database) {
    run(database, |tx| {
        let day_id = Id::new(1);
        days::insert_row(tx, day_id, Id::new(11), MEL, &[])?;
        days::decide(tx, Id::new(11), Some(&order()), EVE)?;
        days::start(tx, day_id, 0, EVE, at(100))?;
        assert_eq!(days::taken_alone(tx, EVE, at(99), Id::new(2))?, 1);
        assert_eq!(days::taken_alone(tx, EVE, at(100), Id::new(2))?, 0, "too long ago");
        assert_eq!(days::taken_alone(tx, EVE, at(99), day_id)?, 0);
        assert_eq!(days::taken_alone(tx, KIM, at(99), Id::new(2))?, 0);
        days::approve(tx, day_id, KIM)?;
        assert_eq!(days::taken_alone(tx, EVE, at(99), Id::new(2))?, 0);
        let done = Row {
            state: RowState::Applied,
            decision_id: Some(Id::new(70)),
            ..days::rows(tx, Id::new(11), Id::new(0), 1)?.remove(0)
        };
        days::set_row(tx, day_id, &done)?;
        for (user_id, took_part) in [(EVE, true), (KIM, true), (MEL, false)] {
            assert_eq!(days::took_part(tx, Id::new(70), user_id)?, took_part);
        }
        assert!(!days::took_part(tx, Id::new(71), EVE)?);
        Ok(())
    })
    .await;
}

async fn what_has_had_its_time_goes_and_accounts_are_forgotten(database: Database) {
    run(database, |tx| {
        let day_id = Id::new(1);
        days::insert_row(tx, day_id, Id::new(11), MEL, &[])?;
        days::decide(tx, Id::new(11), Some(&order()), EVE)?;
        days::approve(tx, day_id, KIM)?;
        days::start(tx, day_id, 0, EVE, at(100))?;
        days::begin_undo(tx, day_id, EVE, "a mistake", at(101))?;
        for user_id in [MEL, EVE, KIM] {
            days::forget_account(tx, user_id)?;
        }
        let kept = days::get(tx, day_id)?.expect("it stays");
        assert_eq!((kept.created_by, kept.started_by, kept.undone_by), (None, None, None));
        let cluster = days::clusters(tx, day_id)?.remove(0);
        assert_eq!((cluster.decided_by, cluster.approved_by), (None, None));
        assert_eq!(days::rows(tx, Id::new(11), Id::new(0), 9)?, []);
        assert_eq!(days::delete_before(tx, day_id)?, 0);
        assert_eq!(days::delete_before(tx, Id::new(2))?, 1);
        assert_eq!((days::get(tx, day_id)?, days::clusters(tx, day_id)?), (None, Vec::new()));
        Ok(())
    })
    .await;
}
