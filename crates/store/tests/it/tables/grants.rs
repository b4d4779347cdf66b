//! Codes and tokens that applications were given.

use parvis_model::marker::{ApplicationMarker, UserMarker};
use parvis_model::{Application, Id};
use parvis_store::tables::applications::{self, Owned};
use parvis_store::tables::grants::{self, Code, Digests, Grant};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_code_is_had_once_and_by_its_application_alone,
    a_renewed_grant_answers_to_its_new_tokens_alone,
    what_was_spent_ends_the_grant_that_it_was_exchanged_for,
    an_application_ends_its_own_grants_alone,
    a_person_ends_all_grants_to_an_application_at_once,
    the_newest_grants_stay,
    what_has_had_its_time_is_purged,
    account_and_application_take_their_grants_along,
}

/// Ada, and two applications of hers.
type World = (Id<UserMarker>, Id<ApplicationMarker>, Id<ApplicationMarker>);

fn world(tx: &mut Tx<'_>) -> Result<World, StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    for (id, name) in [(10, "ping"), (11, "pong")] {
        add_user(tx, id, name)?;
        let application = Application::new(Id::new(id), name, "ab".repeat(32));
        applications::insert(tx, &Owned::new(application, ada), &[9; 32])?;
    }
    Ok((ada, Id::new(10), Id::new(11)))
}

fn code(application_id: Id<ApplicationMarker>, user_id: Id<UserMarker>) -> Code {
    Code {
        application_id,
        user_id,
        redirect_uri: "https://example.org/back".to_owned(),
        scopes: "identify guilds".parse().expect("scopes"),
        challenge: Some("x".repeat(43)),
        expires_ms: NOW_MS,
    }
}

fn grant(id: u64, application_id: Id<ApplicationMarker>, user_id: Id<UserMarker>) -> Grant {
    let scopes = "identify".parse().expect("scopes");
    Grant { id: Id::new(id), application_id, user_id, scopes, expires_ms: NOW_MS }
}

/// Digests that no other number has.
fn digests(number: u8) -> Digests {
    Digests { access: [number; 32], refresh: [number + 100; 32], spent: [number + 200; 32] }
}

async fn a_code_is_had_once_and_by_its_application_alone(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        grants::insert_code(tx, &[1; 32], &code(ping, ada))?;
        assert_eq!(grants::take_code(tx, pong, &[1; 32])?, None);
        assert_eq!(grants::take_code(tx, ping, &[2; 32])?, None);
        assert_eq!(grants::take_code(tx, ping, &[1; 32])?, Some(code(ping, ada)));
        assert_eq!(grants::take_code(tx, ping, &[1; 32])?, None);
        let plain = Code { challenge: None, ..code(ping, ada) };
        grants::insert_code(tx, &[3; 32], &plain)?;
        assert_eq!(grants::take_code(tx, ping, &[3; 32])?, Some(plain));
        Ok(())
    })
    .await;
}

async fn a_renewed_grant_answers_to_its_new_tokens_alone(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        let mut it = grant(50, ping, ada);
        grants::insert(tx, &it, &digests(1))?;
        assert_eq!(grants::by_access(tx, &[1; 32])?, Some(it.clone()));
        assert_eq!(grants::by_refresh(tx, ping, &[101; 32])?, Some(it.clone()));
        assert_eq!(grants::by_refresh(tx, pong, &[101; 32])?, None);
        let renewed = Digests { spent: [101; 32], ..digests(2) };
        it.expires_ms = NOW_MS + 1;
        grants::renew(tx, it.id, &renewed, it.expires_ms)?;
        assert_eq!(grants::by_access(tx, &[1; 32])?, None);
        assert_eq!(grants::by_refresh(tx, ping, &[101; 32])?, None);
        assert_eq!(grants::by_access(tx, &[2; 32])?, Some(it));
        Ok(())
    })
    .await;
}

async fn what_was_spent_ends_the_grant_that_it_was_exchanged_for(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        grants::insert(tx, &grant(50, ping, ada), &digests(1))?;
        assert!(!grants::delete_by_spent(tx, pong, &[201; 32])?);
        assert!(grants::delete_by_spent(tx, ping, &[201; 32])?);
        assert!(!grants::delete_by_spent(tx, ping, &[201; 32])?);
        assert_eq!(grants::by_access(tx, &[1; 32])?, None);
        Ok(())
    })
    .await;
}

async fn an_application_ends_its_own_grants_alone(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        grants::insert(tx, &grant(50, ping, ada), &digests(1))?;
        grants::insert(tx, &grant(51, ping, ada), &digests(2))?;
        assert_eq!(grants::user_count(tx, ping)?, 1);
        assert!(!grants::delete_by_token(tx, pong, &[1; 32])?);
        assert!(grants::delete_by_token(tx, ping, &[1; 32])?);
        assert!(grants::delete_by_token(tx, ping, &[102; 32])?);
        assert!(!grants::delete_by_token(tx, ping, &[102; 32])?);
        assert_eq!((grants::user_count(tx, ping)?, grants::user_count(tx, pong)?), (0, 0));
        Ok(())
    })
    .await;
}

async fn a_person_ends_all_grants_to_an_application_at_once(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        let eve = add_user(tx, 2, "eve")?;
        for (id, application, user) in [(50, ping, ada), (51, ping, ada), (52, pong, ada), (53, ping, eve)] {
            grants::insert(tx, &grant(id, application, user), &digests(u8::try_from(id).expect("small")))?;
        }
        assert!(!grants::delete_of_application_of(tx, eve, Id::new(50))?);
        assert!(grants::delete_of_application_of(tx, ada, Id::new(50))?);
        assert_eq!(grants::of_user(tx, ada)?, [grant(52, pong, ada)]);
        assert_eq!(grants::of_user(tx, eve)?, [grant(53, ping, eve)]);
        Ok(())
    })
    .await;
}

async fn the_newest_grants_stay(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        grants::insert(tx, &grant(49, pong, ada), &digests(49))?;
        for id in 50..55 {
            grants::insert(tx, &grant(id, ping, ada), &digests(u8::try_from(id).expect("small")))?;
        }
        grants::keep_newest(tx, ping, ada, 2)?;
        let ids: Vec<_> = grants::of_user(tx, ada)?.iter().map(|grant| grant.id.get()).collect();
        assert_eq!(ids, [54, 53, 49]);
        Ok(())
    })
    .await;
}

async fn what_has_had_its_time_is_purged(database: Database) {
    run(database, |tx| {
        let (ada, ping, _) = world(tx)?;
        grants::insert_code(tx, &[1; 32], &code(ping, ada))?;
        grants::insert(tx, &grant(50, ping, ada), &digests(1))?;
        grants::purge(tx, NOW_MS, NOW_MS)?;
        assert_eq!(grants::of_user(tx, ada)?.len(), 1);
        grants::purge(tx, NOW_MS + 1, NOW_MS)?;
        assert_eq!(grants::take_code(tx, ping, &[1; 32])?, None);
        assert_eq!(grants::of_user(tx, ada)?.len(), 1);
        grants::purge(tx, NOW_MS, NOW_MS + 1)?;
        assert_eq!(grants::of_user(tx, ada)?, []);
        Ok(())
    })
    .await;
}

async fn account_and_application_take_their_grants_along(database: Database) {
    run(database, |tx| {
        let (ada, ping, pong) = world(tx)?;
        let eve = add_user(tx, 2, "eve")?;
        grants::insert_code(tx, &[1; 32], &code(ping, ada))?;
        grants::insert_code(tx, &[2; 32], &code(pong, eve))?;
        for (id, application, user) in [(50, ping, ada), (51, ping, eve), (52, pong, eve)] {
            grants::insert(tx, &grant(id, application, user), &digests(u8::try_from(id).expect("small")))?;
        }
        grants::delete_of_user(tx, ada)?;
        assert_eq!((grants::of_user(tx, ada)?, grants::take_code(tx, ping, &[1; 32])?), (Vec::new(), None));
        grants::delete_of_application(tx, pong)?;
        assert_eq!(grants::of_user(tx, eve)?, [grant(51, ping, eve)]);
        assert_eq!(grants::take_code(tx, pong, &[2; 32])?, None);
        Ok(())
    })
    .await;
}
