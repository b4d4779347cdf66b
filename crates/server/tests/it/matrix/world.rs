//! Two guilds with people of every standing. The structure is written in one transaction, so that a cell of the matrix
//! can have a world of its own; everything that is called is called from outside.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use parvis_app::{App, Lane};
use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, RoleMarker};
use parvis_model::{
    Channel, ChannelType, Event, Guild, Id, Member, Message, Overwrite, Permissions, Role, Timestamp, User,
};
use parvis_store::{StoreError, Tx, tables};
use parvis_testing::seed::{self, Seeded};
use parvis_testing::{Person, TestServer};
use serde_json::json;

use super::table::Row;

/// What `@everyone` may do in guild A: what the platform gives a new guild's members.
pub const EVERYONE: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::CREATE_INSTANT_INVITE)
    .union(Permissions::CHANGE_NICKNAME)
    .union(Permissions::CONNECT)
    .union(Permissions::SPEAK);
/// What the moderators' role and the bot's add to it.
pub const MODERATION: Permissions = Permissions::KICK_MEMBERS
    .union(Permissions::BAN_MEMBERS)
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::MODERATE_MEMBERS)
    .union(Permissions::MANAGE_NICKNAMES)
    .union(Permissions::PIN_MESSAGES)
    .union(Permissions::VIEW_AUDIT_LOG);
/// Stands in the private channel, its name, its topic and its messages.
pub const CANARY: &str = "canari-7f3a9";

/// A picture of one transparent pixel.
pub const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
static WORLDS: AtomicU64 = AtomicU64::new(0);

/// Everybody whom a world has, but for the bot and those without an account.
const PEOPLE: [&str; 11] = [
    "owner",
    "admin",
    "moderator",
    "member",
    "muted",
    "pending",
    "outsider",
    "banned",
    "target",
    "newcomer",
    "probe",
];
const MEMBERS: [&str; 9] =
    ["owner", "admin", "moderator", "member", "muted", "pending", "bot", "target", "probe"];

/// What is made together when a row names one of it.
const THREADS: [&str; 6] =
    ["thread", "old_thread", "private_thread", "private_thread_message", "hidden_thread", "forum"];

/// Ids by the names that the table uses, and people by theirs.
pub struct World {
    pub ids: BTreeMap<String, String>,
    pub people: BTreeMap<&'static str, Person>,
}

impl World {
    /// A new one, in which members may do what they usually may.
    pub async fn new(server: &TestServer) -> Self {
        Self::with(server, EVERYONE, Permissions::NONE).await
    }

    /// A new one. `everyone` is what `@everyone` may do in guild A, `probe` what the probe's role adds.
    pub async fn with(server: &TestServer, everyone: Permissions, probe: Permissions) -> Self {
        let app = server.app();
        let number = WORLDS.fetch_add(1, Ordering::Relaxed);
        let people = seed::accounts(app, &format!("w{number}x"), PEOPLE.len(), None).await;
        let all_flags = parvis_model::ApplicationFlags(1 << 12 | 1 << 14 | 1 << 18);
        let bots = seed::accounts(app, &format!("w{number}bot"), 1, Some(all_flags)).await;
        let mut cast: BTreeMap<&'static str, Seeded> = PEOPLE.into_iter().zip(people).collect();
        cast.insert("bot", bots.into_iter().next().expect("one was asked for"));
        let plan = Plan::new(app, &cast, everyone, probe);
        let mut ids = plan.ids();
        ids.extend(cast.iter().map(|(name, seeded)| ((*name).to_owned(), seeded.id().to_string())));
        ids.insert("ban".to_owned(), ids["banned"].clone());
        ids.insert("thumb".to_owned(), "%F0%9F%91%8D".to_owned());
        ids.insert("guide_language".to_owned(), "fr".to_owned());
        ids.insert("guide_version".to_owned(), "1".to_owned());
        ids.insert("first".to_owned(), "1".to_owned());
        ids.insert("session".to_owned(), app.ids.next::<GuildMarker>().to_string());
        ids.insert("nothing".to_owned(), app.ids.next::<GuildMarker>().to_string());
        ids.insert("year".to_owned(), "2026".to_owned());
        let now_ms = app.now_ms();
        for (name, ms) in [("tomorrow", DAY_MS), ("day_after", 2 * DAY_MS)] {
            ids.insert(name.to_owned(), Timestamp::from_unix_ms(now_ms + ms).to_string());
        }
        app.write(Lane::of(plan.guild.id), move |tx, _| Ok(plan.write(tx, now_ms)?))
            .await
            .expect("the world is written");
        let people = cast.iter().map(|(name, seeded)| (*name, person(server, name, seeded))).collect();
        Self { ids, people }
    }

    /// Gives the probe's role exactly these permissions.
    pub async fn grant(&self, server: &TestServer, permissions: Permissions) {
        let id = |name: &str| self.ids[name].parse::<u64>().expect("an id");
        let (guild_id, role_id) =
            (Id::<GuildMarker>::new(id("guild")), Id::<RoleMarker>::new(id("probe_role")));
        let write = move |tx: &mut Tx<'_>, out: &mut parvis_app::Outbox| {
            let mut role = tables::guilds::role(tx, guild_id, role_id)?.expect("the role is there");
            role.permissions = permissions;
            tables::guilds::put_role(tx, guild_id, &role)?;
            let change = parvis_model::event::RoleUpdate { guild_id, role };
            out.publish(Audience::Guild(guild_id), Event::RoleUpdate(Box::new(change)));
            Ok(())
        };
        server.app().write(Lane::of(guild_id), write).await.expect("the role is changed");
    }

    /// Whoever calls. A webhook's secret is no account's token, and nobody has any at all.
    pub fn principal(&self, server: &TestServer, name: &str) -> Person {
        match name {
            "anonymous" => server.anonymous(),
            "webhook" => {
                let secret = self.ids.get("webhook_token").map_or("a-secret-of.a-webhook", String::as_str);
                caller(server, "", secret)
            }
            name => self.people[name].clone(),
        }
    }

    /// The ids as this principal says them: `$me` and `$own` are theirs.
    pub fn ids_for(&self, name: &str) -> BTreeMap<String, String> {
        let mut ids = self.ids.clone();
        let me = ids.get(name).unwrap_or(&ids["target"]).clone();
        ids.insert("me".to_owned(), me);
        let own = ids.get(&format!("message_of_{name}")).unwrap_or(&ids["message"]).clone();
        ids.insert("own".to_owned(), own);
        ids
    }

    /// Makes what this row names and a world does not have from the beginning.
    pub async fn prepare(&mut self, server: &TestServer, row: &Row) {
        let wanted =
            |thing: &str, ids: &BTreeMap<String, String>| row.names(thing) && !ids.contains_key(thing);
        let (owner, member) = (self.people["owner"].clone(), self.people["member"].clone());
        let public = self.ids["public"].clone();
        if wanted("invite", &self.ids) {
            self.invite("invite", &owner, &public).await;
        }
        if wanted("private_invite", &self.ids) {
            let private = self.ids["private"].clone();
            self.invite("private_invite", &owner, &private).await;
        }
        let of_application = row.names("application") || row.names("app_emoji");
        if of_application && !self.ids.contains_key("application") {
            let made = owner.post("/applications", json!({ "name": "essai" })).await.ok();
            self.put("application", &made["id"]);
        }
        if wanted("command", &self.ids) {
            self.command("command", &owner, "application", None).await;
        }
        if wanted("emoji", &self.ids) {
            let path = format!("/guilds/{}/emojis", self.ids["guild"]);
            self.emoji("emoji", &owner, &path).await;
        }
        if wanted("app_emoji", &self.ids) {
            let path = format!("/applications/{}/emojis", self.ids["application"]);
            self.emoji("app_emoji", &owner, &path).await;
        }
        if wanted("guild_command", &self.ids) {
            let bot = self.people["bot"].clone();
            self.command("guild_command", &bot, "bot", Some("guild")).await;
        }
        if wanted("guarded_command", &self.ids) {
            let bot = self.people["bot"].clone();
            self.command("guarded_command", &bot, "bot", None).await;
            let (bot, guild) = (&self.ids["bot"], &self.ids["guild"]);
            let path = format!(
                "/applications/{bot}/guilds/{guild}/commands/{}/permissions",
                self.ids["guarded_command"]
            );
            let open = json!([{ "id": self.ids["role"], "type": 1, "permission": true }]);
            owner.put(&path, json!({ "permissions": open })).await.ok();
        }
        if wanted("dm", &self.ids) || wanted("dm_message", &self.ids) {
            self.conversation(&member).await;
        }
        if wanted("group", &self.ids) {
            self.group(&member).await;
        }
        if ["webhook", "webhook_token", "hook_message"].iter().any(|thing| wanted(thing, &self.ids)) {
            self.webhook(&owner, &public).await;
        }
        if wanted("bot_command", &self.ids) {
            self.bot_command(&owner, &public).await;
        }
        if wanted("private_webhook", &self.ids) {
            let path = format!("/channels/{}/webhooks", self.ids["private"]);
            let made = owner.post(&path, json!({ "name": CANARY })).await.ok();
            self.put("private_webhook", &made["id"]);
        }
        if wanted("news", &self.ids) {
            let path = format!("/guilds/{}/channels", self.ids["guild"]);
            let made = owner.post(&path, json!({ "name": "annonces", "type": 5 })).await.ok();
            self.put("news", &made["id"]);
            let said = owner.say(&self.ids["news"], "fête dimanche").await;
            self.put("news_message", &said["id"]);
        }
        if THREADS.iter().any(|thing| wanted(thing, &self.ids)) {
            self.threads(&owner).await;
        }
        if wanted("option", &self.ids) {
            let option = json!({ "title": "Voir", "channel_ids": [public] });
            let prompt = json!({ "id": "1", "title": "Que faites-vous ?", "options": [option] });
            let body = json!({ "prompts": [prompt], "default_channel_ids": [public], "enabled": true });
            let asked = owner.put(&format!("/guilds/{}/onboarding", self.ids["guild"]), body).await.ok();
            self.put("option", &asked["prompts"][0]["options"][0]["id"]);
        }
        if wanted("sheet", &self.ids) {
            let path = format!("/parvis/v1/guilds/{}/sheets", self.ids["guild"]);
            let body = json!({ "kind": "door", "channel_id": public, "texts": [{ "language": "fr" }] });
            let made = owner.post(&path, body).await.ok();
            self.put("sheet", &made["id"]);
        }
        if ["event", "occurrence", "private_event"].iter().any(|thing| wanted(thing, &self.ids)) {
            self.events(&owner).await;
        }
        if wanted("guide_page", &self.ids) {
            self.guide_page(&owner).await;
        }
        if row.names("pinned") {
            let pin = format!("/channels/{public}/messages/pins/{}", self.ids["pinned"]);
            owner.put(&pin, json!({})).await.ok();
        }
        let _ = server;
    }

    /// A conversation of two, and what is said in it.
    async fn conversation(&mut self, member: &Person) {
        let dm = member.post("/users/@me/channels", json!({ "recipient_id": self.ids["target"] })).await;
        self.put("dm", &dm.ok()["id"]);
        let said = member.say(&self.ids["dm"], "à nous deux").await;
        self.put("dm_message", &said["id"]);
    }

    /// An event that recurs daily, with an exception, in which the moderator is interested; and one in a private place.
    async fn events(&mut self, owner: &Person) {
        let path = format!("/guilds/{}/scheduled-events", self.ids["guild"]);
        let (start, end) = (self.ids["tomorrow"].clone(), self.ids["day_after"].clone());
        let plan = json!({
            "name": "Fête", "privacy_level": 2, "entity_type": 3, "entity_metadata": { "location": "La place" },
            "scheduled_start_time": start, "scheduled_end_time": end,
            "recurrence_rule": { "start": start, "frequency": 3 },
        });
        let made = owner.post(&path, plan).await.ok();
        self.put("event", &made["id"]);
        let event = format!("{path}/{}", self.ids["event"]);
        self.people["moderator"].put(&format!("{event}/users/@me"), json!({})).await.ok();
        let body = json!({ "original_scheduled_start_time": end, "is_canceled": true });
        let made = owner.post(&format!("{event}/exceptions"), body).await.ok();
        self.put("occurrence", &made["event_exception_id"]);
        let hidden = json!([{ "id": self.ids["guild"], "type": 0, "allow": "0", "deny": "1024" }]);
        let body = json!({ "name": CANARY, "type": 2, "permission_overwrites": hidden });
        let made = owner.post(&format!("/guilds/{}/channels", self.ids["guild"]), body).await.ok();
        self.put("private_voice", &made["id"]);
        let plan = json!({
            "name": CANARY, "privacy_level": 2, "entity_type": 2, "channel_id": self.ids["private_voice"],
            "scheduled_start_time": start,
        });
        let made = owner.post(&path, plan).await.ok();
        self.put("private_event", &made["id"]);
    }

    /// A page of the guild's guide.
    async fn guide_page(&mut self, owner: &Person) {
        let path = format!("/parvis/v1/guilds/{}/guide/pages/arbres/fr", self.ids["guild"]);
        owner.put(&path, json!({ "title": "Les arbres", "text": "Qui les arrose ?" })).await.ok();
        self.ids.insert("guide_page".to_owned(), "arbres".to_owned());
    }

    /// A group conversation of the member with two friends.
    async fn group(&mut self, member: &Person) {
        for friend in ["target", "admin"] {
            let asked = format!("/users/@me/relationships/{}", self.ids[friend]);
            member.put(&asked, json!({})).await.ok();
            let agreed = format!("/users/@me/relationships/{}", self.ids["member"]);
            self.people[friend].put(&agreed, json!({})).await.ok();
        }
        let recipients = json!({ "recipients": [self.ids["target"], self.ids["admin"]] });
        let group = member.post("/users/@me/channels", recipients).await.ok();
        self.put("group", &group["id"]);
    }

    /// The owner's threads: two public ones, one of them put away, and a private one in the public channel, and one in
    /// the private channel; and a forum.
    async fn threads(&mut self, owner: &Person) {
        let channel = |name: &str| format!("/channels/{}/threads", self.ids[name]);
        let (public, private) = (channel("public"), channel("private"));
        for (name, place, kind, title) in [
            ("thread", &public, 11, "un fil"),
            ("old_thread", &public, 11, "un vieux fil"),
            ("private_thread", &public, 12, CANARY),
            ("hidden_thread", &private, 11, CANARY),
        ] {
            let body = json!({ "name": title, "type": kind, "invitable": false });
            let made = owner.post(place, body).await.ok();
            self.put(name, &made["id"]);
        }
        let said = owner.say(&self.ids["private_thread"], CANARY).await;
        self.put("private_thread_message", &said["id"]);
        let old = format!("/channels/{}", self.ids["old_thread"]);
        owner.patch(&old, json!({ "archived": true })).await.ok();
        let path = format!("/guilds/{}/channels", self.ids["guild"]);
        let forum = owner.post(&path, json!({ "name": "questions", "type": 15 })).await.ok();
        self.put("forum", &forum["id"]);
    }

    /// A webhook with its secret, and a message that it sent.
    async fn webhook(&mut self, owner: &Person, channel_id: &str) {
        let path = format!("/channels/{channel_id}/webhooks");
        let made = owner.post(&path, json!({ "name": "Agenda" })).await.ok();
        self.put("webhook", &made["id"]);
        self.put("webhook_token", &made["token"]);
        let path = format!("/webhooks/{}/{}?wait=true", self.ids["webhook"], self.ids["webhook_token"]);
        let said = owner.post(&path, json!({ "content": "de l'agenda" })).await.ok();
        self.put("hook_message", &said["id"]);
    }

    /// A command of an application, in all guilds or in one.
    async fn command(&mut self, name: &str, author: &Person, application: &str, guild: Option<&str>) {
        let of_guild = guild.map_or(String::new(), |guild| format!("/guilds/{}", self.ids[guild]));
        let path = format!("/applications/{}{of_guild}/commands", self.ids[application]);
        let body = json!({ "name": name, "description": "pour voir" });
        let made = author.post(&path, body).await.ok();
        self.put(name, &made["id"]);
    }

    async fn emoji(&mut self, name: &str, author: &Person, path: &str) {
        let made = author.post(path, json!({ "name": name, "image": PIXEL })).await.ok();
        self.put(name, &made["id"]);
    }

    /// A command of the bot, which views the public channel whatever everybody may.
    async fn bot_command(&mut self, owner: &Person, channel_id: &str) {
        let (bot, guild) = (self.ids["bot"].clone(), self.ids["guild"].clone());
        let path = format!("/channels/{channel_id}/permissions/{bot}");
        owner.put(&path, json!({ "type": 1, "allow": "1024" })).await.ok();
        let path = format!("/applications/{bot}/guilds/{guild}/commands");
        let body = json!({ "name": "essai", "description": "Essaie" });
        let made = self.people["bot"].post(&path, body).await.ok();
        self.put("bot_command", &made["id"]);
    }

    async fn invite(&mut self, name: &str, owner: &Person, channel_id: &str) {
        let invite =
            owner.post(&format!("/channels/{channel_id}/invites"), json!({ "unique": true })).await.ok();
        self.put(name, &invite["code"]);
    }

    fn put(&mut self, name: &str, id: &serde_json::Value) {
        self.ids.insert(name.to_owned(), id.as_str().expect("an id").to_owned());
    }
}

fn person(server: &TestServer, name: &str, seeded: &Seeded) -> Person {
    let prefix = if name == "bot" { "Bot " } else { "" };
    caller(server, &seeded.id().to_string(), &format!("{prefix}{}", seeded.token))
}

fn caller(server: &TestServer, id: &str, token: &str) -> Person {
    let mut person = server.anonymous();
    person.id = id.to_owned();
    person.token = Some(token.to_owned());
    person
}

/// What is written.
struct Plan {
    guild: Guild,
    roles: Vec<(&'static str, Role)>,
    channels: Vec<Channel>,
    messages: Vec<(String, Message)>,
    members: Vec<(Member, Option<Id<RoleMarker>>)>,
    banned: User,
    /// Guild B: the outsider's.
    other: Guild,
    other_role: Role,
    other_channel: Channel,
    other_message: Message,
}

impl Plan {
    fn new(
        app: &App,
        cast: &BTreeMap<&'static str, Seeded>,
        everyone: Permissions,
        probe: Permissions,
    ) -> Self {
        let now = Timestamp::from_unix_ms(app.now_ms());
        let guild = Guild::new(app.ids.next(), "A", cast["owner"].id());
        let role = |name, position, permissions| {
            let mut role = Role::new(app.ids.next(), name);
            (role.position, role.permissions) = (position, permissions);
            (name, role)
        };
        let mut roles = vec![
            role("role", 1, Permissions::NONE),
            role("moderator_role", 3, MODERATION),
            role("probe_role", 4, probe),
            role("admin_role", 5, Permissions::ADMINISTRATOR),
            role("spare_role", 2, Permissions::NONE),
        ];
        let mut base = Role::everyone(guild.id);
        base.permissions = everyone;
        roles.push(("everyone", base));
        let channels = channels_of(app, guild.id);
        let (public, private) = (channels[1].id, channels[2].id);
        let mut messages: Vec<(String, Message)> = Vec::new();
        let mut say = |name: String, channel_id, author: &str, content: String| {
            let mut message = Message::new(app.ids.next(), channel_id, cast[author].user.clone(), now);
            message.content = content;
            messages.push((name, message));
        };
        say("message".to_owned(), public, "member", "bonjour".to_owned());
        say("second".to_owned(), public, "member", "et encore".to_owned());
        say("pinned".to_owned(), public, "member", "à retenir".to_owned());
        say("private_message".to_owned(), private, "owner", CANARY.to_owned());
        for author in MEMBERS.into_iter().chain(["banned"]) {
            say(format!("message_of_{author}"), public, author, format!("de {author}"));
        }
        let other = Guild::new(app.ids.next(), "B", cast["outsider"].id());
        let (_, other_role) = role("b", 1, Permissions::NONE);
        let other_channel = Channel::in_guild(app.ids.next(), ChannelType::GUILD_TEXT, other.id, "b");
        let author = cast["outsider"].user.clone();
        let mut other_message = Message::new(app.ids.next(), other_channel.id, author, now);
        other_message.content = "de B".to_owned();
        let mut plan = Self {
            guild,
            roles,
            channels,
            messages,
            other,
            other_role,
            other_channel,
            other_message,
            members: Vec::new(),
            banned: cast["banned"].user.clone(),
        };
        plan.members = MEMBERS.iter().map(|name| plan.member(name, &cast[name].user, now)).collect();
        plan.members.push((Member::new(cast["outsider"].user.clone(), now), None));
        plan
    }

    fn member(&self, name: &str, user: &User, now: Timestamp) -> (Member, Option<Id<RoleMarker>>) {
        let role_of =
            |role: &str| self.roles.iter().find(|(known, _)| *known == role).map(|(_, role)| role.id);
        let mut member = Member::new(user.clone(), now);
        let role = match name {
            "admin" => role_of("admin_role"),
            "moderator" | "bot" => role_of("moderator_role"),
            "probe" => role_of("probe_role"),
            _ => None,
        };
        member.pending = name == "pending";
        if name == "muted" {
            member.communication_disabled_until = Some(Timestamp::from_unix_ms(now.unix_ms() + HOUR_MS));
        }
        (member, role)
    }

    fn ids(&self) -> BTreeMap<String, String> {
        let mut ids = BTreeMap::new();
        let mut put = |name: &str, id: String| {
            ids.insert(name.to_owned(), id);
        };
        put("guild", self.guild.id.to_string());
        for (name, channel) in ["category", "public", "private", "voice"].iter().zip(&self.channels) {
            put(name, channel.id.to_string());
        }
        for (name, role) in &self.roles {
            put(name, role.id.to_string());
        }
        for (name, message) in &self.messages {
            put(name, message.id.to_string());
        }
        put("b_guild", self.other.id.to_string());
        put("b_role", self.other_role.id.to_string());
        put("b_channel", self.other_channel.id.to_string());
        put("b_message", self.other_message.id.to_string());
        ids
    }

    fn write(self, tx: &mut Tx<'_>, now_ms: i64) -> Result<(), StoreError> {
        let guild_id = self.guild.id;
        tables::guilds::insert(tx, &self.guild)?;
        for (_, role) in &self.roles {
            tables::guilds::put_role(tx, guild_id, role)?;
        }
        for channel in &self.channels {
            tables::channels::insert(tx, channel)?;
        }
        let (outsider, members) = self.members.split_last().expect("there are members");
        for (member, role) in members {
            tables::members::insert(tx, guild_id, member)?;
            if let Some(role) = role {
                tables::members::add_role(tx, guild_id, member.user.id, *role)?;
            }
        }
        let reader = members[0].0.user.id;
        tables::bans::insert(tx, guild_id, self.banned.id, Some("assez"), reader, now_ms)?;
        for (name, message) in &self.messages {
            insert_message(tx, message)?;
            if name == "message" {
                let target = members.iter().find(|(it, _)| it.user.id != message.author.id);
                let by = target.expect("there are others").0.user.id;
                tables::reactions::insert(tx, message.channel_id, message.id, "👍", by, now_ms)?;
            }
        }
        tables::guilds::insert(tx, &self.other)?;
        tables::guilds::put_role(tx, self.other.id, &Role::everyone(self.other.id))?;
        tables::guilds::put_role(tx, self.other.id, &self.other_role)?;
        tables::channels::insert(tx, &self.other_channel)?;
        tables::members::insert(tx, self.other.id, &outsider.0)?;
        insert_message(tx, &self.other_message)
    }
}

/// A category, a public channel, a private one that administrators alone see, and a voice channel.
fn channels_of(app: &App, guild_id: Id<GuildMarker>) -> Vec<Channel> {
    let channel = |kind, name: &str| Channel::in_guild(app.ids.next(), kind, guild_id, name);
    let category = channel(ChannelType::GUILD_CATEGORY, "place");
    let mut public = channel(ChannelType::GUILD_TEXT, "parvis");
    public.parent_id = Some(category.id);
    let mut private = channel(ChannelType::GUILD_TEXT, CANARY);
    private.topic = Some(CANARY.to_owned());
    private.permission_overwrites =
        vec![Overwrite::role(guild_id.cast(), Permissions::NONE, Permissions::VIEW_CHANNEL)];
    let voice = channel(ChannelType::GUILD_VOICE, "voix");
    vec![category, public, private, voice]
}

fn insert_message(tx: &mut Tx<'_>, message: &Message) -> Result<(), StoreError> {
    let channel_id: Id<ChannelMarker> = message.channel_id;
    let wanted: Id<MessageMarker> = message.id;
    let next = tables::channels::next_message(tx, channel_id, wanted)?;
    let (seq, id) = next.expect("the channel was just made");
    assert_eq!(id, wanted, "ids were made in order");
    tables::messages::insert(tx, message, seq, None)
}
