//! What the operator of a server may do beyond what anybody may: see which accounts and guilds there are, set a
//! forgotten password, take away lost second factors, end sessions, delete accounts, and act in the name of a guild's
//! owner.
//!
//! It must not know how orders travel. Whoever calls this has the right to write into the data folder already.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Guild, Id, User};
use parvis_rules::names::UserName;
use parvis_store::tables::{self, users::Account};

use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, Lane, accounts, factors};

/// Whether nobody has an account yet.
pub async fn nobody_is_here(app: &App) -> ActionResult<bool> {
    Ok(accounts(app, String::new(), 1).await?.is_empty())
}

/// An account by its name or its id. A name of digits alone is found before an id.
pub async fn account(app: &App, name_or_id: &str) -> ActionResult<Account> {
    let text = name_or_id.to_owned();
    let name = UserName::parse(&text).ok();
    let found = app.read(move |tx| {
        // As it is written: bots have names that no person may have.
        let mut found = tables::users::account_by_name(tx, &text)?;
        if let (None, Some(name)) = (&found, name) {
            found = tables::users::account_by_name(tx, name.as_str())?;
        }
        if let (None, Ok(id)) = (&found, text.parse()) {
            found = tables::users::account(tx, id)?;
        }
        Ok(found)
    });
    found.await?.ok_or(ActionError::Unknown(Kind::User))
}

/// Accounts by name, from the one behind `after` on.
pub async fn accounts(app: &App, after: String, limit: u32) -> ActionResult<Vec<User>> {
    app.read(move |tx| Ok(tables::users::page(tx, &after, limit)?)).await
}

/// Guilds by id with their numbers of members, from the one behind `after` on.
pub async fn guilds(app: &App, after: Id<GuildMarker>, limit: u32) -> ActionResult<Vec<(Guild, u32)>> {
    app.read(move |tx| Ok(tables::guilds::page(tx, after, limit)?)).await
}

/// Somebody in whose name the operator acts.
pub fn in_the_name_of(account: &User) -> Caller {
    Caller { user_id: account.id, is_bot: account.bot, login_id: Id::new(0) }
}

/// The owner of a guild, in whose name the operator acts.
pub async fn owner_of(app: &App, guild_id: Id<GuildMarker>) -> ActionResult<Caller> {
    let owner_id = app.read(move |tx| Ok(tables::guilds::owner(tx, guild_id)?)).await?;
    let user_id = owner_id.ok_or(ActionError::Unknown(Kind::Guild))?;
    Ok(Caller { user_id, is_bot: false, login_id: Id::new(0) })
}

/// Sets a new password and ends every login.
pub async fn set_password(app: &App, user_id: Id<UserMarker>, password: String) -> ActionResult<usize> {
    let password_hash = app.passwords.hash(password).await?;
    app.write(Lane::of(user_id), move |tx, out| {
        tables::users::set_password_hash(tx, user_id, &password_hash)?;
        let ended = tables::logins::delete_others(tx, user_id, None)?;
        let count = ended.len();
        out.end_logins(user_id, ended);
        Ok(count)
    })
    .await
}

/// Takes every second factor from an account whose owner has lost them, and ends every login; whether it had any.
pub async fn reset_factors(app: &App, user_id: Id<UserMarker>) -> ActionResult<bool> {
    app.write(Lane::of(user_id), move |tx, out| {
        let had_some = factors::of_user(tx, user_id)?.mfa_enabled;
        factors::delete_all(tx, user_id)?;
        factors::tell_owner(tx, out, user_id)?;
        let ended = tables::logins::delete_others(tx, user_id, None)?;
        out.end_logins(user_id, ended);
        Ok(had_some)
    })
    .await
}

/// Ends every login of an account; returns how many there were.
pub async fn end_sessions(app: &App, user_id: Id<UserMarker>) -> ActionResult<usize> {
    app.write(Lane::of(user_id), move |tx, out| {
        let ended = tables::logins::delete_others(tx, user_id, None)?;
        let count = ended.len();
        out.end_logins(user_id, ended);
        Ok(count)
    })
    .await
}

/// Deletes a person's account for good, with its bots. Refused while it owns guilds.
pub async fn delete_account(app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
    accounts::delete_person(app, user_id).await
}
