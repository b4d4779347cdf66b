//! Clients that do not read, and the end of the server.

use parvis_bus::Audience;
use parvis_model::{ChannelType, Event};
use std::time::{Duration, Instant};

use crate::client::Incoming;
use crate::square::{EVERYTHING, Square};

#[tokio::test]
async fn a_client_that_never_reads_is_cut_and_others_do_not_wait_for_it() {
    let square = Square::open().await;
    let (mut idle, _) = square.listen(&square.bot, EVERYTHING).await;
    let (mut busy, _) = square.listen(&square.bot, EVERYTHING).await;
    let audience = Audience::Channel { guild_id: square.guild_id, channel_id: square.channel_id };
    let began = Instant::now();
    for n in 0..1_200 {
        let text = format!("{n} {}", "x".repeat(20_000));
        let message = square.message(&square.owner, square.channel_id, &text);
        let event = parvis_model::event::MessageCreate::in_guild(
            message,
            square.guild_id,
            None,
            ChannelType::GUILD_TEXT,
        );
        square.app().tell_in_passing(audience.clone(), Event::MessageCreate(Box::new(event)));
        let text = busy.event("MESSAGE_CREATE").await["content"].as_str().map(str::to_owned);
        assert!(text.is_some_and(|text| text.starts_with(&format!("{n} "))));
    }
    assert!(began.elapsed() < Duration::from_secs(30));
    // Far less than what was said has been kept for it, and then its socket was closed.
    let mut received = 0;
    while let Incoming::Payload(_) = idle.next().await {
        received += 1;
    }
    assert!(received < 1_100, "{received} messages waited for a client that did not read");
}

#[tokio::test]
async fn a_server_that_goes_down_asks_its_clients_to_come_back() {
    let square = Square::open().await;
    let (mut client, _) = square.listen(&square.bot, EVERYTHING).await;
    let Square { server, .. } = square;
    let stopping = tokio::spawn(server.stop());
    while client.payload().await["op"] != 7 {}
    assert_eq!(client.closed().await, Some(4000));
    stopping.await.expect("the server stops");
}
