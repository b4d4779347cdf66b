//! The evidence vault on both engines: what is sealed opens for its case, is found when changed, held and erased.

use parvis_guard::evidence::{self, Draft, KEPT_MS};
use parvis_guard::tables::evidence::{self as tables, EVIDENCE, EvidenceMarker, Hold, Opening};
use parvis_model::marker::CaseMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};
use parvis_vault::{Fault, Ground, Verdict};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    what_is_sealed_opens_for_its_case_and_that_is_noted,
    nothing_that_was_said_stands_in_the_tables,
    what_has_had_its_time_goes_unless_it_is_held_and_the_chain_still_verifies,
    what_was_changed_in_the_tables_is_found,
    a_root_is_signed_once_a_day_and_proves_a_record,
    those_who_write_at_once_make_one_chain,
}

const DAY_MS: i64 = 86_400_000;
const CASE: Id<CaseMarker> = Id::new(77);

fn start() -> Timestamp {
    at(20_000 * DAY_MS)
}

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    let job = |tx: &mut Tx<'_>| {
        for id in 1..=5 {
            evidence::record(tx, &draft(id), start())?;
        }
        job(tx)
    };
    database.open(&[TALK, EVIDENCE]).write(0, job).await.expect("every statement is accepted");
}

fn verify(tx: &mut Tx<'_>) -> Result<Verdict, StoreError> {
    let trusted = evidence::public_key(tx)?;
    evidence::verify(tx, &[trusted])
}

fn draft(id: u64) -> Draft {
    Draft {
        id: Id::new(id),
        kind: "message",
        case_id: Some(CASE),
        guild_id: Some(Id::new(10)),
        content: format!("what {id} said").into_bytes(),
    }
}

fn opening(id: u64, record_id: u64, case_id: u64) -> Opening {
    Opening {
        id: Id::new(id),
        record_id: Id::new(record_id),
        case_id: Id::new(case_id),
        user_id: Id::new(3),
        purpose: "an appeal".to_owned(),
    }
}

async fn what_is_sealed_opens_for_its_case_and_that_is_noted(database: Database) {
    run(database, |tx| {
        assert_eq!(evidence::opened(tx, &opening(100, 2, 77))?.as_deref(), Some(&b"what 2 said"[..]));
        assert_eq!(evidence::opened(tx, &opening(101, 2, 78))?, None, "another case");
        assert_eq!(evidence::opened(tx, &opening(102, 9, 77))?, None, "there is none");
        assert_eq!(tables::openings(tx, Id::new(2), 10)?, [opening(100, 2, 77)]);
        assert_eq!(tables::openings(tx, Id::new(9), 10)?, []);
        assert_eq!(tables::delete_openings_before(tx, Id::new(101))?, 1);
        let of_case: Vec<_> = tables::of_case(tx, CASE, 3)?.into_iter().map(|it| it.id.get()).collect();
        assert_eq!(of_case, [1, 2, 3]);
        Ok(())
    })
    .await;
}

async fn nothing_that_was_said_stands_in_the_tables(database: Database) {
    run(database, |tx| {
        for kept in tables::links(tx, 0, 10)? {
            let sealed = kept.sealed.expect("nothing was erased");
            assert!(!sealed.windows(4).any(|part| part == b"said"));
            // The key lies there as well, and is of no use without the vault's.
            let record = tables::get(tx, Id::new(kept.link.about.record_id))?.expect("a record");
            assert_ne!(record.wrapped_key.len(), 32);
        }
        Ok(())
    })
    .await;
}

async fn what_has_had_its_time_goes_unless_it_is_held_and_the_chain_still_verifies(database: Database) {
    run(database, |tx| {
        let end = at(start().unix_ms() + KEPT_MS);
        let hold = Hold { until: at(end.unix_ms() + DAY_MS), reason: "order 12/26".to_owned() };
        assert!(tables::set_hold(tx, Id::new(3), Some(&hold))?);
        assert!(!tables::set_hold(tx, Id::new(9), Some(&hold))?);
        assert_eq!(tables::get(tx, Id::new(3))?.and_then(|it| it.hold), Some(hold.clone()));
        assert!(!evidence::erase_due(tx, at(end.unix_ms() - 1))?);
        assert_eq!(verify(tx)?.kept, 5);

        assert!(evidence::erase(tx, Id::new(1), Ground::RightToErasure, start())?);
        assert!(!evidence::erase(tx, Id::new(1), Ground::RightToErasure, start())?, "it is gone");
        evidence::erase_due(tx, end)?;
        let verdict = verify(tx)?;
        assert_eq!((verdict.faults, verdict.kept, verdict.erased), (Vec::new(), 1, 4));
        assert_eq!(evidence::opened(tx, &opening(100, 2, 77))?, None);
        assert!(evidence::opened(tx, &opening(101, 3, 77))?.is_some(), "it is held");

        evidence::erase_due(tx, hold.until)?;
        let verdict = verify(tx)?;
        assert_eq!((verdict.faults, verdict.kept, verdict.erased), (Vec::new(), 0, 5));
        Ok(())
    })
    .await;
}

async fn what_was_changed_in_the_tables_is_found(database: Database) {
    run(database, |tx| {
        let found = |tx: &mut Tx<'_>| verify(tx).map(|verdict| verdict.faults);
        tx.execute("update evidence_links set handed_in_ms = handed_in_ms + 1 where number = 2", &[])?;
        assert_eq!(found(tx)?, [Fault::Link { number: 2 }]);
        tx.execute("update evidence_links set handed_in_ms = handed_in_ms - 1 where number = 2", &[])?;
        assert_eq!(found(tx)?, []);
        let record = tables::get(tx, Id::new(4))?.expect("a record");
        let mut sealed = record.sealed.clone();
        sealed[0] ^= 1;
        tx.execute("update evidence_records set sealed = $1 where id = 4", &[&sealed])?;
        assert_eq!(found(tx)?, [Fault::Content { number: 4 }]);
        assert!(evidence::opened(tx, &opening(100, 4, 77)).is_err(), "what was changed is shown to nobody");
        assert!(tables::delete(tx, Id::new(4))?);
        assert_eq!(found(tx)?, [Fault::ContentMissing { number: 4 }]);
        tables::insert(tx, &record)?;
        assert_eq!(found(tx)?, []);
        tx.execute("delete from evidence_records where id = 5", &[])?;
        tx.execute("delete from evidence_links where number = 5", &[])?;
        assert_eq!(found(tx)?, [Fault::Place { expected: 5, found: 4 }], "the end was cut off");
        Ok(())
    })
    .await;
}

async fn a_root_is_signed_once_a_day_and_proves_a_record(database: Database) {
    run(database, |tx| {
        assert_eq!(evidence::proof(tx, Id::new(2))?, None, "nothing is signed yet");
        let first = evidence::sign_root(tx, start())?.expect("the chain grew");
        assert_eq!(evidence::sign_root(tx, start())?, None, "one a day");
        assert_eq!(evidence::sign_root(tx, at(start().unix_ms() + DAY_MS))?, None, "nothing was added");
        assert!(!tables::insert_root(tx, &first)?);
        evidence::record(tx, &draft(6), start())?;
        assert_eq!(verify(tx)?.unsigned, 1);
        let second = evidence::sign_root(tx, at(start().unix_ms() + 2 * DAY_MS))?.expect("it grew");
        assert_eq!(tables::roots(tx)?, [first, second]);
        assert_eq!(tables::last_root(tx)?, Some(second));
        assert_eq!(tables::root_of(tx, 6)?, Some(second));
        assert_eq!(tables::head(tx)?, second.root.head);
        assert_eq!(verify(tx)?.faults, []);

        let key = evidence::public_key(tx)?;
        for id in [2, 6] {
            let proof = evidence::proof(tx, Id::<EvidenceMarker>::new(id))?.expect("a root vouches for it");
            assert_eq!(proof.check(&[key]), Ok(Some(format!("what {id} said").into_bytes())));
        }
        assert_eq!(evidence::proof(tx, Id::new(9))?, None);
        Ok(())
    })
    .await;
}

async fn those_who_write_at_once_make_one_chain(database: Database) {
    let store = database.open(&[TALK, EVIDENCE]);
    let writes: Vec<_> = (1..=40_u64)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(
                async move { store.write(id, move |tx| evidence::record(tx, &draft(id), start())).await },
            )
        })
        .collect();
    for write in writes {
        write.await.expect("it does not panic").expect("it is written");
    }
    let verdict = store.write(0, verify).await.expect("the chain is read");
    assert_eq!((verdict.faults, verdict.kept, verdict.head.number), (Vec::new(), 40, 40));
}
