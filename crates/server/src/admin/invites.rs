//! `parvis invite …`

use anyhow::{Context, bail};
use parvis_app::invites::{self, InviteDraft};
use parvis_app::{ActionError, App, Kind, access, operators};
use parvis_bus::view_of;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{ChannelType, Id, Invite, Member, Permissions, Timestamp, User};
use parvis_rules::validate;
use serde_json::{Value, json};

use super::carry_out::{in_words, lines};
use super::guilds::as_owner;
use super::{InviteOrder, Outcome};
use crate::config::Config;
use crate::terminal::piece;

/// Does what an order about invitations says.
pub async fn carry_out(app: &App, config: &Config, order: InviteOrder) -> anyhow::Result<Outcome> {
    match order {
        InviteOrder::Create { guild, channel, max_age, max_uses } => {
            let draft = InviteDraft { max_age_s: max_age, max_uses, unique: true };
            create(app, config, Id::new(guild), channel.map(Id::new), draft).await
        }
        InviteOrder::List { guild } => list(app, Id::new(guild)).await,
        InviteOrder::Revoke { code } => revoke(app, &code).await,
    }
}

async fn create(
    app: &App,
    config: &Config,
    guild_id: Id<GuildMarker>,
    channel_id: Option<Id<ChannelMarker>>,
    draft: InviteDraft,
) -> anyhow::Result<Outcome> {
    let age = validate::invite_age("max_age", i64::from(draft.max_age_s));
    let uses = validate::invite_uses("max_uses", i64::from(draft.max_uses));
    let errors: Vec<_> = age.err().into_iter().chain(uses.err()).collect();
    if !errors.is_empty() {
        return Err(in_words(errors.into()));
    }
    let (caller, access) = as_owner(app, guild_id).await?;
    let channel_id = match channel_id {
        Some(id) if access.guild.channel(id).is_some() => id,
        Some(id) => bail!("channel: the guild has no channel {id}; see `parvis guild show {guild_id}`"),
        None => first_open_channel(&access)
            .context("channel: no text channel is open to everybody; name one with --channel")?,
    };
    let invite = match invites::create(app, &caller, channel_id, draft, None).await {
        Err(ActionError::Refused(parvis_app::Refusal::InvalidChannelType)) => {
            bail!("channel: nobody can be invited to a category; name another channel")
        }
        created => created.map_err(in_words)?,
    };
    let mut json = invite_json(&invite);
    let mut text = format!("Invitation {}", piece(&invite.code));
    if let Some(url) = &config.public_url {
        let address = format!("{url}/invite/{}", invite.code);
        json["url"] = address.clone().into();
        text = format!("{text}  {address}");
    }
    Ok(Outcome::new(json, text))
}

/// The first text channel that somebody without any role may view.
pub(super) fn first_open_channel(access: &access::GuildAccess) -> Option<Id<ChannelMarker>> {
    let guest = Member::new(User::new(Id::new(0), ""), Timestamp::from_unix_ms(0));
    let guest = view_of(&guest, 0);
    let is_open = |id| access.guild.permissions_in(id, &guest).contains(Permissions::VIEW_CHANNEL);
    let channels = access.visible_channels();
    let mut text = channels.iter().filter(|it| it.kind == ChannelType::GUILD_TEXT && is_open(it.id));
    text.next().map(|it| it.id)
}

fn invite_json(invite: &Invite) -> Value {
    json!({
        "code": invite.code,
        "channel_id": invite.channel.id,
        "max_age": invite.max_age,
        "max_uses": invite.max_uses,
        "uses": invite.uses,
        "expires_at": invite.expires_at,
    })
}

async fn list(app: &App, guild_id: Id<GuildMarker>) -> anyhow::Result<Outcome> {
    let (caller, _) = as_owner(app, guild_id).await?;
    let invites = invites::of_guild(app, &caller, guild_id).await.map_err(in_words)?;
    let json: Vec<_> = invites.iter().map(invite_json).collect();
    let line = |it: &Invite| {
        let most = it.max_uses.filter(|most| *most > 0).map(|most| format!(" of {most}"));
        let until = it.expires_at.map_or("never ends".to_owned(), |until| format!("ends {until}"));
        format!("{}  used {}{}  {until}", piece(&it.code), it.uses.unwrap_or(0), most.unwrap_or_default())
    };
    let text = lines(invites.iter().map(line).collect(), "This guild has no invitations.");
    Ok(Outcome::new(json!(json), text))
}

async fn revoke(app: &App, code: &str) -> anyhow::Result<Outcome> {
    let unknown = |error| match error {
        ActionError::Unknown(Kind::Invite) => anyhow::anyhow!("code: there is no invitation {code:?}"),
        other => in_words(other),
    };
    let invite = invites::get(app, None, code, false).await.map_err(unknown)?;
    let guild_id = invite.guild.as_ref().context("code: the invitation leads to no guild")?.id;
    let caller = operators::owner_of(app, guild_id).await.map_err(in_words)?;
    invites::delete(app, &caller, code, None).await.map_err(unknown)?;
    Ok(Outcome::new(json!({ "revoked": code }), format!("Invitation {} is revoked.", piece(code))))
}
