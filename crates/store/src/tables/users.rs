//! Accounts of people and bots.

use parvis_model::marker::UserMarker;
use parvis_model::{Id, User, UserFlags};

use crate::{IdList, Row, StoreError, Tx};

/// The columns of a public profile, for `select` lists where `users` is called `u`; read by [`read_user`].
macro_rules! user_columns {
    () => {
        "u.id, u.username, u.display_name, u.bot, u.avatar, u.flags"
    };
}
pub(crate) use user_columns;

/// The columns of an account behind those of its profile; read by [`read_account`].
macro_rules! account_columns {
    () => {
        concat!(
            user_columns!(),
            ", u.bio, u.locale, u.password_hash, (exists (select 1 from totp t where t.user_id = u.id)
               or exists (select 1 from passkeys p where p.user_id = u.id))"
        )
    };
}

/// Number of columns in a public profile.
pub(crate) const USER_COLUMNS: usize = 6;

/// What the account's owner sees besides the public profile, and what a login needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The public profile.
    pub user: User,
    /// Text about oneself.
    pub bio: String,
    /// Language, such as `fr`.
    pub locale: String,
    /// PHC string of the password; bots have none.
    pub password_hash: Option<String>,
    /// Whether the login asks for more than the password: there is an authenticator app, or a passkey.
    pub mfa_enabled: bool,
}

/// Adds an account, without second factors; `skeleton` is what its name looks like. A taken name is
/// `StoreError::Unique` on `users.username`.
pub fn insert(tx: &mut Tx<'_>, account: &Account, skeleton: &str) -> Result<(), StoreError> {
    let user = &account.user;
    tx.execute(
        "insert into users (id, username, username_skeleton, display_name, bot, password_hash, avatar,
           bio, locale, flags)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &user.id,
            &user.username,
            &skeleton,
            &user.global_name,
            &user.bot,
            &account.password_hash,
            &user.avatar,
            &account.bio,
            &account.locale,
            &user.flags.0,
        ],
    )?;
    Ok(())
}

/// A public profile.
pub fn get(tx: &mut Tx<'_>, id: Id<UserMarker>) -> Result<Option<User>, StoreError> {
    tx.query_opt(concat!("select ", user_columns!(), " from users u where u.id = $1"), &[&id], |row| {
        read_user(row, 0)
    })
}

/// The public profiles of those ids that exist, in no order.
pub fn get_many(tx: &mut Tx<'_>, ids: &[Id<UserMarker>]) -> Result<Vec<User>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        concat!("select ", user_columns!(), " from users u where u.id in ids($1)"),
        &[&IdList(ids)],
        |row| read_user(row, 0),
    )
}

/// An account by id.
pub fn account(tx: &mut Tx<'_>, id: Id<UserMarker>) -> Result<Option<Account>, StoreError> {
    tx.query_opt(
        concat!("select ", account_columns!(), " from users u where u.id = $1"),
        &[&id],
        read_account,
    )
}

/// An account by its name in canonical form.
pub fn account_by_name(tx: &mut Tx<'_>, username: &str) -> Result<Option<Account>, StoreError> {
    tx.query_opt(
        concat!("select ", account_columns!(), " from users u where u.username = $1"),
        &[&username],
        read_account,
    )
}

/// Accounts by name, from the one behind `after` on.
pub fn page(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<User>, StoreError> {
    tx.query(
        concat!(
            "select ",
            user_columns!(),
            " from users u where u.username > $1 order by u.username limit $2"
        ),
        &[&after, &limit],
        |row| read_user(row, 0),
    )
}

/// Whether another account's name looks like this one.
pub fn skeleton_is_taken(
    tx: &mut Tx<'_>,
    skeleton: &str,
    except: Option<Id<UserMarker>>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select id from users where username_skeleton = $1 and id <> $2 limit 1",
        &[&skeleton, &except.unwrap_or(Id::new(0))],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Replaces everything but the id, the kind, the password and what else a login needs.
pub fn update(tx: &mut Tx<'_>, account: &Account, skeleton: &str) -> Result<(), StoreError> {
    let user = &account.user;
    tx.execute(
        "update users set username = $2, username_skeleton = $3, display_name = $4, avatar = $5,
           bio = $6, locale = $7, flags = $8
         where id = $1",
        &[
            &user.id,
            &user.username,
            &skeleton,
            &user.global_name,
            &user.avatar,
            &account.bio,
            &account.locale,
            &user.flags.0,
        ],
    )?;
    Ok(())
}

/// Sets a new password.
pub fn set_password_hash(tx: &mut Tx<'_>, id: Id<UserMarker>, phc: &str) -> Result<(), StoreError> {
    tx.execute("update users set password_hash = $2 where id = $1", &[&id, &phc])?;
    Ok(())
}

/// Suspends an account until a moment in Unix milliseconds, or ends that.
pub fn set_suspended(tx: &mut Tx<'_>, id: Id<UserMarker>, until_ms: Option<i64>) -> Result<(), StoreError> {
    tx.execute("update users set suspended_until_ms = $2 where id = $1", &[&id, &until_ms])?;
    Ok(())
}

/// Accounts that are or were suspended, with the ends.
pub fn suspended(tx: &mut Tx<'_>) -> Result<Vec<(Id<UserMarker>, i64)>, StoreError> {
    tx.query(
        "select id, suspended_until_ms from users where suspended_until_ms is not null order by id",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Takes everything from an account that tells who it was; its id stays, for what it wrote. `name` must be one that
/// nobody can choose.
pub fn anonymise(tx: &mut Tx<'_>, id: Id<UserMarker>, name: &str) -> Result<(), StoreError> {
    tx.execute(
        "update users set username = $2, username_skeleton = $2, display_name = null, password_hash = null,
           avatar = null, bio = '', locale = 'en-US', flags = 0
         where id = $1",
        &[&id, &name],
    )?;
    Ok(())
}

/// Reads a public profile from the columns of [`user_columns`], the first of which is `first`.
pub(crate) fn read_user(row: &Row<'_>, first: usize) -> Result<User, StoreError> {
    let mut user = User::new(row.get(first)?, row.get::<String>(first + 1)?);
    user.global_name = row.get(first + 2)?;
    user.bot = row.get(first + 3)?;
    user.avatar = row.get(first + 4)?;
    user.flags = UserFlags(row.get(first + 5)?);
    user.public_flags = user.flags;
    Ok(user)
}

fn read_account(row: &Row<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        user: read_user(row, 0)?,
        bio: row.get(USER_COLUMNS)?,
        locale: row.get(USER_COLUMNS + 1)?,
        password_hash: row.get(USER_COLUMNS + 2)?,
        mfa_enabled: row.get(USER_COLUMNS + 3)?,
    })
}
