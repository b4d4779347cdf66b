//! What people do with their accounts: register, log in and out, change name, picture and password, leave for good.

mod log_in;

use parvis_bus::Audience;
use parvis_model::event::{MemberUpdate, RelationshipRemove};
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_model::{ClientInfo, CurrentUser, Event, Id, LoginSession, Timestamp, User};
use parvis_rules::limits;
use parvis_rules::names::{self, UserName, UserNameError};
use parvis_rules::validate::{self, FieldError};
use parvis_store::tables::{self, users::Account};
use parvis_store::{StoreError, Tx};

use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::factors::Proof;
use crate::guesses::Guess;
use crate::logins::{Client, DAY_MS};
use crate::pictures::{Picture, PictureKind};
use crate::{App, Caller, Lane, exports, factors, interactions, invites, members, webhooks};

pub(crate) use log_in::PendingLogin;
pub use log_in::{
    LogIn, NewLogin, SecondStep, finish_log_in, finish_log_in_with_passkey, log_in, log_in_with_passkey,
};

/// Somebody who wants an account. Everything in it is valid.
#[derive(Debug)]
pub struct Registration {
    /// The name to log in with.
    pub username: UserName,
    /// The password.
    pub password: String,
    /// The name that is shown.
    pub global_name: Option<String>,
    /// Language.
    pub locale: String,
    /// Code of an invitation that is accepted at once.
    pub invite: Option<String>,
}

/// Names are taken one at a time, whichever account takes them: two that look alike must not slip in together.
pub(crate) fn names_lane() -> Lane {
    Lane::of(Id::<UserMarker>::new(0))
}

/// Makes an account for somebody from outside, if the operator lets people in.
pub async fn register(app: &App, registration: Registration, client: Client) -> ActionResult<NewLogin> {
    if !app.config.open_registration {
        return Err(ActionError::Refused(Refusal::RegistrationClosed));
    }
    let Some(code) = registration.invite.clone() else {
        return create(app, registration, client).await;
    };
    // Whoever comes with an invitation that is worth nothing learns it before there is an account.
    invites::get(app, None, &code, false).await?;
    let login = create(app, registration, client).await?;
    match invites::accept(app, &login.caller, &code).await {
        // The last use went to somebody else meanwhile: the account is there all the same.
        Ok(_) | Err(ActionError::Unknown(_) | ActionError::Refused(_)) => Ok(login),
        Err(other) => Err(other),
    }
}

/// Makes an account and logs it in.
pub async fn create(app: &App, registration: Registration, client: Client) -> ActionResult<NewLogin> {
    let Registration { username, password, global_name, locale, invite: _ } = registration;
    let password_hash = Some(app.passwords.hash(password).await?);
    let user_id = app.ids.next::<UserMarker>();
    let mut user = User::new(user_id, username.as_str());
    user.global_name = global_name;
    let account = Account { user, bio: String::new(), locale, password_hash, mfa_enabled: false };
    let login = PendingLogin::new(app, user_id, client);
    app.write(names_lane(), move |tx, _| {
        insert_account(tx, &account, &username.skeleton())?;
        login.insert(tx)
    })
    .await
}

/// Adds an account, refusing a name that is taken or looks like one that is.
pub(crate) fn insert_account(tx: &mut Tx<'_>, account: &Account, skeleton: &str) -> ActionResult<()> {
    if tables::users::skeleton_is_taken(tx, skeleton, None)? {
        return Err(name_taken());
    }
    tables::users::insert(tx, account, skeleton).map_err(name_taken_or)
}

fn name_taken() -> ActionError {
    ActionError::Invalid(vec![validate::user_name_taken("username")])
}

fn name_taken_or(error: StoreError) -> ActionError {
    if error.is_unique("users.username") { name_taken() } else { error.into() }
}

/// Ends the login with which the caller calls.
pub async fn log_out(app: &App, caller: &Caller) -> ActionResult<()> {
    end_sessions(app, caller, vec![caller.login_id]).await
}

/// Where the caller is logged in, newest first.
pub async fn sessions(app: &App, caller: &Caller) -> ActionResult<Vec<LoginSession>> {
    let caller = caller.clone();
    app.read(move |tx| {
        let logins = tables::logins::of_user(tx, caller.user_id)?;
        let session = |login: tables::logins::Login| LoginSession {
            id: login.id,
            created_at: Timestamp::from_unix_ms(login.id.created_unix_ms()),
            last_used_at: Timestamp::from_unix_ms(login.last_used_day * DAY_MS),
            client_info: client_info(&login.client),
            current: login.id == caller.login_id,
        };
        Ok(logins.into_iter().map(session).collect())
    })
    .await
}

fn client_info(client: &str) -> ClientInfo {
    let (client, os) = client.split_once('/').unwrap_or((client, ""));
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    ClientInfo { os: known(os), client: known(client) }
}

/// Ends those of these logins that are the caller's.
pub async fn end_sessions(app: &App, caller: &Caller, ids: Vec<Id<LoginMarker>>) -> ActionResult<()> {
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        let ended = tables::logins::delete_many(tx, user_id, &ids)?;
        if ended.is_empty() {
            return Err(ActionError::Unknown(Kind::Login));
        }
        out.end_logins(user_id, ended);
        Ok(())
    })
    .await
}

/// Refuses a caller who does not know the account's password; returns the hash that was checked.
pub(crate) async fn require_password(
    app: &App,
    caller: &Caller,
    password: Option<String>,
) -> ActionResult<String> {
    let user_id = caller.user_id;
    let account = app.read(move |tx| Ok(tables::users::account(tx, user_id)?)).await?;
    let account = account.ok_or(ActionError::Unauthorized)?;
    let password_hash = account.password_hash.ok_or_else(wrong_password)?;
    let Some(password) = password.filter(|it| it.len() <= limits::PASSWORD_BYTES_MAX) else {
        return Err(wrong_password());
    };
    let guess = app.guesses.password(&account.user.username, app.now_ms())?;
    if !app.passwords.verify(password, Some(password_hash.clone())).await? {
        return Err(wrong_password());
    }
    guess.was_right();
    Ok(password_hash)
}

/// Refuses to go on when the password that was checked is the account's no more.
pub(crate) fn require_same_password(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    checked: &str,
) -> ActionResult<()> {
    let now = tables::users::account(tx, user_id)?.and_then(|account| account.password_hash);
    if now.as_deref() == Some(checked) { Ok(()) } else { Err(wrong_password()) }
}

fn wrong_password() -> ActionError {
    ActionError::invalid("password", "PASSWORD_DOES_NOT_MATCH", "Password does not match.")
}

/// Another password, and what proves that its owner wants it.
#[derive(Debug)]
pub struct PasswordChange {
    /// The present one.
    pub password: Option<String>,
    /// A second factor, where the account has one.
    pub proof: Option<Proof>,
    /// The new one, which is valid.
    pub new_password: String,
}

/// Sets a new password and ends every login, the caller's too; the answer holds a new one.
pub async fn change_password(
    app: &App,
    caller: &Caller,
    change: PasswordChange,
    client: Client,
) -> ActionResult<NewLogin> {
    caller.require_person()?;
    let PasswordChange { password, proof, new_password } = change;
    let checked = require_password(app, caller, password).await?;
    let user_id = caller.user_id;
    let guess = proof.is_some().then(|| app.guesses.code(user_id, app.now_ms())).transpose()?;
    let new_hash = app.passwords.hash(new_password).await?;
    let (login, house) = (PendingLogin::new(app, user_id, client), app.clone());
    let login = app.write(Lane::of(user_id), move |tx, out| {
        require_same_password(tx, user_id, &checked)?;
        factors::spend_where_guarded(&house, tx, user_id, proof.as_ref())?;
        tables::users::set_password_hash(tx, user_id, &new_hash)?;
        // Whoever knew the old one may have granted things.
        tables::grants::delete_of_user(tx, user_id)?;
        login.insert_alone(tx, out)
    });
    let login = login.await?;
    guess.into_iter().for_each(Guess::was_right);
    Ok(login)
}

/// The caller's own account.
pub async fn current_user(app: &App, caller: &Caller) -> ActionResult<CurrentUser> {
    let account = account_of(app, caller.user_id).await?;
    Ok(as_its_owner_sees(account))
}

/// An account as nobody but its owner sees it.
pub(crate) fn as_its_owner_sees(account: Account) -> CurrentUser {
    CurrentUser { mfa_enabled: account.mfa_enabled, ..CurrentUser::new(account.user, account.locale) }
}

/// Somebody's account with what its owner wrote about itself.
pub async fn account_of(app: &App, user_id: Id<UserMarker>) -> ActionResult<Account> {
    let found = app.read(move |tx| Ok(tables::users::account(tx, user_id)?)).await?;
    found.ok_or(ActionError::Unknown(Kind::User))
}

/// What everybody may see of an account.
pub async fn user(app: &App, user_id: Id<UserMarker>) -> ActionResult<User> {
    let found = app.read(move |tx| Ok(tables::users::get(tx, user_id)?)).await?;
    found.ok_or(ActionError::Unknown(Kind::User))
}

/// The name of an account together with what it looks like.
#[derive(Debug, Clone)]
pub struct AccountName {
    pub(crate) text: String,
    pub(crate) skeleton: String,
}

impl AccountName {
    /// A person's name, in the one form in which it is typed at the login.
    pub fn of_person(path: &str, text: &str) -> Result<Self, FieldError> {
        let name = validate::user_name(path, text)?;
        Ok(Self { skeleton: name.skeleton(), text: name.into_string() })
    }

    /// A bot's name, which nobody types: any letters, blanks and capitals.
    pub fn of_bot(path: &str, text: &str) -> Result<Self, FieldError> {
        let text = names::clean_name(&text.replace(['@', '#', ':', '`'], ""));
        validate::length(
            path,
            limits::chars(&text),
            limits::USERNAME_CHARS_MIN..=limits::USERNAME_CHARS_MAX,
        )?;
        if let Err(error @ UserNameError::Reserved) = UserName::parse(&text) {
            return Err(FieldError::new(path, error.code(), error.to_string()));
        }
        Ok(Self { skeleton: names::skeleton(&text), text })
    }
}

/// What changes in an account; `None` leaves it. Everything in it is valid.
#[derive(Debug, Default)]
pub struct AccountEdit {
    /// Another name.
    pub username: Option<AccountName>,
    /// The name that is shown, or none.
    pub global_name: Option<Option<String>>,
    /// The picture, or none.
    pub avatar: Option<Option<Picture>>,
    /// Text about oneself.
    pub bio: Option<String>,
    /// Language.
    pub locale: Option<String>,
}

/// Changes the caller's account and tells everybody who shares a guild with it.
pub async fn edit(app: &App, caller: &Caller, edit: AccountEdit) -> ActionResult<CurrentUser> {
    edit_account(app, caller.user_id, edit).await
}

/// Changes an account: one's own, or that of one's bot.
pub(crate) async fn edit_account(
    app: &App,
    user_id: Id<UserMarker>,
    mut edit: AccountEdit,
) -> ActionResult<CurrentUser> {
    let avatar = match edit.avatar.take() {
        Some(Some(picture)) => Some(Some(app.save_picture(picture).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let row = avatar.as_ref().map(|avatar| avatar.as_ref().map(|saved| saved.row().clone()));
    let now_ms = app.now_ms();
    let (user, is_new_picture) = app
        .write(names_lane(), move |tx, out| {
            let mut account = tables::users::account(tx, user_id)?.ok_or(ActionError::Unauthorized)?;
            let mut is_new_picture = false;
            if let Some(row) = &row {
                let kind = PictureKind::Avatar;
                is_new_picture = kind.replace(tx, user_id.cast(), row.as_ref(), now_ms)?;
                account.user.avatar = row.as_ref().map(|row| row.hash.clone());
            }
            update_account(tx, &mut account, edit)?;
            let user = as_its_owner_sees(account);
            out.publish(Audience::User(user_id), Event::UserUpdate(Box::new(user.clone())));
            Ok((user, is_new_picture))
        })
        .await?;
    if let Some(Some(saved)) = avatar
        && is_new_picture
    {
        saved.keep();
    }
    app.delete_queued_blobs_soon();
    tell_guilds(app, user_id).await?;
    Ok(user)
}

fn update_account(tx: &mut Tx<'_>, account: &mut Account, edit: AccountEdit) -> ActionResult<()> {
    if let Some(username) = edit.username
        && username.text != account.user.username
    {
        if tables::users::skeleton_is_taken(tx, &username.skeleton, Some(account.user.id))? {
            return Err(name_taken());
        }
        account.user.username = username.text;
    }
    if let Some(global_name) = edit.global_name {
        account.user.global_name = global_name;
    }
    if let Some(bio) = edit.bio {
        account.bio = bio;
    }
    if let Some(locale) = edit.locale {
        account.locale = locale;
    }
    let skeleton = names::skeleton(&account.user.username);
    tables::users::update(tx, account, &skeleton).map_err(name_taken_or)
}

/// Tells every guild that a member's account changed: each in its own lane, so that the event cannot undo a change of
/// the membership. Goes on when the caller hangs up.
async fn tell_guilds(app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
    let app = app.clone();
    in_any_case(async move {
        let guilds = app.read(move |tx| Ok(tables::members::guilds_of(tx, user_id)?)).await?;
        for guild_id in guilds {
            app.write(Lane::of(guild_id), move |tx, out| {
                if let Some(member) = tables::members::get(tx, guild_id, user_id)? {
                    let event = Event::MemberUpdate(Box::new(MemberUpdate { guild_id, member }));
                    out.publish(Audience::Guild(guild_id), event);
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    })
    .await
}

/// Runs work of several steps to its end, also when whoever waits for it goes away.
pub(crate) async fn in_any_case<T: Send + 'static>(
    work: impl Future<Output = ActionResult<T>> + Send + 'static,
) -> ActionResult<T> {
    tokio::spawn(work).await.map_err(|error| ActionError::Files(std::io::Error::other(error)))?
}

/// Deletes the caller's account for good: what it wrote stays under a name that says nothing, everything else goes.
/// Its bots go with it. Refused while it owns guilds, and without a second factor where it has one.
pub async fn delete(
    app: &App,
    caller: &Caller,
    password: Option<String>,
    proof: Option<Proof>,
) -> ActionResult<()> {
    caller.require_person()?;
    let user_id = caller.user_id;
    require_password(app, caller, password).await?;
    refuse_owner_of_guilds(app, user_id).await?;
    factors::require(app, user_id, proof).await?;
    delete_person(app, user_id).await
}

async fn refuse_owner_of_guilds(app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
    let owned = app.read(move |tx| Ok(tables::guilds::owned_count(tx, user_id)?)).await?;
    if owned > 0 { Err(ActionError::Refused(Refusal::OwnedGuilds)) } else { Ok(()) }
}

/// Deletes somebody's account, whoever asked for it.
pub(crate) async fn delete_person(app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
    refuse_owner_of_guilds(app, user_id).await?;
    let app = app.clone();
    in_any_case(async move {
        let bots = app.read(move |tx| Ok(tables::applications::of_owner(tx, user_id)?)).await?;
        for bot in bots {
            erase(&app, bot.application.id.cast()).await?;
        }
        erase(&app, user_id).await
    })
    .await
}

/// Takes an account out of its guilds, then everything that tells who it was. Done again, it goes on where it stopped.
pub(crate) async fn erase(app: &App, user_id: Id<UserMarker>) -> ActionResult<()> {
    let guilds = app.read(move |tx| Ok(tables::members::guilds_of(tx, user_id)?)).await?;
    let now_ms = app.now_ms();
    for guild_id in guilds {
        app.write(Lane::of(guild_id), move |tx, out| members::remove(tx, out, guild_id, user_id, now_ms))
            .await?;
    }
    let house = app.clone();
    app.write(names_lane(), move |tx, out| {
        // A guild made since the check would be left without an owner.
        if tables::guilds::owned_count(tx, user_id)? > 0 {
            return Err(ActionError::Refused(Refusal::OwnedGuilds));
        }
        interactions::forget_account(tx, user_id, now_ms)?;
        tables::commands::delete_all(tx, user_id.cast())?;
        factors::delete_all(tx, user_id)?;
        tables::exports::delete(tx, user_id)?;
        tables::grants::delete_of_user(tx, user_id)?;
        tables::grants::delete_of_application(tx, user_id.cast())?;
        webhooks::remove_of_application(tx, out, user_id.cast(), now_ms)?;
        tables::webhooks::forget_creator(tx, user_id)?;
        tables::emojis::delete_all(tx, user_id.cast(), now_ms)?;
        tables::emojis::forget_creator(tx, user_id)?;
        tables::scheduled_events::forget_creator(tx, user_id)?;
        tables::calendar_addresses::delete(tx, user_id)?;
        tables::applications::delete(tx, user_id.cast())?;
        for (other, kind) in tables::relationships::delete_all(tx, user_id)? {
            let event = RelationshipRemove { id: user_id, kind };
            out.publish(Audience::User(other), Event::RelationshipRemove(event));
        }
        tables::notes::delete_all(tx, user_id)?;
        tables::settings::delete_all(tx, user_id)?;
        tables::read_states::delete_all(tx, user_id)?;
        tables::saved_messages::delete_all(tx, user_id)?;
        if let Some(ledger) = &house.hooks.ledger {
            ledger.forget_account(tx, user_id)?;
        }
        tables::sheets::forget_maker(tx, user_id)?;
        PictureKind::Avatar.replace(tx, user_id.cast(), None, now_ms)?;
        PictureKind::AppIcon.replace(tx, user_id.cast(), None, now_ms)?;
        // A hyphen cannot be chosen, so the name is free.
        tables::users::anonymise(tx, user_id, &format!("deleted-user-{user_id}"))?;
        let ended = tables::logins::delete_others(tx, user_id, None)?;
        out.end_logins(user_id, ended);
        Ok(())
    })
    .await?;
    exports::purge(app).await?;
    app.delete_queued_blobs_soon();
    Ok(())
}
