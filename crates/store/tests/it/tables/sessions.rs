//! What a gateway session starts from.

use parvis_model::marker::GuildMarker;
use parvis_model::{Application, ApplicationFlags, Id};
use parvis_store::tables::applications::{self, Owned};
use parvis_store::tables::{channels, members, private, sessions, users};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_guild, add_member, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_session_starts_from_its_own_memberships,
    a_session_starts_from_the_conversations_that_are_shown,
    flags_of_an_application_are_read_alone,
    members_are_listed_by_id,
    names_are_found_by_their_beginning_in_any_case,
    signs_of_patterns_stand_for_themselves,
}

async fn a_session_starts_from_its_own_memberships(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (second, first) = (add_guild(tx, 11, eve)?, add_guild(tx, 10, eve)?);
        for guild in [second, first] {
            add_member(tx, guild, ada)?;
        }
        members::add_role(tx, second, ada, Id::new(30))?;
        add_guild(tx, 12, eve)?;
        let found = sessions::memberships(tx, ada)?;
        let seen: Vec<_> =
            found.iter().map(|(guild, member)| (*guild, member.user.id, member.roles.len())).collect();
        assert_eq!(seen, [(first, ada, 0), (second, ada, 1)]);
        assert_eq!(sessions::memberships(tx, Id::new(3))?, []);
        Ok(())
    })
    .await;
}

async fn a_session_starts_from_the_conversations_that_are_shown(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        for (id, other, shown) in [(22, eve, true), (20, zoe, true), (21, eve, false)] {
            let channel = add_channel(tx, id, None)?;
            channels::add_participant(tx, channel, ada, shown)?;
            channels::add_participant(tx, channel, other, true)?;
        }
        let found = private::of_user(tx, ada)?;
        let seen: Vec<_> = found
            .iter()
            .map(|channel| (channel.id.get(), channel.recipients.iter().map(|user| user.id).collect()))
            .collect();
        assert_eq!(seen, [(20, vec![zoe]), (22, vec![eve])], "each without oneself");
        assert_eq!(private::of_user(tx, eve)?.len(), 2, "closed by one, shown to the other");
        assert_eq!(private::of_user(tx, Id::new(4))?, []);
        Ok(())
    })
    .await;
}

async fn flags_of_an_application_are_read_alone(database: Database) {
    run(database, |tx| {
        let owner_id = add_user(tx, 1, "ada")?;
        add_user(tx, 40, "ping")?;
        assert_eq!(sessions::application_flags(tx, Id::new(40))?, None);
        let mut application = Application::new(Id::new(40), "Ping Bot", "ab".repeat(32));
        application.set_flags(ApplicationFlags::GATEWAY_MESSAGE_CONTENT);
        applications::insert(tx, &Owned::new(application, owner_id), &[9; 32])?;
        let flags = sessions::application_flags(tx, Id::new(40))?;
        assert_eq!(flags, Some(ApplicationFlags::GATEWAY_MESSAGE_CONTENT));
        Ok(())
    })
    .await;
}

async fn members_are_listed_by_id(database: Database) {
    run(database, |tx| {
        let (zoe, ada) = (add_user(tx, 3, "zoe")?, add_user(tx, 1, "ada")?);
        let guild = add_guild(tx, 10, zoe)?;
        add_member(tx, guild, ada)?;
        add_user(tx, 2, "eve")?;
        assert_eq!(sessions::member_ids(tx, guild)?, [ada, zoe]);
        assert_eq!(sessions::member_ids(tx, Id::new(11))?, []);
        Ok(())
    })
    .await;
}

/// Ids of the members of guild 10 who are found by a text.
fn found(tx: &mut Tx<'_>, text: &str, limit: u32) -> Result<Vec<u64>, StoreError> {
    let guild: Id<GuildMarker> = Id::new(10);
    let ids = sessions::member_ids_by_name(tx, guild, text, limit)?;
    Ok(ids.into_iter().map(Id::get).collect())
}

async fn names_are_found_by_their_beginning_in_any_case(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let eve = add_user(tx, 2, "eve")?;
        let zoe = add_user(tx, 3, "zoe")?;
        add_user(tx, 4, "adam")?;
        for user in [eve, zoe] {
            add_member(tx, guild, user)?;
        }
        let mut shown = users::account(tx, eve)?.expect("an account");
        shown.user.global_name = Some("ÉLODIE".to_owned());
        users::update(tx, &shown, "eve")?;
        let mut named = members::get(tx, guild, zoe)?.expect("a member");
        named.nick = Some("Adélaïde".to_owned());
        members::update(tx, guild, &named)?;
        assert_eq!(found(tx, "ad", 10)?, [1, 3], "Adam is no member");
        assert_eq!(found(tx, "AD", 1)?, [1]);
        assert_eq!(found(tx, "ad", 0)?, [0_u64; 0]);
        assert_eq!(found(tx, "élo", 10)?, [2]);
        assert_eq!(found(tx, "ÉLO", 10)?, [2]);
        assert_eq!(found(tx, "Zo", 10)?, [3], "a nickname does not hide the name");
        assert_eq!(found(tx, "da", 10)?, [0_u64; 0], "what stands within a name is not found");
        assert_eq!(found(tx, "", 10)?, [1, 2, 3]);
        Ok(())
    })
    .await;
}

async fn signs_of_patterns_stand_for_themselves(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "a_da")?;
        let guild = add_guild(tx, 10, ada)?;
        for (id, name) in [(2, "axda"), (3, "100%"), (4, "1000"), (5, "a\\b")] {
            let user = add_user(tx, id, name)?;
            add_member(tx, guild, user)?;
        }
        assert_eq!(found(tx, "a_", 10)?, [1]);
        assert_eq!(found(tx, "100%", 10)?, [3]);
        assert_eq!(found(tx, "a\\", 10)?, [5]);
        assert_eq!(found(tx, "%", 10)?, [0_u64; 0]);
        Ok(())
    })
    .await;
}
