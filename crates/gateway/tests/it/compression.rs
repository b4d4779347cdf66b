//! Transport compression, read by independent decoders.

use serde_json::json;

use crate::client::GatewayClient;
use crate::square::{EVERYTHING, Square};

#[tokio::test]
async fn both_compressions_carry_the_whole_session_and_survive_a_resume() {
    let square = Square::open().await;
    for name in ["zlib-stream", "zstd-stream"] {
        let query = format!("?v=10&encoding=json&compress={name}");
        let mut client = GatewayClient::connect(&square.url(), &query).await;
        client.identify(json!({ "token": square.bot.token, "intents": EVERYTHING })).await;
        client.event("GUILD_CREATE").await;
        for n in 0..100 {
            let text = format!("{n} {}", "the same words again and again ".repeat(n % 60));
            square.say(&square.owner, square.channel_id, &text).await;
        }
        for n in 0..100 {
            let message = client.event("MESSAGE_CREATE").await;
            assert!(
                message["content"].as_str().is_some_and(|text| text.starts_with(&format!("{n} "))),
                "{name}"
            );
        }
        let mut again = GatewayClient::connect(&square.url(), &query).await;
        again.seq = client.seq;
        let resume = json!({ "token": square.bot.token, "session_id": client.session_id, "seq": client.seq });
        again.send(json!({ "op": 6, "d": resume })).await;
        again.event("RESUMED").await;
    }
}
