//! `parvis bot …`

use anyhow::{Context, bail};
use parvis_app::applications::{self, ApplicationName};
use parvis_app::{ActionError, App, Kind, operators};
use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{Id, Permissions, PrivateApplication};
use serde_json::{Value, json};

use super::carry_out::{counted, in_words, lines, person};
use super::guilds::as_owner;
use super::{BotOrder, Outcome};
use crate::terminal::piece;

/// Does what an order about bots says.
pub async fn carry_out(app: &App, order: BotOrder) -> anyhow::Result<Outcome> {
    match order {
        BotOrder::Create { name, owner, guild, permissions } => {
            let guild = guild.map(|guild| (Id::new(guild), Permissions::from_bits(permissions)));
            create(app, &name, &owner, guild).await
        }
        BotOrder::Add { bot, guild, permissions } => {
            add(app, Id::new(bot), Id::new(guild), Permissions::from_bits(permissions)).await
        }
        BotOrder::List { owner } => list(app, &owner).await,
        BotOrder::Token { bot } => token(app, Id::new(bot)).await,
    }
}

async fn create(
    app: &App,
    name: &str,
    owner: &str,
    guild: Option<(Id<GuildMarker>, Permissions)>,
) -> anyhow::Result<Outcome> {
    let owner = person(app, owner).await?.user;
    let name = ApplicationName::parse("name", name).map_err(|error| in_words(vec![error].into()))?;
    // A wrong guild is noticed before anything is made.
    let guild = match guild {
        Some((guild_id, permissions)) => Some((as_owner(app, guild_id).await?.0, guild_id, permissions)),
        None => None,
    };
    let caller = operators::in_the_name_of(&owner);
    let bot = applications::create(app, &caller, name).await.map_err(in_words)?;
    let id = bot.application.id;
    let login = applications::reset_token(app, &caller, id).await.map_err(in_words)?;
    let mut json = bot_json(&bot);
    json["token"] = login.token.clone().into();
    let mut text = format!(
        "Bot {} has the id {id}.\nToken, shown this once: {}",
        piece(&bot.application.name),
        login.token
    );
    if let Some((guild_owner, guild_id, permissions)) = guild {
        applications::add_to_guild(app, &guild_owner, id, guild_id, permissions, None)
            .await
            .map_err(in_words)
            .with_context(|| format!("the bot {id} exists but could not be added to the guild"))?;
        json["guild_id"] = json!(guild_id);
        text.push_str(&format!("\nIt is in the guild {guild_id}."));
    } else {
        text.push_str(&format!("\nIt is in no guild yet: `parvis bot add {id} --guild ID` adds it to one."));
    }
    Ok(Outcome::new(json, text))
}

fn bot_json(bot: &PrivateApplication) -> Value {
    json!({
        "id": bot.application.id,
        "name": bot.application.name,
        "owner_id": bot.owner.id,
        "guilds": bot.approximate_guild_count,
    })
}

async fn list(app: &App, owner: &str) -> anyhow::Result<Outcome> {
    let owner = person(app, owner).await?.user;
    let bots = applications::list(app, &operators::in_the_name_of(&owner)).await.map_err(in_words)?;
    let json: Vec<_> = bots.iter().map(bot_json).collect();
    let line = |bot: &PrivateApplication| {
        let name = piece(&bot.application.name);
        let guilds = counted(u64::from(bot.approximate_guild_count), "guild");
        format!("{}  {name}  in {guilds}", bot.application.id)
    };
    let text = lines(bots.iter().map(line).collect(), "This account has no bots.");
    Ok(Outcome::new(json!(json), text))
}

/// The bot that an operator means, as it sees itself: with its owner.
async fn existing(app: &App, id: Id<ApplicationMarker>) -> anyhow::Result<PrivateApplication> {
    let bot = parvis_app::Caller { user_id: id.cast(), is_bot: true, login_id: Id::new(0) };
    match applications::get(app, &bot, id).await {
        Ok(application) => Ok(application),
        Err(ActionError::Unknown(Kind::Application)) => {
            bail!("bot: there is no bot with the id {id}; see `parvis bot list --owner NAME`")
        }
        Err(other) => Err(in_words(other)),
    }
}

async fn add(
    app: &App,
    id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
    permissions: Permissions,
) -> anyhow::Result<Outcome> {
    let bot = existing(app, id).await?;
    let guild_owner = as_owner(app, guild_id).await?.0;
    applications::add_to_guild(app, &guild_owner, id, guild_id, permissions, None).await.map_err(in_words)?;
    let text = format!("Bot {} is in the guild {guild_id}.", piece(&bot.application.name));
    Ok(Outcome::new(json!({ "id": id, "guild_id": guild_id }), text))
}

async fn token(app: &App, id: Id<ApplicationMarker>) -> anyhow::Result<Outcome> {
    let application = existing(app, id).await?;
    let owner = operators::in_the_name_of(&application.owner);
    let login = applications::reset_token(app, &owner, id).await.map_err(in_words)?;
    let text = format!("The old token has ended. The new one, shown this once: {}", login.token);
    Ok(Outcome::new(json!({ "id": id, "token": login.token }), text))
}
