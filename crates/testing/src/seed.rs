//! People and guilds written straight into the database: thousands at once, without one password hash each.

use parvis_app::logins::NewToken;
use parvis_app::{ActionError, App, Lane};
use parvis_bus::Audience;
use parvis_model::event::MemberAdd;
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{
    Application, ApplicationFlags, Channel, ChannelType, Event, Guild, Id, Member, Overwrite, Permissions,
    Role, Timestamp, User,
};
use parvis_store::tables::applications::Owned;
use parvis_store::tables::users::Account;
use parvis_store::{StoreError, Tx, tables};

/// An account that is logged in.
#[derive(Debug, Clone)]
pub struct Seeded {
    /// The account.
    pub user: User,
    /// Its bare token.
    pub token: String,
}

impl Seeded {
    /// The account's id.
    pub fn id(&self) -> Id<UserMarker> {
        self.user.id
    }
}

/// Accounts named `prefix0`, `prefix1`, …; bots with these flags on their application if they are some.
pub async fn accounts(app: &App, prefix: &str, count: usize, bot: Option<ApplicationFlags>) -> Vec<Seeded> {
    let mut seeded = Vec::with_capacity(count);
    let mut rows = Vec::with_capacity(count);
    for number in 0..count {
        let mut user = User::new(app.ids.next(), format!("{prefix}{number}"));
        user.bot = bot.is_some();
        let login_id = app.ids.next();
        let token = NewToken::random(user.id, login_id);
        rows.push((user.clone(), login_id, token.digest));
        seeded.push(Seeded { user, token: token.text });
    }
    let today = app.now_ms() / parvis_app::logins::DAY_MS;
    app.write(Lane::of(Id::<UserMarker>::new(0)), move |tx, _| {
        for (user, login_id, digest) in rows {
            let account = Account {
                user: user.clone(),
                bio: String::new(),
                locale: "en-US".to_owned(),
                password_hash: None,
                mfa_enabled: false,
            };
            tables::users::insert(tx, &account, &user.username)?;
            tables::logins::insert(tx, login_id, user.id, &digest, "seed", today)?;
            if let Some(flags) = bot {
                insert_application(tx, &user, flags)?;
            }
        }
        Ok(())
    })
    .await
    .expect("the accounts are written");
    seeded
}

fn insert_application(tx: &mut Tx<'_>, user: &User, flags: ApplicationFlags) -> Result<(), StoreError> {
    let mut application = Application::new(user.id.cast(), user.username.clone(), "00");
    application.set_flags(flags);
    tables::applications::insert(tx, &Owned::new(application, user.id), &[0; 32])?;
    Ok(())
}

/// A guild of `owner` with `@everyone` holding `everyone`, told to nobody.
pub async fn guild(app: &App, owner: &Seeded, everyone: Permissions) -> Id<GuildMarker> {
    let guild_id: Id<GuildMarker> = app.ids.next();
    let guild = Guild::new(guild_id, "The square", owner.id());
    let mut role = Role::everyone(guild_id);
    role.permissions = everyone;
    app.write(Lane::of(guild_id), move |tx, _| {
        tables::guilds::insert(tx, &guild)?;
        tables::guilds::put_role(tx, guild_id, &role)?;
        Ok(())
    })
    .await
    .expect("the guild is written");
    join(app, guild_id, std::slice::from_ref(owner)).await;
    guild_id
}

/// Makes accounts members of a guild, told to everybody.
pub async fn join(app: &App, guild_id: Id<GuildMarker>, people: &[Seeded]) {
    let joined_at = Timestamp::from_unix_ms(app.now_ms());
    let members: Vec<Member> =
        people.iter().map(|person| Member::new(person.user.clone(), joined_at)).collect();
    app.write(Lane::of(guild_id), move |tx, out| {
        for member in members {
            tables::members::insert(tx, guild_id, &member)?;
            out.publish(
                Audience::Guild(guild_id),
                Event::MemberAdd(Box::new(MemberAdd { guild_id, member })),
            );
        }
        Ok(())
    })
    .await
    .expect("the members are written");
}

/// A text channel with these overwrites, told to everybody who may view it.
pub async fn channel(
    app: &App,
    guild_id: Id<GuildMarker>,
    name: &str,
    overwrites: Vec<Overwrite>,
) -> Id<ChannelMarker> {
    let mut channel = Channel::new(app.ids.next(), ChannelType::GUILD_TEXT);
    channel.guild_id = Some(guild_id);
    channel.name = Some(name.to_owned());
    channel.permission_overwrites = overwrites;
    let channel_id = channel.id;
    app.write(Lane::of(guild_id), move |tx, out| {
        tables::channels::insert(tx, &channel)?;
        out.publish(Audience::Channel { guild_id, channel_id }, Event::ChannelCreate(Box::new(channel)));
        Ok(())
    })
    .await
    .expect("the channel is written");
    channel_id
}

/// A role with these permissions, told to everybody.
pub async fn role(
    app: &App,
    guild_id: Id<GuildMarker>,
    name: &str,
    permissions: Permissions,
) -> Id<RoleMarker> {
    let mut role = Role::new(app.ids.next(), name);
    role.permissions = permissions;
    role.position = 1;
    let role_id = role.id;
    app.write(Lane::of(guild_id), move |tx, out| {
        tables::guilds::put_role(tx, guild_id, &role)?;
        let change = parvis_model::event::RoleCreate { guild_id, role };
        out.publish(Audience::Guild(guild_id), Event::RoleCreate(Box::new(change)));
        Ok(())
    })
    .await
    .expect("the role is written");
    role_id
}

/// Gives a member a role or takes it, told to everybody.
pub async fn set_role(
    app: &App,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    role_id: Id<RoleMarker>,
    given: bool,
) {
    app.write(Lane::of(guild_id), move |tx, out| {
        if given {
            tables::members::add_role(tx, guild_id, user_id, role_id)?;
        } else {
            tables::members::remove_role(tx, guild_id, user_id, role_id)?;
        }
        let member = tables::members::get(tx, guild_id, user_id)?
            .ok_or(ActionError::Unknown(parvis_app::Kind::Member))?;
        let change = MemberAdd { guild_id, member };
        out.publish(Audience::Guild(guild_id), Event::MemberUpdate(Box::new(change)));
        Ok(())
    })
    .await
    .expect("the role is given or taken");
}

/// Removes a member, told to everybody.
pub async fn kick(app: &App, guild_id: Id<GuildMarker>, person: &Seeded) {
    let user = person.user.clone();
    app.write(Lane::of(guild_id), move |tx, out| {
        tables::members::delete(tx, guild_id, user.id)?;
        let gone = parvis_model::event::MemberRemove { guild_id, user };
        out.publish(Audience::Guild(guild_id), Event::MemberRemove(Box::new(gone)));
        Ok(())
    })
    .await
    .expect("the member is removed");
}
