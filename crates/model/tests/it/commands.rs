//! What real libraries send on the gateway, in the shapes that they send.

use parvis_model::gateway::*;
use parvis_model::*;
use serde_json::{Value, json};

use crate::samples::id;

fn parse(op: u8, payload: Value) -> Result<Command, CommandError> {
    Command::parse(json!({"op": op, "d": payload}).to_string().as_bytes())
}

fn identify(payload: Value) -> Identify {
    match parse(2, payload.clone()) {
        Ok(Command::Identify(identify)) => *identify,
        other => panic!("{other:?} from {payload}"),
    }
}

#[test]
fn identifies_of_real_libraries_are_read() {
    let python = identify(json!({
        "token": "a.b.c", "properties": {"os": "linux", "browser": "discord.py", "device": "discord.py"},
        "compress": true, "large_threshold": 250, "intents": 53_608_447,
        "presence": {"status": "online", "game": null, "since": 0, "afk": false}
    }));
    assert_eq!((python.token.as_str(), python.intents, python.compress), ("a.b.c", Some(53_608_447), true));
    assert_eq!(python.presence.expect("a presence").activities, []);

    let javascript = identify(json!({
        "token": "a.b.c", "properties": {"browser": "discord.js", "device": "discord.js", "os": "linux"},
        "intents": 1, "compress": false, "shard": [0, 1], "large_threshold": null, "presence": null
    }));
    assert_eq!((javascript.shard, javascript.large_threshold()), (Some([0, 1]), 50));

    let eris = identify(json!({
        "token": "Bot a.b.c", "v": 10, "compress": false, "large_threshold": 250, "intents": 512,
        "properties": {"os": "linux", "browser": "Eris", "device": "Eris"},
        "presence": {"activities": null, "afk": false, "since": null, "status": "online"}
    }));
    assert_eq!(eris.token.as_str(), "a.b.c");
    assert_eq!(eris.presence.expect("a presence"), Box::new(PresenceCommand::default()));

    let go = identify(json!({
        "token": "Bot a.b.c", "compress": true, "large_threshold": 250, "intents": 32_767,
        "properties": {"$os": "linux", "$browser": "DiscordGo v0.29.0", "$device": "", "$referer": ""},
        "presence": {"status": "", "since": 0, "afk": false, "game": {"name": "", "type": 0, "created_at": 0}}
    }));
    assert_eq!((go.properties.os.as_str(), go.properties.browser.as_str()), ("linux", "DiscordGo v0.29.0"));
    assert_eq!(go.presence.expect("a presence"), Box::new(PresenceCommand::default()));

    let serenity = identify(json!({
        "compress": true, "token": "a.b.c", "large_threshold": 250, "shard": [0, 1], "intents": 33_281,
        "properties": {"browser": "serenity", "device": "serenity", "os": "linux"},
        "presence": {
            "afk": false, "status": "dnd", "activities": [],
            "since": {"secs_since_epoch": 1_795_328_210, "nanos_since_epoch": 5}
        }
    }));
    assert_eq!(serenity.presence.expect("a presence").status, Status::Dnd);

    let least = identify(json!({"token": "a.b.c", "properties": null}));
    assert_eq!((least.intents, least.shard, least.capabilities), (None, None, 0));
}

#[test]
fn the_threshold_of_large_guilds_stays_within_its_bounds() {
    for (sent, used) in [(0, 50), (50, 50), (100, 100), (250, 250), (4_000_000_000_u32, 250)] {
        assert_eq!(identify(json!({"token": "x", "large_threshold": sent})).large_threshold(), used);
    }
}

#[test]
fn heartbeats_carry_a_number_or_nothing() {
    assert_eq!(parse(1, json!(251)), Ok(Command::Heartbeat(Some(251))));
    assert_eq!(parse(1, Value::Null), Ok(Command::Heartbeat(None)));
    assert_eq!(Command::parse(br#"{"op":1}"#), Ok(Command::Heartbeat(None)));
}

#[test]
fn requests_for_members_take_ids_as_text_number_or_list() {
    for (guild_id, user_ids) in
        [(json!(41), json!("7")), (json!("41"), json!([7])), (json!(["41"]), json!(["7"]))]
    {
        let parsed =
            parse(8, json!({"guild_id": guild_id, "user_ids": user_ids, "limit": null, "nonce": "n"}));
        let Ok(Command::RequestMembers(request)) = parsed else { panic!("{parsed:?}") };
        assert_eq!((request.guild_id, request.user_ids.as_deref()), (id(41), Some([id(7)].as_slice())));
        assert_eq!((request.limit, request.presences, request.query), (0, false, None));
    }
    assert_eq!(parse(8, json!({"guild_id": ["1", "2"], "query": ""})), Err(CommandError::Decode));
}

#[test]
fn presences_keep_what_is_named_and_drop_the_rest() {
    let activities = json!([{"name": "chess", "type": 0}, {"name": ""}, {"type": 1}, null, "x"]);
    let Ok(Command::PresenceUpdate(presence)) =
        parse(3, json!({"since": 91_879_201, "activities": activities, "status": "idle", "afk": true}))
    else {
        panic!("a presence");
    };
    assert_eq!(presence.activities.len(), 1);
    assert_eq!((presence.status, presence.afk), (Status::Idle, true));
    assert_eq!(presence.since, Some(Timestamp::from_unix_ms(91_879_201)));
    let Ok(Command::PresenceUpdate(old)) = parse(3, json!({"game": {"name": "go", "type": 3}})) else {
        panic!("a presence");
    };
    assert_eq!((old.activities[0].name.as_str(), old.activities[0].kind), ("go", ActivityType::WATCHING));
}

#[test]
fn voice_is_joined_and_left_with_ids_as_numbers() {
    let Ok(Command::VoiceStateUpdate(join)) =
        parse(4, json!({"guild_id": 41, "channel_id": 42, "self_mute": false, "self_deaf": true}))
    else {
        panic!("a voice state");
    };
    assert_eq!((join.guild_id, join.channel_id, join.self_deaf), (Some(id(41)), Some(id(42)), true));
    let left = parse(4, json!({"guild_id": "41", "channel_id": null, "self_mute": null}));
    assert!(matches!(left, Ok(Command::VoiceStateUpdate(VoiceStateCommand { channel_id: None, .. }))));
}

#[test]
fn resumes_name_session_and_sequence() {
    let resume = parse(6, json!({"token": "Bot a.b.c", "session_id": "s", "seq": 1_337}));
    let expected = Resume { token: "a.b.c".to_owned().into(), session_id: "s".to_owned(), seq: 1_337 };
    assert_eq!(resume, Ok(Command::Resume(expected)));
    assert_eq!(parse(6, json!({"token": "x"})), Err(CommandError::Decode));
}

#[test]
fn subscriptions_name_ranges_by_channel() {
    let wants = json!({"typing": true, "channels": {"42": [[0, 99], [100, 199]]}, "members": [7]});
    let mut single = wants.clone();
    single["guild_id"] = json!("41");
    let Ok(Command::Subscribe(one)) = parse(14, single) else { panic!("a subscription") };
    assert_eq!((one.guild_id, one.wants.typing, one.wants.threads), (id(41), Some(true), None));
    assert_eq!(one.wants.channels[&id(42)], [[0, 99], [100, 199]]);
    assert_eq!(one.wants.members.as_deref(), Some([id(7)].as_slice()));
    let Ok(Command::SubscribeBulk(bulk)) = parse(37, json!({"subscriptions": {"41": wants, "43": {}}}))
    else {
        panic!("subscriptions");
    };
    assert_eq!(bulk.subscriptions[0], *one);
    assert_eq!(bulk.subscriptions[1], GuildSubscription { guild_id: id(43), wants: Wants::default() });
}

#[test]
fn what_is_no_command_is_refused_by_kind() {
    for op in [0, 5, 7, 9, 10, 11, 12, 255] {
        assert_eq!(parse(op, Value::Null), Err(CommandError::UnknownOpcode(i64::from(op))));
    }
    assert_eq!(Command::parse(br#"{"op":-1}"#), Err(CommandError::UnknownOpcode(-1)));
    assert_eq!(Command::parse(br#"{"op":256}"#), Err(CommandError::UnknownOpcode(256)));
    let deep = format!("{{\"op\":1,\"d\":{}", "[".repeat(10_000));
    for bad in ["", "null", "[]", "{}", r#"{"op":"1"}"#, r#"{"op":2}"#, r#"{"op":2,"d":{}}"#, "\u{0}", &deep]
    {
        assert_eq!(Command::parse(bad.as_bytes()), Err(CommandError::Decode), "{bad:.20}");
    }
    assert_eq!(Command::parse(b"{\"op\":1,\"d\":\"\xff\"}"), Err(CommandError::Decode));
}

#[test]
fn close_codes_say_whether_a_client_may_come_back() {
    for code in [4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009] {
        assert!(CloseCode(code).is_known() && CloseCode(code).may_reconnect(), "{code}");
    }
    for code in [4004, 4010, 4011, 4012, 4013, 4014] {
        assert!(CloseCode(code).is_known() && !CloseCode(code).may_reconnect(), "{code}");
    }
}

#[test]
fn tokens_never_show_themselves_in_debug_output() {
    let shown = format!("{:?}", identify(json!({"token": "Bot secret-7f3a"})));
    assert!(!shown.contains("7f3a"), "{shown}");
}
