//! RESUME against a client whose socket is never cut.

use serde_json::{Value, json};

use crate::client::GatewayClient;
use crate::square::{EVERYTHING, Square};

fn content(event: &Value) -> Option<String> {
    (event["t"] == "MESSAGE_CREATE").then(|| event["d"]["content"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_client_that_is_cut_again_and_again_receives_what_one_that_never_was_receives() {
    let square = Square::open().await;
    let (mut control, _) = square.listen(&square.bot, EVERYTHING).await;
    let (mut client, _) = square.listen(&square.bot, EVERYTHING).await;
    let mut received = Vec::new();
    let mut said = 0;
    for round in 0..60_u64 {
        for _ in 0..(round * 7) % 11 {
            square.say(&square.owner, square.channel_id, &said.to_string()).await;
            said += 1;
        }
        // Some of what was said is read, some is lost with the socket.
        for _ in 0..(round * 5) % 7 {
            if received.len() + 1 < said {
                received.extend(content(&client.payload().await));
            }
        }
        if round % 9 == 0 {
            client.send(json!({ "op": 1, "d": client.seq })).await;
        }
        let next = client.resumed(&square.url(), &square.bot.token).await;
        client = next;
    }
    square.say(&square.owner, square.channel_id, "end").await;
    let ends = |event: &Value| content(event).as_deref() == Some("end");
    received.extend(client.events_until(ends).await.iter().filter_map(content));
    let expected: Vec<_> = control.events_until(ends).await.iter().filter_map(content).collect();
    assert_eq!(expected.len(), said + 1);
    assert_eq!(received, expected);
}

#[tokio::test]
async fn the_later_of_two_resumes_takes_the_session_and_the_earlier_socket_is_closed() {
    let square = Square::open().await;
    let (client, _) = square.listen(&square.bot, EVERYTHING).await;
    let mut first = client.resumed(&square.url(), &square.bot.token).await;
    first.event("RESUMED").await;
    let mut second = client.resumed(&square.url(), &square.bot.token).await;
    second.event("RESUMED").await;
    assert_eq!(first.closed().await, Some(4009));
    square.say(&square.owner, square.channel_id, "to the second").await;
    assert_eq!(second.event("MESSAGE_CREATE").await["content"], "to the second");
}

#[tokio::test]
async fn resumes_that_cannot_be_are_refused() {
    let square = Square::open().await;
    let (client, _) = square.listen(&square.bot, EVERYTHING).await;
    let attempt = |token: String, session_id: String, seq: u64| {
        let url = square.url();
        async move {
            let mut client = GatewayClient::connect(&url, "").await;
            client
                .send(json!({ "op": 6, "d": { "token": token, "session_id": session_id, "seq": seq } }))
                .await;
            client
        }
    };
    let (token, session_id) = (square.bot.token.clone(), client.session_id.clone());
    let mut strange = attempt(token.clone(), "0".repeat(32), 1).await;
    assert_eq!(strange.payload().await, json!({ "op": 9, "d": false, "s": null, "t": null }));
    // The same socket may identify after that.
    strange.identify(json!({ "token": token, "intents": 1 })).await;
    let mut others = attempt(square.owner.token.clone(), session_id.clone(), 1).await;
    assert_eq!(others.payload().await["op"], 9);
    let mut beyond = attempt(token, session_id, 1_000).await;
    assert_eq!(beyond.closed().await, Some(4007));
}

#[tokio::test]
async fn what_happens_while_nobody_is_there_is_kept() {
    let square = Square::open().await;
    let (client, _) = square.listen(&square.bot, EVERYTHING).await;
    let (seq, session_id) = (client.seq, client.session_id.clone());
    drop(client);
    for n in 0..300 {
        square.say(&square.owner, square.channel_id, &n.to_string()).await;
    }
    let mut again = GatewayClient::connect(&square.url(), "").await;
    again.seq = seq;
    let resume = json!({ "token": square.bot.token, "session_id": session_id, "seq": seq });
    again.send(json!({ "op": 6, "d": resume })).await;
    // RESUMED stands somewhere among the last ones: what was still on its way when the client came back follows it.
    let events = again.events_until(|event| content(event).as_deref() == Some("299")).await;
    let received: Vec<_> = events.iter().filter_map(content).collect();
    let expected: Vec<_> = (0..300).map(|n| n.to_string()).collect();
    assert_eq!(received, expected);
}

#[tokio::test]
async fn a_client_that_lost_the_channel_while_it_was_away_is_not_told_what_was_said_there() {
    let square = Square::open().await;
    let (mut present, _) = square.listen(&square.bot, EVERYTHING).await;
    let (client, _) = square.listen(&square.bot, EVERYTHING).await;
    let (seq, session_id) = (client.seq, client.session_id.clone());
    drop(client);
    square.say(&square.owner, square.channel_id, "canary").await;
    square.hide(square.channel_id).await;
    square.say(&square.owner, square.channel_id, "canary, later").await;
    // Whoever is there sees the order in which it happened.
    let seen = present.events_until(|event| event["t"] == "CHANNEL_DELETE").await;
    assert!(seen.iter().any(|event| content(event).as_deref() == Some("canary")));
    // The session that is away may be on another writer's list and learn of it later: it comes back until it knows.
    for attempt in 1.. {
        let mut again = GatewayClient::connect(&square.url(), "").await;
        again.seq = seq;
        again.numbers_may_be_skipped = true;
        let resume = json!({ "token": square.bot.token, "session_id": session_id, "seq": seq });
        again.send(json!({ "op": 6, "d": resume })).await;
        let mut replay = Vec::new();
        for _ in 0..attempt {
            replay.extend(again.events_until(|event| event["t"] == "RESUMED").await);
        }
        if replay.iter().any(|event| event["t"] == "CHANNEL_DELETE") {
            assert!(!json!(replay).to_string().contains("canary"), "{replay:?}");
            break;
        }
        assert!(attempt < 100, "a hundred times without the loss: {replay:?}");
    }
}
