//! `parvis user …`

use anyhow::{bail, ensure};
use parvis_app::accounts::{self, Registration};
use parvis_app::logins::Client;
use parvis_app::{ActionError, App, Refusal, operators};
use parvis_rules::{limits, validate};
use serde_json::json;

use super::carry_out::{account, in_words, lines, person, user_json, user_line};
use super::{Outcome, UserOrder, password};
use crate::terminal::piece;

/// Does what an order about accounts says.
pub async fn carry_out(app: &App, order: UserOrder) -> anyhow::Result<Outcome> {
    match order {
        UserOrder::Create { username, password } => create(app, &username, password).await,
        UserOrder::List { limit, after } => list(app, after, limit).await,
        UserOrder::Show { user } => show(app, &user).await,
        UserOrder::Password { user, password } => set_password(app, &user, password).await,
        UserOrder::ResetFactors { user } => {
            let user = person(app, &user).await?.user;
            let had_some = operators::reset_factors(app, user.id).await.map_err(in_words)?;
            let text = match had_some {
                true => format!("{} logs in with the password alone now.", piece(&user.username)),
                false => format!("{} had no second factor.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "had_second_factor": had_some }), text))
        }
        UserOrder::Logout { user } => {
            let user = account(app, &user).await?.user;
            let ended = operators::end_sessions(app, user.id).await.map_err(in_words)?;
            let text = format!("Sessions of {} that have ended: {ended}.", piece(&user.username));
            Ok(Outcome::new(json!({ "id": user.id, "sessions_ended": ended }), text))
        }
        UserOrder::Delete { user, name } => delete(app, &user, &name).await,
    }
}

/// A password that was given and is long enough, or one made up here.
fn password_or_new(given: Option<String>) -> anyhow::Result<(String, bool)> {
    let Some(given) = given else { return Ok((password::random(), true)) };
    validate::password("password", &given).map_err(|error| in_words(vec![error].into()))?;
    Ok((given, false))
}

async fn create(app: &App, username: &str, given: Option<String>) -> anyhow::Result<Outcome> {
    let name = validate::user_name("username", username).map_err(|error| in_words(vec![error].into()))?;
    let (password, is_new) = password_or_new(given)?;
    let registration = Registration {
        username: name,
        password: password.clone(),
        global_name: None,
        locale: limits::LOCALE_DEFAULT.to_owned(),
        invite: None,
    };
    let login = accounts::create(app, registration, Client::Console).await.map_err(in_words)?;
    // Nobody at the console goes on as this account.
    accounts::log_out(app, &login.caller).await.map_err(in_words)?;
    let user = accounts::user(app, login.caller.user_id).await.map_err(in_words)?;
    let mut json = user_json(&user);
    let mut text = format!("Account {} has the id {}.", piece(&user.username), user.id);
    tell_password(&mut json, &mut text, &password, is_new);
    Ok(Outcome::new(json, text))
}

fn tell_password(json: &mut serde_json::Value, text: &mut String, password: &str, is_new: bool) {
    if is_new {
        json["password"] = password.into();
        text.push_str(&format!("\nPassword, shown this once: {password}"));
    }
}

async fn list(app: &App, after: String, limit: u32) -> anyhow::Result<Outcome> {
    let users = operators::accounts(app, after, limit).await.map_err(in_words)?;
    let json = users.iter().map(user_json).collect::<Vec<_>>();
    let text = lines(users.iter().map(user_line).collect(), "There are no accounts here.");
    Ok(Outcome::new(json!(json), text))
}

async fn show(app: &App, name_or_id: &str) -> anyhow::Result<Outcome> {
    let account = account(app, name_or_id).await?;
    let caller = operators::in_the_name_of(&account.user);
    let sessions = accounts::sessions(app, &caller).await.map_err(in_words)?;
    let mut json = user_json(&account.user);
    json["locale"] = account.locale.clone().into();
    json["sessions"] = sessions.len().into();
    json["can_log_in"] = account.password_hash.is_some().into();
    json["mfa_enabled"] = account.mfa_enabled.into();
    let text = format!(
        "{}\nlanguage  {}\nsessions  {}\nsecond factor  {}",
        user_line(&account.user),
        piece(&account.locale),
        sessions.len(),
        if account.mfa_enabled { "yes" } else { "no" }
    );
    Ok(Outcome::new(json, text))
}

async fn set_password(app: &App, name_or_id: &str, given: Option<String>) -> anyhow::Result<Outcome> {
    let user = person(app, name_or_id).await?.user;
    let (password, is_new) = password_or_new(given)?;
    let ended = operators::set_password(app, user.id, password.clone()).await.map_err(in_words)?;
    let mut json = json!({ "id": user.id, "username": user.username, "sessions_ended": ended });
    let mut text = format!("{} has a new password; sessions that it ended: {ended}.", piece(&user.username));
    tell_password(&mut json, &mut text, &password, is_new);
    Ok(Outcome::new(json, text))
}

async fn delete(app: &App, name_or_id: &str, name: &str) -> anyhow::Result<Outcome> {
    let user = person(app, name_or_id).await?.user;
    ensure!(name == user.username, "name: account {} is called {:?}, not {name:?}", user.id, user.username);
    match operators::delete_account(app, user.id).await {
        Ok(()) => {}
        Err(ActionError::Refused(Refusal::OwnedGuilds)) => {
            bail!("user: {name:?} owns guilds; hand them over or delete them first (see `parvis guild list`)")
        }
        Err(other) => return Err(in_words(other)),
    }
    let text =
        format!("Account {} is gone; what it wrote stays under a name that says nothing.", piece(name));
    Ok(Outcome::new(json!({ "deleted": user.id }), text))
}
