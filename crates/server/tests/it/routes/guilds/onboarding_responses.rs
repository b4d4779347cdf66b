//! `/guilds/{guild_id}/onboarding-responses`

use parvis_testing::{ALL_INTENTS, Answer, Socket};
use serde_json::{Value, json};

use super::onboarding::{Village, id_of, prompt};

/// A question with two answers in a village: the first gives the role, the second opts into a channel.
struct Asked {
    here: Village,
    draws: String,
    writes: String,
    letters: String,
}

impl Asked {
    async fn new(question: Value) -> Self {
        let here = Village::new().await;
        let letters = here.text_channel(json!({ "name": "lettres" })).await;
        let options = json!([
            { "title": "Dessiner", "role_ids": [here.role] },
            { "title": "Écrire", "channel_ids": [letters] },
        ]);
        let mut prompt = prompt(&options);
        for (key, value) in question.as_object().expect("an object") {
            prompt[key] = value.clone();
        }
        let body = json!({ "prompts": [prompt], "default_channel_ids": [here.channel], "enabled": true });
        let asked = here.asks(body).await;
        let option = |at: usize| id_of(&asked["prompts"][0]["options"][at]);
        Self { draws: option(0), writes: option(1), here, letters }
    }

    async fn answer(&self, answers: &[&str]) -> Answer {
        let body = json!({ "onboarding_responses": answers, "onboarding_prompts_seen": { "1": 2 } });
        self.here.eve.post(&self.here.path("/onboarding-responses"), body).await
    }
}

#[tokio::test]
async fn answers_bring_roles_and_channels_and_other_answers_take_them_away() {
    let asked = Asked::new(json!({})).await;
    let here = &asked.here;
    let mut socket = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    let answered = asked.answer(&[&asked.draws, &asked.draws]).await.ok();
    assert_eq!(answered["onboarding_responses"], json!([asked.draws]));
    assert_eq!((&answered["user_id"], &answered["guild_id"]), (&json!(here.eve.id), &json!(here.guild)));
    let member = socket.wait_for("GUILD_MEMBER_UPDATE").await;
    assert_eq!(member["roles"], json!([here.role]));
    assert_eq!(member["flags"].as_u64().map(|flags| flags & 0b1010), Some(0b1010), "started and completed");
    let settings = socket.wait_for("USER_GUILD_SETTINGS_UPDATE").await;
    let flag = |settings: &Value, channel: &str| {
        let channels = settings["channel_overrides"].as_array().expect("a list");
        channels
            .iter()
            .find(|it| it["channel_id"] == channel)
            .map_or(0, |it| it["flags"].as_u64().expect("bits"))
    };
    assert_eq!(settings["flags"], 1 << 14);
    assert_eq!((flag(&settings, &here.channel), flag(&settings, &asked.letters)), (1 << 12, 0));

    asked.answer(&[&asked.writes]).await.ok();
    assert_eq!(socket.wait_for("GUILD_MEMBER_UPDATE").await["roles"], json!([]));
    let settings = socket.wait_for("USER_GUILD_SETTINGS_UPDATE").await;
    assert_eq!((flag(&settings, &here.channel), flag(&settings, &asked.letters)), (1 << 12, 1 << 12));
    let seen = here.eve.get(&here.path("/onboarding")).await.ok();
    assert_eq!(seen["responses"], json!([asked.writes]));
    // Nobody else learns what Eve answered.
    let of_ada = here.ada.get(&here.path("/onboarding")).await.ok();
    assert_eq!(of_ada["responses"], json!([]));
    asked.answer(&[]).await.ok();
    let settings = socket.wait_for("USER_GUILD_SETTINGS_UPDATE").await;
    assert_eq!((flag(&settings, &here.channel), flag(&settings, &asked.letters)), (1 << 12, 0));
}

#[tokio::test]
async fn who_wants_to_see_all_channels_goes_on_seeing_them() {
    let asked = Asked::new(json!({})).await;
    let path = format!("/users/@me/guilds/{}/settings", asked.here.guild);
    let all = json!({ "flags": 1 << 13, "channel_overrides": { &*asked.letters: { "flags": 1_u64 << 40 } } });
    assert_eq!(asked.here.eve.patch(&path, all).await.refused(400), 50_035);
    let all = json!({ "flags": 1 << 13, "channel_overrides": { &*asked.letters: { "flags": 1 << 11 | 1 } } });
    let set = asked.here.eve.patch(&path, all).await.ok();
    assert_eq!(set["channel_overrides"][0]["flags"], 1 << 11, "bits that nobody knows are not kept");
    asked.answer(&[&asked.writes]).await.ok();
    let settings = asked.here.eve.get(&path).await.ok();
    assert_eq!(settings["flags"], 1 << 13);
    let letters = settings["channel_overrides"].as_array().expect("a list");
    let letters = letters.iter().find(|it| it["channel_id"] == *asked.letters).expect("it is there");
    assert_eq!(letters["flags"], 1 << 11 | 1 << 12);
}

#[tokio::test]
async fn answers_must_exist_be_few_enough_and_not_be_missing() {
    let asked = Asked::new(json!({ "single_select": true, "required": true })).await;
    for (answers, place) in [
        (vec!["1"], "/0"),
        (vec![&*asked.draws, &*asked.writes], "/1"),
        (vec![&*asked.here.role], "/0"),
        (vec![], ""),
    ] {
        let answer = asked.answer(&answers).await;
        assert_eq!(answer.refused(400), 50_035);
        let errors = answer.json()["errors"]["onboarding_responses"].pointer(place).cloned();
        assert!(errors.is_some_and(|it| it["_errors"].is_array()), "{answers:?}: {}", answer.text);
    }
    let many = vec!["1"; 751];
    assert!(asked.answer(&many).await.text.contains("BASE_TYPE_MAX_LENGTH"));
    for body in [json!({}), json!({ "onboarding_responses": "1" }), json!({ "onboarding_responses": ["x"] })]
    {
        let path = asked.here.path("/onboarding-responses");
        assert_eq!(asked.here.eve.put(&path, body).await.refused(400), 50_035);
    }
    let member = asked.here.eve.get(&format!("/users/@me/guilds/{}/member", asked.here.guild)).await.ok();
    assert_eq!((&member["roles"], &member["flags"]), (&json!([]), &json!(0)));
    asked.answer(&[&asked.draws]).await.ok();
}

#[tokio::test]
async fn a_guild_that_asks_nothing_takes_no_answers() {
    let asked = Asked::new(json!({})).await;
    asked.here.asks(json!({ "enabled": false })).await;
    let answer = asked.answer(&[&asked.draws]).await;
    assert!(answer.refused(400) == 50_035 && answer.text.contains("ONBOARDING_NOT_ENABLED"));
}

#[tokio::test]
async fn a_role_that_has_come_to_hold_power_is_not_given_any_more() {
    let asked = Asked::new(json!({})).await;
    let role = asked.here.path(&format!("/roles/{}", asked.here.role));
    asked.here.ada.patch(&role, json!({ "permissions": "8192" })).await.ok();
    asked.answer(&[&asked.draws]).await.ok();
    let path = format!("/users/@me/guilds/{}/member", asked.here.guild);
    assert_eq!(asked.here.eve.get(&path).await.ok()["roles"], json!([]));
    // Nor is it taken from whom a moderator gave it.
    let held = asked.here.path(&format!("/members/{}/roles/{}", asked.here.eve.id, asked.here.role));
    asked.here.ada.put(&held, json!({})).await.ok();
    asked.answer(&[]).await.ok();
    assert_eq!(asked.here.eve.get(&path).await.ok()["roles"], json!([asked.here.role]));
}

#[tokio::test]
async fn a_channel_that_a_role_opens_is_opted_into_with_it() {
    let here = Village::new().await;
    let hidden = here.hidden_channel().await;
    let path = format!("/channels/{hidden}/permissions/{}", here.role);
    here.ada.put(&path, json!({ "type": 0, "allow": "1024", "deny": "0" })).await.ok();
    let options = json!([
        { "title": "Sans le rôle", "channel_ids": [hidden] },
        { "title": "Avec", "role_ids": [here.role], "channel_ids": [hidden] },
    ]);
    let body =
        json!({ "prompts": [prompt(&options)], "default_channel_ids": [here.channel], "enabled": true });
    let asked = here.asks(body).await;
    let settings = format!("/users/@me/guilds/{}/settings", here.guild);
    for (at, is_opted_into) in [(0, false), (1, true)] {
        let answers = json!({ "onboarding_responses": [asked["prompts"][0]["options"][at]["id"]] });
        here.eve.put(&here.path("/onboarding-responses"), answers).await.ok();
        assert_eq!(here.eve.get(&settings).await.text.contains(&hidden), is_opted_into);
    }
}

#[tokio::test]
async fn answers_go_with_the_membership() {
    let asked = Asked::new(json!({})).await;
    asked.answer(&[&asked.draws]).await.ok();
    asked.here.eve.delete(&format!("/users/@me/guilds/{}", asked.here.guild)).await.ok();
    asked.here.ada.bring_in(&asked.here.channel, &asked.here.eve).await;
    let seen = asked.here.eve.get(&asked.here.path("/onboarding")).await.ok();
    assert_eq!(seen["responses"], json!([]));
    let member = asked.here.eve.get(&format!("/users/@me/guilds/{}/member", asked.here.guild)).await.ok();
    assert_eq!((&member["roles"], &member["flags"]), (&json!([]), &json!(0)));
}
