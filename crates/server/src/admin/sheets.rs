//! `parvis sheet …`

use std::path::Path;

use anyhow::{Context, bail, ensure};
use parvis_app::sheets::{self, SheetDraft, paper, written_link};
use parvis_app::{ActionError, App, Kind};
use parvis_model::marker::{ChannelMarker, GuildMarker, SheetMarker};
use parvis_model::{Id, Sheet, SheetKind, SheetText};
use parvis_rules::limits;
use serde_json::{Value, json};

use super::carry_out::{counted, in_words, lines};
use super::guilds::as_owner;
use super::invites::first_open_channel;
use super::{Outcome, SheetOrder};
use crate::terminal::piece;

/// Does what an order about sheets says.
pub async fn carry_out(app: &App, order: SheetOrder) -> anyhow::Result<Outcome> {
    match order {
        SheetOrder::Make { guild, kind, languages, channel, label, to } => {
            ensure!(
                limits::chars(&label) <= limits::SHEET_LABEL_CHARS_MAX,
                "label: at most {} characters",
                limits::SHEET_LABEL_CHARS_MAX
            );
            let text = |language| SheetText { language, title: None, line: None };
            let draft = SheetDraft {
                kind: SheetKind::from_word(&kind).context("kind: none of the known ones")?,
                label,
                texts: languages.into_iter().map(text).collect(),
                careful: false,
            };
            make(app, Id::new(guild), channel.map(Id::new), draft, to.as_deref()).await
        }
        SheetOrder::List { guild } => list(app, Id::new(guild)).await,
        SheetOrder::Revoke { guild, sheet } => revoke(app, Id::new(guild), Id::new(sheet)).await,
    }
}

async fn make(
    app: &App,
    guild_id: Id<GuildMarker>,
    channel_id: Option<Id<ChannelMarker>>,
    draft: SheetDraft,
    to: Option<&Path>,
) -> anyhow::Result<Outcome> {
    let (caller, access) = as_owner(app, guild_id).await?;
    let channel_id = match channel_id {
        Some(id) if access.guild.channel(id).is_some() => id,
        Some(id) => bail!("channel: the guild has no channel {id}; see `parvis guild show {guild_id}`"),
        None => first_open_channel(&access)
            .context("channel: no text channel is open to everybody; name one with --channel")?,
    };
    if let Some(path) = to {
        ensure!(!path.exists(), "to: {} is there already", path.display());
    }
    let origin = &app.config.public_url;
    let place = (guild_id, channel_id);
    let sheet = sheets::create(app, &caller, place, draft, origin).await.map_err(in_words)?;
    if let Some(path) = to {
        let printed = sheets::on_paper(app, &caller, guild_id, sheet.id, origin).await.map_err(in_words)?;
        let pdf = paper::pdf(printed).await.map_err(in_words)?;
        let written = tokio::fs::write(path, pdf).await;
        written.with_context(|| {
            format!("to: sheet {} is made, {} cannot be written", sheet.id, path.display())
        })?;
    }
    let text = format!("Sheet {}  {}", sheet.id, written_link(origin, &sheet.code));
    let mut json = sheet_json(app, &sheet);
    json["file"] = json!(to);
    Ok(Outcome::new(json, text))
}

fn sheet_json(app: &App, sheet: &Sheet) -> Value {
    let mut json = json!(sheet);
    json["url"] = written_link(&app.config.public_url, &sheet.code).into();
    json
}

async fn list(app: &App, guild_id: Id<GuildMarker>) -> anyhow::Result<Outcome> {
    let (caller, _) = as_owner(app, guild_id).await?;
    let sheets = sheets::list(app, &caller, guild_id).await.map_err(in_words)?;
    let json: Vec<_> = sheets.iter().map(|sheet| sheet_json(app, sheet)).collect();
    let line = |sheet: &Sheet| {
        let state = if sheet.revoked_at.is_some() { "  revoked" } else { "" };
        let came = counted(u64::from(sheet.joins), "join");
        format!(
            "{}  {}  {}  {came}{state}  {}",
            sheet.id,
            sheet.kind.as_str(),
            sheet.code,
            piece(&sheet.label)
        )
    };
    let text = lines(sheets.iter().map(line).collect(), "This guild has no sheets.");
    Ok(Outcome::new(json!(json), text))
}

async fn revoke(app: &App, guild_id: Id<GuildMarker>, id: Id<SheetMarker>) -> anyhow::Result<Outcome> {
    let (caller, _) = as_owner(app, guild_id).await?;
    match sheets::revoke(app, &caller, guild_id, id).await {
        Err(ActionError::Unknown(Kind::Thing(_))) => {
            bail!("sheet: the guild has no sheet {id}; see `parvis sheet list {guild_id}`")
        }
        done => done.map_err(in_words)?,
    }
    Ok(Outcome::new(json!({ "revoked": id }), format!("Sheet {id} leads nowhere any more.")))
}
