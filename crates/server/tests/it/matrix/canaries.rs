//! What stands in private places: while its owners use it, nobody else hears or reads a word of it.

use std::collections::BTreeMap;

use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, TestServer};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::table::{Row, rows};
use super::world::{CANARY, World};

/// Members who do not see the private channels and do not read the audit log, and people who are no members.
const LISTENERS: [&str; 7] = ["member", "muted", "pending", "moderator", "bot", "outsider", "banned"];
/// The last thing that is said.
const END: &str = "c'est fini";

struct Private {
    server: TestServer,
    world: World,
    owner: Person,
    admin: Person,
    /// Ids and words that nobody else may see.
    secrets: Vec<String>,
}

impl Private {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let world = World::new(&server).await;
        let (owner, admin) = (world.people["owner"].clone(), world.people["admin"].clone());
        let secrets =
            vec![CANARY.to_owned(), world.ids["private"].clone(), world.ids["private_message"].clone()];
        let here = Self { server, world, owner, admin, secrets };
        // Whoever reads the audit log or the bans reads reasons. Moderators shall only lead: members, messages,
        // channels, roles.
        let moderators = here.path("/guilds/{guild}/roles/{moderator_role}");
        here.owner.patch(&moderators, json!({ "permissions": "402661394" })).await.ok();
        let bot = here.path("/guilds/{guild}/members/{bot}/roles/{moderator_role}");
        here.owner.delete(&bot).await.ok();
        here
    }

    /// The path with the world's ids in it.
    fn path(&self, template: &str) -> String {
        self.world
            .ids
            .iter()
            .fold(template.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
    }

    fn secret(&mut self, name: &str, value: &Value) -> String {
        let id = value["id"].as_str().expect("an id").to_owned();
        self.world.ids.insert(name.to_owned(), id.clone());
        self.secrets.push(id.clone());
        id
    }

    async fn with_reason(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.owner.request(method, &self.path(path)).json(&body);
        Answer::of(request.header("x-audit-log-reason", format!("{CANARY} raison"))).await
    }

    /// Everything that can be done with a private channel.
    async fn use_everything(&mut self) {
        self.make_channels().await;
        self.write_messages().await;
        self.use_threads().await;
        self.plan_events().await;
        self.write_by_a_webhook().await;
        self.point_at_them_from_outside().await;
        self.receive_newcomers().await;
        self.change_and_delete().await;
    }

    async fn make_channels(&mut self) {
        let hidden = json!([{ "id": self.world.ids["guild"], "type": 0, "allow": "0", "deny": "1024" }]);
        let body =
            json!({ "name": format!("{CANARY}-neuf"), "topic": CANARY, "permission_overwrites": hidden });
        let made = self.with_reason(Method::POST, "/guilds/{guild}/channels", body).await.ok();
        self.secret("second_private", &made);
        let body = json!({ "name": format!("{CANARY}-place"), "type": 4, "permission_overwrites": hidden });
        let made = self.with_reason(Method::POST, "/guilds/{guild}/channels", body).await.ok();
        self.secret("private_category", &made);
        let body = json!({ "topic": format!("{CANARY} encore"), "nsfw": true, "rate_limit_per_user": 1 });
        self.with_reason(Method::PATCH, "/channels/{second_private}", body).await.ok();
        let order = json!([{ "id": self.world.ids["second_private"], "position": 7 }]);
        self.owner.patch(&self.path("/guilds/{guild}/channels"), order).await.ok();
        let overwrite = json!({ "type": 0, "allow": "0", "deny": "2048" });
        self.with_reason(Method::PUT, "/channels/{second_private}/permissions/{role}", overwrite).await.ok();
        let invite =
            self.owner.post(&self.path("/channels/{private}/invites"), json!({ "max_uses": 3 })).await.ok();
        self.secrets.push(invite["code"].as_str().expect("a code").to_owned());
    }

    async fn write_messages(&mut self) {
        let messages = self.path("/channels/{private}/messages");
        let embed = json!({ "title": CANARY, "description": CANARY, "fields": [{ "name": CANARY, "value": CANARY }] });
        let body = json!({ "content": format!("@everyone <@{}> {CANARY}", self.world.ids["member"]), "embeds": [embed] });
        let said = self.admin.post(&messages, body).await.ok();
        self.secret("said", &said);
        let message = self.path("/channels/{private}/messages/{said}");
        self.admin.patch(&message, json!({ "content": format!("{CANARY} changé") })).await.ok();
        self.owner.put(&format!("{message}/reactions/%F0%9F%A6%9C/@me"), json!({})).await.ok();
        self.owner.put(&self.path("/channels/{private}/messages/pins/{said}"), json!({})).await.ok();
        let reply =
            json!({ "content": CANARY, "message_reference": { "message_id": self.world.ids["said"] } });
        let answered = self.owner.post(&messages, reply).await.ok();
        self.secret("answered", &answered);
        let file = Part::bytes(CANARY.as_bytes().to_vec()).file_name(format!("{CANARY}.txt"));
        let form =
            Form::new().text("payload_json", json!({ "content": CANARY }).to_string()).part("files[0]", file);
        let with_file = self.owner.post_form(&messages, form).await.ok();
        self.secret("with_file", &with_file);
        self.owner.post(&self.path("/channels/{private}/typing"), json!({})).await.ok();
        let dm = self.owner.post("/users/@me/channels", json!({ "recipient_id": self.admin.id })).await.ok();
        let dm = self.secret("their_dm", &dm);
        self.owner.say(&dm, CANARY).await;
        self.owner.post(&format!("/channels/{dm}/typing"), json!({})).await.ok();
    }

    /// A thread in the private channel, and a private one in a public channel.
    async fn use_threads(&mut self) {
        let from_message = "/channels/{private}/messages/{private_message}/threads";
        let body = json!({ "name": format!("{CANARY} fil") });
        let made = self.with_reason(Method::POST, from_message, body).await.ok();
        self.secret("started_thread", &made);
        for (name, place, kind) in [("inner_thread", "{private}", 11), ("closed_thread", "{public}", 12)] {
            let path = format!("/channels/{place}/threads");
            let body = json!({ "name": format!("{CANARY} {name}"), "type": kind });
            let made = self.with_reason(Method::POST, &path, body).await.ok();
            let thread = format!("/channels/{}", self.secret(name, &made));
            self.owner.put(&format!("{thread}/thread-members/{}", self.admin.id), json!({})).await.ok();
            let body = json!({ "content": format!("{CANARY} <@{}>", self.admin.id) });
            let said = self.admin.post(&format!("{thread}/messages"), body).await.ok();
            let said = self.secret("said_in_thread", &said);
            let message = format!("{thread}/messages/{said}");
            self.admin.patch(&message, json!({ "content": format!("{CANARY} changé") })).await.ok();
            self.owner.put(&format!("{message}/reactions/%F0%9F%A6%9C/@me"), json!({})).await.ok();
            self.owner.put(&format!("{thread}/messages/pins/{said}"), json!({})).await.ok();
            self.owner.post(&format!("{thread}/typing"), json!({})).await.ok();
            self.with_reason(Method::PATCH, &thread, json!({ "name": format!("{CANARY} autre") })).await.ok();
            self.owner.delete(&format!("{thread}/thread-members/{}", self.admin.id)).await.ok();
            self.with_reason(Method::PATCH, &thread, json!({ "archived": true, "locked": true })).await.ok();
            self.owner.delete(&message).await.ok();
        }
        self.with_reason(Method::DELETE, "/channels/{closed_thread}", json!({})).await.ok();
    }

    /// An event in a private voice channel, from the day on which it is planned to the day on which it is called off.
    async fn plan_events(&mut self) {
        let hidden = json!([{ "id": self.world.ids["guild"], "type": 0, "allow": "0", "deny": "1024" }]);
        for name in ["private_voice", "second_voice"] {
            let body =
                json!({ "name": format!("{CANARY} voix"), "type": 2, "permission_overwrites": hidden });
            let made = self.with_reason(Method::POST, "/guilds/{guild}/channels", body).await.ok();
            self.secret(name, &made);
        }
        let (start, end) = (self.world.ids["tomorrow"].clone(), self.world.ids["day_after"].clone());
        for name in ["planned", "called_off"] {
            let body = json!({
                "name": format!("{CANARY} fête"), "description": CANARY, "privacy_level": 2, "entity_type": 2,
                "channel_id": self.world.ids["private_voice"], "scheduled_start_time": start,
                "scheduled_end_time": end, "recurrence_rule": { "start": start, "frequency": 3 },
            });
            let made = self.with_reason(Method::POST, "/guilds/{guild}/scheduled-events", body).await.ok();
            self.secret(name, &made);
        }
        let event = "/guilds/{guild}/scheduled-events/{planned}";
        let more = json!({ "description": format!("{CANARY} encore") });
        self.with_reason(Method::PATCH, event, more).await.ok();
        let elsewhere = json!({ "channel_id": self.world.ids["second_voice"] });
        self.with_reason(Method::PATCH, event, elsewhere).await.ok();
        let off = json!({ "original_scheduled_start_time": end, "is_canceled": true });
        let made = self.with_reason(Method::POST, &format!("{event}/exceptions"), off).await.ok();
        let exception = made["event_exception_id"].as_str().expect("an id");
        self.with_reason(
            Method::PATCH,
            &format!("{event}/exceptions/{exception}"),
            json!({ "is_canceled": false }),
        )
        .await
        .ok();
        self.admin.put(&self.path(&format!("{event}/users/@me")), json!({})).await.ok();
        self.admin.delete(&self.path(&format!("{event}/users/@me"))).await;
        self.with_reason(Method::PATCH, event, json!({ "status": 2 })).await.ok();
        let other = "/guilds/{guild}/scheduled-events/{called_off}";
        self.with_reason(Method::DELETE, other, json!({})).await.ok();
    }

    /// A webhook of a private channel, from its first day to its last.
    async fn write_by_a_webhook(&mut self) {
        let body = json!({ "name": CANARY });
        let made = self.with_reason(Method::POST, "/channels/{private}/webhooks", body).await.ok();
        let hook = self.secret("hook", &made);
        let token = made["token"].as_str().expect("a secret").to_owned();
        self.secrets.push(token.clone());
        let (nobody, path) = (self.server.anonymous(), format!("/webhooks/{hook}/{token}"));
        let body = json!({ "content": format!("@everyone {CANARY}"), "username": CANARY });
        let said = nobody.post(&format!("{path}?wait=true"), body).await.ok();
        let said = self.secret("said_by_hook", &said);
        let message = format!("{path}/messages/{said}");
        nobody.patch(&message, json!({ "content": format!("{CANARY} changé") })).await.ok();
        self.with_reason(Method::PATCH, "/webhooks/{hook}", json!({ "name": format!("{CANARY} x") }))
            .await
            .ok();
        nobody.delete(&message).await.ok();
        self.with_reason(Method::DELETE, "/webhooks/{hook}", json!({})).await.ok();
    }

    /// Replies to private messages from a public channel, and the private channel's name in a public one.
    async fn point_at_them_from_outside(&self) {
        let public = self.path("/channels/{public}/messages");
        for message in ["private_message", "said", "with_file"] {
            for channel in ["private", "public"] {
                let reference = json!({
                    "message_id": self.world.ids[message],
                    "channel_id": self.world.ids[channel],
                    "guild_id": self.world.ids["guild"],
                });
                for (kind, must_exist) in [(0, true), (0, false), (1, true)] {
                    let mut reference = reference.clone();
                    reference["type"] = json!(kind);
                    reference["fail_if_not_exists"] = json!(must_exist);
                    // A forward stands alone.
                    let content = if kind == 0 { "regardez" } else { "" };
                    let body = json!({ "content": content, "message_reference": reference });
                    // Whether it is refused or sent without the quotation: the quotation is what must not be there.
                    self.world.people["member"].post(&public, body).await;
                }
            }
        }
        self.owner.say(&self.world.ids["public"], &format!("voir <#{}>", self.world.ids["private"])).await;
    }

    /// Newcomers are led to private channels, which those alone see who may view them.
    async fn receive_newcomers(&self) {
        let both = json!([self.world.ids["public"], self.world.ids["private"]]);
        let option = json!({ "title": "Voir", "channel_ids": both });
        let prompt = json!({ "id": "1", "title": "Que faites-vous ?", "options": [option] });
        let body = json!({ "prompts": [prompt], "default_channel_ids": both, "enabled": true });
        let asked = self.with_reason(Method::PUT, "/guilds/{guild}/onboarding", body).await.ok();
        let answers = json!({ "onboarding_responses": [asked["prompts"][0]["options"][0]["id"]] });
        let responses = self.path("/guilds/{guild}/onboarding-responses");
        for name in ["owner", "member", "moderator"] {
            self.world.people[name].post(&responses, answers.clone()).await.ok();
        }
        let welcome = ["public", "private"];
        let welcome = welcome.map(|name| json!({ "channel_id": self.world.ids[name], "description": "Ici" }));
        let body = json!({ "welcome_channels": welcome, "enabled": true });
        self.with_reason(Method::PATCH, "/guilds/{guild}/welcome-screen", body).await.ok();
    }

    async fn change_and_delete(&mut self) {
        self.owner
            .delete(&self.path("/channels/{private}/messages/{said}/reactions/%F0%9F%A6%9C/@me"))
            .await
            .ok();
        self.owner.delete(&self.path("/channels/{private}/messages/pins/{said}")).await.ok();
        self.with_reason(Method::DELETE, "/channels/{private}/messages/{said}", json!({})).await.ok();
        let more = [
            self.owner.say(&self.world.ids["private"], CANARY).await,
            self.owner.say(&self.world.ids["private"], CANARY).await,
        ];
        let ids: Vec<_> = more.iter().map(|message| message["id"].clone()).collect();
        self.owner
            .post(&self.path("/channels/{private}/messages/bulk-delete"), json!({ "messages": ids }))
            .await
            .ok();
        self.with_reason(Method::DELETE, "/channels/{second_private}/permissions/{role}", json!({}))
            .await
            .ok();
        let into = json!({ "parent_id": self.world.ids["private_category"] });
        self.with_reason(Method::PATCH, "/channels/{second_private}", into).await.ok();
        self.with_reason(Method::DELETE, "/channels/{second_private}", json!({})).await.ok();
        let ban = json!({ "delete_message_seconds": 0 });
        self.with_reason(Method::PUT, "/guilds/{guild}/bans/{newcomer}", ban).await.ok();
    }

    /// What of the secrets stands in a text. A channel that its owner names in public has said its id.
    fn found_in(&self, text: &str) -> Option<String> {
        let text = text.replace(&format!("<#{}>", self.world.ids["private"]), "");
        self.secrets.iter().find(|secret| text.contains(secret.as_str())).cloned()
    }
}

async fn listen(here: &Private) -> BTreeMap<&'static str, Socket> {
    let mut sockets = BTreeMap::new();
    for name in LISTENERS {
        let person = here.world.principal(&here.server, name);
        let socket = Socket::identify(&here.server, &person, ALL_INTENTS).await;
        if name != "bot" {
            socket.watch(&here.world.ids["guild"]);
        }
        sockets.insert(name, socket);
    }
    sockets
}

/// Waits until each socket has everything that was told before this moment.
async fn until_the_end(here: &Private, sockets: &mut BTreeMap<&'static str, Socket>) {
    here.owner.say(&here.world.ids["public"], END).await;
    here.world.people["outsider"].say(&here.world.ids["b_channel"], END).await;
    here.world.people["banned"].patch("/users/@me", json!({ "global_name": "Fini" })).await.ok();
    for (name, socket) in sockets {
        match *name {
            "banned" => drop(socket.wait_for("USER_UPDATE").await),
            _ => drop(socket.wait_until("MESSAGE_CREATE", |message| message["content"] == END).await),
        }
    }
}

fn leaks_in(here: &Private, sockets: &mut BTreeMap<&'static str, Socket>) -> Vec<String> {
    let mut leaks = Vec::new();
    for (name, socket) in sockets {
        for frame in socket.received() {
            if let Some(secret) = here.found_in(&frame.to_string()) {
                leaks.push(format!("{name} is told {secret}: {frame}"));
            }
        }
    }
    leaks
}

/// Calls everything that reads, with every id there is.
async fn leaks_over_http(here: &Private) -> Vec<String> {
    let mut leaks = Vec::new();
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.method == "GET").collect();
    let channels = ["public", "private", "their_dm", "second_private", "inner_thread", "started_thread"];
    let messages = ["message", "private_message", "with_file", "answered"];
    for name in LISTENERS {
        let person = here.world.principal(&here.server, name);
        let ids = here.world.ids_for(name);
        for row in &rows {
            for (channel, message) in
                channels.into_iter().flat_map(|channel| messages.map(|message| (channel, message)))
            {
                let swapped = [("channel_id", channel), ("message_id", message)];
                let swapped = swapped.map(|(parameter, thing)| (parameter.to_owned(), thing.to_owned()));
                if !row.has_its_things(&ids)
                    || ["invite", "private_invite", "application"].iter().any(|thing| row.names(thing))
                {
                    continue;
                }
                let (path, _) = row.request_with(&ids, &BTreeMap::from(swapped));
                let answer = person.get(&path).await;
                if let Some(secret) = here.found_in(&answer.text) {
                    leaks.push(format!("{name} reads {secret} at {path}: {}", answer.text));
                }
                if row.parameters().iter().all(|it| *it != "channel_id" && *it != "message_id") {
                    break;
                }
            }
        }
    }
    leaks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn private_places_are_silent_to_everybody_else() {
    let mut here = Private::new().await;
    let mut sockets = listen(&here).await;
    here.use_everything().await;
    until_the_end(&here, &mut sockets).await;
    let mut leaks = leaks_in(&here, &mut sockets);
    leaks.extend(leaks_over_http(&here).await);
    // Who comes later is told the state of things: the same must hold for it.
    let mut later = listen(&here).await;
    until_the_end(&here, &mut later).await;
    leaks.extend(leaks_in(&here, &mut later));
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_see_private_places_does() {
    let mut here = Private::new().await;
    let mut socket = Socket::identify(&here.server, &here.admin, ALL_INTENTS).await;
    here.use_everything().await;
    here.owner.say(&here.world.ids["public"], END).await;
    socket.wait_until("MESSAGE_CREATE", |message| message["content"] == END).await;
    let told = socket.received().iter().filter(|frame| here.found_in(&frame.to_string()).is_some()).count();
    assert!(told > 15, "the search finds what is there: {told} frames");
    let log = here.owner.get(&here.path("/guilds/{guild}/audit-logs")).await.ok();
    assert!(here.found_in(&log.to_string()).is_some(), "the reasons are in the log: {log}");
}
