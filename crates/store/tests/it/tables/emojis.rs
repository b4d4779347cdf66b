//! Emojis of guilds and of applications.

use parvis_model::marker::{GenericMarker, UserMarker};
use parvis_model::{Emoji, Id};
use parvis_store::tables::emojis::{self, Owned, PICTURES};
use parvis_store::tables::pictures::{self, Stored};
use parvis_store::tables::{attachments, guilds};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_emoji_comes_back_as_it_went_in_and_as_it_was_changed,
    emojis_are_their_owner_s_and_counted_by_whether_they_move,
    with_an_emoji_goes_its_picture,
    with_a_guild_go_its_emojis,
    who_uploaded_it_is_forgotten,
}

const GUILD: Id<GenericMarker> = Id::new(100);
const CREATOR: Id<UserMarker> = Id::new(1);

fn add(tx: &mut Tx<'_>, id: u64, owner_id: Id<GenericMarker>, animated: bool) -> Result<Owned, StoreError> {
    let mut emoji = Emoji::new(Id::new(id), format!("emoji_{id}"));
    emoji.animated = animated;
    let owned = Owned { emoji, owner_id, creator_id: Some(CREATOR) };
    emojis::insert(tx, &owned)?;
    let stored = Stored { blob: format!("blob-{id}"), content_type: "image/png".to_owned() };
    pictures::insert(tx, PICTURES, Id::new(id), &format!("{id:032x}"), &stored)?;
    Ok(owned)
}

async fn an_emoji_comes_back_as_it_went_in_and_as_it_was_changed(database: Database) {
    run(database, |tx| {
        let mut it = add(tx, 30, GUILD, true)?;
        assert_eq!(emojis::get(tx, GUILD, it.emoji.id)?, Some(it.clone()));
        assert_eq!(emojis::get(tx, Id::new(101), it.emoji.id)?, None);
        it.emoji.name = "brezel".to_owned();
        it.emoji.roles = vec![Id::new(7), Id::new(8)];
        emojis::update(tx, &it.emoji)?;
        assert_eq!(emojis::get(tx, GUILD, it.emoji.id)?, Some(it));
        Ok(())
    })
    .await;
}

async fn emojis_are_their_owner_s_and_counted_by_whether_they_move(database: Database) {
    run(database, |tx| {
        let (second, first) = (add(tx, 31, GUILD, false)?, add(tx, 30, GUILD, false)?);
        let other = add(tx, 32, Id::new(10), true)?;
        assert_eq!(emojis::of_owner(tx, GUILD)?, [first.clone(), second]);
        assert_eq!((emojis::count(tx, GUILD, false)?, emojis::count(tx, GUILD, true)?), (2, 0));
        assert_eq!(emojis::count(tx, Id::new(10), true)?, 1);
        let mut found = emojis::get_many(tx, &[other.emoji.id, first.emoji.id, Id::new(99)])?;
        found.sort_by_key(|it| it.emoji.id);
        assert_eq!(found, [first, other]);
        assert_eq!(emojis::get_many(tx, &[])?, []);
        Ok(())
    })
    .await;
}

async fn with_an_emoji_goes_its_picture(database: Database) {
    run(database, |tx| {
        let it = add(tx, 30, GUILD, false)?;
        let (hash, stored) = pictures::only(tx, PICTURES, Id::new(30))?.expect("it has a picture");
        assert_eq!((hash, stored.blob.as_str()), (format!("{:032x}", 30), "blob-30"));
        assert!(!emojis::delete(tx, Id::new(101), it.emoji.id, NOW_MS)?, "it is another's");
        assert!(emojis::delete(tx, GUILD, it.emoji.id, NOW_MS)?);
        assert!(!emojis::delete(tx, GUILD, it.emoji.id, NOW_MS)?);
        assert_eq!(pictures::only(tx, PICTURES, Id::new(30))?, None);
        assert_eq!(attachments::deletions(tx, 10)?, ["blob-30"]);
        Ok(())
    })
    .await;
}

async fn with_a_guild_go_its_emojis(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild_id = add_guild(tx, GUILD.get(), ada)?;
        let it = add(tx, 30, GUILD, false)?;
        let parts = guilds::load_snapshot(tx, guild_id)?.expect("the guild was added");
        assert_eq!(parts.guild.emojis, [it.emoji]);
        assert!(guilds::delete(tx, guild_id, NOW_MS)?);
        assert_eq!(emojis::of_owner(tx, GUILD)?, []);
        assert_eq!(pictures::only(tx, PICTURES, Id::new(30))?, None);
        Ok(())
    })
    .await;
}

async fn who_uploaded_it_is_forgotten(database: Database) {
    run(database, |tx| {
        let it = add(tx, 30, GUILD, false)?;
        emojis::forget_creator(tx, Id::new(2))?;
        assert_eq!(emojis::get(tx, GUILD, it.emoji.id)?, Some(it.clone()));
        emojis::forget_creator(tx, CREATOR)?;
        assert_eq!(emojis::get(tx, GUILD, it.emoji.id)?, Some(Owned { creator_id: None, ..it }));
        Ok(())
    })
    .await;
}
