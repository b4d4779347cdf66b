//! Settings of accounts.

use parvis_model::{GuildNotificationSettings, Id, UserSettings};
use parvis_store::tables::settings;

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    settings_are_replaced_as_a_whole,
    guilds_and_private_conversations_have_settings_of_their_own,
}

async fn settings_are_replaced_as_a_whole(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        assert_eq!(settings::of_user(tx, ada)?, None);
        for theme in ["dark", "light"] {
            let changed = UserSettings { theme: theme.to_owned(), ..UserSettings::default() };
            settings::set_of_user(tx, ada, &changed)?;
            assert_eq!(settings::of_user(tx, ada)?, Some(changed));
        }
        settings::delete_all(tx, ada)?;
        assert_eq!(settings::of_user(tx, ada)?, None);
        Ok(())
    })
    .await;
}

async fn guilds_and_private_conversations_have_settings_of_their_own(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let mut of_guild = GuildNotificationSettings::new(Some(Id::new(7)));
        of_guild.muted = true;
        let private = GuildNotificationSettings::new(None);
        settings::set_of_guild(tx, ada, &of_guild)?;
        settings::set_of_guild(tx, ada, &private)?;
        assert_eq!(settings::of_guild(tx, ada, Some(Id::new(7)))?, Some(of_guild.clone()));
        assert_eq!(settings::of_guild(tx, ada, None)?, Some(private.clone()));
        assert_eq!(settings::of_guild(tx, ada, Some(Id::new(8)))?, None);
        assert_eq!(settings::of_guilds(tx, ada)?, [private, of_guild]);
        settings::delete_all(tx, ada)?;
        assert_eq!(settings::of_guilds(tx, ada)?, []);
        Ok(())
    })
    .await;
}
