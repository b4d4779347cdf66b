//! Passkeys of accounts.

use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::tables::passkeys::{self, Passkey};
use parvis_store::tables::users;

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_passkey_is_found_by_its_credential_and_belongs_to_one_account,
    a_credential_is_registered_once,
    two_uses_of_one_state_are_not_both_good,
    only_its_owner_names_and_removes_a_passkey,
}

fn passkey(id: u64, user_id: Id<UserMarker>) -> Passkey {
    Passkey {
        id: Id::new(id),
        user_id,
        credential_id: vec![u8::try_from(id).expect("small"); 20],
        public_key: vec![7; 77],
        rp_id: "example.org".to_owned(),
        sign_count: 3,
        name: "Clé bleue".to_owned(),
        last_used_day: None,
    }
}

async fn a_passkey_is_found_by_its_credential_and_belongs_to_one_account(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        for (id, user) in [(11, ada), (10, ada), (12, eve)] {
            passkeys::insert(tx, &passkey(id, user))?;
        }
        assert_eq!(passkeys::by_credential(tx, &[10; 20])?, Some(passkey(10, ada)));
        assert_eq!(passkeys::by_credential(tx, &[13; 20])?, None);
        assert_eq!(passkeys::of_user(tx, ada)?, [passkey(10, ada), passkey(11, ada)], "oldest first");
        assert_eq!((passkeys::count(tx, ada)?, passkeys::count(tx, eve)?), (2, 1));
        assert!(users::account(tx, ada)?.is_some_and(|account| account.mfa_enabled));
        passkeys::delete_all(tx, ada)?;
        assert_eq!((passkeys::count(tx, ada)?, passkeys::count(tx, eve)?), (0, 1));
        Ok(())
    })
    .await;
}

async fn a_credential_is_registered_once(database: Database) {
    let store = database.open(&[parvis_store::tables::migrations::TALK]);
    let first = store.write(0, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_user(tx, 2, "eve")?;
        passkeys::insert(tx, &passkey(10, ada))
    });
    first.await.expect("the first");
    let again = Passkey { id: Id::new(11), ..passkey(10, Id::new(2)) };
    let second = store.write(0, move |tx| passkeys::insert(tx, &again)).await.expect_err("it is known");
    assert!(second.is_unique("passkeys.credential_id"), "{second}");
}

async fn two_uses_of_one_state_are_not_both_good(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        passkeys::insert(tx, &passkey(10, ada))?;
        assert!(passkeys::touch(tx, &passkey(10, ada), 4, 100)?);
        assert!(!passkeys::touch(tx, &passkey(10, ada), 4, 100)?, "its counter is at 4 now");
        let used = Passkey { sign_count: 4, last_used_day: Some(100), ..passkey(10, ada) };
        assert_eq!(passkeys::by_credential(tx, &[10; 20])?, Some(used));
        Ok(())
    })
    .await;
}

async fn only_its_owner_names_and_removes_a_passkey(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        passkeys::insert(tx, &passkey(10, ada))?;
        assert_eq!(passkeys::rename(tx, eve, Id::new(10), "à moi")?, None);
        let renamed = passkeys::rename(tx, ada, Id::new(10), "Clé verte")?.expect("it is hers");
        assert_eq!(renamed, Passkey { name: "Clé verte".to_owned(), ..passkey(10, ada) });
        assert!(!passkeys::delete(tx, eve, Id::new(10))?);
        assert!(passkeys::delete(tx, ada, Id::new(10))?);
        assert!(!passkeys::delete(tx, ada, Id::new(10))?);
        Ok(())
    })
    .await;
}
