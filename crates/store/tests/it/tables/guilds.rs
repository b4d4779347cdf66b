//! Guilds and their roles.

use parvis_model::{Guild, Id, Permissions, Role};
use parvis_store::tables::{attachments, audit, bans, channels, guilds, members, messages};

use super::{NOW_MS, add_channel, add_guild, add_member, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    settings_come_back_and_the_owner_can_change,
    roles_are_replaced_counted_and_taken_from_their_members,
    of_a_deleted_guild_only_messages_wait,
}

async fn settings_come_back_and_the_owner_can_change(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let id = add_guild(tx, 10, ada)?;
        let mut guild = guilds::get(tx, id)?.expect("the guild is there");
        assert_eq!(guild, Guild::new(id, "The square", ada));
        assert_eq!((guilds::owner(tx, id)?, guilds::owned_count(tx, ada)?), (Some(ada), 1));
        guild.owner_id = eve;
        guild.description = Some("à l'ombre".to_owned());
        guilds::update(tx, &guild)?;
        assert_eq!(guilds::get(tx, id)?, Some(guild));
        assert_eq!((guilds::owner(tx, id)?, guilds::owned_count(tx, ada)?), (Some(eve), 0));
        assert_eq!((guilds::member_count(tx, id)?, guilds::member_count(tx, Id::new(99))?), (1, 0));
        assert_eq!((guilds::get(tx, Id::new(99))?, guilds::owner(tx, Id::new(99))?), (None, None));
        Ok(())
    })
    .await;
}

async fn roles_are_replaced_counted_and_taken_from_their_members(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let id = add_guild(tx, 10, ada)?;
        add_member(tx, id, eve)?;
        let mut role = Role::new(Id::new(30), "neighbours");
        guilds::put_role(tx, id, &Role::everyone(id))?;
        guilds::put_role(tx, id, &role)?;
        role.permissions = Permissions::ADMINISTRATOR;
        guilds::put_role(tx, id, &role)?;
        assert_eq!(guilds::role(tx, id, role.id)?, Some(role.clone()));
        assert_eq!(guilds::roles(tx, id)?.len(), 2);
        for user_id in [ada, eve] {
            assert!(members::add_role(tx, id, user_id, role.id)?);
        }
        assert_eq!(guilds::role_member_counts(tx, id)?, [(role.id, 2)]);
        assert!(guilds::delete_role(tx, id, role.id)? && !guilds::delete_role(tx, id, role.id)?);
        assert_eq!(guilds::role(tx, id, role.id)?, None);
        assert_eq!(members::get(tx, id, eve)?.expect("a member").roles, []);
        assert_eq!(guilds::role_member_counts(tx, id)?, []);
        Ok(())
    })
    .await;
}

async fn of_a_deleted_guild_only_messages_wait(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (id, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        guilds::put_role(tx, id, &Role::everyone(id))?;
        bans::insert(tx, id, eve, None, ada, NOW_MS)?;
        let channel_id = add_channel(tx, 20, Some(id))?;
        let kept = add_channel(tx, 21, Some(other))?;
        let (message, _) = add_message(tx, channel_id, ada, 1)?;
        add_message(tx, kept, ada, 2)?;
        assert!(guilds::delete(tx, id, NOW_MS)? && !guilds::delete(tx, id, NOW_MS)?);
        assert_eq!((guilds::get(tx, id)?, guilds::load_snapshot(tx, id)?.is_none()), (None, true));
        assert_eq!(members::guilds_of(tx, ada)?, [other]);
        assert_eq!((channels::get(tx, channel_id)?, bans::exists(tx, id, eve)?), (None, false));
        assert!(audit::list(tx, id, &audit::Filter { limit: 9, ..Default::default() })?.is_empty());

        assert_eq!(channels::next_leftover(tx)?, Some(channel_id));
        let ids = messages::oldest_ids(tx, channel_id, 10)?;
        assert_eq!(ids, [message.id]);
        messages::delete(tx, channel_id, &ids, NOW_MS)?;
        channels::forget_leftover(tx, channel_id)?;
        assert_eq!(channels::next_leftover(tx)?, None);
        assert_eq!(messages::oldest_ids(tx, kept, 10)?.len(), 1, "the other guild's messages stay");
        assert!(attachments::deletions(tx, 10)?.is_empty());
        Ok(())
    })
    .await;
}
