//! Who may not come back to a guild.

use parvis_model::Id;
use parvis_store::tables::bans::{self, BanPage};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_ban_holds_in_one_guild_until_it_is_lifted,
    the_first_ban_counts,
    pages_stand_in_the_order_of_ids_either_way,
    banned_accounts_are_picked_by_name_in_one_guild,
}

async fn a_ban_holds_in_one_guild_until_it_is_lifted(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (guild, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        assert!(!bans::exists(tx, guild, eve)?);
        assert!(bans::insert(tx, guild, eve, Some("spam"), ada, NOW_MS)?);
        assert!(bans::exists(tx, guild, eve)? && !bans::exists(tx, other, eve)?);
        let ban = bans::get(tx, guild, eve)?.expect("it is there");
        assert_eq!(
            (ban.user.id, ban.user.username.as_str(), ban.reason.as_deref()),
            (eve, "eve", Some("spam"))
        );
        assert_eq!(bans::get(tx, other, eve)?, None);
        assert!(!bans::delete(tx, other, eve)?);
        assert!(bans::delete(tx, guild, eve)?);
        assert!(!bans::delete(tx, guild, eve)?);
        assert!(!bans::exists(tx, guild, eve)?);
        Ok(())
    })
    .await;
}

async fn the_first_ban_counts(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        assert!(bans::insert(tx, guild, eve, None, ada, NOW_MS)?);
        assert!(!bans::insert(tx, guild, eve, Some("again"), ada, NOW_MS)?);
        assert_eq!(bans::get(tx, guild, eve)?.and_then(|ban| ban.reason), None);
        Ok(())
    })
    .await;
}

async fn pages_stand_in_the_order_of_ids_either_way(database: Database) {
    fn ids(tx: &mut Tx<'_>, page: BanPage, limit: u32) -> Result<Vec<u64>, StoreError> {
        let bans = bans::page(tx, Id::new(10), page, limit)?;
        Ok(bans.into_iter().map(|ban| ban.user.id.get()).collect())
    }
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let (guild, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        for id in 2..=6 {
            let banned = add_user(tx, id, &format!("guest{id}"))?;
            bans::insert(tx, guild, banned, None, ada, NOW_MS)?;
        }
        bans::insert(tx, other, ada, None, ada, NOW_MS)?;
        let (start, end) = (Id::new(0), Id::new(i64::MAX as u64));
        assert_eq!(ids(tx, BanPage::After(start), 100)?, [2, 3, 4, 5, 6]);
        assert_eq!(ids(tx, BanPage::After(start), 2)?, [2, 3]);
        assert_eq!(ids(tx, BanPage::After(Id::new(3)), 2)?, [4, 5]);
        assert_eq!(ids(tx, BanPage::After(Id::new(6)), 2)?, [0_u64; 0]);
        assert_eq!(ids(tx, BanPage::Before(end), 2)?, [5, 6]);
        assert_eq!(ids(tx, BanPage::Before(Id::new(4)), 100)?, [2, 3]);
        assert_eq!(ids(tx, BanPage::Before(Id::new(2)), 100)?, [0_u64; 0]);
        Ok(())
    })
    .await;
}

async fn banned_accounts_are_picked_by_name_in_one_guild(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let (guild, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        for (id, name) in [(4, "mel"), (2, "emel"), (3, "kim")] {
            let banned = add_user(tx, id, name)?;
            bans::insert(tx, guild, banned, None, ada, NOW_MS)?;
        }
        let found = |tx: &mut Tx<'_>, guild, part: &'static str| {
            bans::names(tx, guild, |id, name, _| name.contains(part) || id == Id::new(3))
        };
        assert_eq!(found(tx, guild, "mel")?, [Id::new(2), Id::new(3), Id::new(4)]);
        assert!(found(tx, other, "mel")?.is_empty());
        Ok(())
    })
    .await;
}
