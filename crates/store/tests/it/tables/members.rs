//! Accounts as members of guilds.

use parvis_model::{Id, MemberFlags, Role, Timestamp};
use parvis_store::tables::{guilds, members, messages, users};

use super::{NOW_MS, account, add_channel, add_guild, add_member, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_membership_is_counted_changed_and_ended,
    names_are_picked_by_whoever_asks,
    an_author_s_messages_are_found_from_a_moment_on,
}

async fn a_membership_is_counted_changed_and_ended(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (id, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        add_member(tx, id, eve)?;
        assert_eq!((guilds::member_count(tx, id)?, guilds::member_count(tx, other)?), (2, 1));
        assert_eq!((members::guild_count(tx, ada)?, members::guild_count(tx, eve)?), (2, 1));
        let role = Role::new(Id::new(30), "neighbours");
        guilds::put_role(tx, id, &role)?;
        let mut member = members::get(tx, id, eve)?.expect("a member");
        assert!(!members::insert(tx, id, &member)?, "nobody is a member twice");
        member.nick = Some("Ève".to_owned());
        member.flags = MemberFlags::BYPASSES_VERIFICATION;
        member.communication_disabled_until = Some(Timestamp::from_unix_ms(NOW_MS + 1));
        member.mute = true;
        assert!(members::update(tx, id, &member)? && !members::update(tx, other, &member)?);
        assert!(members::add_role(tx, id, eve, role.id)? && !members::add_role(tx, id, eve, role.id)?);
        member.roles = vec![role.id];
        assert_eq!(members::get(tx, id, eve)?, Some(member.clone()));
        assert_eq!(members::get_many(tx, id, &[eve, Id::new(99)])?, [member]);
        assert!(members::remove_role(tx, id, eve, role.id)? && !members::remove_role(tx, id, eve, role.id)?);
        let page: Vec<_> = members::page(tx, id, ada, 10)?.iter().map(|it| it.user.id).collect();
        assert_eq!(page, [eve]);
        assert!(members::delete(tx, id, eve)? && !members::delete(tx, id, eve)?);
        assert_eq!((guilds::member_count(tx, id)?, members::get(tx, id, eve)?), (1, None));
        Ok(())
    })
    .await;
}

async fn names_are_picked_by_whoever_asks(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let mut eloise = account(2, "eloise");
        eloise.user.global_name = Some("Éloïse".to_owned());
        users::insert(tx, &eloise, "eloise")?;
        let (id, _) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        add_member(tx, id, eloise.user.id)?;
        let all = members::names(tx, id, |_| true)?;
        assert_eq!(all.iter().map(|it| it.user_id).collect::<Vec<_>>(), [ada, eloise.user.id]);
        let picked = members::names(tx, id, |it| it.display_name.as_deref() == Some("Éloïse"))?;
        assert_eq!((picked.len(), picked[0].username.as_str()), (1, "eloise"));
        Ok(())
    })
    .await;
}

async fn an_author_s_messages_are_found_from_a_moment_on(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let id = add_guild(tx, 10, ada)?;
        let channel_id = add_channel(tx, 20, Some(id))?;
        let mut hers = Vec::new();
        for (author, after_ms) in [(eve, 1), (ada, 2), (eve, 3), (eve, 4)] {
            let (message, _) = add_message(tx, channel_id, author, after_ms)?;
            if author == eve {
                hers.push(message.id);
            }
        }
        let since = |after_ms| Id::first_of_unix_ms(NOW_MS + after_ms);
        assert_eq!(messages::ids_of_author(tx, channel_id, eve, since(0))?, hers);
        assert_eq!(messages::ids_of_author(tx, channel_id, eve, since(2))?, hers[1..]);
        assert_eq!(messages::oldest_ids(tx, channel_id, 1)?, hers[..1]);
        Ok(())
    })
    .await;
}
