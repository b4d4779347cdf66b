//! Orders of authorities on both engines.

use parvis_guard::orders::words::{
    Authentication, Impossibility, LinkRefusal, Material, OrderAct, OrderKind,
};
use parvis_guard::tables::GUARD;
use parvis_guard::tables::orders::{self, Act, Link, ORDERS, Order, Particulars};
use parvis_guard::words::Subject;
use parvis_model::marker::{OrderMarker, UserMarker};
use parvis_model::{Id, OrderState, Timestamp};
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    an_order_is_kept_once_and_changes_as_it_goes_on,
    what_an_order_names_stands_in_its_place_and_hides_it_from_whom_it_concerns,
    the_clock_finds_what_waits_and_what_may_be_told,
    what_has_had_its_time_goes_with_what_hangs_on_it,
}

const KIM: Id<UserMarker> = Id::new(3);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, GUARD, ORDERS]).write(0, job).await.expect("every statement is accepted");
}

fn order(id: u64) -> Order {
    Order {
        id: Id::new(id),
        kind: OrderKind::Order,
        state: OrderState::Received,
        authority: "Staatsanwaltschaft".to_owned(),
        member_state: "DE".to_owned(),
        reference: format!("12/{id}"),
        received_at: at(1_000),
        due_at: Some(at(3_601_000)),
        calls: 1,
        undisclosed_until: None,
        executed_at: None,
        particulars: Particulars {
            issued_at: Some(at(500)),
            contact: "+49 30 1".to_owned(),
            material: vec![Material::Threat],
            reasons: "A threat.".to_owned(),
            redress: "Within a month.".to_owned(),
            signed: true,
        },
        authentication: None,
        impossibility: None,
        answer: None,
    }
}

fn link(place: u32, user_id: Option<Id<UserMarker>>) -> Link {
    Link {
        place,
        url: format!("https://chat.example.org/{place}"),
        subject: user_id.map(|user_id| Subject::Person { user_id, guild_id: None }),
        refused: user_id.is_none().then_some(LinkRefusal::Elsewhere),
        user_id,
        case_id: None,
        decision_id: None,
    }
}

async fn an_order_is_kept_once_and_changes_as_it_goes_on(database: Database) {
    run(database, |tx| {
        let first = order(1);
        assert!(orders::insert(tx, &first)?);
        assert_eq!(orders::get(tx, first.id)?.as_ref(), Some(&first));
        let twice = Order { id: Id::new(2), ..first.clone() };
        assert!(!orders::insert(tx, &twice)?, "the same authority, the same reference");
        let elsewhere = Order { id: Id::new(3), member_state: "FR".to_owned(), ..first.clone() };
        assert!(orders::insert(tx, &elsewhere)? && orders::insert(tx, &order(4))?);
        assert!(!orders::is_known(tx, &first)? && !orders::is_known(tx, &elsewhere)?);
        assert!(orders::is_known(tx, &order(4))?);
        let changed = Order {
            state: OrderState::NotExecuted,
            due_at: None,
            calls: 3,
            undisclosed_until: Some(at(9)),
            executed_at: Some(at(8)),
            authentication: Some((Authentication::CallBack, "called".to_owned())),
            impossibility: Some((Impossibility::ManifestErrors, "no address".to_owned())),
            answer: Some("done".to_owned()),
            ..first
        };
        orders::update(tx, &changed)?;
        assert_eq!(orders::get(tx, changed.id)?, Some(changed));
        let ids = |found: Vec<Order>| found.into_iter().map(|it| it.id.get()).collect::<Vec<_>>();
        let last = Id::<OrderMarker>::new(9);
        assert_eq!(ids(orders::page(tx, true, KIM, last, 9)?), [4, 3]);
        assert_eq!(ids(orders::page(tx, true, KIM, last, 1)?), [4]);
        assert_eq!(ids(orders::page(tx, false, KIM, last, 9)?), [1]);
        assert_eq!(ids(orders::between(tx, Id::new(1), Id::new(4), 9)?), [1, 3]);
        Ok(())
    })
    .await;
}

async fn what_an_order_names_stands_in_its_place_and_hides_it_from_whom_it_concerns(database: Database) {
    run(database, |tx| {
        orders::insert(tx, &order(1))?;
        orders::insert_link(tx, Id::new(1), &link(1, None))?;
        orders::insert_link(tx, Id::new(1), &link(0, Some(KIM)))?;
        assert_eq!(orders::links(tx, Id::new(1))?, [link(0, Some(KIM)), link(1, None)]);
        assert_eq!(orders::page(tx, true, KIM, Id::new(9), 9)?, []);
        assert_eq!(orders::page(tx, true, Id::new(4), Id::new(9), 9)?.len(), 1);
        orders::set_case(tx, Id::new(1), 0, Id::new(50))?;
        orders::set_decision(tx, Id::new(1), 0, Id::new(60))?;
        orders::set_refused(tx, Id::new(1), 1, LinkRefusal::Unknown)?;
        let done = Link { case_id: Some(Id::new(50)), decision_id: Some(Id::new(60)), ..link(0, Some(KIM)) };
        let gone = Link { refused: Some(LinkRefusal::Unknown), ..link(1, None) };
        assert_eq!(orders::links(tx, Id::new(1))?, [done.clone(), gone.clone()]);
        let act = Act {
            id: Id::new(7),
            order_id: Id::new(1),
            user_id: Some(KIM),
            act: OrderAct::Received,
            note: String::new(),
        };
        orders::insert_act(tx, &act)?;
        assert_eq!(orders::acts(tx, Id::new(1), 9)?, std::slice::from_ref(&act));
        orders::forget_account(tx, KIM)?;
        assert_eq!(orders::links(tx, Id::new(1))?, [Link { user_id: None, ..done }, gone]);
        assert_eq!(orders::acts(tx, Id::new(1), 9)?, [Act { user_id: None, ..act }]);
        Ok(())
    })
    .await;
}

async fn the_clock_finds_what_waits_and_what_may_be_told(database: Database) {
    run(database, |tx| {
        let silent = |id, until| Order { due_at: None, undisclosed_until: until, ..order(id) };
        orders::insert(tx, &order(1))?;
        orders::insert(tx, &silent(2, Some(at(100))))?;
        orders::insert(tx, &silent(3, Some(at(101))))?;
        orders::insert(tx, &silent(4, None))?;
        let due = |tx: &mut Tx<'_>, now: Timestamp| {
            let found = orders::due(tx, now, 9)?;
            Ok::<_, StoreError>(found.into_iter().map(|it| it.id.get()).collect::<Vec<_>>())
        };
        assert_eq!(due(tx, at(99))?, [1]);
        assert_eq!(due(tx, at(100))?, [1, 2]);
        assert_eq!(due(tx, at(101))?, [1, 2, 3]);
        Ok(())
    })
    .await;
}

async fn what_has_had_its_time_goes_with_what_hangs_on_it(database: Database) {
    run(database, |tx| {
        for id in [1, 2] {
            orders::insert(tx, &order(id))?;
            orders::insert_link(tx, Id::new(id), &link(0, Some(KIM)))?;
        }
        assert!(orders::any_before(tx, Id::new(2))? && !orders::any_before(tx, Id::new(1))?);
        assert_eq!(orders::delete_before(tx, Id::new(2))?, 1);
        assert_eq!((orders::get(tx, Id::new(1))?, orders::links(tx, Id::new(1))?), (None, Vec::new()));
        assert_eq!((orders::get(tx, Id::new(2))?, orders::links(tx, Id::new(2))?.len()), (Some(order(2)), 1));
        Ok(())
    })
    .await;
}
