//! `/guilds/{guild_id}/auto-moderation/rules`: kept, told to those who manage the guild, and what they do.

use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, UNPRIVILEGED_INTENTS};
use serde_json::{Value, json};

use crate::routes::guilds::onboarding::{Village, id_of, text};

const DONE: &str = "AUTO_MODERATION_ACTION_EXECUTION";
const MANAGE_GUILD: u64 = 1 << 5;
const VIEW_CHANNEL: u64 = 1 << 10;

fn rules(here: &Village) -> String {
    here.path("/auto-moderation/rules")
}

/// A rule about words that is on.
fn words(metadata: Value, actions: Value) -> Value {
    json!({
        "name": "Mots", "event_type": 1, "trigger_type": 1, "enabled": true,
        "trigger_metadata": metadata, "actions": actions,
    })
}

async fn set(here: &Village, rule: Value) -> Value {
    here.ada.post(&rules(here), rule).await.ok()
}

async fn try_to_say(person: &Person, channel: &str, content: &str) -> Answer {
    person.post(&format!("/channels/{channel}/messages"), json!({ "content": content })).await
}

#[tokio::test]
async fn rules_are_kept_and_told_to_those_who_manage_the_guild() {
    let here = Village::new().await;
    let path = rules(&here);
    let (keeper, helper) =
        (here.server.bot(&here.ada, "keeper").await, here.server.bot(&here.ada, "helper").await);
    here.ada.add_bot(&here.guild, &keeper, MANAGE_GUILD).await;
    here.ada.add_bot(&here.guild, &helper, VIEW_CHANNEL).await;
    let mut keeper = Socket::identify(&here.server, &keeper, UNPRIVILEGED_INTENTS).await;
    let mut helper = Socket::identify(&here.server, &helper, UNPRIVILEGED_INTENTS).await;

    let metadata = json!({ "keyword_filter": ["chat*"], "allow_list": ["chaton"] });
    let made =
        set(&here, words(metadata, json!([{ "type": 1, "metadata": { "custom_message": "Non." } }]))).await;
    assert_eq!(keeper.wait_for("AUTO_MODERATION_RULE_CREATE").await, made);
    let expected = json!({ "keyword_filter": ["chat*"], "regex_patterns": [], "allow_list": ["chaton"] });
    assert_eq!((&made["trigger_metadata"], &made["creator_id"]), (&expected, &json!(here.ada.id)));
    let one = format!("{path}/{}", id_of(&made));
    assert_eq!(here.ada.get(&one).await.ok(), made);
    assert_eq!(here.ada.get(&path).await.ok(), json!([made]));
    let features = here.ada.get(&here.path("")).await.ok()["features"].to_string();
    assert!(features.contains("AUTO_MODERATION"), "{features}");

    let changed = here.ada.patch(&one, json!({ "name": "Félins", "exempt_roles": [here.role] })).await.ok();
    assert_eq!((&changed["name"], &changed["exempt_roles"]), (&json!("Félins"), &json!([here.role])));
    assert_eq!(changed["actions"], made["actions"], "what is not named stays");
    assert_eq!(keeper.wait_for("AUTO_MODERATION_RULE_UPDATE").await, changed);
    let refused = here.ada.patch(&one, json!({ "trigger_type": 3 })).await;
    assert_eq!(refused.refused(400), 50_035);
    let refused = here.ada.patch(&one, json!({ "trigger_metadata": { "regex_patterns": ["("] } })).await;
    assert_eq!(refused.refused(400), 50_035);
    let place = "/errors/trigger_metadata/regex_patterns/0/_errors/0/code";
    assert_eq!(
        refused.json().pointer(place),
        Some(&json!("AUTO_MODERATION_INVALID_REGEX")),
        "{}",
        refused.text
    );
    let missing = here.ada.post(&path, json!({ "name": "x" })).await;
    assert_eq!(missing.refused(400), 50_035);
    assert!(missing.json()["errors"]["trigger_type"]["_errors"].is_array(), "{}", missing.text);

    let spam = json!({ "name": "Spam", "event_type": 1, "trigger_type": 3 });
    let second = set(&here, spam.clone()).await;
    assert_eq!((&second["enabled"], &second["actions"][0]["type"]), (&json!(false), &json!(1)));
    assert_eq!(here.ada.post(&path, spam).await.refused(400), 50_035, "a guild has one of these");
    for _ in 1..6 {
        set(&here, words(json!({}), json!([{ "type": 1 }]))).await;
    }
    let seventh = here.ada.post(&path, words(json!({}), json!([{ "type": 1 }]))).await;
    assert_eq!(seventh.refused(400), 50_035);
    for rule in here.ada.get(&path).await.ok().as_array().expect("rules") {
        here.ada.delete(&format!("{path}/{}", id_of(rule))).await.ok();
    }
    assert_eq!(keeper.wait_for("AUTO_MODERATION_RULE_DELETE").await, changed);
    assert_eq!(here.ada.get(&one).await.refused(404), 10_000);
    let features = here.ada.get(&here.path("")).await.ok()["features"].to_string();
    assert!(!features.contains("AUTO_MODERATION"), "{features}");
    for (action, count) in [(140, 7), (141, 1), (142, 7)] {
        let log = here.ada.get(&here.path(&format!("/audit-logs?action_type={action}"))).await.ok();
        assert_eq!(log["audit_log_entries"].as_array().map(Vec::len), Some(count), "{action}");
    }
    here.ada.say(&here.channel, "fini").await;
    helper.wait_for("MESSAGE_CREATE").await;
    assert!(helper.names().iter().all(|name| !name.starts_with("AUTO_MODERATION")), "{:?}", helper.names());
}

#[tokio::test]
async fn what_a_rule_rules_out_is_blocked_told_and_written_down() {
    let here = Village::new().await;
    let alerts = here.hidden_channel().await;
    let keeper = here.server.bot(&here.ada, "keeper").await;
    here.ada.add_bot(&here.guild, &keeper, MANAGE_GUILD | VIEW_CHANNEL).await;
    let mut ada = Socket::identify(&here.server, &here.ada, ALL_INTENTS).await;
    let mut keeper = Socket::identify(&here.server, &keeper, UNPRIVILEGED_INTENTS).await;
    let mut eve = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    let actions = json!([
        { "type": 1, "metadata": { "custom_message": "Ici, on ne parle pas des chats." } },
        { "type": 2, "metadata": { "channel_id": alerts } },
        { "type": 3, "metadata": { "duration_seconds": 60 } },
    ]);
    let rule = set(&here, words(json!({ "keyword_filter": ["chat*"] }), actions)).await;

    let refused = try_to_say(&here.eve, &here.channel, "Mon CHATON dort").await;
    assert_eq!(refused.refused(400), 200_000);
    assert_eq!(refused.json()["message"], "Ici, on ne parle pas des chats.");
    let mut done = Vec::new();
    for _ in 0..3 {
        done.push(ada.wait_for(DONE).await);
    }
    let kinds: Vec<_> = done.iter().map(|it| it["action"]["type"].as_u64().expect("a number")).collect();
    assert_eq!(kinds, [1, 2, 3]);
    let first = &done[0];
    for (key, value) in [
        ("guild_id", json!(here.guild)),
        ("rule_id", rule["id"].clone()),
        ("rule_trigger_type", json!(1)),
        ("user_id", json!(here.eve.id)),
        ("channel_id", json!(here.channel)),
        ("content", json!("Mon CHATON dort")),
        ("matched_keyword", json!("chat*")),
        ("matched_content", json!("CHAT")),
    ] {
        assert_eq!(first[key], value, "{key} in {first}");
    }
    assert!(first.get("message_id").is_none() && first.get("alert_system_message_id").is_none(), "{first}");
    let stripped = keeper.wait_for(DONE).await;
    assert_eq!((&stripped["content"], &stripped["matched_content"]), (&json!(""), &json!("")));
    assert_eq!(stripped["matched_keyword"], "chat*");

    let alert = here.ada.get(&format!("/channels/{alerts}/messages")).await.ok()[0].clone();
    assert_eq!((&alert["type"], &alert["author"]["id"]), (&json!(24), &json!(here.eve.id)));
    assert_eq!(alert["id"], done[1]["alert_system_message_id"]);
    let frame = &alert["embeds"][0];
    assert_eq!(
        (&frame["type"], &frame["description"]),
        (&json!("auto_moderation_message"), &json!("Mon CHATON dort"))
    );
    let field = |name: &str| {
        let fields = frame["fields"].as_array().expect("fields");
        fields.iter().find(|field| field["name"] == name).map(|field| text(&field["value"]))
    };
    assert_eq!(field("rule_name").as_deref(), Some("Mots"));
    assert_eq!(field("channel_id"), Some(here.channel.clone()));
    assert_eq!(field("keyword_matched_content").as_deref(), Some("CHAT"));
    assert_eq!(field("timeout_duration").as_deref(), Some("60"));

    assert_eq!(try_to_say(&here.eve, &here.channel, "rien de mal").await.refused(403), 50_013, "timed out");
    for action in [143, 144, 145] {
        let log = here.ada.get(&here.path(&format!("/audit-logs?action_type={action}"))).await.ok();
        let entry = &log["audit_log_entries"][0];
        assert_eq!(entry["target_id"], json!(here.eve.id), "{action}");
        assert_eq!(entry["options"]["auto_moderation_rule_name"], "Mots", "{action}");
        assert_eq!(entry["options"]["auto_moderation_rule_trigger_type"], "1", "{action}");
    }

    assert!(!eve.names().iter().any(|name| name.starts_with("AUTO_MODERATION")), "eve manages nothing");
}

#[tokio::test]
async fn edits_and_names_of_threads_are_judged_and_exemptions_hold() {
    let here = Village::new().await;
    let metadata =
        json!({ "keyword_filter": ["chat*"], "regex_patterns": ["mi+aou"], "allow_list": ["château*"] });
    let rule = set(&here, words(metadata, json!([{ "type": 1 }]))).await;
    let one = format!("{}/{}", rules(&here), id_of(&rule));
    here.ada.say(&here.channel, "Les chats, moi, je les garde").await;
    let said = here.eve.say(&here.channel, "le château").await;
    let edit = format!("/channels/{}/messages/{}", here.channel, id_of(&said));
    assert_eq!(here.eve.patch(&edit, json!({ "content": "miiiaou" })).await.refused(400), 200_000, "an edit");
    assert_eq!(here.ada.get(&edit).await.ok()["content"], "le château");
    let threads = format!("/channels/{}/threads", here.channel);
    let thread = |name: &str| json!({ "name": name, "type": 11 });
    assert_eq!(here.eve.post(&threads, thread("chats perdus")).await.refused(400), 200_000);
    let made = here.eve.post(&threads, thread("objets perdus")).await.ok();
    let renamed = here.eve.patch(&format!("/channels/{}", id_of(&made)), json!({ "name": "chats" })).await;
    assert_eq!(renamed.refused(400), 200_000);
    assert_eq!(try_to_say(&here.eve, &id_of(&made), "un chat").await.refused(400), 200_000);
    here.ada.patch(&one, json!({ "exempt_channels": [here.channel] })).await.ok();
    here.eve.say(&here.channel, "des chats").await;
    here.eve.say(&id_of(&made), "des chats dans le fil").await;
    here.ada.patch(&one, json!({ "exempt_channels": [] })).await.ok();
    assert_eq!(try_to_say(&here.eve, &here.channel, "des chats").await.refused(400), 200_000);
    here.ada.patch(&one, json!({ "exempt_roles": [here.role] })).await.ok();
    here.ada.put(&here.path(&format!("/members/{}/roles/{}", here.eve.id, here.role)), json!({})).await.ok();
    here.eve.say(&here.channel, "des chats").await;
    here.ada.patch(&one, json!({ "exempt_roles": [], "enabled": false })).await.ok();
    here.eve.say(&here.channel, "encore des chats").await;
}

#[tokio::test]
async fn mentions_spam_and_our_own_lists_are_judged_and_alerts_let_messages_pass() {
    let here = Village::new().await;
    let alerts = here.text_channel(json!({ "name": "alertes" })).await;
    let mut ada = Socket::identify(&here.server, &here.ada, ALL_INTENTS).await;
    let alert = json!([{ "type": 2, "metadata": { "channel_id": alerts } }]);
    set(&here, words(json!({ "keyword_filter": ["alerte"] }), alert)).await;
    let kind = |trigger: u64, metadata: Value| {
        json!({
            "name": format!("Sorte {trigger}"), "event_type": 1, "trigger_type": trigger, "enabled": true,
            "trigger_metadata": metadata, "actions": [{ "type": 1, "metadata": {} }],
        })
    };
    set(&here, kind(4, json!({ "presets": [1, 3], "allow_list": ["merdes"] }))).await;
    set(&here, kind(5, json!({ "mention_total_limit": 1, "mention_raid_protection_enabled": true }))).await;
    set(&here, kind(3, json!({}))).await;

    let said = here.eve.say(&here.channel, "Alerte : le marché a lieu !").await;
    let done = ada.wait_for(DONE).await;
    assert_eq!((&done["message_id"], &done["matched_content"]), (&said["id"], &json!("Alerte")));
    let told = here.ada.get(&format!("/channels/{alerts}/messages")).await.ok()[0].clone();
    let flagged = json!({ "name": "flagged_message_id", "value": said["id"], "inline": false });
    assert!(told["embeds"][0]["fields"].as_array().is_some_and(|it| it.contains(&flagged)), "{told}");

    let refused = try_to_say(&here.eve, &here.channel, "quelle merde").await;
    assert_eq!(refused.refused(400), 200_000);
    assert_eq!(refused.json()["message"], "Message was blocked by automatic moderation");
    here.eve.say(&here.channel, "quelles merdes").await;
    let two = format!("<@{}> <@&{}>", here.ada.id, here.role);
    assert_eq!(try_to_say(&here.eve, &here.channel, &two).await.refused(400), 200_000, "two mentions");
    here.eve.say(&here.channel, &format!("<@{0}> <@{0}>", here.ada.id)).await;

    let offer = "Des abonnés pas chers pour tout le monde";
    for _ in 0..3 {
        here.eve.say(&here.channel, offer).await;
    }
    assert_eq!(
        try_to_say(&here.eve, &here.channel, offer).await.refused(400),
        200_000,
        "for the fourth time"
    );
    let log = here.ada.get(&here.path("/audit-logs?action_type=143&limit=1")).await.ok();
    let reason = text(&log["audit_log_entries"][0]["reason"]);
    assert!(reason.starts_with("the same text 4 times in "), "{reason}");
}

#[tokio::test]
async fn names_that_are_ruled_out_are_quarantined_until_they_change() {
    let here = Village::new().await;
    let mut ada = Socket::identify(&here.server, &here.ada, ALL_INTENTS).await;
    let rule = json!({
        "name": "Noms", "event_type": 2, "trigger_type": 6, "enabled": true,
        "trigger_metadata": { "keyword_filter": ["*voyou*"] },
        "actions": [{ "type": 4 }],
    });
    set(&here, rule).await;
    ada.wait_for("AUTO_MODERATION_RULE_CREATE").await;
    let me = here.path("/members/@me");

    here.eve.patch(&me, json!({ "nick": "Le Voyou" })).await.ok();
    let done = ada.wait_for(DONE).await;
    assert_eq!((&done["action"]["type"], &done["content"]), (&json!(4), &json!("Le Voyou")));
    let member = here.ada.get(&here.path(&format!("/members/{}", here.eve.id))).await.ok();
    assert_eq!(member["nick"], Value::Null, "the name of this guild goes, and nothing else happens");
    here.eve.say(&here.channel, "bonjour").await;

    here.eve.patch("/users/@me", json!({ "global_name": "grandvoyou" })).await.ok();
    let done = ada.wait_for(DONE).await;
    assert_eq!((&done["user_id"], &done["matched_content"]), (&json!(here.eve.id), &json!("voyou")));
    assert_eq!(try_to_say(&here.eve, &here.channel, "bonjour").await.refused(403), 50_013);
    here.eve.get(&format!("/channels/{}/messages", here.channel)).await.ok();
    let log = here.ada.get(&here.path("/audit-logs?action_type=146")).await.ok();
    assert_eq!(log["audit_log_entries"].as_array().map(Vec::len), Some(2));

    here.eve.patch("/users/@me", json!({ "global_name": "Ève" })).await.ok();
    loop {
        let answer = try_to_say(&here.eve, &here.channel, "me revoilà").await;
        if answer.status.is_success() {
            break;
        }
        assert_eq!(answer.refused(403), 50_013);
    }
}
