//! Reports by people without an account on both engines.

use parvis_guard::tables::cases::{self, Case};
use parvis_guard::tables::notices::{self, NOTICES, Notice};
use parvis_guard::tables::{GUARD, orders::ORDERS};
use parvis_guard::words::Subject;
use parvis_model::Id;
use parvis_store::tables::migrations::TALK;

use crate::engines::{Database, both_engines};

both_engines! {
    a_notice_is_found_by_its_private_link_and_goes_with_its_case,
}

fn notice(id: u64, case_id: Option<u64>) -> Notice {
    let digest = [u8::try_from(id).expect("small"); 32];
    Notice {
        id: Id::new(id),
        digest,
        case_id: case_id.map(Id::new),
        url: "https://chat.example.org/1".to_owned(),
    }
}

async fn a_notice_is_found_by_its_private_link_and_goes_with_its_case(database: Database) {
    let store = database.open(&[TALK, GUARD, ORDERS, NOTICES]);
    let job = |tx: &mut parvis_store::Tx<'_>| {
        let case = Case {
            id: Id::new(50),
            guild_id: None,
            for_house: true,
            escalated: false,
            subject: Subject::Guild { guild_id: Id::new(7) },
            user_id: None,
            urgent: false,
            report_count: 1,
            copy: None,
            barred_id: None,
            claimed_by: None,
            claimed_until: None,
            is_decided: false,
            decided_at: None,
            decision_id: None,
        };
        cases::insert(tx, &case)?;
        for kept in
            [notice(1, Some(50)), notice(2, Some(51)), notice(3, None), notice(4, Some(50)), notice(5, None)]
        {
            notices::insert(tx, &kept)?;
        }
        assert_eq!(notices::by_digest(tx, &[3; 32])?, Some(notice(3, None)));
        assert_eq!(notices::by_digest(tx, &[9; 32])?, None);
        assert_eq!((notices::count_of_case(tx, Id::new(50))?, notices::count_since(tx, Id::new(3))?), (2, 3));
        assert_eq!(notices::delete_ended(tx, Id::new(9), Id::new(4))?, 2);
        let left = (1..=5).filter(|id| matches!(notices::by_digest(tx, &[*id; 32]), Ok(Some(_))));
        assert_eq!(left.collect::<Vec<_>>(), [1, 4, 5]);
        Ok::<_, parvis_store::StoreError>(())
    };
    store.write(0, job).await.expect("every statement is accepted");
}
