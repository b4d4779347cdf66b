//! Accounts of people and bots.

use parvis_model::Id;
use parvis_store::tables::{guilds, users};
use parvis_store::{StoreError, Tx};

use super::{account, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_account_comes_back_as_it_went_in,
    a_name_belongs_to_one_account_and_its_look_is_found,
    accounts_come_in_pages_by_name,
    an_update_leaves_kind_and_password,
    an_anonymous_account_says_nothing_and_keeps_its_id,
    accounts_are_listed_by_name,
}

async fn an_account_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let mut ada = account(1, "ada");
        ada.user.global_name = Some("Ada L.".to_owned());
        ada.user.avatar = Some("0".repeat(32));
        ada.bio = "counts".to_owned();
        ada.password_hash = Some("$argon2id$".to_owned());
        users::insert(tx, &ada, "ada")?;
        assert_eq!(users::account(tx, Id::new(1))?, Some(ada.clone()));
        assert_eq!(users::account_by_name(tx, "ada")?, Some(ada.clone()));
        assert_eq!(users::get(tx, Id::new(1))?, Some(ada.user.clone()));
        assert_eq!(users::get_many(tx, &[Id::new(2), Id::new(1)])?, [ada.user]);
        assert_eq!(users::get_many(tx, &[])?, []);
        assert_eq!((users::get(tx, Id::new(2))?, users::account_by_name(tx, "eve")?), (None, None));
        Ok(())
    })
    .await;
}

async fn a_name_belongs_to_one_account_and_its_look_is_found(database: Database) {
    let store = database.open(&[parvis_store::tables::migrations::TALK]);
    store.write(0, |tx| add_user(tx, 1, "ada")).await.expect("the first");
    let second = store.write(0, |tx| add_user(tx, 2, "ada")).await.expect_err("the name is taken");
    assert!(second.is_unique("users.username"), "{second}");
    store
        .read(|tx| -> Result<(), parvis_store::StoreError> {
            assert!(users::skeleton_is_taken(tx, "ada", None)?);
            assert!(!users::skeleton_is_taken(tx, "ada", Some(Id::new(1)))?);
            assert!(!users::skeleton_is_taken(tx, "eve", None)?);
            Ok(())
        })
        .await
        .expect("the looks are read");
}

async fn accounts_come_in_pages_by_name(database: Database) {
    fn names(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        Ok(users::page(tx, after, limit)?.into_iter().map(|user| user.username).collect())
    }
    run(database, |tx| {
        for (id, name) in [(1, "zoe"), (2, "ada"), (3, "eve")] {
            add_user(tx, id, name)?;
        }
        assert_eq!(names(tx, "", 100)?, ["ada", "eve", "zoe"]);
        assert_eq!(names(tx, "", 2)?, ["ada", "eve"]);
        assert_eq!(names(tx, "eve", 2)?, ["zoe"]);
        assert_eq!(names(tx, "zoe", 2)?, [""; 0]);
        Ok(())
    })
    .await;
}

async fn an_update_leaves_kind_and_password(database: Database) {
    run(database, |tx| {
        let mut ada = account(1, "ada");
        ada.password_hash = Some("one".to_owned());
        users::insert(tx, &ada, "ada")?;
        let mut changed = account(1, "lovelace");
        changed.user.bot = true;
        changed.bio = "counts".to_owned();
        users::update(tx, &changed, "lovelace")?;
        users::set_password_hash(tx, Id::new(1), "two")?;
        let after = users::account(tx, Id::new(1))?.expect("it is there");
        assert_eq!((after.user.username.as_str(), after.bio.as_str()), ("lovelace", "counts"));
        assert_eq!((after.user.bot, after.password_hash.as_deref()), (false, Some("two")));
        Ok(())
    })
    .await;
}

async fn an_anonymous_account_says_nothing_and_keeps_its_id(database: Database) {
    run(database, |tx| {
        let mut ada = account(1, "ada");
        ada.user.global_name = Some("Ada L.".to_owned());
        ada.bio = "counts".to_owned();
        users::insert(tx, &ada, "ada")?;
        let owner = add_user(tx, 2, "eve")?;
        add_guild(tx, 3, owner)?;
        assert_eq!((guilds::owned_count(tx, owner)?, guilds::owned_count(tx, Id::new(1))?), (1, 0));
        users::anonymise(tx, Id::new(1), "deleted-user-1")?;
        let after = users::account(tx, Id::new(1))?.expect("the row stays");
        assert_eq!(after.user.username, "deleted-user-1");
        assert_eq!((after.user.global_name, after.bio.as_str(), after.password_hash), (None, "", None));
        assert!(!users::skeleton_is_taken(tx, "ada", None)?, "the name is free");
        Ok(())
    })
    .await;
}

async fn accounts_are_listed_by_name(database: Database) {
    run(database, |tx| {
        for (id, name) in [(1, "cyd"), (2, "ada"), (3, "eve")] {
            add_user(tx, id, name)?;
        }
        let names =
            |users: Vec<parvis_model::User>| -> Vec<_> { users.into_iter().map(|it| it.username).collect() };
        assert_eq!(names(users::page(tx, "", 2)?), ["ada", "cyd"]);
        assert_eq!(names(users::page(tx, "cyd", 2)?), ["eve"]);
        assert_eq!(users::page(tx, "eve", 2)?, []);
        Ok(())
    })
    .await;
}
