//! `/guilds/{guild_id}/onboarding`

use parvis_testing::{ALL_INTENTS, Person, Socket, TestServer};
use serde_json::{Value, json};

/// Ada's guild with Eve in it, and a role that anybody may have.
pub struct Village {
    pub server: TestServer,
    pub ada: Person,
    pub eve: Person,
    pub guild: String,
    pub channel: String,
    pub role: String,
}

impl Village {
    pub async fn new() -> Self {
        let server = TestServer::start().await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let guild = ada.make_guild("Place").await;
        let (guild, channel) = (id_of(&guild), text(&guild["system_channel_id"]));
        ada.bring_in(&channel, &eve).await;
        let role = ada.post(&format!("/guilds/{guild}/roles"), json!({ "name": "graphistes" })).await.ok();
        Self { server, ada, eve, guild, channel, role: id_of(&role) }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/guilds/{}{rest}", self.guild)
    }

    pub async fn role(&self, body: Value) -> String {
        id_of(&self.ada.post(&self.path("/roles"), body).await.ok())
    }

    pub async fn text_channel(&self, body: Value) -> String {
        id_of(&self.ada.post(&self.path("/channels"), body).await.ok())
    }

    /// A channel that `@everyone` may not view.
    pub async fn hidden_channel(&self) -> String {
        let hidden = json!([{ "id": self.guild, "type": 0, "allow": "0", "deny": "1024" }]);
        self.text_channel(json!({ "name": "cachette", "permission_overwrites": hidden })).await
    }

    pub async fn asks(&self, body: Value) -> Value {
        self.ada.put(&self.path("/onboarding"), body).await.ok()
    }
}

pub fn id_of(value: &Value) -> String {
    text(&value["id"])
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// One question with these answers, not known before.
pub fn prompt(options: &Value) -> Value {
    json!({ "id": "1", "title": "Que savez-vous faire ?", "options": options })
}

#[tokio::test]
async fn questions_are_asked_changed_and_taken_back_under_their_ids() {
    let here = Village::new().await;
    let nothing = here.eve.get(&here.path("/onboarding")).await.ok();
    assert_eq!((&nothing["enabled"], &nothing["prompts"]), (&json!(false), &json!([])));
    let mut socket = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    let options = json!([
        { "title": "Dessiner", "description": "Affiches", "emoji_name": "🎨", "role_ids": [here.role] },
        { "title": "Écrire", "channel_ids": [here.channel] },
    ]);
    let body =
        json!({ "prompts": [prompt(&options)], "default_channel_ids": [here.channel], "enabled": true });
    let asked = here.asks(body).await;
    let told = socket.wait_for("GUILD_UPDATE").await;
    assert!(told["features"].as_array().expect("features").contains(&json!("GUILD_ONBOARDING")), "{told}");
    let (question, drawing) = (&asked["prompts"][0], &asked["prompts"][0]["options"][0]);
    assert_ne!(question["id"], "1", "the id of a new question is the server's");
    assert_eq!(drawing["emoji"], json!({ "id": null, "name": "🎨", "animated": false }));
    assert_eq!(drawing["role_ids"], json!([here.role]));
    assert_eq!((&question["type"], &question["in_onboarding"]), (&json!(0), &json!(true)));
    let seen = here.eve.get(&here.path("/onboarding")).await.ok();
    assert_eq!((&seen["prompts"], &seen["responses"]), (&asked["prompts"], &json!([])));

    // The same answer in other words stays the same answer; the other one goes, another question comes.
    let kept = json!([{ "id": drawing["id"], "title": "Peindre", "role_ids": [here.role] }]);
    let again = json!({ "id": question["id"], "title": "Et vous ?", "options": kept, "single_select": true });
    let changed = here.asks(json!({ "prompts": [again, prompt(&json!([{ "title": "Rien" }]))] })).await;
    assert_eq!(changed["prompts"][0]["id"], question["id"]);
    assert_eq!(changed["prompts"][0]["options"][0]["id"], drawing["id"]);
    assert_eq!(changed["prompts"][0]["options"].as_array().map(Vec::len), Some(1));
    assert!(changed["enabled"] == true && changed["default_channel_ids"] == json!([here.channel]));
    here.asks(json!({ "prompts": [], "enabled": false })).await;
    let told = socket.wait_for("GUILD_UPDATE").await;
    assert!(!told["features"].to_string().contains("GUILD_ONBOARDING"));
    let log = here.ada.get(&here.path("/audit-logs?limit=10")).await.ok();
    let entries = log["audit_log_entries"].as_array().expect("entries");
    let acts: Vec<_> = entries.iter().filter_map(|it| it["action_type"].as_u64()).take(9).collect();
    assert_eq!(acts, [167, 165, 165, 167, 163, 164, 166, 163, 30]);
}

#[tokio::test]
async fn an_answer_never_gives_power_nor_what_its_editor_may_not_give() {
    let here = Village::new().await;
    let powerful = here.role(json!({ "name": "modération", "permissions": "2" })).await;
    let by_channel = here.role(json!({ "name": "rangement", "permissions": "0" })).await;
    let path = format!("/channels/{}/permissions/{by_channel}", here.channel);
    here.ada.put(&path, json!({ "type": 0, "allow": "8192", "deny": "0" })).await.ok();
    // Eve may edit, and stands below the role of the others.
    let manager = here.role(json!({ "name": "accueil", "permissions": "268435488" })).await;
    here.ada.put(&here.path(&format!("/members/{}/roles/{manager}", here.eve.id)), json!({})).await.ok();
    let order = json!([{ "id": manager, "position": 1 }, { "id": here.role, "position": 2 }]);
    here.ada.patch(&here.path("/roles"), order).await.ok();
    let give = |role: &str| json!({ "prompts": [prompt(&json!([{ "title": "Oui", "role_ids": [role] }]))] });
    let refusal = async |person: &Person, role: &str| {
        let answer = person.put(&here.path("/onboarding"), give(role)).await;
        assert_eq!(answer.refused(400), 50_035, "{}", answer.text);
        let errors = &answer.json()["errors"]["prompts"]["0"]["options"]["0"]["role_ids"]["0"]["_errors"];
        text(&errors[0]["code"])
    };
    assert_eq!(refusal(&here.ada, &powerful).await, "ROLE_NOT_HARMLESS");
    assert_eq!(refusal(&here.ada, &by_channel).await, "ROLE_NOT_HARMLESS");
    for role in [&*here.guild, "1", &*here.eve.id] {
        assert_eq!(refusal(&here.ada, role).await, "ROLE_INVALID");
    }
    assert_eq!(refusal(&here.eve, &here.role).await, "ROLE_INVALID");
    // What Ada put there stays where it is when Eve changes something else, and goes nowhere else.
    let asked = here.asks(give(&here.role)).await;
    let option = &asked["prompts"][0]["options"][0];
    let mut again = asked["prompts"][0].clone();
    again["options"][0] = json!({ "id": option["id"], "title": "Non", "role_ids": [here.role] });
    let body = json!({ "prompts": [again] });
    let changed = here.eve.put(&here.path("/onboarding"), body.clone()).await.ok();
    assert_eq!(changed["prompts"][0]["options"][0]["role_ids"], json!([here.role]));
    assert_eq!(refusal(&here.eve, &here.role).await, "ROLE_INVALID");
    here.ada.patch(&here.path(&format!("/roles/{}", here.role)), json!({ "permissions": "8" })).await.ok();
    let answer = here.ada.put(&here.path("/onboarding"), body).await;
    assert!(answer.text.contains("ROLE_NOT_HARMLESS"), "{}", answer.text);
}

#[tokio::test]
async fn newcomers_are_not_led_where_there_is_nothing_to_see() {
    let here = Village::new().await;
    let hidden = here.hidden_channel().await;
    let put = async |body: Value| here.ada.put(&here.path("/onboarding"), body).await;
    for channels in [json!([]), json!([hidden])] {
        let body = json!({ "enabled": true, "default_channel_ids": channels });
        assert_eq!(put(body).await.refused(400), 350_000);
    }
    let prompts = json!([prompt(&json!([{ "title": "Oui", "channel_ids": [here.channel] }]))]);
    let body = json!({ "enabled": true, "prompts": prompts });
    assert_eq!(put(body).await.refused(400), 350_000);
    // In the other mode channels of answers count.
    put(json!({ "enabled": true, "prompts": prompts, "mode": 1 })).await.ok();
    assert_eq!(put(json!({ "prompts": [] })).await.refused(400), 350_001);
    put(json!({ "prompts": [], "default_channel_ids": [here.channel] })).await.ok();
}

#[tokio::test]
async fn channels_out_of_sight_are_not_told_and_not_lost() {
    let here = Village::new().await;
    let hidden = here.hidden_channel().await;
    let both = json!([here.channel, hidden]);
    let prompts = json!([prompt(&json!([{ "title": "Oui", "channel_ids": both }]))]);
    let asked = here.asks(json!({ "prompts": prompts, "default_channel_ids": both, "enabled": true })).await;
    let seen = here.eve.get(&here.path("/onboarding")).await;
    assert!(!seen.text.contains(&hidden), "{}", seen.text);
    // Eve reads the audit log and edits, and sees no more for that.
    let manager = here.role(json!({ "permissions": "268435616" })).await;
    here.ada.put(&here.path(&format!("/members/{}/roles/{manager}", here.eve.id)), json!({})).await.ok();
    let log = here.eve.get(&here.path("/audit-logs")).await;
    assert!(log.status == 200 && !log.text.contains(&hidden), "{}", log.text);
    let prompts = seen.json()["prompts"].clone();
    let body = json!({ "prompts": prompts, "default_channel_ids": [here.channel] });
    let answer = here.eve.put(&here.path("/onboarding"), body).await;
    assert!(answer.status == 200 && !answer.text.contains(&hidden), "{}", answer.text);
    let after = here.ada.get(&here.path("/onboarding")).await.ok();
    let ids = |value: &Value| {
        value.as_array().map(|ids| ids.iter().map(text).collect::<std::collections::BTreeSet<_>>())
    };
    assert_eq!(ids(&after["default_channel_ids"]), ids(&both));
    let of_option = |it: &Value| ids(&it["prompts"][0]["options"][0]["channel_ids"]);
    assert_eq!(of_option(&after), of_option(&asked));
    let stolen = json!({ "default_channel_ids": [hidden] });
    assert_eq!(here.eve.put(&here.path("/onboarding"), stolen).await.refused(400), 50_035);
}

#[tokio::test]
async fn everything_that_is_sent_is_bounded() {
    let here = Village::new().await;
    let many = |count: usize| (0..count).map(|_| here.channel.clone()).collect::<Vec<_>>();
    let option = json!({ "title": "Oui" });
    let with = |options: Value| json!({ "prompts": [prompt(&options)] });
    for (body, place) in [
        (json!({ "prompts": vec![prompt(&json!([option])); 16] }), "/prompts"),
        (json!({ "default_channel_ids": many(501) }), "/default_channel_ids"),
        (json!({ "mode": 2 }), "/mode"),
        (json!({ "mode": "0" }), "/mode"),
        (json!({ "prompts": [{ "id": "1", "options": [option] }] }), "/prompts/0/title"),
        (json!({ "prompts": [{ "title": "\u{200b} ", "options": [option] }] }), "/prompts/0/title"),
        (json!({ "prompts": [{ "title": "x".repeat(101), "options": [option] }] }), "/prompts/0/title"),
        (json!({ "prompts": [{ "title": "x", "options": [option], "type": 9 }] }), "/prompts/0/type"),
        (json!({ "prompts": [{ "title": "x" }] }), "/prompts/0/options"),
        (with(json!(vec![option.clone(); 51])), "/prompts/0/options"),
        (with(json!([{ "title": "x".repeat(51) }])), "/prompts/0/options/0/title"),
        (with(json!([{ "title": "x", "description": "x".repeat(101) }])), "/prompts/0/options/0/description"),
        (with(json!([{ "title": "x", "role_ids": many(51) }])), "/prompts/0/options/0/role_ids"),
        (with(json!([{ "title": "x", "channel_ids": many(51) }])), "/prompts/0/options/0/channel_ids"),
        (with(json!([{ "title": "x", "emoji_name": "<script>" }])), "/prompts/0/options/0"),
        (with(json!([{ "title": "x", "emoji_id": "1" }])), "/prompts/0/options/0"),
        (with(json!([{ "title": "x", "channel_ids": ["1"] }])), "/prompts/0/options/0/channel_ids/0"),
    ] {
        let answer = here.ada.put(&here.path("/onboarding"), body).await;
        assert_eq!(answer.refused(400), 50_035, "{place}");
        let errors = answer.json()["errors"].pointer(place).cloned();
        assert!(errors.is_some_and(|it| it["_errors"].is_array()), "{place}: {}", answer.text);
    }
    let category = here.text_channel(json!({ "name": "place", "type": 4 })).await;
    let body = json!({ "default_channel_ids": [category] });
    assert_eq!(here.ada.put(&here.path("/onboarding"), body).await.refused(400), 50_035);
    assert_eq!(here.ada.get(&here.path("/onboarding")).await.ok()["prompts"], json!([]));
    // Ids that stand twice make two things of it.
    let twice =
        here.asks(json!({ "prompts": [prompt(&json!([option])), prompt(&json!([option, option]))] })).await;
    let known = &twice["prompts"][0];
    let again = here.asks(json!({ "prompts": [known, known] })).await;
    assert_eq!(again["prompts"][0]["id"], known["id"]);
    assert_ne!(again["prompts"][1]["id"], known["id"]);
    assert_ne!(again["prompts"][1]["options"][0]["id"], known["options"][0]["id"]);
}
