//! Changes of a guild's settings, its owner included.

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    AuditLogEvent, ChannelType, DefaultMessageNotifications, Event, ExplicitContentFilter, Guild,
    GuildFeature, Id, Permissions, SystemChannelFlags, VerificationLevel,
};
use parvis_rules::validate::FieldError;
use parvis_store::{StoreError, Tx, tables};

use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::pictures::{Picture, PictureKind, SavedPicture};
use crate::{App, Caller, Outbox, accounts};

/// What the audit log tells of a guild.
const AUDITED: &[&str] = &[
    "name",
    "description",
    "icon",
    "owner_id",
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "afk_channel_id",
    "afk_timeout",
    "system_channel_id",
    "system_channel_flags",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "preferred_locale",
    "features",
];

/// Features that people switch. All others are the server's to give.
const SWITCHED: [GuildFeature; 3] =
    [GuildFeature::COMMUNITY, GuildFeature::DISCOVERABLE, GuildFeature::INVITES_DISABLED];

/// What is to change; `None` leaves it. Well-formed, but not yet allowed.
#[derive(Debug, Default)]
pub struct GuildEdit {
    /// Name, cleaned.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<Option<String>>,
    /// Picture.
    pub icon: Option<Option<Picture>>,
    /// What an account needs before it may write.
    pub verification_level: Option<VerificationLevel>,
    /// Which messages notify by default.
    pub default_message_notifications: Option<DefaultMessageNotifications>,
    /// Whose media are screened.
    pub explicit_content_filter: Option<ExplicitContentFilter>,
    /// Where members without movement go.
    pub afk_channel_id: Option<Option<Id<ChannelMarker>>>,
    /// After how many seconds.
    pub afk_timeout_s: Option<u32>,
    /// Where the server greets.
    pub system_channel_id: Option<Option<Id<ChannelMarker>>>,
    /// Which messages of the server are not posted.
    pub system_channel_flags: Option<SystemChannelFlags>,
    /// Where the rules stand.
    pub rules_channel_id: Option<Option<Id<ChannelMarker>>>,
    /// Where moderators read news.
    pub public_updates_channel_id: Option<Option<Id<ChannelMarker>>>,
    /// Where moderators read alerts.
    pub safety_alerts_channel_id: Option<Option<Id<ChannelMarker>>>,
    /// Language.
    pub preferred_locale: Option<String>,
    /// All features that shall be; those that people do not switch are left as they are.
    pub features: Option<Vec<GuildFeature>>,
    /// A new owner.
    pub owner_id: Option<Id<UserMarker>>,
    /// The owner's password, with which a person hands a guild over.
    pub password: Option<String>,
}

/// Changes a guild's settings.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    mut edit: GuildEdit,
    reason: Option<String>,
) -> ActionResult<Guild> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    require_known_channels(&access, &edit)?;
    require_may_switch(&access, &edit)?;
    if let Some(owner_id) = edit.owner_id.filter(|id| *id != access.guild.owner_id()) {
        require_may_hand_over(app, caller, &access, owner_id, edit.password.take()).await?;
    }
    let icon = match edit.icon.take() {
        Some(Some(picture)) => Some(Some(app.save_picture(picture).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::GUILD_UPDATE, Some(guild_id.cast()), reason);
    let (old_owner, now_ms) = (access.guild.owner_id(), app.now_ms());
    let mut guild = app
        .write(access.lane(), move |tx, out| {
            let before = tables::guilds::get(tx, guild_id)?.ok_or(ActionError::Unknown(Kind::Guild))?;
            let mut guild = before.clone();
            if let Some(icon) = icon {
                let row = icon.as_ref().map(SavedPicture::row);
                guild.icon = row.map(|row| row.hash.clone());
                let is_new = PictureKind::GuildIcon.replace(tx, guild_id.cast(), row, now_ms)?;
                if let Some(saved) = icon.filter(|_| is_new) {
                    out.keep(saved.into_upload());
                }
            }
            if let Some(owner_id) = edit.owner_id {
                let is_there = tables::members::get(tx, guild_id, owner_id)?.is_some();
                if before.owner_id != old_owner || !is_there {
                    return Err(ActionError::Refused(Refusal::OnlyOwner));
                }
            }
            apply(&mut guild, edit)?;
            let whole = with_roles_and_emojis(tx, guild.clone())?;
            if guild != before {
                tables::guilds::update(tx, &guild)?;
                out.publish(Audience::Guild(guild_id), Event::GuildUpdate(Box::new(whole.clone())));
                audit::record(tx, out, entry.with_changes_of(Some(&before), Some(&guild), AUDITED))?;
            }
            Ok(whole)
        })
        .await?;
    app.delete_queued_blobs_soon();
    guild.roles.sort_by_key(|role| (role.position, std::cmp::Reverse(role.id)));
    Ok(guild)
}

/// Switches a feature that follows from something else, in the transaction of that.
pub fn switch_feature(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    feature: GuildFeature,
    is_on: bool,
) -> ActionResult<()> {
    let mut guild = tables::guilds::get(tx, guild_id)?.ok_or(ActionError::Unknown(Kind::Guild))?;
    if guild.has_feature(&feature) == is_on {
        return Ok(());
    }
    guild.features.retain(|it| *it != feature);
    guild.features.extend(is_on.then_some(feature));
    tables::guilds::update(tx, &guild)?;
    let told = with_roles_and_emojis(tx, guild)?;
    out.publish(Audience::Guild(guild_id), Event::GuildUpdate(Box::new(told)));
    Ok(())
}

/// A guild's settings with what has tables of its own.
pub(super) fn with_roles_and_emojis(tx: &mut Tx<'_>, guild: Guild) -> Result<Guild, StoreError> {
    let roles = tables::guilds::roles(tx, guild.id)?;
    let emojis = tables::emojis::of_owner(tx, guild.id.cast())?;
    Ok(Guild { roles, emojis: emojis.into_iter().map(|owned| owned.emoji).collect(), ..guild })
}

fn apply(guild: &mut Guild, edit: GuildEdit) -> ActionResult<()> {
    fn set<T>(place: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *place = value;
        }
    }
    set(&mut guild.name, edit.name);
    set(&mut guild.description, edit.description);
    set(&mut guild.verification_level, edit.verification_level);
    set(&mut guild.default_message_notifications, edit.default_message_notifications);
    set(&mut guild.explicit_content_filter, edit.explicit_content_filter);
    set(&mut guild.afk_channel_id, edit.afk_channel_id);
    set(&mut guild.afk_timeout, edit.afk_timeout_s);
    set(&mut guild.system_channel_id, edit.system_channel_id);
    set(&mut guild.system_channel_flags, edit.system_channel_flags);
    set(&mut guild.rules_channel_id, edit.rules_channel_id);
    set(&mut guild.public_updates_channel_id, edit.public_updates_channel_id);
    set(&mut guild.safety_alerts_channel_id, edit.safety_alerts_channel_id);
    set(&mut guild.preferred_locale, edit.preferred_locale);
    set(&mut guild.owner_id, edit.owner_id);
    if let Some(wanted) = edit.features {
        guild.features.retain(|feature| !SWITCHED.contains(feature));
        guild.features.extend(SWITCHED.into_iter().filter(|feature| wanted.contains(feature)));
    }
    let community = guild.has_feature(&GuildFeature::COMMUNITY);
    let mut errors = Vec::new();
    for (field, channel_id) in [
        ("rules_channel_id", guild.rules_channel_id),
        ("public_updates_channel_id", guild.public_updates_channel_id),
    ] {
        if community && channel_id.is_none() {
            errors.push(FieldError::required(field));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// A channel that the caller may not view is as unknown as one that does not exist.
fn require_known_channels(access: &GuildAccess, edit: &GuildEdit) -> ActionResult<()> {
    let text = [ChannelType::GUILD_TEXT, ChannelType::GUILD_ANNOUNCEMENT];
    let mut errors = Vec::new();
    for (field, wanted, kinds) in [
        ("afk_channel_id", edit.afk_channel_id, [ChannelType::GUILD_VOICE; 2]),
        ("system_channel_id", edit.system_channel_id, text),
        ("rules_channel_id", edit.rules_channel_id, text),
        ("public_updates_channel_id", edit.public_updates_channel_id, text),
        ("safety_alerts_channel_id", edit.safety_alerts_channel_id, text),
    ] {
        let Some(channel_id) = wanted.flatten() else { continue };
        let may_view = access.permissions_in(channel_id).contains(Permissions::VIEW_CHANNEL);
        let channel = access.guild.channel(channel_id).filter(|_| may_view);
        if channel.is_none_or(|channel| !kinds.contains(&channel.kind)) {
            errors.push(FieldError::new(field, "CHANNEL_INVALID", "No channel of this guild that fits."));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Becoming a community and standing in the directory change what the guild is to the world: for
/// administrators.
fn require_may_switch(access: &GuildAccess, edit: &GuildEdit) -> ActionResult<()> {
    let Some(wanted) = &edit.features else { return Ok(()) };
    let guild = access.guild.guild();
    let changes = |feature: &GuildFeature| wanted.contains(feature) != guild.has_feature(feature);
    if changes(&GuildFeature::COMMUNITY) || changes(&GuildFeature::DISCOVERABLE) {
        access.require(Permissions::ADMINISTRATOR)?;
    }
    Ok(())
}

/// Only the owner hands a guild over, to another person in it, and says the password: a token alone must not
/// do.
async fn require_may_hand_over(
    app: &App,
    caller: &Caller,
    access: &GuildAccess,
    owner_id: Id<UserMarker>,
    password: Option<String>,
) -> ActionResult<()> {
    if !access.is_owner() {
        return Err(ActionError::MissingPermissions);
    }
    let target = access::member(app, access, owner_id).await?;
    if target.user.bot {
        return Err(ActionError::invalid("owner_id", "OWNER_INVALID", "A bot cannot own what people made."));
    }
    if caller.is_bot {
        return Ok(());
    }
    accounts::require_password(app, caller, password).await.map(drop)
}
