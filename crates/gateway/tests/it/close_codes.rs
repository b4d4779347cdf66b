//! What closes a socket, and with which code.

use std::time::{Duration, Instant};

use parvis_app::Lane;
use parvis_model::ApplicationFlags;
use parvis_testing::seed;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::client::{GatewayClient, Incoming};
use crate::square::{EVERYTHING, Square};

async fn closes(square: &Square, payload: Value, code: u16) {
    let mut client = GatewayClient::connect(&square.url(), "").await;
    client.send(payload.clone()).await;
    assert_eq!(client.closed().await, Some(code), "{payload}");
}

#[tokio::test]
async fn unlawful_beginnings_close_with_their_codes() {
    let square = Square::open().await;
    let token = &square.bot.token;
    closes(&square, json!({ "op": 2, "d": { "token": "nonsense", "intents": 1 } }), 4004).await;
    closes(&square, json!({ "op": 2, "d": { "token": "", "intents": 1 } }), 4004).await;
    closes(&square, json!({ "op": 6, "d": { "token": "x", "session_id": "y", "seq": 1 } }), 4004).await;
    closes(&square, json!({ "op": 2, "d": { "token": token } }), 4013).await;
    closes(&square, json!({ "op": 2, "d": { "token": token, "intents": 1_u64 << 40 } }), 4013).await;
    closes(&square, json!({ "op": 2, "d": { "token": token, "intents": 1, "shard": [2, 2] } }), 4010).await;
    closes(&square, json!({ "op": 3, "d": {} }), 4003).await;
    closes(&square, json!({ "op": 99, "d": {} }), 4001).await;
    closes(&square, json!(["op"]), 4002).await;
    closes(&square, json!({ "op": 1, "d": "x".repeat(5_000) }), 4002).await;
    let plain = seed::accounts(square.app(), "plain", 1, Some(ApplicationFlags::NONE)).await.remove(0);
    for intent in [1, 8, 15] {
        let payload = json!({ "op": 2, "d": { "token": plain.token, "intents": 1 << intent } });
        closes(&square, payload, 4014).await;
    }
}

#[tokio::test]
async fn other_versions_and_encodings_are_closed_at_once() {
    let square = Square::open().await;
    for (query, code) in [("?v=8", 4012), ("?v=10&encoding=etf", 4002)] {
        let url = format!("{}{query}", square.url());
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.expect("the handshake succeeds");
        let message =
            futures_util::StreamExt::next(&mut socket).await.expect("something").expect("a message");
        match message {
            Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), code, "{query}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_second_identify_closes_4005_and_the_session_can_be_resumed() {
    let square = Square::open().await;
    let (mut client, _) = square.listen(&square.bot, EVERYTHING).await;
    client.send(json!({ "op": 2, "d": { "token": square.bot.token, "intents": 1 } })).await;
    assert_eq!(client.closed().await, Some(4005));
    let mut again = client.resumed(&square.url(), &square.bot.token).await;
    again.event("RESUMED").await;
}

#[tokio::test]
async fn an_ended_login_closes_4004_within_a_second_and_cannot_be_resumed() {
    let square = Square::open().await;
    let (mut client, _) = square.listen(&square.bot, EVERYTHING).await;
    let caller = square.app().authenticate_token(&square.bot.token).await.expect("a caller");
    let began = Instant::now();
    let ended = square.app().write(Lane::of(caller.user_id), move |tx, out| {
        parvis_store::tables::logins::delete(tx, caller.user_id, caller.login_id)?;
        out.end_logins(caller.user_id, vec![caller.login_id]);
        Ok(())
    });
    ended.await.expect("the login is ended");
    assert_eq!(client.closed().await, Some(4004));
    assert!(began.elapsed() < Duration::from_secs(1));
    let mut again = client.resumed(&square.url(), &square.bot.token).await;
    assert_eq!(again.closed().await, Some(4004));
}

#[tokio::test]
async fn a_megabyte_of_garbage_is_answered_with_a_close_and_nothing_else_suffers() {
    let square = Square::open().await;
    let (mut bystander, _) = square.listen(&square.bot, EVERYTHING).await;
    let mut noise = GatewayClient::connect(&square.url(), "").await;
    noise.send_raw(Message::binary(vec![0xa5; 1 << 20])).await;
    assert!(matches!(noise.closed().await, Some(4002) | None));
    let deep = format!("{{\"op\":3,\"d\":{}{}}}", "[".repeat(2_000), "]".repeat(2_000));
    let mut nested = GatewayClient::connect(&square.url(), "").await;
    nested.send_raw(Message::text(deep)).await;
    assert_eq!(nested.closed().await, Some(4002));
    square.say(&square.owner, square.channel_id, "still here").await;
    assert_eq!(bystander.event("MESSAGE_CREATE").await["content"], "still here");
}

#[tokio::test]
async fn heartbeats_are_acknowledged_and_the_121st_payload_closes_4008() {
    let square = Square::open().await;
    let mut client = GatewayClient::connect(&square.url(), "").await;
    client.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(client.payload().await["op"], 11);
    // The test server has no limits; with them the protocol value is what decides, and its own tests show it.
    for _ in 0..200 {
        client.send(json!({ "op": 1, "d": null })).await;
        assert_eq!(client.payload().await["op"], 11);
    }
}

#[tokio::test]
async fn a_client_that_says_goodbye_ends_its_session_and_one_that_vanishes_does_not() {
    let square = Square::open().await;
    for (code, survives) in [(1000_u16, false), (1001, false), (4000, true)] {
        let (mut client, _) = square.listen(&square.bot, EVERYTHING).await;
        let frame =
            tokio_tungstenite::tungstenite::protocol::CloseFrame { code: code.into(), reason: "".into() };
        client.send_raw(Message::Close(Some(frame))).await;
        client.closed().await;
        let mut again = client.resumed(&square.url(), &square.bot.token).await;
        match again.next().await {
            Incoming::Payload(payload) if survives => assert_eq!(payload["t"], "RESUMED", "{code}"),
            Incoming::Payload(payload) => assert_eq!(payload["op"], 9, "{code}"),
            Incoming::Closed(closed) => panic!("{code} was answered with {closed:?}"),
        }
    }
}
