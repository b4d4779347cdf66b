//! Guilds with their roles.

use parvis_model::{AuditLogEntry, AuditLogEvent, Id, Permissions, Role};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{audit, bans, channels, guilds, invites, members, settings};
use parvis_store::{StoreError, Tx};

use super::invites::invite;
use super::{NOW_MS, add_channel, add_guild, add_member, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_guild_comes_back_as_it_went_in_and_as_it_was_changed,
    a_guild_has_one_row,
    a_snapshot_holds_roles_and_channels,
    guilds_come_in_pages_with_their_numbers_of_members,
    members_are_counted_as_they_come_and_go,
    a_role_is_put_replaced_and_taken_from_everybody,
    role_counts_leave_out_what_nobody_holds,
    a_deleted_guild_leaves_only_messages_to_be_cleared_away,
}

async fn a_guild_comes_back_as_it_went_in_and_as_it_was_changed(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let id = add_guild(tx, 10, ada)?;
        let mut guild = guilds::get(tx, id)?.expect("it was added");
        assert_eq!((guild.name.as_str(), guild.owner_id), ("The square", ada));
        assert_eq!((guilds::owner(tx, id)?, guilds::owned_count(tx, ada)?), (Some(ada), 1));
        guild.owner_id = eve;
        guild.description = Some("à côté de l'église".to_owned());
        guilds::update(tx, &guild)?;
        assert_eq!(guilds::get(tx, id)?, Some(guild));
        assert_eq!(guilds::owner(tx, id)?, Some(eve));
        assert_eq!((guilds::owned_count(tx, ada)?, guilds::owned_count(tx, eve)?), (0, 1));
        assert_eq!(guilds::member_count(tx, id)?, 1, "an update counts nobody");
        let unknown = Id::new(11);
        assert_eq!((guilds::get(tx, unknown)?, guilds::owner(tx, unknown)?), (None, None));
        assert_eq!(guilds::member_count(tx, unknown)?, 0);
        Ok(())
    })
    .await;
}

async fn a_guild_has_one_row(database: Database) {
    let store = database.open(&[TALK]);
    let job = |tx: &mut Tx<'_>| {
        let ada = add_user(tx, 1, "ada")?;
        add_guild(tx, 10, ada).and(add_guild(tx, 10, ada))
    };
    let twice = store.write(0, job).await.expect_err("the guild is there");
    assert!(twice.is_unique("guilds.id"), "{twice}");
}

async fn a_snapshot_holds_roles_and_channels(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let (guild, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        add_channel(tx, 20, Some(guild))?;
        add_channel(tx, 21, Some(other))?;
        let everyone = Role::everyone(guild);
        guilds::put_role(tx, guild, &everyone)?;
        guilds::put_role(tx, other, &Role::everyone(other))?;
        let parts = guilds::load_snapshot(tx, guild)?.expect("it is there");
        assert_eq!((parts.guild.id, parts.roles), (guild, vec![everyone]));
        assert_eq!(parts.channels, channels::of_guild(tx, guild)?);
        assert_eq!(parts.channels.len(), 1);
        assert!(guilds::load_snapshot(tx, Id::new(12))?.is_none());
        Ok(())
    })
    .await;
}

async fn guilds_come_in_pages_with_their_numbers_of_members(database: Database) {
    fn ids(tx: &mut Tx<'_>, after: u64, limit: u32) -> Result<Vec<(u64, u32)>, StoreError> {
        let page = guilds::page(tx, Id::new(after), limit)?;
        Ok(page.into_iter().map(|(guild, count)| (guild.id.get(), count)).collect())
    }
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        for id in [12, 10, 11] {
            add_guild(tx, id, ada)?;
        }
        add_member(tx, Id::new(11), eve)?;
        assert_eq!(ids(tx, 0, 100)?, [(10, 1), (11, 2), (12, 1)]);
        assert_eq!(ids(tx, 0, 1)?, [(10, 1)]);
        assert_eq!(ids(tx, 10, 1)?, [(11, 2)]);
        assert_eq!(ids(tx, 12, 1)?, []);
        Ok(())
    })
    .await;
}

async fn members_are_counted_as_they_come_and_go(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        let again = members::get(tx, guild, eve)?.expect("a member");
        assert!(!members::insert(tx, guild, &again)?);
        assert_eq!(guilds::member_count(tx, guild)?, 2);
        assert!(members::delete(tx, guild, eve)?);
        assert!(!members::delete(tx, guild, eve)?);
        assert_eq!(guilds::member_count(tx, guild)?, 1);
        Ok(())
    })
    .await;
}

async fn a_role_is_put_replaced_and_taken_from_everybody(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let (guild, other) = (add_guild(tx, 10, ada)?, add_guild(tx, 11, ada)?);
        let mut bakers = Role::new(Id::new(30), "bakers");
        bakers.permissions = Permissions::from_bits(i64::MAX as u64);
        guilds::put_role(tx, guild, &bakers)?;
        assert_eq!(guilds::role(tx, guild, bakers.id)?, Some(bakers.clone()), "unknown bits are kept");
        assert_eq!(guilds::role(tx, other, bakers.id)?, None);
        bakers.name = "boulangers".to_owned();
        guilds::put_role(tx, guild, &bakers)?;
        assert_eq!(guilds::roles(tx, guild)?, [bakers.clone()]);
        assert!(members::add_role(tx, guild, ada, bakers.id)?);
        assert!(!guilds::delete_role(tx, other, bakers.id)?);
        assert!(guilds::delete_role(tx, guild, bakers.id)?);
        assert!(!guilds::delete_role(tx, guild, bakers.id)?);
        assert_eq!(guilds::roles(tx, guild)?, []);
        assert_eq!(members::get(tx, guild, ada)?.map(|member| member.roles), Some(Vec::new()));
        Ok(())
    })
    .await;
}

async fn role_counts_leave_out_what_nobody_holds(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        for id in [30, 31, 32] {
            guilds::put_role(tx, guild, &Role::new(Id::new(id), "role"))?;
        }
        for (user, role) in [(ada, 30), (eve, 30), (eve, 31)] {
            members::add_role(tx, guild, user, Id::new(role))?;
        }
        let mut counts = guilds::role_member_counts(tx, guild)?;
        counts.sort_unstable();
        assert_eq!(counts, [(Id::new(30), 2), (Id::new(31), 1)]);
        assert_eq!(guilds::role_member_counts(tx, Id::new(11))?, []);
        Ok(())
    })
    .await;
}

/// Rows of every table that stands under a guild.
fn rows_of(tx: &mut Tx<'_>, guild: u64) -> Result<Vec<i64>, StoreError> {
    let mut counts = Vec::new();
    for count in [
        "select count(*) from guilds where id = $1",
        "select count(*) from roles where guild_id = $1",
        "select count(*) from channels where guild_id = $1",
        "select count(*) from members where guild_id = $1",
        "select count(*) from member_roles where guild_id = $1",
        "select count(*) from bans where guild_id = $1",
        "select count(*) from invites where guild_id = $1",
        "select count(*) from audit_log where guild_id = $1",
        "select count(*) from guild_settings where guild_id = $1",
        "select count(*) from channel_heads where channel_id = 2 * $1",
    ] {
        counts.push(tx.query_one(count, &[&guild], |row| row.get(0))?);
    }
    Ok(counts)
}

async fn a_deleted_guild_leaves_only_messages_to_be_cleared_away(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let mut written = Vec::new();
        for id in [10, 11] {
            let guild = add_guild(tx, id, ada)?;
            let channel = add_channel(tx, 2 * id, Some(guild))?;
            guilds::put_role(tx, guild, &Role::everyone(guild))?;
            members::add_role(tx, guild, ada, guild.cast())?;
            bans::insert(tx, guild, eve, None, ada, NOW_MS)?;
            invites::insert(tx, &invite(&format!("code{id}"), guild, channel))?;
            audit::insert(tx, guild, &AuditLogEntry::new(Id::new(5), AuditLogEvent::GUILD_UPDATE, ada))?;
            let own = parvis_model::GuildNotificationSettings::new(Some(guild));
            settings::set_of_guild(tx, ada, &own)?;
            written.push(add_message(tx, channel, ada, 1_000)?.0);
        }
        assert!(guilds::delete(tx, Id::new(10), NOW_MS)?);
        assert!(!guilds::delete(tx, Id::new(10), NOW_MS)?);
        assert_eq!(rows_of(tx, 10)?, [0; 10]);
        assert_eq!(rows_of(tx, 11)?, [1; 10], "the other guild stands");
        assert_eq!(channels::next_leftover(tx)?, Some(Id::new(20)));
        let left = parvis_store::tables::messages::oldest_ids(tx, Id::new(20), 10)?;
        assert_eq!(left, [written[0].id]);
        channels::forget_leftover(tx, Id::new(20))?;
        assert_eq!(channels::next_leftover(tx)?, None);
        Ok(())
    })
    .await;
}
