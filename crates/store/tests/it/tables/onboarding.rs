//! What guilds ask newcomers, what these answered, and welcome screens.

use parvis_model::{Id, Member, MemberFlags, Onboarding, Timestamp, User, WelcomeChannel, WelcomeScreen};
use parvis_store::tables::{guilds, members, onboarding};

use super::{NOW_MS, add_guild, add_member, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    what_a_guild_asks_and_shows_comes_back_as_it_went_in,
    answers_are_the_member_s_and_go_with_the_membership,
}

async fn what_a_guild_asks_and_shows_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        assert_eq!(onboarding::of_guild(tx, guild)?, None);
        assert_eq!(onboarding::welcome_screen(tx, guild)?, None);
        let mut asked = Onboarding::new(guild);
        asked.default_channel_ids = vec![Id::new(20), Id::new(21)];
        for enabled in [true, false] {
            asked.enabled = enabled;
            onboarding::set_of_guild(tx, &asked)?;
            assert_eq!(onboarding::of_guild(tx, guild)?, Some(asked.clone()));
        }
        let channel = WelcomeChannel {
            channel_id: Id::new(20),
            description: "Say hello".to_owned(),
            emoji_id: None,
            emoji_name: Some("👋".to_owned()),
        };
        let screen = WelcomeScreen { description: None, welcome_channels: vec![channel] };
        onboarding::set_welcome_screen(tx, guild, &screen)?;
        assert_eq!(onboarding::welcome_screen(tx, guild)?, Some(screen));
        // A change of the settings leaves them alone; another guild has none of them.
        let settings = guilds::get(tx, guild)?.expect("the guild was added");
        guilds::update(tx, &settings)?;
        assert_eq!(onboarding::of_guild(tx, guild)?, Some(asked));
        let other = add_guild(tx, 11, ada)?;
        assert_eq!(onboarding::of_guild(tx, other)?, None);
        Ok(())
    })
    .await;
}

async fn answers_are_the_member_s_and_go_with_the_membership(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        let (one, two) = (Id::new(100), Id::new(101));
        assert_eq!(onboarding::answers(tx, guild, eve)?, []);
        onboarding::set_answers(tx, guild, eve, &[one, two])?;
        onboarding::set_answers(tx, guild, ada, &[two])?;
        let mut member = Member::new(User::new(eve, "eve"), Timestamp::from_unix_ms(NOW_MS));
        member.flags = MemberFlags::COMPLETED_ONBOARDING;
        members::update(tx, guild, &member)?;
        assert_eq!(onboarding::answers(tx, guild, eve)?, [one, two]);
        onboarding::set_answers(tx, guild, eve, &[])?;
        assert_eq!(onboarding::answers(tx, guild, eve)?, []);
        onboarding::set_answers(tx, guild, eve, &[one])?;
        members::delete(tx, guild, eve)?;
        assert_eq!(onboarding::answers(tx, guild, eve)?, []);
        add_member(tx, guild, eve)?;
        assert_eq!(onboarding::answers(tx, guild, eve)?, [], "who comes back begins anew");
        assert_eq!(onboarding::answers(tx, guild, ada)?, [two]);
        Ok(())
    })
    .await;
}
