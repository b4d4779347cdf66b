//! Applications: a person makes one, it comes with a bot, and members who manage a guild add the bot to it.

use ed25519_dalek::SigningKey;
use parvis_bus::{Audience, view_of};
use parvis_model::event::{MemberAdd, RoleCreate};
use parvis_model::marker::{ApplicationMarker, GuildMarker, UserMarker};
use parvis_model::{
    Application, ApplicationFlags, AuditLogEvent, Event, Id, InstallParams, Member, Permissions,
    PrivateApplication, Role, RoleTags, Timestamp, User,
};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, names};
use parvis_store::Tx;
use parvis_store::tables::applications::Owned;
use parvis_store::tables::{self, users::Account};
use rand::RngCore;

use crate::accounts::{self, AccountName, NewLogin, PendingLogin};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::grants::NewSecret;
use crate::logins::Client;
use crate::pictures::{Picture, PictureKind};
use crate::secrets::hex;
use crate::{App, Caller, Lane, Outbox, access, endpoints};

/// Flags that an application's owner sets.
const SETTABLE_FLAGS: ApplicationFlags = ApplicationFlags::GATEWAY_PRESENCE_LIMITED
    .union(ApplicationFlags::GATEWAY_GUILD_MEMBERS_LIMITED)
    .union(ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED);

/// A name that an application may have.
#[derive(Debug, Clone)]
pub struct ApplicationName(AccountName);

impl ApplicationName {
    /// Cleans and checks a name; the bot starts under it.
    pub fn parse(path: &str, text: &str) -> Result<Self, FieldError> {
        AccountName::of_bot(path, text).map(Self)
    }
}

/// Makes an application with its bot. It may use the privileged intents until its owner says otherwise: who adds a bot
/// to a guild trusts it already, and there is no company here to ask for leave.
pub async fn create(app: &App, caller: &Caller, name: ApplicationName) -> ActionResult<PrivateApplication> {
    caller.require_person()?;
    let owner_id = caller.user_id;
    let id = app.ids.next::<ApplicationMarker>();
    let mut secret = [0_u8; 32];
    rand::rng().fill_bytes(&mut secret);
    let verify_key = hex(SigningKey::from_bytes(&secret).verifying_key().as_bytes());
    let mut application = Application::new(id, name.0.text.clone(), verify_key);
    application.set_flags(SETTABLE_FLAGS);
    app.write(accounts::names_lane(), move |tx, _| {
        if tables::applications::count(tx, owner_id)? >= limits::USER_APPLICATIONS_MAX {
            return Err(ActionError::Refused(Refusal::MaxApplications));
        }
        insert_bot(tx, id.cast(), name.0)?;
        let owned = Owned::new(application, owner_id);
        tables::applications::insert(tx, &owned, &secret)?;
        complete(tx, owned)
    })
    .await
}

/// Adds a bot's account under this name, or under the name with digits behind it when it is taken.
fn insert_bot(tx: &mut Tx<'_>, id: Id<UserMarker>, name: AccountName) -> ActionResult<()> {
    let digits = id.to_string();
    let mut name = name;
    // The last digits of an id differ between neighbours; the whole of it is unique.
    for suffix in [&digits[digits.len().saturating_sub(4)..], &digits[..]] {
        if !tables::users::skeleton_is_taken(tx, &name.skeleton, None)? {
            break;
        }
        let kept: String = name.text.chars().take(limits::USERNAME_CHARS_MAX - 1 - suffix.len()).collect();
        let text = format!("{} {suffix}", kept.trim_end());
        name = AccountName { skeleton: names::skeleton(&text), text };
    }
    let locale = limits::LOCALE_DEFAULT.to_owned();
    let (user, bio) = (User::bot(id, name.text), String::new());
    let account = Account { user, bio, locale, password_hash: None, mfa_enabled: false };
    accounts::insert_account(tx, &account, &name.skeleton)
}

/// An application as its owner sees it: with bot, owner and the number of its guilds.
fn complete(tx: &mut Tx<'_>, owned: Owned) -> ActionResult<PrivateApplication> {
    let Owned { mut application, owner_id, redirect_uris, interactions_url } = owned;
    let unknown = || ActionError::Unknown(Kind::User);
    let bot = tables::users::get(tx, application.id.cast())?.ok_or_else(unknown)?;
    application.bot = Some(Box::new(bot));
    let owner = tables::users::get(tx, owner_id)?.ok_or_else(unknown)?;
    let guild_count = tables::members::guild_count(tx, application.id.cast())?;
    let granted_count = tables::grants::user_count(tx, application.id)?;
    let mut private = PrivateApplication::new(application, owner);
    private.approximate_guild_count = guild_count;
    private.approximate_user_authorization_count = granted_count;
    private.redirect_uris = redirect_uris;
    private.interactions_endpoint_url = interactions_url;
    Ok(private)
}

/// The caller's applications, oldest first.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<Vec<PrivateApplication>> {
    let owner_id = caller.user_id;
    app.read(move |tx| {
        let owned = tables::applications::of_owner(tx, owner_id)?;
        owned.into_iter().map(|owned| complete(tx, owned)).collect()
    })
    .await
}

/// An application of the caller, or the one whose bot the caller is.
pub async fn get(app: &App, caller: &Caller, id: Id<ApplicationMarker>) -> ActionResult<PrivateApplication> {
    let caller_id = caller.user_id;
    app.read(move |tx| {
        let owned = own(tx, caller_id, id)?;
        complete(tx, owned)
    })
    .await
}

/// An application, if the caller owns it or is its bot. To everybody else there is none.
pub(crate) fn own(
    tx: &mut Tx<'_>,
    caller_id: Id<UserMarker>,
    id: Id<ApplicationMarker>,
) -> ActionResult<Owned> {
    let owned = tables::applications::get(tx, id)?;
    let is_own = |owned: &Owned| owned.owner_id == caller_id || owned.application.id.cast() == caller_id;
    owned.filter(is_own).ok_or(ActionError::Unknown(Kind::Application))
}

/// What changes in an application; `None` leaves it. Everything in it is valid.
#[derive(Debug, Default)]
pub struct ApplicationEdit {
    /// Its name. The bot keeps its own.
    pub name: Option<ApplicationName>,
    /// What it does.
    pub description: Option<String>,
    /// Its picture, or none.
    pub icon: Option<Option<Picture>>,
    /// Of these, those that an owner sets.
    pub flags: Option<ApplicationFlags>,
    /// Whether others than its owner may add it.
    pub bot_public: Option<bool>,
    /// Words to find it by.
    pub tags: Option<Vec<String>>,
    /// Where its terms stand.
    pub terms_of_service_url: Option<Option<String>>,
    /// Where it says what it does with data.
    pub privacy_policy_url: Option<Option<String>>,
    /// Where it is added, if not by the usual way.
    pub custom_install_url: Option<Option<String>>,
    /// What it asks for when it is added.
    pub install_params: Option<Option<InstallParams>>,
    /// Where people may be sent back to after a grant.
    pub redirect_uris: Option<Vec<String>>,
    /// Where it takes its interactions; asked before it is kept.
    pub interactions_url: Option<Option<String>>,
}

/// Changes an application: its owner, or its bot but for name, whether it is public and whom it sends people back to.
pub async fn edit(
    app: &App,
    caller: &Caller,
    id: Id<ApplicationMarker>,
    mut edit: ApplicationEdit,
) -> ActionResult<PrivateApplication> {
    if caller.is_bot {
        edit.name = None;
        edit.bot_public = None;
        edit.redirect_uris = None;
    }
    require_endpoint(app, caller, id, &edit).await?;
    let icon = match edit.icon.take() {
        Some(Some(picture)) => Some(Some(app.save_picture(picture).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let row = icon.as_ref().map(|icon| icon.as_ref().map(|saved| saved.row().clone()));
    let caller_id = caller.user_id;
    let now_ms = app.now_ms();
    let (application, is_new_picture) = app
        .write(Lane::of(id), move |tx, _| {
            let mut owned = own(tx, caller_id, id)?;
            let mut is_new_picture = false;
            if let Some(row) = &row {
                is_new_picture = PictureKind::AppIcon.replace(tx, id.cast(), row.as_ref(), now_ms)?;
                owned.application.icon = row.as_ref().map(|row| row.hash.clone());
            }
            change(&mut owned, edit);
            tables::applications::update(tx, &owned)?;
            Ok((complete(tx, owned)?, is_new_picture))
        })
        .await?;
    if let Some(Some(saved)) = icon
        && is_new_picture
    {
        saved.keep();
    }
    app.delete_queued_blobs_soon();
    Ok(application)
}

/// Asks an address that is new whether it takes interactions.
async fn require_endpoint(
    app: &App,
    caller: &Caller,
    id: Id<ApplicationMarker>,
    edit: &ApplicationEdit,
) -> ActionResult<()> {
    let Some(Some(url)) = &edit.interactions_url else { return Ok(()) };
    let caller_id = caller.user_id;
    let (before, key) = app
        .read(move |tx| {
            let before = own(tx, caller_id, id)?.interactions_url;
            let key = tables::applications::signing_key(tx, id)?;
            Ok((before, key.ok_or(ActionError::Unknown(Kind::Application))?))
        })
        .await?;
    if before.as_ref() == Some(url) {
        return Ok(());
    }
    if let Err(error) = app.outgoing.check(url, true) {
        let message = format!("This server cannot reach it: {error}.");
        return Err(ActionError::invalid("interactions_endpoint_url", "URL_TYPE_INVALID_URL", message));
    }
    endpoints::require_answering(app, id, &key, url).await
}

fn change(owned: &mut Owned, edit: ApplicationEdit) {
    if let Some(redirect_uris) = edit.redirect_uris {
        owned.redirect_uris = redirect_uris;
    }
    if let Some(url) = edit.interactions_url {
        owned.interactions_url = url;
    }
    let application = &mut owned.application;
    if let Some(name) = edit.name {
        application.name = name.0.text;
    }
    if let Some(description) = edit.description {
        application.description = description;
    }
    if let Some(flags) = edit.flags {
        application.set_flags(application.flags.without(SETTABLE_FLAGS) | (flags & SETTABLE_FLAGS));
    }
    if let Some(bot_public) = edit.bot_public {
        application.bot_public = bot_public;
    }
    if let Some(tags) = edit.tags {
        application.tags = tags;
    }
    if let Some(url) = edit.terms_of_service_url {
        application.terms_of_service_url = url;
    }
    if let Some(url) = edit.privacy_policy_url {
        application.privacy_policy_url = url;
    }
    if let Some(url) = edit.custom_install_url {
        application.custom_install_url = url;
    }
    if let Some(params) = edit.install_params {
        application.install_params = params.map(Box::new);
    }
}

/// Deletes an application of the caller; its bot leaves every guild and becomes a name that says nothing.
pub async fn delete(app: &App, caller: &Caller, id: Id<ApplicationMarker>) -> ActionResult<()> {
    require_owner(app, caller, id).await?;
    let app = app.clone();
    accounts::in_any_case(async move { accounts::erase(&app, id.cast()).await }).await
}

/// Makes a new token for a bot of the caller; the old one ends, and the sessions opened with it.
pub async fn reset_token(app: &App, caller: &Caller, id: Id<ApplicationMarker>) -> ActionResult<NewLogin> {
    require_owner(app, caller, id).await?;
    let bot_id: Id<UserMarker> = id.cast();
    let login = PendingLogin::new(app, bot_id, Client::Bot);
    app.write(Lane::of(bot_id), move |tx, out| {
        if tables::applications::get(tx, id)?.is_none() {
            return Err(ActionError::Unknown(Kind::Application));
        }
        let ended = tables::logins::delete_others(tx, bot_id, None)?;
        out.end_logins(bot_id, ended);
        login.insert(tx)
    })
    .await
}

/// Makes a new secret by which the application proves itself when it asks for tokens; the old one ends. With the first
/// one the application stops being one that anybody could pose as.
pub async fn reset_secret(app: &App, caller: &Caller, id: Id<ApplicationMarker>) -> ActionResult<String> {
    require_owner(app, caller, id).await?;
    let secret = NewSecret::random();
    app.write(Lane::of(id), move |tx, _| {
        if tables::applications::set_client_secret(tx, id, &secret.digest)? {
            Ok(secret.text)
        } else {
            Err(ActionError::Unknown(Kind::Application))
        }
    })
    .await
}

async fn require_owner(app: &App, caller: &Caller, id: Id<ApplicationMarker>) -> ActionResult<()> {
    caller.require_person()?;
    let caller_id = caller.user_id;
    app.read(move |tx| own(tx, caller_id, id).map(|_| ())).await
}

/// What somebody is shown before granting an application something.
#[derive(Debug, Clone)]
pub struct Consent {
    /// The application as everybody sees it.
    pub application: Application,
    /// Guilds to which the caller may add its bot, with what the caller may do there; none if only a grant is asked
    /// for.
    pub guilds: Vec<(Id<GuildMarker>, String, Option<String>, Permissions)>,
}

/// What somebody is shown before granting an application something, with `wants_bot` before adding its bot.
pub async fn consent(
    app: &App,
    caller: &Caller,
    id: Id<ApplicationMarker>,
    wants_bot: bool,
) -> ActionResult<Consent> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let (application, guild_ids) = app
        .read(move |tx| {
            if !wants_bot {
                let owned = tables::applications::get(tx, id)?;
                let owned = owned.ok_or(ActionError::Unknown(Kind::Application))?;
                return Ok((complete(tx, owned)?.application, Vec::new()));
            }
            let owned = addable(tx, user_id, id)?;
            Ok((complete(tx, owned)?.application, tables::members::guilds_of(tx, user_id)?))
        })
        .await?;
    let mut guilds = Vec::new();
    for guild_id in guild_ids {
        if let Ok(access) = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await {
            let guild = access.guild.guild();
            guilds.push((guild_id, guild.name.clone(), guild.icon.clone(), access.permissions));
        }
    }
    Ok(Consent { application, guilds })
}

/// An application that this account may add to guilds.
fn addable(tx: &mut Tx<'_>, adder_id: Id<UserMarker>, id: Id<ApplicationMarker>) -> ActionResult<Owned> {
    let owned = tables::applications::get(tx, id)?.ok_or(ActionError::Unknown(Kind::Application))?;
    if owned.application.bot_public || owned.owner_id == adder_id {
        Ok(owned)
    } else {
        Err(ActionError::Refused(Refusal::BotIsPrivate))
    }
}

/// Adds a bot to a guild that the caller manages, with a role of its own that grants what was asked for, as far as the
/// caller has it.
pub async fn add_to_guild(
    app: &App,
    caller: &Caller,
    id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
    asked: Permissions,
    reason: Option<String>,
) -> ActionResult<()> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    let held = access.permissions;
    let granted = if held.contains(Permissions::ADMINISTRATOR) { asked } else { asked & held };
    let granted = granted & Permissions::ALL;
    let mut role = Role::new(app.ids.next(), "");
    role.permissions = granted;
    role.position = 1;
    role.managed = true;
    role.tags = Some(Box::new(RoleTags { bot_id: Some(id.cast()), ..RoleTags::default() }));
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::BOT_ADD, Some(id.cast()), reason);
    let caller_id = caller.user_id;
    let joined_at = Timestamp::from_unix_ms(app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let owned = addable(tx, caller_id, id)?;
        // What the caller may do was read before; here it is read again, in the order of the guild's writes.
        require_still_managing(tx, guild_id, caller_id, granted, joined_at.unix_ms())?;
        role.name = owned.application.name;
        join(tx, out, guild_id, id.cast(), role, joined_at)?;
        audit::record(tx, out, entry)?;
        Ok(())
    })
    .await
}

fn require_still_managing(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    caller_id: Id<UserMarker>,
    granted: Permissions,
    now_ms: i64,
) -> ActionResult<()> {
    let unknown = || ActionError::Unknown(Kind::Guild);
    let parts = tables::guilds::load_snapshot(tx, guild_id)?.ok_or_else(unknown)?;
    let member = tables::members::get(tx, guild_id, caller_id)?.ok_or_else(unknown)?;
    let snapshot = parvis_bus::GuildSnapshot::new(parts.guild, parts.roles, Vec::new());
    let held = snapshot.base_permissions(&view_of(&member, now_ms));
    let needed = Permissions::MANAGE_GUILD | granted;
    if held.contains(Permissions::ADMINISTRATOR) || held.contains(needed) {
        Ok(())
    } else {
        Err(ActionError::MissingPermissions)
    }
}

fn join(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    bot_id: Id<UserMarker>,
    role: Role,
    joined_at: Timestamp,
) -> ActionResult<()> {
    if tables::bans::exists(tx, guild_id, bot_id)? {
        return Err(ActionError::Refused(Refusal::UserBanned));
    }
    // @everyone does not count.
    if tables::guilds::roles(tx, guild_id)?.len() > limits::GUILD_ROLES_MAX {
        return Err(ActionError::Refused(Refusal::MaxRoles));
    }
    let user = tables::users::get(tx, bot_id)?.ok_or(ActionError::Unknown(Kind::User))?;
    let mut member = Member::new(user, joined_at);
    if !tables::members::insert(tx, guild_id, &member)? {
        return Err(ActionError::Refused(Refusal::BotAlreadyThere));
    }
    tables::guilds::put_role(tx, guild_id, &role)?;
    tables::members::add_role(tx, guild_id, bot_id, role.id)?;
    member.roles.push(role.id);
    out.publish(Audience::Guild(guild_id), Event::RoleCreate(Box::new(RoleCreate { guild_id, role })));
    let joined = Event::MemberAdd(Box::new(MemberAdd { guild_id, member }));
    out.publish(Audience::Guild(guild_id), joined);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::ApplicationName;

    #[test]
    fn a_bot_may_have_capitals_and_blanks_but_no_reserved_name() {
        assert_eq!(ApplicationName::parse("name", "  Ping  Bot ").expect("a name").0.text, "Ping Bot");
        for name in ["", "x", "@everyone", "Everyone", "Parvis", &"x".repeat(33)] {
            ApplicationName::parse("name", name).expect_err(name);
        }
    }
}
