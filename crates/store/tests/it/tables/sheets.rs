//! Sheets of paper.

use parvis_model::{Id, Sheet, SheetKind, SheetText, Timestamp};
use parvis_store::StoreError;
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{guilds, sheets};

use super::{NOW_MS, add_channel, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_sheet_comes_back_as_it_went_in,
    a_code_is_on_one_sheet,
    sheets_are_listed_newest_first,
    joins_are_counted_for_the_sheet,
    a_revoked_sheet_leads_nowhere_and_goes_in_time,
    sheets_go_with_their_channel_and_their_guild,
    a_maker_is_forgotten,
}

fn sheet(id: u64, code: &str) -> Sheet {
    let id = Id::new(id);
    Sheet {
        id,
        code: code.to_owned(),
        guild_id: None,
        channel_id: None,
        group_id: None,
        kind: SheetKind::Door,
        label: String::new(),
        texts: vec![SheetText { language: "fr".to_owned(), title: None, line: None }],
        careful: false,
        maker_id: None,
        created_at: Timestamp::from_unix_ms(id.created_unix_ms()),
        revoked_at: None,
        joins: 0,
    }
}

fn codes(sheets: Vec<Sheet>) -> Vec<String> {
    sheets.into_iter().map(|sheet| sheet.code).collect()
}

async fn a_sheet_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let mut full = sheet(1 << 40, "FULL");
        (full.guild_id, full.channel_id) = (Some(Id::new(10)), Some(Id::new(20)));
        (full.group_id, full.maker_id) = (Some(Id::new(30)), Some(Id::new(1)));
        (full.kind, full.careful, full.joins) = (SheetKind::TearOff, true, 7);
        full.label = "Cage d’escalier".to_owned();
        full.texts[0].title = Some("Двор".to_owned());
        full.texts
            .push(SheetText { language: "ar".to_owned(), title: None, line: Some("جيران".to_owned()) });
        full.revoked_at = Some(Timestamp::from_unix_ms(NOW_MS));
        sheets::insert(tx, &full)?;
        let bare = sheet(2, "BARE");
        sheets::insert(tx, &bare)?;
        assert_eq!(sheets::get(tx, full.id)?, Some(full));
        assert_eq!(sheets::get(tx, bare.id)?, Some(bare.clone()));
        assert_eq!(sheets::by_code(tx, "BARE")?, Some(bare.clone()));
        assert_eq!(sheets::get(tx, Id::new(3))?, None);
        sheets::set_label(tx, bare.id, "Boulangerie")?;
        let labelled = sheets::get(tx, bare.id)?.map(|sheet| sheet.label);
        assert_eq!(labelled.as_deref(), Some("Boulangerie"));
        Ok(())
    })
    .await;
}

async fn a_code_is_on_one_sheet(database: Database) {
    let store = database.open(&[TALK]);
    let twice = store.write(0, |tx| -> Result<(), StoreError> {
        sheets::insert(tx, &sheet(1, "SAME"))?;
        sheets::insert(tx, &sheet(2, "SAME"))
    });
    let error = twice.await.expect_err("the code is taken");
    assert!(error.is_unique("sheets.code"), "{error}");
}

async fn sheets_are_listed_newest_first(database: Database) {
    run(database, |tx| {
        let (guild, group, maker) = (Id::new(10), Id::new(30), Id::new(1));
        for (id, code) in [(1, "A"), (3, "C"), (2, "B")] {
            let (guild_id, group_id, maker_id) = (Some(guild), Some(group), Some(maker));
            sheets::insert(tx, &Sheet { guild_id, group_id, maker_id, ..sheet(id, code) })?;
        }
        sheets::insert(tx, &Sheet { guild_id: Some(Id::new(11)), ..sheet(4, "D") })?;
        assert_eq!(codes(sheets::of_guild(tx, guild)?), ["C", "B", "A"]);
        assert_eq!(codes(sheets::of_group(tx, group)?), ["C", "B", "A"]);
        assert_eq!(codes(sheets::of_maker(tx, maker)?), ["C", "B", "A"]);
        sheets::revoke(tx, Id::new(2), NOW_MS)?;
        assert_eq!((sheets::count_of_guild(tx, guild)?, sheets::count_of_group(tx, group)?), (2, 2));
        assert_eq!(sheets::count_of_guild(tx, Id::new(12))?, 0);
        Ok(())
    })
    .await;
}

async fn joins_are_counted_for_the_sheet(database: Database) {
    run(database, |tx| {
        sheets::insert(tx, &sheet(1, "A"))?;
        sheets::insert(tx, &sheet(2, "B"))?;
        for _ in 0..3 {
            sheets::count_join(tx, Id::new(1))?;
        }
        sheets::count_join(tx, Id::new(9))?;
        let mut joins = |id| sheets::get(tx, Id::new(id)).map(|found| found.map(|sheet| sheet.joins));
        assert_eq!((joins(1)?, joins(2)?), (Some(3), Some(0)));
        Ok(())
    })
    .await;
}

async fn a_revoked_sheet_leads_nowhere_and_goes_in_time(database: Database) {
    run(database, |tx| {
        sheets::insert(tx, &sheet(1, "A"))?;
        sheets::insert(tx, &sheet(2, "B"))?;
        assert!(sheets::revoke(tx, Id::new(1), NOW_MS)?);
        assert!(!sheets::revoke(tx, Id::new(1), NOW_MS + 5)?, "the first time stays");
        assert_eq!(sheets::by_code(tx, "A")?, None);
        let revoked_at = sheets::get(tx, Id::new(1))?.and_then(|sheet| sheet.revoked_at);
        assert_eq!(revoked_at, Some(Timestamp::from_unix_ms(NOW_MS)));
        assert_eq!(sheets::delete_revoked(tx, NOW_MS - 1)?, 0);
        assert_eq!(sheets::delete_revoked(tx, NOW_MS)?, 1);
        assert_eq!(sheets::get(tx, Id::new(1))?, None);
        assert!(sheets::by_code(tx, "B")?.is_some());
        Ok(())
    })
    .await;
}

async fn sheets_go_with_their_channel_and_their_guild(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let (one, two) = (add_channel(tx, 20, Some(guild))?, add_channel(tx, 21, Some(guild))?);
        for (id, code, channel) in [(1, "A", one), (2, "B", two)] {
            let (guild_id, channel_id) = (Some(guild), Some(channel));
            sheets::insert(tx, &Sheet { guild_id, channel_id, ..sheet(id, code) })?;
        }
        sheets::revoke_of_channel(tx, one, NOW_MS)?;
        assert_eq!(sheets::by_code(tx, "A")?, None);
        assert!(sheets::by_code(tx, "B")?.is_some());
        guilds::delete(tx, guild, NOW_MS)?;
        assert_eq!(codes(sheets::of_guild(tx, guild)?), [""; 0]);
        Ok(())
    })
    .await;
}

async fn a_maker_is_forgotten(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (Id::new(1), Id::new(2));
        sheets::insert(tx, &Sheet { maker_id: Some(ada), ..sheet(1, "A") })?;
        sheets::insert(tx, &Sheet { maker_id: Some(eve), ..sheet(2, "B") })?;
        sheets::forget_maker(tx, ada)?;
        assert_eq!(sheets::get(tx, Id::new(1))?.and_then(|sheet| sheet.maker_id), None);
        assert_eq!(codes(sheets::of_maker(tx, eve)?), ["B"]);
        Ok(())
    })
    .await;
}
