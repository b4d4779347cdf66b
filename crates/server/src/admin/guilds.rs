//! `parvis guild …`

use anyhow::{bail, ensure};
use parvis_app::guilds::{self, GuildDraft};
use parvis_app::{ActionError, App, Kind, access, operators};
use parvis_model::{
    DefaultMessageNotifications, ExplicitContentFilter, Guild, Id, Permissions, SystemChannelFlags,
    VerificationLevel, marker::GuildMarker,
};
use parvis_rules::{names, validate};
use serde_json::{Value, json};

use super::carry_out::{counted, in_words, lines, person};
use super::{GuildOrder, Outcome};
use crate::terminal::piece;

/// Does what an order about guilds says.
pub async fn carry_out(app: &App, order: GuildOrder) -> anyhow::Result<Outcome> {
    match order {
        GuildOrder::Create { name, owner } => create(app, &name, &owner).await,
        GuildOrder::List { limit, after } => list(app, Id::new(after), limit).await,
        GuildOrder::Show { guild } => show(app, Id::new(guild)).await,
        GuildOrder::Delete { guild, name } => delete(app, Id::new(guild), &name).await,
    }
}

async fn create(app: &App, name: &str, owner: &str) -> anyhow::Result<Outcome> {
    let owner = person(app, owner).await?.user;
    let name = names::clean_name(name);
    validate::guild_name("name", &name).map_err(|error| in_words(vec![error].into()))?;
    let draft = GuildDraft {
        name,
        icon: None,
        verification_level: VerificationLevel::NONE,
        default_message_notifications: DefaultMessageNotifications::ALL_MESSAGES,
        explicit_content_filter: ExplicitContentFilter::DISABLED,
        system_channel_flags: SystemChannelFlags::NONE,
        roles: Vec::new(),
        channels: Vec::new(),
        system_channel: None,
    };
    let caller = operators::in_the_name_of(&owner);
    let guild = guilds::create(app, &caller, draft).await.map_err(in_words)?;
    let text =
        format!("Guild {} has the id {}; {} owns it.", piece(&guild.name), guild.id, piece(&owner.username));
    Ok(Outcome::new(guild_json(&guild, 1), text))
}

fn guild_json(guild: &Guild, members: u32) -> Value {
    json!({ "id": guild.id, "name": guild.name, "owner_id": guild.owner_id, "members": members })
}

async fn list(app: &App, after: Id<GuildMarker>, limit: u32) -> anyhow::Result<Outcome> {
    let guilds = operators::guilds(app, after, limit).await.map_err(in_words)?;
    let json: Vec<_> = guilds.iter().map(|(guild, members)| guild_json(guild, *members)).collect();
    let line = |(guild, members): &(Guild, u32)| {
        let members = counted(u64::from(*members), "member");
        format!("{}  {}  {members}, owner {}", guild.id, piece(&guild.name), guild.owner_id)
    };
    let text = lines(guilds.iter().map(line).collect(), "There are no guilds here.");
    Ok(Outcome::new(json!(json), text))
}

/// The guild that an operator means, as its owner sees it.
pub(super) async fn as_owner(
    app: &App,
    guild_id: Id<GuildMarker>,
) -> anyhow::Result<(parvis_app::Caller, access::GuildAccess)> {
    let caller = match operators::owner_of(app, guild_id).await {
        Ok(caller) => caller,
        Err(ActionError::Unknown(Kind::Guild)) => {
            bail!("guild: there is no guild with the id {guild_id}; see `parvis guild list`")
        }
        Err(other) => return Err(in_words(other)),
    };
    let access = access::guild(app, &caller, guild_id, Permissions::NONE).await.map_err(in_words)?;
    Ok((caller, access))
}

async fn show(app: &App, guild_id: Id<GuildMarker>) -> anyhow::Result<Outcome> {
    let (caller, access) = as_owner(app, guild_id).await?;
    let guild = guilds::get(app, &caller, guild_id, true).await.map_err(in_words)?;
    let members = guild.approximate_member_count.unwrap_or(0);
    let channels = access.visible_channels();
    let mut json = guild_json(&guild, members);
    json["roles"] = guild.roles.len().into();
    let listed = channels
        .iter()
        .map(|it| json!({ "id": it.id, "name": it.name, "type": it.kind, "parent_id": it.parent_id }));
    json["channels"] = listed.collect();
    let mut text = vec![format!(
        "{}  {}  {}, {}, owner {}",
        guild.id,
        piece(&guild.name),
        counted(u64::from(members), "member"),
        counted(guild.roles.len() as u64, "role"),
        guild.owner_id
    )];
    let line = |id: String, name: Option<&str>| format!("  {id}  {}", piece(name.unwrap_or("")));
    text.extend(channels.iter().map(|it| line(it.id.to_string(), it.name.as_deref())));
    Ok(Outcome::new(json, text.join("\n")))
}

async fn delete(app: &App, guild_id: Id<GuildMarker>, name: &str) -> anyhow::Result<Outcome> {
    let (caller, access) = as_owner(app, guild_id).await?;
    let real = &access.guild.guild().name;
    ensure!(name == real, "name: guild {guild_id} is called {real:?}, not {name:?}");
    guilds::delete(app, &caller, guild_id).await.map_err(in_words)?;
    // While no server runs the program ends after this: what is left of the guild goes now.
    app.delete_leftovers().await.map_err(in_words)?;
    let text = format!("Guild {} is gone with everything in it.", piece(real));
    Ok(Outcome::new(json!({ "deleted": guild_id }), text))
}
