//! `/applications/{application_id}/guilds/{guild_id}/commands`

mod permissions;

use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

/// A guild of Ada's in which her bot and Eve are.
pub struct Village {
    pub server: TestServer,
    pub ada: Person,
    pub eve: Person,
    pub bot: Person,
    pub guild_id: String,
    pub channel_id: String,
}

impl Village {
    pub async fn new() -> Self {
        let server = TestServer::start().await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let bot = server.bot(&ada, "helper").await;
        let guild = ada.make_guild("Place").await;
        let text = |key: &str| guild[key].as_str().expect("an id").to_owned();
        let (guild_id, channel_id) = (text("id"), text("system_channel_id"));
        ada.bring_in(&channel_id, &eve).await;
        ada.add_bot(&guild_id, &bot, 0).await;
        Self { server, ada, eve, bot, guild_id, channel_id }
    }

    /// Where the bot's commands of this guild are.
    pub fn path(&self) -> String {
        format!("/applications/{}/guilds/{}/commands", self.bot.id, self.guild_id)
    }

    /// Makes a command of all guilds and returns its id.
    pub async fn command(&self, name: &str, changes: Value) -> String {
        let mut body = json!({ "name": name, "description": "x" });
        body.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
        let made = self.bot.post(&format!("/applications/{}/commands", self.bot.id), body).await.ok();
        made["id"].as_str().expect("an id").to_owned()
    }

    /// Names of the commands that somebody may use in a place.
    pub async fn index(&self, person: &Person, place: &str) -> Vec<String> {
        let index = person.get(&format!("{place}/application-command-index")).await.ok();
        let commands = index["application_commands"].as_array().expect("a list").clone();
        commands.iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
    }
}

#[tokio::test]
async fn a_guild_s_commands_are_there_and_nowhere_else() {
    let it = Village::new().await;
    let body = json!({ "name": "ping", "description": "Answers", "contexts": [1], "dm_permission": true });
    let made = it.bot.post(&it.path(), body).await.ok();
    assert_eq!(made["guild_id"], json!(it.guild_id));
    assert_eq!((made.get("dm_permission"), &made["contexts"]), (None, &Value::Null));
    let global = format!("/applications/{}/commands", it.bot.id);
    assert_eq!(it.bot.get(&global).await.ok(), json!([]));
    let id = made["id"].as_str().expect("an id");
    assert_eq!(it.bot.get(&format!("{global}/{id}")).await.refused(404), 10_063);
    let one = format!("{}/{id}", it.path());
    assert_eq!(it.bot.get(&one).await.ok(), made);
    let changed = it.bot.patch(&one, json!({ "name": "pong" })).await.ok();
    let all = format!("{}?with_localizations=1", it.path());
    assert_eq!(it.bot.get(&all).await.ok(), json!([changed]));
    let list = it.bot.put(&it.path(), json!([{ "name": "pong", "description": "Answers" }])).await.ok();
    assert_eq!(list, json!([changed]));
    it.bot.delete(&one).await.ok();
    assert_eq!(it.bot.get(&it.path()).await.ok(), json!([]));
}

#[tokio::test]
async fn an_application_has_no_commands_where_its_bot_is_not() {
    let it = Village::new().await;
    let elsewhere = it.eve.make_guild("Ailleurs").await;
    let path =
        format!("/applications/{}/guilds/{}/commands", it.bot.id, elsewhere["id"].as_str().expect("an id"));
    let ping = json!({ "name": "ping", "description": "Answers" });
    for caller in [&it.bot, &it.ada] {
        assert_eq!(caller.post(&path, ping.clone()).await.refused(404), 10_004);
        assert_eq!(caller.get(&path).await.refused(404), 10_004);
    }
    assert_eq!(it.eve.post(&path, ping).await.refused(404), 10_002);
}

#[tokio::test]
async fn with_the_bot_go_its_commands() {
    let it = Village::new().await;
    it.bot.post(&it.path(), json!({ "name": "ping", "description": "x" })).await.ok();
    it.command("everywhere", json!({})).await;
    it.ada.delete(&format!("/guilds/{}/members/{}", it.guild_id, it.bot.id)).await.ok();
    assert_eq!(it.bot.get(&it.path()).await.refused(404), 10_004);
    let guild = format!("/guilds/{}", it.guild_id);
    assert_eq!(it.index(&it.ada, &guild).await, Vec::<String>::new());
    it.ada.add_bot(&it.guild_id, &it.bot, 0).await;
    assert_eq!(it.bot.get(&it.path()).await.ok(), json!([]));
    assert_eq!(it.index(&it.ada, &guild).await, ["everywhere"]);
}
