//! Applications and whom they belong to.

use parvis_model::{Application, ApplicationFlags, Id, User};
use parvis_store::tables::applications::{self, Owned};

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_application_is_kept_without_its_bot,
    changes_and_deletion_say_whether_there_was_one,
    an_endpoint_comes_with_the_key_that_signs,
    a_secret_is_none_until_one_is_made,
}

fn owned(id: u64, owner: u64) -> Owned {
    let mut application = Application::new(Id::new(id), "Ping Bot", "ab".repeat(32));
    application.set_flags(ApplicationFlags::GATEWAY_PRESENCE_LIMITED);
    Owned::new(application, Id::new(owner))
}

async fn an_application_is_kept_without_its_bot(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_user(tx, 10, "ping")?;
        let mut with_bot = owned(10, 1);
        with_bot.application.bot = Some(Box::new(User::bot(Id::new(10), "ping")));
        applications::insert(tx, &with_bot, &[9; 32])?;
        assert_eq!(applications::get(tx, Id::new(10))?, Some(owned(10, 1)));
        assert_eq!(applications::of_owner(tx, ada)?, [owned(10, 1)]);
        assert_eq!((applications::count(tx, ada)?, applications::count(tx, Id::new(10))?), (1, 0));
        Ok(())
    })
    .await;
}

async fn changes_and_deletion_say_whether_there_was_one(database: Database) {
    run(database, |tx| {
        add_user(tx, 1, "ada")?;
        add_user(tx, 10, "ping")?;
        let mut it = owned(10, 1);
        assert!(!applications::update(tx, &it)?);
        applications::insert(tx, &it, &[9; 32])?;
        it.application.description = "pings".to_owned();
        it.application.set_flags(ApplicationFlags::NONE);
        it.redirect_uris = vec!["https://example.org/back".to_owned()];
        assert!(applications::update(tx, &it)?);
        assert_eq!(applications::get(tx, Id::new(10))?, Some(it));
        assert!(applications::delete(tx, Id::new(10))?);
        assert!(!applications::delete(tx, Id::new(10))?);
        assert_eq!(applications::get(tx, Id::new(10))?, None);
        Ok(())
    })
    .await;
}

async fn an_endpoint_comes_with_the_key_that_signs(database: Database) {
    run(database, |tx| {
        add_user(tx, 1, "ada")?;
        add_user(tx, 10, "ping")?;
        let mut it = owned(10, 1);
        applications::insert(tx, &it, &[9; 32])?;
        assert_eq!(applications::signing_key(tx, Id::new(10))?, Some([9; 32]));
        assert_eq!(applications::signing_key(tx, Id::new(11))?, None);
        assert_eq!(applications::endpoint(tx, Id::new(10))?, None);
        it.interactions_url = Some("https://example.org/".to_owned());
        assert!(applications::update(tx, &it)?);
        let endpoint = applications::endpoint(tx, Id::new(10))?;
        assert_eq!(endpoint, Some(("https://example.org/".to_owned(), [9; 32])));
        Ok(())
    })
    .await;
}

async fn a_secret_is_none_until_one_is_made(database: Database) {
    run(database, |tx| {
        add_user(tx, 1, "ada")?;
        add_user(tx, 10, "ping")?;
        applications::insert(tx, &owned(10, 1), &[9; 32])?;
        assert_eq!(applications::client_secret(tx, Id::new(10))?, Some(None));
        assert!(applications::set_client_secret(tx, Id::new(10), &[7; 32])?);
        assert_eq!(applications::client_secret(tx, Id::new(10))?, Some(Some([7; 32])));
        assert_eq!(applications::client_secret(tx, Id::new(11))?, None);
        assert!(!applications::set_client_secret(tx, Id::new(11), &[7; 32])?);
        Ok(())
    })
    .await;
}
