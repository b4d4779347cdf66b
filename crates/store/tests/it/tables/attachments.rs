//! Files of messages, and blobs that wait for their deletion.

use parvis_model::marker::{ChannelMarker, GenericMarker};
use parvis_model::{Attachment, Id};
use parvis_store::tables::attachments::{self, Stored};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{channels, pictures};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_channel, add_guild, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    files_come_back_in_the_order_of_their_ids,
    a_file_is_found_in_its_own_channel_as_long_as_that_exists,
    a_file_has_a_name_in_a_message_that_there_is,
    a_description_can_be_changed_and_taken_away,
    a_blob_belongs_to_one_file,
    blobs_of_removed_files_wait_for_their_deletion_once,
    blobs_in_use_are_listed_in_pages_with_those_of_pictures,
}

/// A guild's channel.
fn channel(tx: &mut Tx<'_>) -> Result<Id<ChannelMarker>, StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let guild = add_guild(tx, 10, ada)?;
    add_channel(tx, 20, Some(guild))
}

fn add(tx: &mut Tx<'_>, message: u64, id: u64, blob: &str) -> Result<Attachment, StoreError> {
    let mut file = Attachment::new(Id::new(id), format!("{id}.txt"), 5, "");
    file.content_type = Some("text/plain".to_owned());
    attachments::insert(tx, Id::new(20), Id::new(message), &file, blob)?;
    Ok(file)
}

async fn files_come_back_in_the_order_of_their_ids(database: Database) {
    run(database, |tx| {
        let channel = channel(tx)?;
        let second = add(tx, 100, 32, "b2")?;
        let mut picture = Attachment::new(Id::new(31), "été.png", 1 << 40, "");
        (picture.width, picture.height) = (Some(640), Some(480));
        picture.description = Some("a field in summer".to_owned());
        (picture.duration_secs, picture.waveform) = (Some(1.5), Some("AAD/".to_owned()));
        attachments::insert(tx, channel, Id::new(100), &picture, "b1")?;
        picture.content_type = Some("application/octet-stream".to_owned());
        let elsewhere = add(tx, 101, 33, "b3")?;
        let (one, other) = (Id::new(100), Id::new(101));
        assert_eq!(
            attachments::of_messages(tx, channel, &[other, one])?,
            [(one, picture), (one, second.clone()), (other, elsewhere)]
        );
        assert_eq!(attachments::of_messages(tx, channel, &[Id::new(99)])?, []);
        assert_eq!(attachments::of_messages(tx, channel, &[])?, []);
        assert_eq!(attachments::of_messages(tx, Id::new(21), &[one])?, []);
        Ok(())
    })
    .await;
}

async fn a_file_is_found_in_its_own_channel_as_long_as_that_exists(database: Database) {
    run(database, |tx| {
        let channel = channel(tx)?;
        let other = add_channel(tx, 21, Some(Id::new(10)))?;
        add(tx, 100, 31, "b1")?;
        let stored = Stored {
            blob: "b1".to_owned(),
            filename: "31.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            size_bytes: 5,
        };
        assert_eq!(attachments::stored(tx, channel, Id::new(31))?, Some(stored));
        assert_eq!(attachments::stored(tx, other, Id::new(31))?, None);
        assert_eq!(attachments::stored(tx, channel, Id::new(32))?, None);
        channels::delete(tx, channel, NOW_MS)?;
        assert_eq!(attachments::stored(tx, channel, Id::new(31))?, None);
        Ok(())
    })
    .await;
}

async fn a_file_has_a_name_in_a_message_that_there_is(database: Database) {
    run(database, |tx| {
        let channel = channel(tx)?;
        let (message, _) = add_message(tx, channel, Id::new(1), 5)?;
        add(tx, message.id.get(), 31, "b1")?;
        add(tx, 77, 32, "b2")?;
        let name = |tx: &mut Tx<'_>, id| attachments::name_in_message(tx, channel, Id::new(id));
        assert_eq!(name(tx, 31)?.as_deref(), Some("31.txt"));
        assert_eq!(name(tx, 32)?, None);
        assert_eq!(attachments::name_in_message(tx, Id::new(21), Id::new(31))?, None);
        Ok(())
    })
    .await;
}

async fn a_description_can_be_changed_and_taken_away(database: Database) {
    run(database, |tx| {
        let channel = channel(tx)?;
        add(tx, 100, 31, "b1")?;
        add(tx, 100, 32, "b2")?;
        attachments::set_description(tx, Id::new(31), Some("bread"))?;
        let described = |tx: &mut Tx<'_>| -> Result<Vec<Option<String>>, StoreError> {
            let files = attachments::of_messages(tx, channel, &[Id::new(100)])?;
            Ok(files.into_iter().map(|(_, file)| file.description).collect())
        };
        assert_eq!(described(tx)?, [Some("bread".to_owned()), None]);
        attachments::set_description(tx, Id::new(31), None)?;
        assert_eq!(described(tx)?, [None, None]);
        Ok(())
    })
    .await;
}

async fn a_blob_belongs_to_one_file(database: Database) {
    let store = database.open(&[TALK]);
    let job = |tx: &mut Tx<'_>| {
        channel(tx)?;
        add(tx, 100, 31, "b1")?;
        add(tx, 100, 32, "b1")
    };
    let twice = store.write(0, job).await.expect_err("the blob is another file's");
    assert!(twice.is_unique("attachments.blob"), "{twice}");
}

async fn blobs_of_removed_files_wait_for_their_deletion_once(database: Database) {
    run(database, |tx| {
        let channel = channel(tx)?;
        for (message, id) in [(100, 31), (100, 32), (101, 33), (102, 34)] {
            add(tx, message, id, &format!("b{id}"))?;
        }
        assert_eq!(attachments::deletions(tx, 10)?, [""; 0]);
        attachments::delete(tx, &[Id::new(34), Id::new(99)], NOW_MS)?;
        attachments::delete(tx, &[], NOW_MS)?;
        attachments::delete_of_messages(tx, Id::new(21), &[Id::new(100)], NOW_MS)?;
        attachments::delete_of_messages(tx, channel, &[], NOW_MS)?;
        assert_eq!(attachments::deletions(tx, 10)?, ["b34"]);
        attachments::delete_of_messages(tx, channel, &[Id::new(100), Id::new(101)], NOW_MS - 1)?;
        assert_eq!(attachments::deletions(tx, 10)?, ["b31", "b32", "b33", "b34"], "the oldest first");
        assert_eq!(attachments::deletions(tx, 2)?, ["b31", "b32"]);
        attachments::queue_deletions(tx, &["b34".to_owned(), "b35".to_owned()], NOW_MS - 2)?;
        assert_eq!(
            attachments::deletions(tx, 10)?,
            ["b35", "b31", "b32", "b33", "b34"],
            "b34 keeps its time"
        );
        attachments::forget_deletion(tx, "b31")?;
        attachments::forget_deletion(tx, "b31")?;
        assert_eq!(attachments::deletions(tx, 2)?, ["b35", "b32"]);
        assert!(attachments::blob_is_known(tx, "b32")? && !attachments::blob_is_known(tx, "b31")?);
        let messages = [Id::new(100), Id::new(101), Id::new(102)];
        assert_eq!(attachments::of_messages(tx, channel, &messages)?, []);
        Ok(())
    })
    .await;
}

async fn blobs_in_use_are_listed_in_pages_with_those_of_pictures(database: Database) {
    run(database, |tx| {
        channel(tx)?;
        add(tx, 100, 31, "b3")?;
        add(tx, 100, 32, "b1")?;
        let owner: Id<GenericMarker> = Id::new(1);
        let stored =
            |blob: &str| pictures::Stored { blob: blob.to_owned(), content_type: "image/png".to_owned() };
        pictures::insert(tx, "avatars", owner, "h1", &stored("b2"))?;
        pictures::insert(tx, "banners", owner, "h1", &stored("b2"))?;
        assert_eq!(attachments::blobs(tx, "", 10)?, ["b1", "b2", "b3"], "each once");
        assert_eq!(attachments::blobs(tx, "", 2)?, ["b1", "b2"]);
        assert_eq!(attachments::blobs(tx, "b2", 2)?, ["b3"]);
        assert_eq!(attachments::blobs(tx, "b3", 2)?, [""; 0]);
        for blob in ["b1", "b2"] {
            assert!(attachments::blob_is_known(tx, blob)?);
        }
        assert!(!attachments::blob_is_known(tx, "b4")?);
        Ok(())
    })
    .await;
}
