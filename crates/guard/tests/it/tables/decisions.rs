//! Decisions, statements, appeals, strikes and watches.

use parvis_guard::tables::appeals::{self, Appeal};
use parvis_guard::tables::decisions::{self, DAY_MS, Decision, Strike, Undo, Undone};
use parvis_guard::tables::statements::{self, Statement};
use parvis_guard::tables::watch::{self, Handover};
use parvis_guard::words::{
    AppealOutcome, Automated, Category, Content, Ground, Measure, MeasureKind, Source,
};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_decision_is_kept_with_what_undoes_it,
    what_followed_from_a_decision_is_found,
    strikes_count_until_their_end,
    an_appeal_is_filed_once_and_decided_once,
    what_is_counted_is_what_was_decided,
    what_has_had_its_time_goes_with_what_hangs_on_it,
    a_watch_and_its_note,
}

const GUILD: Id<GuildMarker> = Id::new(10);
const EVE: Id<UserMarker> = Id::new(2);
const KIM: Id<UserMarker> = Id::new(4);

fn decision(id: u64, kind: MeasureKind) -> Decision {
    let content = Content {
        measures: vec![Measure::of(kind)],
        ground: Ground::Rules,
        legal_ground: None,
        rule: "no threats".to_owned(),
        facts: "a threat".to_owned(),
        category: Category::Violence,
        keywords: vec!["x".to_owned()],
        source: Source::Report,
        automated: Automated::None,
        text_to_person: None,
    };
    Decision {
        id: Id::new(id),
        case_id: Some(Id::new(7)),
        guild_id: Some(GUILD),
        channel_id: Some(Id::new(20)),
        user_id: Some(KIM),
        actor_id: Some(EVE),
        content,
        undo: vec![Undo::Show { channel_id: Id::new(20), message_id: Id::new(21) }],
        undone: None,
    }
}

async fn a_decision_is_kept_with_what_undoes_it(database: Database) {
    run(database, |tx| {
        let first = decision(1, MeasureKind::HideMessage);
        decisions::insert(tx, &first)?;
        let house = Decision { guild_id: None, ..decision(2, MeasureKind::Warn) };
        decisions::insert(tx, &house)?;
        assert_eq!(decisions::get(tx, Id::new(1))?.as_ref(), Some(&first));
        let nobody = Id::new(0);
        assert_eq!(decisions::page(tx, Some(GUILD), nobody, Id::new(9), 9)?, std::slice::from_ref(&first));
        assert_eq!(decisions::page(tx, None, nobody, Id::new(9), 9)?, std::slice::from_ref(&house));
        assert_eq!(decisions::page(tx, Some(GUILD), KIM, Id::new(9), 9)?, []);
        assert_eq!(decisions::about(tx, KIM, Some(GUILD), 9)?, std::slice::from_ref(&first));
        assert_eq!(decisions::about(tx, KIM, None, 9)?, [house]);
        assert_eq!(decisions::withholding_before(tx, Id::new(2), 9)?, [first]);
        let undone = Undone { at: at(DAY_MS), by: Some(EVE), reason: Some("a song".to_owned()) };
        assert!(decisions::set_undone(tx, Id::new(1), &undone)?);
        assert!(!decisions::set_undone(tx, Id::new(1), &undone)?);
        assert_eq!(decisions::get(tx, Id::new(1))?.and_then(|it| it.undone), Some(undone));
        assert_eq!(decisions::withholding_before(tx, Id::new(2), 9)?, []);
        decisions::forget_undo(tx, Id::new(2))?;
        assert_eq!(decisions::get(tx, Id::new(2))?.map(|it| it.undo), Some(Vec::new()));
        decisions::forget_account(tx, KIM)?;
        decisions::forget_account(tx, EVE)?;
        let known = decisions::get(tx, Id::new(1))?.expect("stays for the totals");
        assert_eq!((known.user_id, known.actor_id, known.undone.and_then(|it| it.by)), (None, None, None));
        Ok(())
    })
    .await;
}

async fn what_followed_from_a_decision_is_found(database: Database) {
    run(database, |tx| {
        for id in 1..=3 {
            decisions::insert(tx, &decision(id, MeasureKind::Warn))?;
        }
        decisions::add_follow(tx, Id::new(1), Id::new(2))?;
        decisions::add_follow(tx, Id::new(1), Id::new(2))?;
        decisions::add_follow(tx, Id::new(1), Id::new(3))?;
        let undone = Undone { at: at(5), by: None, reason: None };
        decisions::set_undone(tx, Id::new(3), &undone)?;
        assert_eq!(decisions::following(tx, Id::new(1))?, [decision(2, MeasureKind::Warn)]);
        Ok(())
    })
    .await;
}

async fn strikes_count_until_their_end(database: Database) {
    run(database, |tx| {
        let strike = |id: u64, guild_id, expires_ms| Strike {
            decision_id: Id::new(id),
            guild_id,
            user_id: KIM,
            rule: "no threats".to_owned(),
            expires_at: at(expires_ms),
        };
        // A thousand strikes, each counted to the very minute of its end.
        for id in 1..=1_000_u64 {
            decisions::insert_strike(tx, &strike(id, None, i64::try_from(id).expect("small") * 60_000))?;
        }
        for left in [50_u64, 1, 0] {
            let now = at(i64::try_from(1_000 - left).expect("small") * 60_000);
            let counted = decisions::strikes(tx, KIM, None, now)?;
            assert_eq!(counted.len() as u64, left);
        }
        assert_eq!(decisions::delete_expired_strikes(tx, at(999 * 60_000))?, 999);
        decisions::insert_strike(tx, &strike(2_000, Some(GUILD), 9))?;
        assert_eq!(decisions::strikes(tx, KIM, Some(GUILD), at(8))?, [strike(2_000, Some(GUILD), 9)]);
        decisions::delete_strike(tx, Id::new(2_000))?;
        assert_eq!(decisions::strikes(tx, KIM, Some(GUILD), at(8))?, []);
        Ok(())
    })
    .await;
}

fn appeal(id: u64, statement_id: u64) -> Appeal {
    Appeal {
        id: Id::new(id),
        decision_id: Id::new(1),
        guild_id: Some(GUILD),
        statement_id: Some(Id::new(statement_id)),
        report_id: None,
        appellant_id: Some(KIM),
        text: "a joke".to_owned(),
        due_at: at(100),
        outcome: None,
        answer: None,
        decider_id: None,
        decided_at: None,
    }
}

async fn an_appeal_is_filed_once_and_decided_once(database: Database) {
    run(database, |tx| {
        decisions::insert(tx, &decision(1, MeasureKind::Warn))?;
        assert!(appeals::insert(tx, &appeal(1, 5))? && !appeals::insert(tx, &appeal(2, 5))?);
        let of_report = Appeal { statement_id: None, report_id: Some(Id::new(6)), ..appeal(3, 0) };
        assert!(appeals::insert(tx, &of_report)?);
        assert_eq!(appeals::get(tx, Id::new(1))?, Some(appeal(1, 5)));
        assert_eq!(appeals::of_statement(tx, Id::new(5))?, Some(appeal(1, 5)));
        assert_eq!(appeals::of_report(tx, Id::new(6))?, Some(of_report.clone()));
        assert_eq!(appeals::of_decision(tx, Id::new(1))?, [appeal(1, 5), of_report.clone()]);
        assert_eq!(appeals::open_counts(tx, Some(GUILD), at(100))?, (2, 2));
        assert_eq!(appeals::open_counts(tx, None, at(99))?, (2, 0));
        assert_eq!(appeals::due_before(tx, at(101))?.len(), 2);
        assert!(appeals::decide(tx, Id::new(1), AppealOutcome::Upheld, "no", EVE, at(50))?);
        assert!(!appeals::decide(tx, Id::new(1), AppealOutcome::Overturned, "yes", EVE, at(50))?);
        let page = |tx: &mut parvis_store::Tx<'_>, is_decided, except| {
            let page = appeals::page(tx, Some(GUILD), is_decided, except, Id::new(9), 9)?;
            Ok::<_, parvis_store::StoreError>(page.into_iter().map(|it| it.id.get()).collect::<Vec<_>>())
        };
        assert_eq!(page(tx, None, EVE)?, [3, 1]);
        assert_eq!(page(tx, Some(true), EVE)?, [1]);
        assert_eq!(page(tx, Some(false), EVE)?, [3]);
        assert_eq!(page(tx, None, KIM)?, [0_u64; 0]);
        let tallies = appeals::tallies(tx, Id::new(0))?;
        assert!(tallies.contains(&(MeasureKind::Warn, Some(AppealOutcome::Upheld), 1)));
        assert!(tallies.contains(&(MeasureKind::Warn, None, 1)) && tallies.len() == 2);
        appeals::forget_account(tx, KIM)?;
        assert_eq!(appeals::get(tx, Id::new(3))?.map(|it| it.appellant_id), Some(None));
        Ok(())
    })
    .await;
}

async fn what_is_counted_is_what_was_decided(database: Database) {
    run(database, |tx| {
        let day = decision(1, MeasureKind::Warn).id.created_unix_ms() / DAY_MS;
        for id in 1..=6 {
            decisions::insert(tx, &decision(id, MeasureKind::Warn))?;
        }
        decisions::insert(tx, &decision(7, MeasureKind::Ban))?;
        decisions::set_undone(
            tx,
            Id::new(7),
            &Undone { at: at((day + 2) * DAY_MS), by: None, reason: None },
        )?;
        appeals::insert(tx, &appeal(1, 5))?;
        appeals::decide(tx, Id::new(1), AppealOutcome::Overturned, "yes", EVE, at(50))?;
        let tallies = decisions::tallies(tx, day, at(day * DAY_MS))?;
        let counted: Vec<_> = tallies.iter().map(|it| (it.kind.as_str(), it.count, it.undone)).collect();
        assert_eq!(counted, [("ban", 1, 1), ("warn", 6, 0)]);
        assert_eq!(decisions::tallies(tx, day + 1, at(day * DAY_MS))?, []);
        assert_eq!(decisions::undone_by_day(tx, day)?, [(day + 2, 1)]);
        let rules = decisions::rules(tx, day, 9, 5)?;
        assert_eq!((rules[0].decisions, rules[0].restorations, rules[0].appeals_overturned), (7, 1, 1));
        assert_eq!(decisions::rules(tx, day, 9, 8)?, []);
        Ok(())
    })
    .await;
}

async fn what_has_had_its_time_goes_with_what_hangs_on_it(database: Database) {
    run(database, |tx| {
        decisions::insert(tx, &decision(1, MeasureKind::Warn))?;
        let statement = Statement {
            id: Id::new(5),
            decision_id: Id::new(1),
            user_id: KIM,
            ends_at: Some(at(9)),
            quote: Some("go away".to_owned()),
            told_at: None,
        };
        statements::insert(tx, &statement)?;
        appeals::insert(tx, &appeal(1, 5))?;
        assert_eq!(statements::get(tx, Id::new(5))?.as_ref(), Some(&statement));
        assert_eq!(statements::of_user(tx, KIM, 9, at(1))?, std::slice::from_ref(&statement));
        assert_eq!(statements::of_decision(tx, Id::new(1))?, [statement]);
        assert_eq!(decisions::delete_before(tx, Id::new(2))?, 1);
        assert_eq!((statements::get(tx, Id::new(5))?, appeals::get(tx, Id::new(1))?), (None, None));
        let other = Statement {
            id: Id::new(6),
            decision_id: Id::new(9),
            user_id: KIM,
            ends_at: None,
            quote: None,
            told_at: None,
        };
        statements::insert(tx, &other)?;
        statements::forget_account(tx, KIM)?;
        assert_eq!(statements::of_user(tx, KIM, 9, at(1))?, []);
        Ok(())
    })
    .await;
}

async fn a_watch_and_its_note(database: Database) {
    run(database, |tx| {
        watch::begin(tx, GUILD, EVE, at(5))?;
        watch::begin(tx, GUILD, EVE, at(9))?;
        watch::begin(tx, GUILD, KIM, at(7))?;
        assert_eq!(watch::present(tx, GUILD)?, [(EVE, at(5)), (KIM, at(7))]);
        watch::end(tx, GUILD, KIM)?;
        assert_eq!(watch::end_before(tx, at(6))?, 1);
        assert_eq!(watch::present(tx, GUILD)?, []);
        let note = |text: &str| Handover { text: text.to_owned(), author_id: Some(EVE), written_at: at(5) };
        watch::set_handover(tx, GUILD, &note("quiet"))?;
        watch::set_handover(tx, GUILD, &note("loud"))?;
        assert_eq!(watch::handover(tx, GUILD)?, Some(note("loud")));
        watch::forget_account(tx, EVE)?;
        assert_eq!(watch::handover(tx, GUILD)?.map(|it| it.author_id), Some(None));
        assert_eq!(watch::delete_handovers_before(tx, at(6))?, 1);
        watch::begin(tx, GUILD, EVE, at(5))?;
        watch::delete_of_guild(tx, GUILD)?;
        assert_eq!(watch::present(tx, GUILD)?, []);
        watch::set_handover(tx, GUILD, &note(""))?;
        assert_eq!(watch::handover(tx, GUILD)?, None);
        Ok(())
    })
    .await;
}
