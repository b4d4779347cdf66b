//! Whom a message notifies: of those whom its text names, the ones who may read it.

use parvis_bus::GuildSnapshot;
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Mention, Message};
use parvis_rules::content::{self, AllowedMentions, Mentions};
use parvis_store::tables;

use crate::App;
use crate::access::ChannelAccess;
use crate::error::ActionResult;

/// What the server found out about the mentions of a text.
pub(super) struct Resolved {
    mentions: Mentions,
    people: Vec<Mention>,
}

impl Resolved {
    /// Puts the mentions into the message.
    pub(super) fn write_to(self, message: &mut Message) {
        message.mention_everyone = self.mentions.everyone;
        message.mention_roles = self.mentions.roles;
        message.mentions = self.people;
    }
}

/// Resolves the mentions of a text and, if they are wanted, of the author who is answered.
pub(super) async fn resolve(
    app: &App,
    access: &ChannelAccess,
    content: &str,
    allowed: Option<&AllowedMentions>,
    replied_to: Option<Id<UserMarker>>,
) -> ActionResult<Resolved> {
    let everything = AllowedMentions::all();
    let ranks = access.snapshot().map(|guild| guild.ranks());
    let named = content::text_mentions(content);
    let allowed = allowed.unwrap_or(&everything);
    let mentions = content::mentions(&named, allowed, replied_to, access.permissions, ranks);
    let people = match access.snapshot() {
        _ if mentions.users.is_empty() => Vec::new(),
        Some(guild) => members(app, access, guild, mentions.users.clone()).await?,
        None => participants(access, &mentions.users),
    };
    Ok(Resolved { mentions, people })
}

/// Those of these accounts that are members and may view the channel, in the same order.
async fn members(
    app: &App,
    access: &ChannelAccess,
    guild: &GuildSnapshot,
    ids: Vec<Id<UserMarker>>,
) -> ActionResult<Vec<Mention>> {
    let (guild_id, now_ms) = (guild.id(), app.now_ms());
    let wanted = ids.clone();
    let mut members = app.read(move |tx| Ok(tables::members::get_many(tx, guild_id, &wanted)?)).await?;
    members.retain(|member| access.is_open_to(member, now_ms));
    members.sort_by_key(|member| ids.iter().position(|id| *id == member.user.id));
    let mention = |member: parvis_model::Member| Mention {
        user: member.user.clone(),
        member: Some(Box::new(member.into())),
    };
    Ok(members.into_iter().map(mention).collect())
}

fn participants(access: &ChannelAccess, ids: &[Id<UserMarker>]) -> Vec<Mention> {
    let everybody = &access.channel().recipients;
    let find = |id: &Id<UserMarker>| everybody.iter().find(|user| user.id == *id);
    ids.iter().filter_map(find).cloned().map(Mention::from).collect()
}
