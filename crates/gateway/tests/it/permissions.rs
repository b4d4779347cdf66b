//! Who may not see something does not receive it, from the very next event on.

use parvis_model::{ApplicationFlags, Overwrite, OverwriteType, Permissions};
use parvis_testing::seed;
use serde_json::Value;

use crate::client::GatewayClient;
use crate::square::{EVERYTHING, Square};

const CANARY: &str = "canary-7f3a";

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["t"].as_str()).collect()
}

#[tokio::test]
async fn a_role_change_takes_effect_before_the_next_event_and_shows_or_hides_the_channel() {
    let square = Square::open().await;
    let app = square.app();
    let plain = seed::accounts(app, "plain", 1, Some(ApplicationFlags::ALL)).await.remove(0);
    seed::join(app, square.guild_id, std::slice::from_ref(&plain)).await;
    let role_id = seed::role(app, square.guild_id, "insiders", Permissions::NONE).await;
    let hidden = Overwrite {
        id: square.guild_id.cast(),
        kind: OverwriteType::ROLE,
        allow: Permissions::NONE,
        deny: Permissions::VIEW_CHANNEL,
    };
    let shown = Overwrite {
        id: role_id.cast(),
        kind: OverwriteType::ROLE,
        allow: Permissions::VIEW_CHANNEL,
        deny: Permissions::NONE,
    };
    let secret = seed::channel(app, square.guild_id, CANARY, vec![hidden, shown]).await;
    let (mut client, guild) = square.listen(&plain, EVERYTHING).await;
    assert!(!guild.to_string().contains(CANARY));
    square.say(&square.owner, secret, CANARY).await;
    for round in 0..20 {
        seed::set_role(app, square.guild_id, plain.id(), role_id, true).await;
        square.say(&square.owner, secret, &format!("visible {round}")).await;
        seed::set_role(app, square.guild_id, plain.id(), role_id, false).await;
        square.say(&square.owner, secret, CANARY).await;
        square.say(&square.owner, square.channel_id, "end of round").await;
        let ends = |event: &Value| event["d"]["content"] == "end of round";
        let events = client.events_until(ends).await;
        let names = names(&events);
        let of_interest: Vec<_> = names.iter().filter(|name| **name != "GUILD_MEMBER_UPDATE").collect();
        assert_eq!(of_interest, [&"CHANNEL_CREATE", &"MESSAGE_CREATE", &"CHANNEL_DELETE", &"MESSAGE_CREATE"]);
        let texts: Vec<_> = events.iter().filter_map(|event| event["d"]["content"].as_str()).collect();
        assert_eq!(texts, [&format!("visible {round}"), "end of round"]);
    }
}

#[tokio::test]
async fn a_private_channel_leaves_no_trace_with_those_who_may_not_view_it() {
    let square = Square::open().await;
    let app = square.app();
    let plain = seed::accounts(app, "plain", 1, Some(ApplicationFlags::ALL)).await.remove(0);
    seed::join(app, square.guild_id, std::slice::from_ref(&plain)).await;
    let (mut outsider, _) = square.listen(&plain, EVERYTHING).await;
    let identify = serde_json::json!({ "token": square.owner.token });
    let (mut owner, _) = GatewayClient::identified(&square.url(), identify).await;
    let hidden = Overwrite {
        id: square.guild_id.cast(),
        kind: OverwriteType::ROLE,
        allow: Permissions::NONE,
        deny: Permissions::VIEW_CHANNEL,
    };
    let secret = seed::channel(app, square.guild_id, CANARY, vec![hidden]).await;
    square.say(&square.owner, secret, CANARY).await;
    square.say(&square.owner, square.channel_id, "end").await;
    let ends = |event: &Value| event["d"]["content"] == "end";
    let seen = owner.events_until(ends).await;
    assert_eq!(seen.iter().filter(|event| event.to_string().contains(CANARY)).count(), 2);
    let seen = outsider.events_until(ends).await;
    assert!(seen.iter().all(|event| !event.to_string().contains(CANARY)), "{:?}", names(&seen));
    assert!(seen.iter().all(|event| !event.to_string().contains(&secret.to_string())));
}
