//! Who may not come back.

use parvis_model::Id;
use parvis_store::tables::bans::{self, BanPage};

use super::{NOW_MS, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_ban_is_made_once_and_lifted_once,
    pages_stand_in_the_order_of_ids,
}

async fn a_ban_is_made_once_and_lifted_once(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (square, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        assert!(bans::insert(tx, square, eve, Some("réclame"), ada, NOW_MS)?);
        assert!(!bans::insert(tx, square, eve, None, ada, NOW_MS)?);
        assert!(bans::exists(tx, square, eve)? && !bans::exists(tx, other, eve)?);
        let ban = bans::get(tx, square, eve)?.expect("the ban is there");
        assert_eq!((ban.user.id, ban.reason.as_deref()), (eve, Some("réclame")));
        assert_eq!(bans::get(tx, other, eve)?, None);
        assert!(bans::delete(tx, square, eve)? && !bans::delete(tx, square, eve)?);
        assert!(!bans::exists(tx, square, eve)?);
        Ok(())
    })
    .await;
}

async fn pages_stand_in_the_order_of_ids(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let square = add_guild(tx, 10, ada)?;
        for id in [5, 3, 4] {
            let user_id = add_user(tx, id, &format!("user{id}"))?;
            bans::insert(tx, square, user_id, None, ada, NOW_MS)?;
        }
        for (page, limit, ids) in [
            (BanPage::After(Id::new(0)), 2, vec![3, 4]),
            (BanPage::After(Id::new(4)), 2, vec![5]),
            (BanPage::Before(Id::new(9)), 2, vec![4, 5]),
            (BanPage::Before(Id::new(3)), 2, vec![]),
        ] {
            let found: Vec<_> =
                bans::page(tx, square, page, limit)?.iter().map(|ban| ban.user.id.get()).collect();
            assert_eq!(found, ids, "{page:?}");
        }
        Ok(())
    })
    .await;
}
