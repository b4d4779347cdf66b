//! `POST /channels/{channel_id}/followers`, and what reaches the channels that follow.

use parvis_testing::{ALL_INTENTS, Person, Socket};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{Scene, id_of};

/// A guild with an announcement channel, and another one whose channel follows it.
struct Followed {
    scene: Scene,
    news: String,
    reader: Person,
    target: String,
    socket: Socket,
}

impl Followed {
    async fn set() -> Self {
        let scene = Scene::set().await;
        let body = json!({ "name": "annonces", "type": 5 });
        let news = id_of(&scene.owner.post(&format!("/guilds/{}/channels", scene.guild), body).await.ok());
        let reader = scene.server.person("rita").await;
        let guild = id_of(&reader.make_guild("Quartier").await);
        let target = reader.first_channel(&guild).await;
        let socket = Socket::identify(&scene.server, &reader, ALL_INTENTS).await;
        scene.owner.bring_in(&news, &reader).await;
        let mut followed = Self { scene, news, reader, target, socket };
        let body = json!({ "webhook_channel_id": followed.target });
        let path = format!("/channels/{}/followers", followed.news);
        let answer = followed.reader.post(&path, body).await.ok();
        assert_eq!(answer["channel_id"], json!(followed.news));
        let notice = followed.arrives(|it| it["type"] == 12).await;
        assert_eq!(
            (&notice["content"], &notice["message_reference"]["channel_id"]),
            (&json!("Place #annonces"), &json!(followed.news))
        );
        followed
    }

    /// The next message in the channel that follows.
    async fn arrives(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let target = self.target.clone();
        self.socket.wait_until("MESSAGE_CREATE", |it| it["channel_id"] == json!(target) && wanted(it)).await
    }

    /// The next change of a message there to this content; an edit may be told twice.
    async fn changes_to(&mut self, content: &str) -> Value {
        let target = json!(self.target);
        let is_it = |it: &Value| it["channel_id"] == target && it["content"] == content;
        self.socket.wait_until("MESSAGE_UPDATE", is_it).await
    }

    fn announcement(&self, id: &str) -> String {
        format!("/channels/{}/messages/{id}", self.news)
    }
}

#[tokio::test]
async fn a_published_announcement_is_copied_and_its_copy_follows_edit_and_deletion() {
    let mut followed = Followed::set().await;
    let picture = include_bytes!("../../schema/pixel.png").to_vec();
    let payload = json!({ "content": "@everyone Fête dimanche", "embeds": [{ "image": { "url": "attachment://a.png" } }] });
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", Part::bytes(picture.clone()).file_name("a.png"));
    let path = format!("/channels/{}/messages", followed.news);
    let said = followed.scene.owner.post_form(&path, form).await.ok();
    let announcement = followed.announcement(&id_of(&said));
    let published = followed.scene.owner.post(&format!("{announcement}/crosspost"), json!({})).await.ok();
    assert_eq!(published["flags"], 1);
    let again = followed.scene.owner.post(&format!("{announcement}/crosspost"), json!({})).await;
    assert_eq!(again.refused(400), 40_033);

    let copy = followed.arrives(|_| true).await;
    assert_eq!((&copy["content"], &copy["flags"]), (&said["content"], &json!(2)));
    assert_eq!(
        (&copy["mention_everyone"], &copy["author"]["username"]),
        (&json!(false), &json!("Place #annonces"))
    );
    let reference = &copy["message_reference"];
    assert_eq!(
        (&reference["message_id"], &reference["guild_id"]),
        (&said["id"], &json!(followed.scene.guild))
    );
    let file = &copy["attachments"][0];
    assert_ne!(file["id"], said["attachments"][0]["id"]);
    assert_eq!(copy["embeds"][0]["image"]["url"], file["url"]);

    followed.scene.owner.patch(&announcement, json!({ "content": "Fête samedi" })).await.ok();
    let changed = followed.changes_to("Fête samedi").await;
    assert_eq!(changed["id"], copy["id"]);
    followed.scene.owner.delete(&announcement).await.ok();
    let withdrawn = followed.changes_to("[Original Message Deleted]").await;
    assert_eq!(withdrawn["flags"], 2 | 8);
    assert_eq!((&withdrawn["attachments"], &withdrawn["embeds"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_copy_keeps_its_file_when_only_the_copy_is_left() {
    let mut followed = Followed::set().await;
    let form = Form::new().part("files[0]", Part::bytes(b"bonjour".to_vec()).file_name("a.txt"));
    let path = format!("/channels/{}/messages", followed.news);
    let said = followed.scene.owner.post_form(&path, form).await.ok();
    let announcement = followed.announcement(&id_of(&said));
    followed.scene.owner.post(&format!("{announcement}/crosspost"), json!({})).await.ok();
    let copy = followed.arrives(|_| true).await;
    followed.scene.owner.delete(&format!("/channels/{}", followed.news)).await.ok();
    followed.scene.server.app().keep_up().await.expect("upkeep");
    let address = copy["attachments"][0]["url"].as_str().expect("an address").to_owned();
    let file = followed.reader.get(&address).await;
    assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "bonjour"));
}

#[tokio::test]
async fn only_announcement_channels_that_one_sees_are_followed() {
    let followed = Followed::set().await;
    let body = json!({ "webhook_channel_id": followed.target });
    let ordinary = followed.reader.post(&followed.scene.at("/followers"), body.clone()).await;
    assert_eq!(ordinary.refused(400), 50_024);
    let stranger = followed.scene.server.person("sofia").await;
    let path = format!("/channels/{}/followers", followed.news);
    assert_eq!(stranger.post(&path, body.clone()).await.refused(404), 10_003);
    // A second time is the same webhook.
    followed.reader.post(&path, body).await.ok();
    let hooks = followed.reader.get(&format!("/channels/{}/webhooks", followed.target)).await.ok();
    assert_eq!(hooks.as_array().map(Vec::len), Some(1));
    assert_eq!((&hooks[0]["type"], hooks[0].get("token")), (&json!(2), None));
    assert_eq!(hooks[0]["source_channel"]["name"], "annonces");
    let id = id_of(&hooks[0]);
    let guess = followed.reader.post(&format!("/webhooks/{id}/x"), json!({ "content": "x" })).await;
    assert_eq!(guess.refused(404), 10_015);
}

#[tokio::test]
async fn members_publish_their_own_and_moderators_anybody_s() {
    let followed = Followed::set().await;
    let theirs = id_of(&followed.scene.member.say(&followed.news, "à moi").await);
    let owners = id_of(&followed.scene.owner.say(&followed.news, "de la maison").await);
    let publish = |id: &str| format!("{}/crosspost", followed.announcement(id));
    assert_eq!(followed.scene.member.post(&publish(&owners), json!({})).await.refused(403), 50_013);
    followed.scene.member.post(&publish(&theirs), json!({})).await.ok();
    followed.scene.owner.post(&publish(&owners), json!({})).await.ok();
}

#[tokio::test]
async fn a_channel_that_is_hidden_from_whoever_follows_it_is_copied_no_more() {
    let followed = Followed::set().await;
    let mut at_home = Socket::identify(&followed.scene.server, &followed.scene.owner, ALL_INTENTS).await;
    let home = json!(followed.scene.channel);
    // The owner follows too, later than the reader: what arrives there has passed the reader's channel.
    let body = json!({ "webhook_channel_id": home });
    followed.scene.owner.post(&format!("/channels/{}/followers", followed.news), body).await.ok();
    let first = id_of(&followed.scene.owner.say(&followed.news, "pour tout le monde").await);
    let publish = |id: &str| format!("{}/crosspost", followed.announcement(id));
    let first_path = followed.announcement(&first);
    followed.scene.owner.post(&publish(&first), json!({})).await.ok();
    at_home.wait_until("MESSAGE_CREATE", |it| it["channel_id"] == home && it["webhook_id"].is_string()).await;

    let hidden = json!({ "type": 0, "deny": "1024" });
    let everyone = format!("/channels/{}/permissions/{}", followed.news, followed.scene.guild);
    followed.scene.owner.put(&everyone, hidden).await.ok();
    let second = id_of(&followed.scene.owner.say(&followed.news, "entre nous, canari").await);
    followed.scene.owner.post(&publish(&second), json!({})).await.ok();
    let canary = |it: &Value| it["channel_id"] == home && it["content"] == "entre nous, canari";
    at_home.wait_until("MESSAGE_CREATE", canary).await;
    followed.scene.owner.patch(&first_path, json!({ "content": "corrigé, canari" })).await.ok();
    let corrected = |it: &Value| it["channel_id"] == home && it["content"] == "corrigé, canari";
    at_home.wait_until("MESSAGE_UPDATE", corrected).await;

    let path = format!("/channels/{}/messages", followed.target);
    let seen = followed.reader.get(&path).await.ok().to_string();
    assert!(seen.contains("pour tout le monde") && !seen.contains("canari"), "{seen}");
}
