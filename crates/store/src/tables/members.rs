//! Accounts as members of guilds.

use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Id, Member, MemberFlags};

use super::users::{USER_COLUMNS, read_user, user_columns};
use crate::{IdList, Row, StoreError, Tx};

const DAY_MS: i64 = 86_400_000;

/// The columns of a member where `members` is called `m`, `users` `u`; read by [`read_member`].
macro_rules! member_columns {
    () => {
        concat!(
            user_columns!(),
            ", m.nick, m.avatar, m.joined_ms, m.timeout_until_ms, m.flags, m.pending, m.deaf, m.mute,
            (select string_agg(cast(r.role_id as text), ',') from member_roles r
             where r.guild_id = m.guild_id and r.user_id = m.user_id)"
        )
    };
}

/// A member with account and roles.
pub fn get(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<Option<Member>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            member_columns!(),
            " from members m join users u on u.id = m.user_id where m.guild_id = $1 and m.user_id = $2"
        ),
        &[&guild_id, &user_id],
        read_member,
    )
}

/// Those of these accounts that are members, in no order.
pub fn get_many(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_ids: &[Id<UserMarker>],
) -> Result<Vec<Member>, StoreError> {
    tx.query(
        concat!(
            "select ",
            member_columns!(),
            " from members m join users u on u.id = m.user_id where m.guild_id = $1 and m.user_id in ids($2)"
        ),
        &[&guild_id, &IdList(user_ids)],
        read_member,
    )
}

/// People of a guild who have no roles but these, and neither joined nor were seen since a moment. When somebody was
/// seen is known to the day.
pub fn away(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    since_ms: i64,
    roles: &[Id<RoleMarker>],
) -> Result<Vec<Member>, StoreError> {
    let since_day = since_ms.div_euclid(DAY_MS);
    tx.query(
        concat!(
            "select ",
            member_columns!(),
            " from members m join users u on u.id = m.user_id
             where m.guild_id = $1 and u.bot = $2 and m.joined_ms < $3
               and not exists (
                 select 1 from logins l where l.user_id = m.user_id and l.last_used_day >= $4)
               and not exists (
                 select 1 from member_roles r
                 where r.guild_id = $1 and r.user_id = m.user_id and r.role_id not in ids($5))
             order by m.user_id"
        ),
        &[&guild_id, &false, &since_ms, &since_day, &IdList(roles)],
        read_member,
    )
}

/// Members by account id, from the one behind `after` on.
pub fn page(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    after: Id<UserMarker>,
    limit: u32,
) -> Result<Vec<Member>, StoreError> {
    tx.query(
        concat!(
            "select ",
            member_columns!(),
            " from members m join users u on u.id = m.user_id
             where m.guild_id = $1 and m.user_id > $2 order by m.user_id limit $3"
        ),
        &[&guild_id, &after, &limit],
        read_member,
    )
}

/// Guilds of which an account is a member, oldest membership first.
pub fn guilds_of(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Id<GuildMarker>>, StoreError> {
    tx.query(
        "select guild_id from members where user_id = $1 order by joined_ms, guild_id",
        &[&user_id],
        |row| row.get(0),
    )
}

/// Guilds of which both accounts are members.
pub fn shared_guilds(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
) -> Result<Vec<Id<GuildMarker>>, StoreError> {
    tx.query(
        "select a.guild_id from members a join members b on b.guild_id = a.guild_id
         where a.user_id = $1 and b.user_id = $2 order by a.guild_id",
        &[&one, &other],
        |row| row.get(0),
    )
}

/// How many guilds an account is a member of.
pub fn guild_count(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from members where user_id = $1", &[&user_id], |row| row.get(0))
}

/// The names of a member, for those who look for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberNames {
    /// The account.
    pub user_id: Id<UserMarker>,
    /// Its unique name.
    pub username: String,
    /// The name that it shows.
    pub display_name: Option<String>,
    /// Its name in this guild.
    pub nick: Option<String>,
}

/// The names of all those members whom `wanted` picks, in the order of account ids.
pub fn names(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    wanted: impl Fn(&MemberNames) -> bool,
) -> Result<Vec<MemberNames>, StoreError> {
    let picked = tx.query(
        "select u.id, u.username, u.display_name, m.nick from members m join users u on u.id = m.user_id
         where m.guild_id = $1 order by m.user_id",
        &[&guild_id],
        |row| {
            let names = MemberNames {
                user_id: row.get(0)?,
                username: row.get(1)?,
                display_name: row.get(2)?,
                nick: row.get(3)?,
            };
            Ok(wanted(&names).then_some(names))
        },
    )?;
    Ok(picked.into_iter().flatten().collect())
}

/// Whether two accounts are in one guild.
pub fn share_a_guild(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select a.guild_id from members a join members b on b.guild_id = a.guild_id and b.user_id = $2
         where a.user_id = $1 limit 1",
        &[&one, &other],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Adds a member without roles and counts it; false when the account is one already.
pub fn insert(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, member: &Member) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into members (guild_id, user_id, nick, avatar, joined_ms, timeout_until_ms, flags, pending, deaf, mute)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (guild_id, user_id) do nothing",
        &[
            &guild_id,
            &member.user.id,
            &member.nick,
            &member.avatar,
            &member.joined_at,
            &member.communication_disabled_until,
            &member.flags.0,
            &member.pending,
            &member.deaf,
            &member.mute,
        ],
    )?;
    if added > 0 {
        tx.execute("update guilds set member_count = member_count + 1 where id = $1", &[&guild_id])?;
    }
    Ok(added > 0)
}

/// Replaces what a member's row holds; roles and account are elsewhere.
pub fn update(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, member: &Member) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update members set nick = $3, avatar = $4, timeout_until_ms = $5, flags = $6, pending = $7, deaf = $8, mute = $9
         where guild_id = $1 and user_id = $2",
        &[
            &guild_id,
            &member.user.id,
            &member.nick,
            &member.avatar,
            &member.communication_disabled_until,
            &member.flags.0,
            &member.pending,
            &member.deaf,
            &member.mute,
        ],
    )?;
    Ok(changed > 0)
}

/// Removes a member with all roles, from all threads and from those who are interested in events, and counts down;
/// whether there was one.
pub fn delete(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    tx.execute("delete from member_roles where guild_id = $1 and user_id = $2", &[&guild_id, &user_id])?;
    tx.execute(
        "delete from thread_members where user_id = $2
           and thread_id in (select id from threads where guild_id = $1)",
        &[&guild_id, &user_id],
    )?;
    super::scheduled_events::forget_interest(tx, guild_id, user_id)?;
    let removed =
        tx.execute("delete from members where guild_id = $1 and user_id = $2", &[&guild_id, &user_id])?;
    if removed > 0 {
        tx.execute("update guilds set member_count = member_count - 1 where id = $1", &[&guild_id])?;
    }
    Ok(removed > 0)
}

/// Gives a role to a member; whether that changed anything.
pub fn add_role(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    role_id: Id<RoleMarker>,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into member_roles (guild_id, user_id, role_id) values ($1, $2, $3)
         on conflict (guild_id, user_id, role_id) do nothing",
        &[&guild_id, &user_id, &role_id],
    )?;
    Ok(added > 0)
}

/// Takes a role from a member; whether that changed anything.
pub fn remove_role(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    role_id: Id<RoleMarker>,
) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from member_roles where guild_id = $1 and user_id = $2 and role_id = $3",
        &[&guild_id, &user_id, &role_id],
    )?;
    Ok(removed > 0)
}

fn read_member(row: &Row<'_>) -> Result<Member, StoreError> {
    let at = |column: usize| USER_COLUMNS + column;
    let mut member = Member::new(read_user(row, 0)?, row.get(at(2))?);
    member.nick = row.get(at(0))?;
    member.avatar = row.get(at(1))?;
    member.communication_disabled_until = row.get(at(3))?;
    member.flags = MemberFlags(row.get(at(4))?);
    member.pending = row.get(at(5))?;
    member.deaf = row.get(at(6))?;
    member.mute = row.get(at(7))?;
    let roles: Option<String> = row.get(at(8))?;
    member.roles = roles.iter().flat_map(|text| text.split(',')).filter_map(|id| id.parse().ok()).collect();
    member.roles.sort_unstable();
    Ok(member)
}
