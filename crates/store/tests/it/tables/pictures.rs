//! Pictures by kind, owner and hash.

use parvis_model::Id;
use parvis_store::tables::attachments;
use parvis_store::tables::pictures::{self, Stored};

use super::{NOW_MS, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_picture_is_found_by_kind_owner_and_hash,
    of_replaced_pictures_the_blobs_are_queued_for_deletion,
}

fn stored(blob: &str) -> Stored {
    Stored { blob: blob.to_owned(), content_type: "image/png".to_owned() }
}

async fn a_picture_is_found_by_kind_owner_and_hash(database: Database) {
    run(database, |tx| {
        assert!(pictures::insert(tx, "avatar", Id::new(1), "hash", &stored("one"))?);
        assert!(!pictures::insert(tx, "avatar", Id::new(1), "hash", &stored("two"))?, "it is there");
        assert_eq!(pictures::get(tx, "avatar", Id::new(1), "hash")?, Some(stored("one")));
        for (kind, owner, hash) in [("banner", 1, "hash"), ("avatar", 2, "hash"), ("avatar", 1, "other")] {
            assert_eq!(pictures::get(tx, kind, Id::new(owner), hash)?, None);
        }
        Ok(())
    })
    .await;
}

async fn of_replaced_pictures_the_blobs_are_queued_for_deletion(database: Database) {
    run(database, |tx| {
        for (kind, owner, hash) in
            [("avatar", 1, "a"), ("avatar", 1, "b"), ("banner", 1, "c"), ("avatar", 2, "d")]
        {
            pictures::insert(tx, kind, Id::new(owner), hash, &stored(hash))?;
        }
        pictures::delete_others(tx, "avatar", Id::new(1), Some("b"), NOW_MS)?;
        assert_eq!(attachments::deletions(tx, 10)?, ["a"]);
        pictures::delete_others(tx, "avatar", Id::new(1), None, NOW_MS + 1)?;
        assert_eq!(attachments::deletions(tx, 10)?, ["a", "b"]);
        assert!(pictures::get(tx, "banner", Id::new(1), "c")?.is_some());
        assert!(pictures::get(tx, "avatar", Id::new(2), "d")?.is_some());
        Ok(())
    })
    .await;
}
