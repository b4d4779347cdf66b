//! Known items on both engines: kept by their signatures, counted, looked for in the past, and gone in their time.

use parvis_guard::banks::words::{ItemKind, LeakSetting, Origin, ReplayState};
use parvis_guard::tables::banks::past::{self, Posted, Said};
use parvis_guard::tables::banks::{self, BANKS, Hashes, Item, Replay};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Guild, Id, Timestamp, User};
use parvis_store::tables as talk;
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::users::Account;
use parvis_store::{StoreError, Tx};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    items_are_listed_by_bank_and_changed,
    what_was_found_is_counted_once,
    a_look_through_the_past_is_kept_where_it_is,
    the_past_is_read_channel_by_channel_from_its_end,
    what_has_had_its_time_goes_with_all_that_belongs_to_it,
}

const GUILD: Id<GuildMarker> = Id::new(10);
const EVE: Id<UserMarker> = Id::new(2);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, BANKS]).write(0, job).await.expect("every statement is accepted");
}

fn item(id: u64, guild_id: Option<Id<GuildMarker>>) -> Item {
    Item {
        id: Id::new(id),
        guild_id,
        kind: ItemKind::File,
        title: format!("item {id}"),
        origin: Origin::House,
        origin_name: String::new(),
        licence: String::new(),
        reason: "spam".to_owned(),
        added_by: Some(EVE),
        case_id: None,
        expires_at: at(1_000),
        enabled: true,
        distance_max: 31,
        signature: vec![u8::try_from(id).expect("small"); 32],
    }
}

fn ids(items: Vec<Item>) -> Vec<u64> {
    items.into_iter().map(|it| it.id.get()).collect()
}

async fn items_are_listed_by_bank_and_changed(database: Database) {
    run(database, |tx| {
        for (id, guild_id) in [(1, Some(GUILD)), (2, None), (3, Some(GUILD)), (4, Some(Id::new(11)))] {
            banks::insert(tx, &item(id, guild_id))?;
        }
        assert_eq!(banks::get(tx, Id::new(3))?, Some(item(3, Some(GUILD))));
        assert_eq!(ids(banks::page(tx, Some(GUILD), Id::new(99), 9)?), [3, 1]);
        assert_eq!(ids(banks::page(tx, Some(GUILD), Id::new(3), 9)?), [1]);
        assert_eq!(ids(banks::page(tx, None, Id::new(99), 9)?), [2]);
        assert_eq!(ids(banks::after(tx, Id::new(1), 2)?), [2, 3]);
        assert_eq!((banks::count(tx, Some(GUILD))?, banks::count(tx, None)?), (2, 1));
        let same = |tx: &mut Tx<'_>, guild_id, kind| banks::with_signature(tx, guild_id, kind, &[1; 32]);
        assert_eq!(same(tx, Some(GUILD), ItemKind::File)?.map(|it| it.id), Some(Id::new(1)));
        assert_eq!(same(tx, Some(GUILD), ItemKind::Text)?, None);
        assert_eq!(same(tx, None, ItemKind::File)?, None);
        assert!(banks::update(tx, Id::new(1), false, at(2_000))?);
        assert!(!banks::update(tx, Id::new(9), false, at(2_000))?);
        let changed = banks::get(tx, Id::new(1))?.expect("there");
        assert_eq!((changed.enabled, changed.expires_at), (false, at(2_000)));
        banks::forget_account(tx, EVE)?;
        assert_eq!(banks::get(tx, Id::new(1))?.expect("there").added_by, None);
        assert_eq!(banks::leak_setting(tx, GUILD)?, None);
        for setting in [LeakSetting::Refuse, LeakSetting::Off] {
            banks::set_leak_setting(tx, GUILD, setting)?;
            assert_eq!(banks::leak_setting(tx, GUILD)?, Some(setting));
        }
        Ok(())
    })
    .await;
}

async fn what_was_found_is_counted_once(database: Database) {
    run(database, |tx| {
        banks::insert(tx, &item(1, Some(GUILD)))?;
        assert!(banks::insert_hit(tx, Id::new(1), Id::new(50), None)?);
        assert!(!banks::insert_hit(tx, Id::new(1), Id::new(50), None)?);
        assert!(banks::insert_hit(tx, Id::new(1), Id::new(50), Some(Id::new(7)))?);
        assert_eq!((banks::hit_count(tx, Id::new(1))?, banks::hit_count(tx, Id::new(2))?), (2, 0));
        let hashes = Hashes { digest: vec![3; 32], print: None };
        banks::insert_hashes(tx, Id::new(7), &hashes)?;
        banks::insert_hashes(tx, Id::new(7), &hashes)?;
        assert_eq!(banks::hashes(tx, Id::new(7))?, Some(hashes));
        assert_eq!(banks::hashes(tx, Id::new(8))?, None);
        Ok(())
    })
    .await;
}

async fn a_look_through_the_past_is_kept_where_it_is(database: Database) {
    run(database, |tx| {
        let replay = Replay {
            item_id: Id::new(1),
            state: ReplayState::Running,
            channel_id: Id::new(20),
            before_id: Id::new(500),
            looked_at: 40,
            in_all: 90,
            hits: 2,
        };
        assert_eq!(banks::running_replay(tx)?, None);
        banks::set_replay(tx, &Replay { item_id: Id::new(2), looked_at: 0, ..replay.clone() })?;
        banks::set_replay(tx, &replay)?;
        assert_eq!(banks::running_replay(tx)?.as_ref(), Some(&replay), "the first that was begun");
        let done = Replay { state: ReplayState::Done, looked_at: 90, ..replay };
        banks::set_replay(tx, &done)?;
        assert_eq!(banks::replay(tx, Id::new(1))?, Some(done));
        assert_eq!(banks::running_replay(tx)?.map(|it| it.item_id), Some(Id::new(2)));
        Ok(())
    })
    .await;
}

async fn the_past_is_read_channel_by_channel_from_its_end(database: Database) {
    run(database, |tx| {
        let account = Account {
            user: User::new(EVE, "eve"),
            bio: String::new(),
            locale: "fr".to_owned(),
            password_hash: None,
            mfa_enabled: false,
        };
        talk::users::insert(tx, &account, "eve")?;
        for guild_id in [GUILD, Id::new(11)] {
            talk::guilds::insert(tx, &Guild::new(guild_id, "The square", EVE))?;
        }
        for (id, guild_id) in [(20, Some(GUILD)), (21, None), (22, Some(Id::new(11))), (23, Some(GUILD))] {
            tx.execute(
                "insert into channels (id, guild_id, thread, details) values ($1, $2, $3, '{}')",
                &[&Id::<()>::new(id), &guild_id, &false],
            )?;
        }
        for (channel_id, id) in [(20, 100), (20, 101), (20, 102), (22, 103)] {
            tx.execute(
                "insert into messages (channel_id, id, seq, author_id, kind, content, flags, has_reactions,
                   has_attachments)
                 values ($1, $2, $2, 2, 0, 'hello', 0, $3, $3)",
                &[&Id::<()>::new(channel_id), &Id::<()>::new(id), &false],
            )?;
        }
        for (id, message_id) in [(7, 100), (8, 102), (9, 102)] {
            tx.execute(
                "insert into attachments (id, channel_id, message_id, filename, content_type, size_bytes, blob)
                 values ($1, 20, $2, 'a.png', 'image/png', 5, $3)",
                &[&Id::<()>::new(id), &Id::<()>::new(message_id), &format!("blob {id}")],
            )?;
        }
        let next = |tx: &mut Tx<'_>, guild_id, after| past::next_channel(tx, guild_id, Id::new(after));
        assert_eq!(next(tx, Some(GUILD), 0)?, Some((Id::new(20), GUILD)));
        assert_eq!(next(tx, Some(GUILD), 20)?, Some((Id::new(23), GUILD)));
        assert_eq!(next(tx, None, 20)?, Some((Id::new(22), Id::new(11))), "private conversations are none");
        assert_eq!(next(tx, None, 23)?, None);
        assert_eq!((past::past_count(tx, Some(GUILD), false)?, past::past_count(tx, None, false)?), (3, 4));
        assert_eq!((past::past_count(tx, Some(GUILD), true)?, past::past_count(tx, None, true)?), (3, 3));
        let said = |id| Said { id: Id::new(id), content: "hello".to_owned() };
        assert_eq!(past::said_before(tx, Id::new(20), Id::new(102), 9)?, [said(101), said(100)]);
        assert_eq!(past::said_before(tx, Id::new(20), Id::new(999), 1)?, [said(102)]);
        let posted = |id: u64, message_id| Posted {
            id: Id::new(id),
            message_id: Id::new(message_id),
            filename: "a.png".to_owned(),
            blob: format!("blob {id}"),
            size_bytes: 5,
        };
        assert_eq!(past::posted_before(tx, Id::new(20), Id::new(999), 1)?, [posted(8, 102), posted(9, 102)]);
        assert_eq!(past::posted_before(tx, Id::new(20), Id::new(102), 9)?, [posted(7, 100)]);
        assert_eq!(past::posted(tx, Id::new(20), Id::new(102))?, [posted(8, 102), posted(9, 102)]);
        banks::insert_hashes(tx, Id::new(7), &Hashes { digest: vec![3; 32], print: Some(vec![4; 33]) })?;
        banks::insert_hashes(tx, Id::new(99), &Hashes { digest: vec![5; 32], print: None })?;
        banks::delete_over(tx, at(0))?;
        assert!(banks::hashes(tx, Id::new(7))?.is_some(), "the file is there");
        assert_eq!(banks::hashes(tx, Id::new(99))?, None, "the file is gone");
        Ok(())
    })
    .await;
}

async fn what_has_had_its_time_goes_with_all_that_belongs_to_it(database: Database) {
    run(database, |tx| {
        banks::insert(tx, &item(1, Some(GUILD)))?;
        banks::insert(tx, &Item { expires_at: at(5_000), ..item(2, Some(GUILD)) })?;
        for id in [1, 2] {
            banks::insert_hit(tx, Id::new(id), Id::new(50), None)?;
        }
        assert_eq!(banks::delete_over(tx, at(1_000))?, 0);
        assert_eq!(banks::delete_over(tx, Timestamp::from_unix_ms(1_001))?, 1);
        assert_eq!((banks::hit_count(tx, Id::new(1))?, banks::hit_count(tx, Id::new(2))?), (0, 1));
        banks::insert(tx, &item(3, None))?;
        banks::set_leak_setting(tx, GUILD, LeakSetting::Refuse)?;
        banks::delete_of_guild(tx, GUILD)?;
        assert_eq!((banks::count(tx, Some(GUILD))?, banks::count(tx, None)?), (0, 1));
        assert_eq!((banks::hit_count(tx, Id::new(2))?, banks::leak_setting(tx, GUILD)?), (0, None));
        Ok(())
    })
    .await;
}
