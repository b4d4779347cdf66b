//! Carries orders out by the same actions that the API calls.

use anyhow::{Context, anyhow, bail};
use parvis_app::{ActionError, App, Kind, operators};
use parvis_model::User;
use parvis_store::tables::users::Account;
use serde_json::{Value, json};

use super::{Hall, Order, Outcome, Progress};
use super::{backup, bots, doctor, guard, guilds, import, invites, map, sheets, switches, users};
use crate::terminal;

/// Does what an order says.
pub async fn carry_out(hall: &Hall, order: Order, progress: &Progress) -> anyhow::Result<Outcome> {
    let (app, config) = (&hall.app, &hall.config);
    match order {
        Order::User(order) => users::carry_out(app, order).await,
        Order::Guild(order) => guilds::carry_out(app, order).await,
        Order::Bot(order) => bots::carry_out(app, order).await,
        Order::Invite(order) => invites::carry_out(app, config, order).await,
        Order::Sheet(order) => sheets::carry_out(app, order).await,
        Order::Switch(order) => switches::carry_out(hall, order).await,
        Order::Map(order) => map::carry_out(hall, order).await,
        Order::Guard(order) => guard::carry_out(hall, order).await,
        Order::Import(order) => import::carry_out(hall, order, progress).await,
        Order::Backup { to } => backup::backup(app, &to).await,
        Order::Doctor => doctor::doctor(app, config).await,
    }
}

/// A refusal in words for an operator: with the fields that are wrong, and what is meant by them.
pub(crate) fn in_words(error: ActionError) -> anyhow::Error {
    match error {
        ActionError::Invalid(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|it| format!("{}: {}", it.path.replace('_', "-"), it.message)).collect();
            anyhow!(fields.join("; "))
        }
        other => other.into(),
    }
}

/// The account that an operator means, a person's or a bot's.
pub(super) async fn account(app: &App, name_or_id: &str) -> anyhow::Result<Account> {
    match operators::account(app, name_or_id).await {
        Ok(account) => Ok(account),
        Err(ActionError::Unknown(Kind::User)) => {
            bail!("user: there is no account with the name or id {name_or_id:?}; see `parvis user list`")
        }
        Err(other) => Err(in_words(other)).context("looking for the account"),
    }
}

/// The person whom an operator means.
pub(super) async fn person(app: &App, name_or_id: &str) -> anyhow::Result<Account> {
    let account = account(app, name_or_id).await?;
    if account.user.bot {
        bail!("user: {name_or_id:?} is a bot; see `parvis bot --help`");
    }
    Ok(account)
}

/// What is said of an account in lists.
pub(super) fn user_json(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username,
        "global_name": user.global_name,
        "bot": user.bot,
        "created_at": parvis_model::Timestamp::from_unix_ms(user.id.created_unix_ms()),
    })
}

/// One line of a list.
pub(super) fn user_line(user: &User) -> String {
    let shown = user.global_name.as_deref().map(|it| format!("  ({})", terminal::piece(it)));
    let bot = if user.bot { "  bot" } else { "" };
    format!("{}  {}{}{bot}", user.id, terminal::piece(&user.username), shown.unwrap_or_default())
}

/// The lines of a list, or a sentence when it is empty.
pub(super) fn lines(lines: Vec<String>, empty: &str) -> String {
    if lines.is_empty() { empty.to_owned() } else { lines.join("\n") }
}

/// `1 member`, `2 members`.
pub(super) fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
