//! Interactions and messages for one person.

use parvis_model::{
    Component, Id, InstallationOwners, InteractionMetadata, InteractionType, Message, MessageInteraction,
    Modal, Timestamp, User,
};
use parvis_store::tables::applications::{self, Owned};
use parvis_store::tables::interactions::{self, Details, Ephemeral, Kept, Origin};
use parvis_store::tables::messages;
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_channel, add_guild, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    only_the_first_answer_is_kept,
    an_interaction_that_came_with_files_is_answered_once,
    interactions_go_by_age_and_by_account,
    a_message_for_one_person_is_kept_apart_and_has_its_time,
    a_message_says_by_ids_which_interaction_it_answers,
}

fn metadata(id: u64, user: &User) -> InteractionMetadata {
    InteractionMetadata {
        id: Id::new(id),
        kind: InteractionType::APPLICATION_COMMAND,
        user: user.clone(),
        authorizing_integration_owners: InstallationOwners::from([("0".to_owned(), Id::new(5))]),
        original_response_message_id: None,
        target_user: None,
        target_message_id: None,
        interacted_message_id: None,
        triggering_interaction_metadata: None,
    }
}

fn kept(id: u64, user_id: u64) -> Kept {
    let user = User::new(Id::new(user_id), "ada");
    Kept {
        id: Id::new(id),
        application_id: Id::new(10),
        token_hash: [7; 32],
        user_id: user.id,
        guild_id: Some(Id::new(5)),
        channel_id: Id::new(6),
        answered: false,
        answer_id: None,
        details: Details { origin: Origin::new(&metadata(id, &user), Some("ping")), modal: None },
    }
}

/// Ada is 1, and the bot of her application 10.
fn add_people(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    add_user(tx, 10, "ping")?;
    let application = parvis_model::Application::new(Id::new(10), "ping", "00");
    applications::insert(tx, &Owned::new(application, ada), &[0; 32])
}

async fn only_the_first_answer_is_kept(database: Database) {
    run(database, |tx| {
        add_people(tx)?;
        let modal = Modal {
            custom_id: "m".to_owned(),
            title: "Form".to_owned(),
            components: Vec::<Component>::new(),
        };
        let mut first = kept(100, 1);
        first.details.modal = Some(modal);
        first.answer_id = Some(Id::new(200));
        assert!(interactions::answer(tx, &first)?);
        assert!(!interactions::answer(tx, &kept(100, 1))?);
        first.answered = true;
        assert_eq!(interactions::get(tx, Id::new(100))?, Some(first));
        assert_eq!(interactions::get(tx, Id::new(101))?, None);
        Ok(())
    })
    .await;
}

async fn an_interaction_that_came_with_files_is_answered_once(database: Database) {
    run(database, |tx| {
        add_people(tx)?;
        interactions::insert(tx, &kept(100, 1))?;
        assert_eq!(interactions::get(tx, Id::new(100))?, Some(kept(100, 1)));
        let answer = Kept { answer_id: Some(Id::new(200)), ..kept(100, 1) };
        assert!(interactions::answer(tx, &answer)?);
        assert!(!interactions::answer(tx, &answer)?);
        assert_eq!(interactions::get(tx, Id::new(100))?, Some(Kept { answered: true, ..answer }));
        Ok(())
    })
    .await;
}

async fn interactions_go_by_age_and_by_account(database: Database) {
    run(database, |tx| {
        add_people(tx)?;
        add_user(tx, 2, "bo")?;
        for (id, user) in [(100, 1), (101, 2), (102, 1)] {
            interactions::answer(tx, &kept(id, user))?;
        }
        let ids = |found: Vec<(Id<_>, Id<_>)>| {
            let mut ids: Vec<_> = found
                .into_iter()
                .map(|(id, _): (Id<_>, Id<parvis_model::marker::ChannelMarker>)| id.get())
                .collect();
            ids.sort_unstable();
            ids
        };
        let before = interactions::before(tx, Id::new(102), 10)?;
        assert_eq!(before, [(Id::new(100), Id::new(6)), (Id::new(101), Id::new(6))]);
        assert_eq!(interactions::before(tx, Id::new(102), 1)?.len(), 1);
        assert_eq!(ids(interactions::of_account(tx, Id::new(1))?), [100, 102]);
        assert_eq!(ids(interactions::of_account(tx, Id::new(10))?), [100, 101, 102]);
        interactions::delete(tx, &[Id::new(100), Id::new(102)])?;
        assert_eq!(ids(interactions::of_account(tx, Id::new(10))?), [101]);
        Ok(())
    })
    .await;
}

fn ephemeral(id: u64, user_id: u64, expires_ms: i64) -> Ephemeral {
    let bot = User::bot(Id::new(10), "ping");
    let mut message = Message::new(Id::new(id), Id::new(6), bot, Timestamp::from_unix_ms(NOW_MS));
    message.content = "for you".to_owned();
    Ephemeral {
        interaction_id: Id::new(100),
        application_id: Id::new(10),
        user_id: Id::new(user_id),
        expires_ms,
        message,
    }
}

async fn a_message_for_one_person_is_kept_apart_and_has_its_time(database: Database) {
    run(database, |tx| {
        add_people(tx)?;
        let mut it = ephemeral(300, 1, NOW_MS + 10);
        interactions::insert_ephemeral(tx, &it)?;
        interactions::insert_ephemeral(tx, &ephemeral(301, 2, NOW_MS + 20))?;
        assert_eq!(interactions::ephemeral(tx, Id::new(300))?, Some(it.clone()));
        assert_eq!(messages::get(tx, Id::new(6), Id::new(300), Id::new(1))?, None);
        it.message.content = "changed".to_owned();
        it.expires_ms = NOW_MS + 15;
        assert!(interactions::update_ephemeral(tx, &it)?);
        assert!(!interactions::update_ephemeral(tx, &ephemeral(302, 1, 0))?);
        assert_eq!(interactions::ephemeral(tx, Id::new(300))?, Some(it));
        assert_eq!(interactions::expired_ephemerals(tx, NOW_MS + 14, 10)?, []);
        let expired = interactions::expired_ephemerals(tx, NOW_MS + 15, 10)?;
        assert_eq!(expired, [(Id::new(300), Id::new(6))]);
        assert_eq!(interactions::ephemerals_of_account(tx, Id::new(2))?, [(Id::new(301), Id::new(6))]);
        assert_eq!(interactions::ephemerals_of_account(tx, Id::new(10))?.len(), 2);
        assert!(interactions::delete_ephemerals(tx, &[Id::new(300)])?);
        assert!(!interactions::delete_ephemerals(tx, &[Id::new(300)])?);
        assert_eq!(interactions::ephemeral(tx, Id::new(300))?, None);
        Ok(())
    })
    .await;
}

async fn a_message_says_by_ids_which_interaction_it_answers(database: Database) {
    run(database, |tx| {
        add_people(tx)?;
        let bo = add_user(tx, 2, "bo")?;
        let guild = add_guild(tx, 5, Id::new(1))?;
        let channel = add_channel(tx, 6, Some(guild))?;
        let ada = User::new(Id::new(1), "ada");
        let mut sent = metadata(100, &ada);
        sent.target_user = Some(Box::new(User::new(bo, "bo")));
        let mut trigger = metadata(99, &ada);
        trigger.interacted_message_id = Some(Id::new(77));
        trigger.kind = InteractionType::MESSAGE_COMPONENT;
        sent.triggering_interaction_metadata = Some(Box::new(trigger));
        let named =
            MessageInteraction { id: sent.id, kind: sent.kind, name: "ping".to_owned(), user: ada.clone() };
        let (message, _) = add_message_with(tx, channel, Id::new(10), 5, |message| {
            message.interaction_metadata = Some(Box::new(sent.clone()));
            message.interaction = Some(Box::new(named.clone()));
        })?;
        let read = messages::get(tx, channel, message.id, ada.id)?.expect("the message was added");
        assert_eq!(read.interaction_metadata.as_deref(), Some(&sent));
        assert_eq!(read.interaction.as_deref(), Some(&named));
        // Who acted is looked up anew: a deleted account leaves no name behind.
        parvis_store::tables::users::anonymise(tx, ada.id, "deleted-user-1")?;
        let read = messages::get(tx, channel, message.id, ada.id)?.expect("the message was added");
        assert_eq!(read.interaction.expect("it answers").user.username, "deleted-user-1");
        let origin = Origin::new(&sent, Some("ping"));
        assert_eq!(origin.interacted_message_id(), Some(Id::new(77)));
        assert_eq!((origin.name(), origin.kind()), (Some("ping"), InteractionType::APPLICATION_COMMAND));
        assert_eq!(origin.read(tx)?.expect("its people are known").target_user, sent.target_user);
        Ok(())
    })
    .await;
}
