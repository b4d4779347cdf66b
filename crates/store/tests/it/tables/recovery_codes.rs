//! Recovery codes of accounts.

use parvis_store::tables::recovery_codes;

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_code_opens_its_own_account_once,
    new_codes_take_the_place_of_old_ones,
}

async fn a_code_opens_its_own_account_once(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        recovery_codes::replace(tx, ada, &[[1; 32], [2; 32]])?;
        recovery_codes::replace(tx, eve, &[[2; 32]])?;
        assert!(!recovery_codes::spend(tx, eve, &[1; 32])?);
        assert!(recovery_codes::spend(tx, ada, &[2; 32])?);
        assert!(!recovery_codes::spend(tx, ada, &[2; 32])?);
        assert_eq!((recovery_codes::count(tx, ada)?, recovery_codes::count(tx, eve)?), (1, 1));
        Ok(())
    })
    .await;
}

async fn new_codes_take_the_place_of_old_ones(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        recovery_codes::replace(tx, ada, &[[1; 32], [2; 32]])?;
        recovery_codes::replace(tx, ada, &[[3; 32]])?;
        assert!(!recovery_codes::spend(tx, ada, &[1; 32])?);
        assert_eq!(recovery_codes::count(tx, ada)?, 1);
        recovery_codes::delete_all(tx, ada)?;
        assert_eq!(recovery_codes::count(tx, ada)?, 0);
        Ok(())
    })
    .await;
}
