//! Reports of messages.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{
    Id, OwnReport, ReportOutcome, ReportReason, ReportState, ReportedFile, ReportedMessage, Timestamp,
};
use parvis_store::tables::guilds;
use parvis_store::tables::reports::{self, Kept};

use super::{add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_report_is_kept_with_what_was_said,
    a_guild_sees_its_reports_but_for_those_about_who_looks,
    how_far_a_report_has_come_is_noted,
    reports_outlive_the_account_that_made_them_but_not_their_time,
}

const ADA: Id<UserMarker> = Id::new(1);
const EVE: Id<UserMarker> = Id::new(2);
const GUILD: Id<GuildMarker> = Id::new(10);

fn report(id: u64, guild_id: Option<Id<GuildMarker>>, author_id: Id<UserMarker>) -> Kept {
    Kept {
        own: OwnReport {
            id: Id::new(id),
            guild_id,
            channel_id: Id::new(20),
            message_id: Id::new(id + 1_000),
            reason: ReportReason::Harassment,
            text: "again and again".to_owned(),
            state: ReportState::Open,
            outcome: None,
            created_at: Timestamp::from_unix_ms(Id::<UserMarker>::new(id).created_unix_ms()),
        },
        reporter_id: Some(ADA),
        for_operator: guild_id.is_none(),
        handler_id: None,
        handled_at: None,
        message: ReportedMessage {
            author_id,
            content: "go away".to_owned(),
            timestamp: Timestamp::from_unix_ms(5),
            edited_timestamp: Some(Timestamp::from_unix_ms(6)),
            attachments: vec![ReportedFile { filename: "a.png".to_owned(), content_type: None, size: 7 }],
        },
    }
}

async fn a_report_is_kept_with_what_was_said(database: Database) {
    run(database, |tx| {
        let made = report(100, Some(GUILD), EVE);
        reports::insert(tx, &made)?;
        assert_eq!(reports::get(tx, Id::new(100))?, Some(made.clone()));
        assert_eq!(reports::of_message(tx, ADA, Id::new(20), Id::new(1_100))?, Some(made.clone()));
        assert_eq!(reports::of_message(tx, EVE, Id::new(20), Id::new(1_100))?, None);
        reports::insert(tx, &report(101, None, EVE))?;
        let own: Vec<_> = reports::of_reporter(tx, ADA, 10)?.into_iter().map(|it| it.own.id.get()).collect();
        assert_eq!(own, [101, 100]);
        assert_eq!(reports::of_reporter(tx, ADA, 1)?.len(), 1);
        assert_eq!(reports::open_count(tx, ADA)?, 2);
        Ok(())
    })
    .await;
}

async fn a_guild_sees_its_reports_but_for_those_about_who_looks(database: Database) {
    run(database, |tx| {
        add_user(tx, 1, "ada")?;
        add_guild(tx, 10, ADA)?;
        for (id, guild, author) in [(100, Some(GUILD), EVE), (101, Some(GUILD), ADA), (102, None, EVE)] {
            reports::insert(tx, &report(id, guild, author))?;
        }
        reports::insert(tx, &report(103, Some(Id::new(11)), EVE))?;
        reports::insert(tx, &Kept { for_operator: true, ..report(104, Some(GUILD), EVE) })?;
        let ids = |found: Vec<Kept>| found.iter().map(|it| it.own.id.get()).collect::<Vec<_>>();
        let last = Id::new(i64::MAX as u64);
        assert_eq!(ids(reports::of_guild(tx, GUILD, None, Id::new(3), last, 10)?), [101, 100]);
        assert_eq!(ids(reports::of_guild(tx, GUILD, None, Id::new(3), last, 1)?), [101]);
        assert_eq!(ids(reports::of_guild(tx, GUILD, None, Id::new(3), Id::new(101), 10)?), [100]);
        assert_eq!(ids(reports::of_guild(tx, GUILD, None, EVE, last, 10)?), [101]);
        let taken = Some(ReportState::Taken);
        assert_eq!(ids(reports::of_guild(tx, GUILD, taken, Id::new(3), last, 10)?), [0_u64; 0]);
        assert_eq!(ids(reports::for_operator(tx, last, 10)?), [104, 102]);
        assert_eq!(ids(reports::for_operator(tx, Id::new(104), 10)?), [102]);
        guilds::delete(tx, GUILD, 0)?;
        assert_eq!(ids(reports::for_operator(tx, last, 10)?), [102], "reports go with their guild");
        Ok(())
    })
    .await;
}

async fn how_far_a_report_has_come_is_noted(database: Database) {
    run(database, |tx| {
        reports::insert(tx, &report(100, Some(GUILD), EVE))?;
        let now = Timestamp::from_unix_ms(9);
        let (closed, outcome) = (ReportState::Closed, Some(ReportOutcome::Warned));
        assert!(reports::set_state(tx, Id::new(100), closed, outcome, Some(Id::new(3)), now)?);
        assert!(!reports::set_state(tx, Id::new(101), closed, outcome, None, now)?);
        let kept = reports::get(tx, Id::new(100))?.expect("it is there");
        assert_eq!((kept.own.state, kept.own.outcome), (closed, outcome));
        assert_eq!((kept.handler_id, kept.handled_at), (Some(Id::new(3)), Some(now)));
        assert_eq!(reports::open_count(tx, ADA)?, 0);
        Ok(())
    })
    .await;
}

async fn reports_outlive_the_account_that_made_them_but_not_their_time(database: Database) {
    run(database, |tx| {
        reports::insert(tx, &report(100, Some(GUILD), EVE))?;
        reports::insert(tx, &Kept { handler_id: None, ..report(200, Some(GUILD), EVE) })?;
        reports::forget_account(tx, ADA)?;
        let kept = reports::get(tx, Id::new(100))?.expect("it stays");
        assert_eq!((kept.reporter_id, kept.message.author_id), (None, EVE));
        assert_eq!(reports::delete_before(tx, Id::new(200))?, 1);
        assert!(reports::get(tx, Id::new(100))?.is_none() && reports::get(tx, Id::new(200))?.is_some());
        Ok(())
    })
    .await;
}
