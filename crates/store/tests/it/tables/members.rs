//! Accounts as members of guilds.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Member, MemberFlags, Timestamp};
use parvis_store::tables::{guilds, logins, members, users};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, account, add_guild, add_member, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_member_comes_back_as_it_went_in_and_as_it_was_changed,
    members_come_in_pages_by_id,
    those_who_are_members_are_picked_from_a_list,
    guilds_of_an_account_stand_in_the_order_of_joining,
    guilds_in_common_are_found_for_two_members_only,
    names_are_picked_by_the_one_who_looks,
    roles_are_given_and_taken_once,
    who_leaves_takes_no_roles_along,
    those_who_are_away_have_neither_come_nor_been_seen_and_hold_no_other_role,
}

fn ids(members: &[Member]) -> Vec<u64> {
    members.iter().map(|member| member.user.id.get()).collect()
}

/// A guild of Ada's, with Eve and Zoe in it.
fn three(tx: &mut Tx<'_>) -> Result<(Id<GuildMarker>, [Id<UserMarker>; 3]), StoreError> {
    let people = [add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?];
    let guild = add_guild(tx, 10, people[0])?;
    add_member(tx, guild, people[2])?;
    add_member(tx, guild, people[1])?;
    Ok((guild, people))
}

async fn a_member_comes_back_as_it_went_in_and_as_it_was_changed(database: Database) {
    run(database, |tx| {
        let (guild, [ada, ..]) = three(tx)?;
        let mut it = Member::new(account(4, "max").user, Timestamp::from_unix_ms(NOW_MS + 5));
        it.nick = Some("Élodie".to_owned());
        it.avatar = Some("0".repeat(32));
        it.flags = MemberFlags::DID_REJOIN;
        it.communication_disabled_until = Some(Timestamp::from_unix_ms(NOW_MS + 60_000));
        (it.pending, it.deaf, it.mute) = (true, true, false);
        users::insert(tx, &account(4, "max"), "max")?;
        assert!(!members::update(tx, guild, &it)?, "no member yet");
        assert!(members::insert(tx, guild, &it)?);
        assert!(!members::insert(tx, guild, &Member::new(it.user.clone(), it.joined_at))?);
        assert_eq!(members::get(tx, guild, it.user.id)?, Some(it.clone()), "the first row counts");
        (it.nick, it.avatar, it.communication_disabled_until) = (None, None, None);
        it.flags = MemberFlags::NONE;
        (it.pending, it.deaf, it.mute) = (false, false, true);
        assert!(members::update(tx, guild, &it)?);
        assert_eq!(members::get(tx, guild, it.user.id)?, Some(it.clone()));
        it.joined_at = Timestamp::from_unix_ms(1);
        members::update(tx, guild, &it)?;
        let joined = members::get(tx, guild, it.user.id)?.map(|member| member.joined_at.unix_ms());
        assert_eq!(joined, Some(NOW_MS + 5), "nobody joins earlier than they did");
        assert_eq!(members::get(tx, Id::new(11), ada)?, None);
        Ok(())
    })
    .await;
}

async fn members_come_in_pages_by_id(database: Database) {
    run(database, |tx| {
        let (guild, _) = three(tx)?;
        assert_eq!(ids(&members::page(tx, guild, Id::new(0), 100)?), [1, 2, 3]);
        assert_eq!(ids(&members::page(tx, guild, Id::new(0), 2)?), [1, 2]);
        assert_eq!(ids(&members::page(tx, guild, Id::new(2), 2)?), [3]);
        assert_eq!(members::page(tx, guild, Id::new(3), 2)?, []);
        assert_eq!(members::page(tx, guild, Id::new(0), 0)?, []);
        assert_eq!(members::page(tx, Id::new(11), Id::new(0), 100)?, []);
        Ok(())
    })
    .await;
}

async fn those_who_are_members_are_picked_from_a_list(database: Database) {
    run(database, |tx| {
        let (guild, [ada, eve, _]) = three(tx)?;
        let outsider = add_user(tx, 4, "max")?;
        members::add_role(tx, guild, eve, Id::new(31))?;
        members::add_role(tx, guild, eve, Id::new(30))?;
        let mut found = members::get_many(tx, guild, &[outsider, eve, ada, eve])?;
        found.sort_by_key(|member| member.user.id);
        assert_eq!(ids(&found), [1, 2]);
        assert_eq!(found[0].roles, []);
        assert_eq!(found[1].roles, [Id::new(30), Id::new(31)]);
        assert_eq!(members::get_many(tx, guild, &[])?, []);
        Ok(())
    })
    .await;
}

async fn guilds_of_an_account_stand_in_the_order_of_joining(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let user = users::get(tx, eve)?.expect("it was added");
        for (id, joined_ms) in [(10, 300), (11, 100), (12, 200), (13, 100)] {
            let guild = add_guild(tx, id, ada)?;
            members::insert(tx, guild, &Member::new(user.clone(), Timestamp::from_unix_ms(joined_ms)))?;
        }
        assert_eq!(members::guilds_of(tx, eve)?, [11, 13, 12, 10].map(Id::new));
        assert_eq!(members::guild_count(tx, eve)?, 4);
        members::delete(tx, Id::new(11), eve)?;
        assert_eq!(members::guilds_of(tx, eve)?, [13, 12, 10].map(Id::new));
        assert_eq!(members::guilds_of(tx, Id::new(3))?, []);
        assert_eq!(members::guild_count(tx, Id::new(3))?, 0);
        Ok(())
    })
    .await;
}

async fn guilds_in_common_are_found_for_two_members_only(database: Database) {
    run(database, |tx| {
        let (guild, [ada, eve, _]) = three(tx)?;
        let other = add_guild(tx, 11, eve)?;
        assert_eq!(members::shared_guilds(tx, ada, eve)?, [guild]);
        assert!(members::share_a_guild(tx, ada, eve)?);
        add_member(tx, other, ada)?;
        assert_eq!(members::shared_guilds(tx, eve, ada)?, [guild, other]);
        assert!(members::share_a_guild(tx, eve, ada)?, "several guilds are one answer");
        let outsider = add_user(tx, 4, "max")?;
        assert_eq!(members::shared_guilds(tx, ada, outsider)?, []);
        assert!(!members::share_a_guild(tx, ada, outsider)?);
        Ok(())
    })
    .await;
}

async fn names_are_picked_by_the_one_who_looks(database: Database) {
    run(database, |tx| {
        let (guild, [ada, eve, zoe]) = three(tx)?;
        let mut named = members::get(tx, guild, zoe)?.expect("a member");
        named.nick = Some("Zoé".to_owned());
        members::update(tx, guild, &named)?;
        let mut shown = users::account(tx, eve)?.expect("an account");
        shown.user.global_name = Some("Ève".to_owned());
        users::update(tx, &shown, "eve")?;
        add_user(tx, 4, "max")?;
        let all = members::names(tx, guild, |_| true)?;
        let seen: Vec<_> = all
            .iter()
            .map(|it| (it.user_id, it.username.as_str(), it.display_name.as_deref(), it.nick.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [(ada, "ada", None, None), (eve, "eve", Some("Ève"), None), (zoe, "zoe", None, Some("Zoé"))]
        );
        assert_eq!(members::names(tx, guild, |it| it.nick.is_some())?, all[2..]);
        assert_eq!(members::names(tx, guild, |_| false)?, []);
        Ok(())
    })
    .await;
}

async fn roles_are_given_and_taken_once(database: Database) {
    run(database, |tx| {
        let (guild, [ada, eve, _]) = three(tx)?;
        let other = add_guild(tx, 11, ada)?;
        assert!(members::add_role(tx, guild, ada, Id::new(31))?);
        assert!(!members::add_role(tx, guild, ada, Id::new(31))?);
        assert!(members::add_role(tx, guild, ada, Id::new(4))?);
        let roles = |tx: &mut Tx<'_>, guild, user| -> Result<Vec<u64>, StoreError> {
            let member = members::get(tx, guild, user)?.expect("a member");
            Ok(member.roles.into_iter().map(Id::get).collect())
        };
        assert_eq!(roles(tx, guild, ada)?, [4, 31], "by number, not as text");
        assert_eq!(roles(tx, guild, eve)?, [0_u64; 0]);
        assert_eq!(roles(tx, other, ada)?, [0_u64; 0]);
        assert!(!members::remove_role(tx, guild, eve, Id::new(31))?);
        assert!(members::remove_role(tx, guild, ada, Id::new(31))?);
        assert!(!members::remove_role(tx, guild, ada, Id::new(31))?);
        assert_eq!(roles(tx, guild, ada)?, [4]);
        Ok(())
    })
    .await;
}

async fn who_leaves_takes_no_roles_along(database: Database) {
    run(database, |tx| {
        let (guild, [ada, eve, _]) = three(tx)?;
        for user in [ada, eve] {
            members::add_role(tx, guild, user, Id::new(30))?;
        }
        assert!(members::delete(tx, guild, eve)?);
        assert_eq!(members::get(tx, guild, eve)?, None);
        assert_eq!(guilds::role_member_counts(tx, guild)?, [(Id::new(30), 1)]);
        add_member(tx, guild, eve)?;
        assert_eq!(members::get(tx, guild, eve)?.map(|member| member.roles), Some(Vec::new()));
        Ok(())
    })
    .await;
}

async fn those_who_are_away_have_neither_come_nor_been_seen_and_hold_no_other_role(database: Database) {
    const DAY_MS: i64 = 86_400_000;
    run(database, |tx| {
        let (guild, [ada, eve, zoe]) = three(tx)?;
        let mut bot = account(4, "helper");
        bot.user.bot = true;
        users::insert(tx, &bot, "helper")?;
        add_member(tx, guild, Id::new(4))?;
        let today = NOW_MS / DAY_MS;
        logins::insert(tx, Id::new(50), ada, &[1; 32], "x", today + 9)?;
        logins::insert(tx, Id::new(51), eve, &[2; 32], "x", today)?;
        logins::insert(tx, Id::new(52), eve, &[3; 32], "x", today - 3)?;
        let mut away = |since_ms: i64, roles: &[u64]| {
            let roles: Vec<_> = roles.iter().map(|id| Id::new(*id)).collect();
            members::away(tx, guild, since_ms, &roles).map(|found| ids(&found))
        };
        assert_eq!(away(NOW_MS, &[])?, [0_u64; 0], "they joined at that very moment");
        assert_eq!(away(NOW_MS + DAY_MS, &[])?, [2, 3]);
        assert_eq!(away(NOW_MS + 10 * DAY_MS, &[])?, [1, 2, 3]);
        assert_eq!(away(NOW_MS + 1, &[])?, [3], "Eve was seen on that day");
        members::add_role(tx, guild, zoe, Id::new(20))?;
        let mut away = |roles: &[u64]| {
            let roles: Vec<_> = roles.iter().map(|id| Id::new(*id)).collect();
            members::away(tx, guild, NOW_MS + DAY_MS, &roles).map(|found| ids(&found))
        };
        assert_eq!(away(&[])?, [2]);
        assert_eq!(away(&[20, 21])?, [2, 3]);
        Ok(())
    })
    .await;
}
