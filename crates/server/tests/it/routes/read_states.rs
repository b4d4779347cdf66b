//! `/read-states`, `/channels/{channel_id}/messages/{message_id}/ack` and `/guilds/{guild_id}/ack`

use parvis_model::Permissions;
use parvis_testing::{Person, Socket, TestServer, seed};
use serde_json::{Value, json};

const EVERYONE: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES).union(Permissions::READ_MESSAGE_HISTORY);

/// A guild with two channels, its owner, a member, and somebody who may join.
struct Market {
    server: TestServer,
    guild: parvis_model::Id<parvis_model::marker::GuildMarker>,
    channel: String,
    other_channel: String,
    owner: Person,
    member: Person,
    seeded: Vec<seed::Seeded>,
}

impl Market {
    async fn open() -> Self {
        let server = TestServer::start().await;
        let seeded = seed::accounts(server.app(), "person", 3, None).await;
        let guild = seed::guild(server.app(), &seeded[0], EVERYONE).await;
        let channel = seed::channel(server.app(), guild, "market", Vec::new()).await.to_string();
        let other_channel = seed::channel(server.app(), guild, "square", Vec::new()).await.to_string();
        seed::join(server.app(), guild, &seeded[1..2]).await;
        let owner = Person::of_token(&server, seeded[0].token.clone()).await;
        let member = Person::of_token(&server, seeded[1].token.clone()).await;
        Self { server, guild, channel, other_channel, owner, member, seeded }
    }

    /// What READY says of a channel to somebody.
    async fn state(&self, person: &Person, channel: &str) -> (u64, u64, Value) {
        let ready = Socket::identify(&self.server, person, 0).await.ready();
        let entries = ready["read_state"]["entries"].as_array().expect("a list").clone();
        let state = entries.iter().find(|state| state["id"] == channel).expect("a state of the channel");
        let count = |key: &str| state[key].as_u64().expect("a count");
        (count("unread_count"), count("mention_count"), state["last_message_id"].clone())
    }

    async fn say(&self, content: &str) -> String {
        let said = self.owner.say(&self.channel, content).await;
        said["id"].as_str().expect("an id").to_owned()
    }
}

#[tokio::test]
async fn unread_messages_and_mentions_are_counted_exactly() {
    let market = Market::open().await;
    let role = seed::role(market.server.app(), market.guild, "bakers", Permissions::NONE).await;
    seed::set_role(market.server.app(), market.guild, market.seeded[1].id(), role, true).await;
    let first = market.say("one").await;
    let mention = market.say(&format!("<@{}> and <@&{role}>", market.member.id)).await;
    market.say(&format!("<@&{role}>")).await;
    market.say("@everyone").await;
    market.say(&format!("<@{}>", market.owner.id)).await;
    assert_eq!(market.state(&market.member, &market.channel).await, (5, 3, Value::Null));
    assert_eq!(market.state(&market.owner, &market.channel).await.0, 0, "whoever writes has read");

    let ack = |id: &str| format!("/channels/{}/messages/{id}/ack", market.channel);
    market.member.post(&ack(&first), json!({})).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await, (4, 3, json!(first)));
    market.member.post(&ack(&mention), json!({})).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await, (3, 2, json!(mention)));
    // An older device cannot turn back what was read elsewhere; a person can.
    market.member.post(&ack(&first), json!({})).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await.0, 3);
    market.member.post(&ack(&first), json!({ "manual": true, "mention_count": 77 })).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await, (4, 3, json!(first)));
    market.member.say(&market.channel, "I answer").await;
    let (unread, mentions, _) = market.state(&market.member, &market.channel).await;
    assert_eq!((unread, mentions), (0, 0));
}

#[tokio::test]
async fn what_was_there_when_somebody_joined_is_read() {
    let market = Market::open().await;
    market.say("before @everyone").await;
    market.say("before").await;
    seed::join(market.server.app(), market.guild, &market.seeded[2..]).await;
    let newcomer = Person::of_token(&market.server, market.seeded[2].token.clone()).await;
    assert_eq!(market.state(&newcomer, &market.channel).await, (0, 0, Value::Null));
    market.say("welcome @everyone").await;
    assert_eq!(market.state(&newcomer, &market.channel).await, (1, 1, Value::Null));
}

#[tokio::test]
async fn reading_on_one_device_is_told_to_the_others() {
    let market = Market::open().await;
    let (first, last) = (market.say("one").await, market.say("two").await);
    let mut client = Socket::identify(&market.server, &market.member, 0).await;
    market.member.post(&format!("/channels/{}/messages/{first}/ack", market.channel), json!({})).await.ok();
    let told = client.wait_for("MESSAGE_ACK").await;
    assert_eq!(
        (&told["channel_id"], &told["message_id"], &told["unread_count"]),
        (&json!(market.channel), &json!(first), &json!(1))
    );
    market.member.post(&format!("/guilds/{}/ack", market.guild), json!({})).await.ok();
    let told = client.wait_for("MESSAGE_ACK").await;
    assert_eq!((&told["message_id"], &told["unread_count"]), (&json!(last), &json!(0)));

    market.member.delete(&format!("/channels/{}/messages/ack", market.channel)).await.ok();
    assert_eq!(client.wait_for("MESSAGE_ACK").await["unread_count"], 2);
}

#[tokio::test]
async fn many_channels_are_read_at_once_and_those_out_of_sight_are_left_out() {
    let market = Market::open().await;
    let last = market.say("one").await;
    let said = market.owner.say(&market.other_channel, "two").await;
    let states = json!({ "read_states": [
        { "channel_id": market.channel, "message_id": last, "read_state_type": 0 },
        { "channel_id": market.other_channel, "message_id": said["id"] },
        { "channel_id": "1", "message_id": "1" },
    ] });
    market.member.post("/read-states/ack-bulk", states).await.ok();
    for channel in [&market.channel, &market.other_channel] {
        assert_eq!(market.state(&market.member, channel).await.0, 0);
    }
    market.member.post("/read-states/ack-bulk", json!({ "read_states": [] })).await.refused(400);
    let too_many = vec![json!({ "channel_id": "1", "message_id": "1" }); 101];
    market.member.post("/read-states/ack-bulk", json!({ "read_states": too_many })).await.refused(400);
}

#[tokio::test]
async fn a_channel_that_was_marked_as_unread_stays_so_until_the_person_opens_it() {
    let market = Market::open().await;
    let (first, last) = (market.say("one").await, market.say("two").await);
    let ack = |id: &str| format!("/channels/{}/messages/{id}/ack", market.channel);
    let mut client = Socket::identify(&market.server, &market.member, 0).await;
    market.member.post(&ack(&last), json!({})).await.ok();
    market.member.post(&ack(&first), json!({ "manual": true, "mention_count": 3 })).await.ok();
    let told = client.wait_until("MESSAGE_ACK", |told| told["message_id"] == first.as_str()).await;
    assert_eq!((&told["manual"], &told["unread_count"]), (&json!(true), &json!(1)));
    // Another device has the channel on its screen, and something new comes.
    market.member.post(&ack(&last), json!({})).await.ok();
    let newest = market.say("three").await;
    market.member.post(&ack(&newest), json!({ "manual": false })).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await, (2, 0, json!(first)));
    let ready = Socket::identify(&market.server, &market.member, 0).await.ready();
    let entries = ready["read_state"]["entries"].as_array().expect("a list").clone();
    let marked: Vec<_> = entries.iter().filter(|entry| entry["manual"] == true).collect();
    assert_eq!((marked.len(), &marked[0]["id"]), (1, &json!(market.channel)));

    market.member.post(&ack(&newest), json!({ "opened": true })).await.ok();
    let told = client.wait_until("MESSAGE_ACK", |told| told["message_id"] == newest.as_str()).await;
    assert_eq!((&told["manual"], &told["unread_count"]), (&json!(false), &json!(0)));
    market.member.post(&ack(&first), json!({ "manual": true })).await.ok();
    market.member.post(&format!("/guilds/{}/ack", market.guild), json!({})).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await.0, 0);
}

#[tokio::test]
async fn deleted_messages_are_not_unread() {
    let market = Market::open().await;
    let first = market.say("one @everyone").await;
    market.say("two").await;
    market.owner.delete(&format!("/channels/{}/messages/{first}", market.channel)).await.ok();
    assert_eq!(market.state(&market.member, &market.channel).await, (1, 0, Value::Null));
}
