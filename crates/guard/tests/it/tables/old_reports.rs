//! Reports from before there were cases.

use parvis_guard::tables::{GUARD, cases, decisions, reports};
use parvis_guard::words::{MeasureKind, Subject};
use parvis_model::{Id, ReportReason};
use parvis_store::tables::migrations::TALK;
use parvis_store::{Component, StoreError, Tx};

use crate::engines::{Database, both_engines};

both_engines! {
    reports_of_one_message_become_one_case_with_its_outcome,
}

const COPY: &str = r#"{"author_id":"4","content":"go away","timestamp":"2026-11-23T00:00:00.000000+00:00","edited_timestamp":null,"attachments":[]}"#;

fn add(
    tx: &mut Tx<'_>,
    (id, message, reporter): (i64, i64, i64),
    (reason, state): (&str, &str),
    (outcome, handled_ms): (Option<&str>, Option<i64>),
) -> Result<(), StoreError> {
    tx.execute(
        "insert into reports (id, guild_id, channel_id, message_id, author_id, reporter_id, for_operator, reason, note,
           copy, state, outcome, handler_id, handled_ms)
         values ($1, 10, 20, $2, 4, $3, false, $4, 'every day', $5, $6, $7, 2, $8)",
        &[&id, &message, &reporter, &reason, &COPY, &state, &outcome, &handled_ms],
    )?;
    Ok(())
}

async fn reports_of_one_message_become_one_case_with_its_outcome(database: Database) {
    let before = Component { name: GUARD.name, migrations: &GUARD.migrations[..2] };
    let store = database.open(&[TALK, before]);
    let filled = store.write(0, |tx| {
        add(tx, (1, 31, 3), ("spam", "closed"), (Some("no_action"), Some(1_700_000_000_000)))?;
        add(tx, (2, 31, 5), ("hate", "closed"), (Some("banned"), Some(1_700_000_500_000)))?;
        add(tx, (3, 32, 3), ("violence", "taken"), (None, Some(1_700_000_000_000)))
    });
    filled.await.expect("old reports");
    store.close().await;
    let store = database.open(&[TALK, GUARD]);
    let checked = store.write(0, |tx| {
        let closed = cases::get(tx, Id::new(1))?.expect("a case");
        assert_eq!((closed.is_decided, closed.report_count, closed.urgent), (true, 2, false));
        let decision = decisions::get(tx, closed.decision_id.expect("decided"))?.expect("kept");
        assert_eq!((decision.content.gravest(), decision.actor_id), (MeasureKind::Ban, Some(Id::new(2))));
        assert_eq!(decision.id.created_unix_ms(), 1_700_000_500_000);
        let subject = Subject::Message { channel_id: Id::new(20), message_id: Id::new(32) };
        let open = cases::open_about(tx, &subject)?.expect("found as a new report would find it");
        assert_eq!((open.id, open.urgent, open.decided_at), (Id::new(3), true, None));
        assert_eq!(open.copy.map(|copy| copy.content).as_deref(), Some("go away"));
        let made = reports::of_reporter(tx, Id::new(3), 9)?;
        let reasons: Vec<_> = made.iter().map(|it| (it.case_id.get(), it.reason)).collect();
        assert_eq!(reasons, [(3, ReportReason::Violence), (1, ReportReason::Spam)]);
        let left = tx.query_one("select count(*) from reports", &[], |row| row.get::<i64>(0))?;
        assert_eq!(left, 0, "nothing is kept twice");
        Ok::<_, StoreError>(())
    });
    checked.await.expect("the same, as cases");
}
