//! `/parvis/v1/guard`

mod action_days;
mod appeals;
mod banks;
mod cases;
mod decisions;
mod direct_acts;
mod evidence;
mod house;
mod lists;
mod mirrors;
mod notices;
mod orders;
mod policies;
mod raids;
mod years;

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_guard::moderators;
use parvis_model::Permissions;
use parvis_testing::{Answer, Person, TestServer};
use serde_json::{Value, json};

const DAY_MS: i64 = 86_400_000;
const MODERATES: Permissions = Permissions::MODERATE_MEMBERS
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::KICK_MEMBERS)
    .union(Permissions::BAN_MEMBERS);

/// A guild of ada's: eve and bob moderate, mel and kim are members, and hal decides for the house.
struct Square {
    server: TestServer,
    clock: Arc<FixedClock>,
    guild: String,
    channel: String,
    ada: Person,
    eve: Person,
    bob: Person,
    mel: Person,
    kim: Person,
    hal: Person,
}

impl Square {
    async fn open() -> Self {
        Self::open_at(None).await
    }

    /// The same, where others reach it at an address.
    async fn open_at(public_url: Option<&str>) -> Self {
        let clock = Arc::new(FixedClock::at(1_795_328_210_123));
        let public_url = public_url.map(str::to_owned);
        let change = |config: &mut parvis_server::Config| config.public_url = public_url;
        let server = TestServer::start_with(change, clock.clone()).await;
        let ada = server.person("ada").await;
        let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
        let channel = ada.first_channel(&guild).await;
        let mut others = Vec::new();
        for name in ["eve", "bob", "mel", "kim", "hal"] {
            others.push(server.person(name).await);
        }
        let [eve, bob, mel, kim, hal]: [Person; 5] = others.try_into().ok().expect("five");
        for person in [&eve, &bob, &mel, &kim] {
            ada.bring_in(&channel, person).await;
        }
        let hal_id = hal.id.parse().expect("an id");
        assert!(moderators::add(server.app(), hal_id).await.expect("named"));
        let square = Self { server, clock, guild, channel, ada, eve, bob, mel, kim, hal };
        for person in [&square.eve, &square.bob] {
            square.give_role(person, MODERATES).await;
        }
        square
    }

    async fn give_role(&self, person: &Person, permissions: Permissions) {
        let role = json!({ "name": "m", "permissions": permissions.bits().to_string() });
        let role = self.ada.post(&format!("/guilds/{}/roles", self.guild), role).await.ok();
        let path = format!("/guilds/{}/members/{}/roles/{}", self.guild, person.id, id(&role));
        self.ada.put(&path, json!({})).await.ok();
    }

    /// Kim says something, mel reports it; the case as eve sees it.
    async fn reported(&self, text: &str) -> (Value, Value) {
        let said = self.kim.say(&self.channel, text).await;
        self.mel.post("/parvis/v1/guard/reports", report_of(&said, "harassment")).await.ok();
        let page = self.eve.get(&self.cases()).await.ok();
        (said, page["cases"][0].clone())
    }

    fn cases(&self) -> String {
        format!("/parvis/v1/guard/cases?guild_id={}", self.guild)
    }

    async fn decide(&self, by: &Person, case: &Value, measures: Value) -> Answer {
        let body = json!({
            "measures": measures, "ground": "rules", "rule": "Nobody is threatened", "facts": "A threat.",
            "category": "violence", "context_considered": true, "text_to_person": "Take a walk.",
        });
        by.post(&format!("/parvis/v1/guard/cases/{}/decision", id(case)), body).await
    }

    async fn told(&self, person: &Person) -> Value {
        person.get("/parvis/v1/guard/statements/@me").await.ok()
    }

    async fn appeal(&self, person: &Person) -> Value {
        let told = self.told(person).await;
        let path = format!("/parvis/v1/guard/statements/{}/appeal", id(&told[0]));
        person.post(&path, json!({ "text": "It was a joke." })).await.ok()
    }

    fn message(&self, said: &Value) -> String {
        format!("/channels/{}/messages/{}", self.channel, id(said))
    }
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("an id")
}

fn report_of(said: &Value, reason: &str) -> Value {
    let subject = json!({ "kind": "message", "channel_id": said["channel_id"], "message_id": said["id"] });
    json!({ "subject": subject, "reason": reason, "text": "every day" })
}
