//! Events: what travels, who gets it, and what is left of it without the right to read messages.

use parvis_model::event::*;
use parvis_model::*;
use serde_json::{Value, json};

use crate::samples::*;

fn payload(event: &Event) -> Value {
    serde_json::to_value(event).expect("json")
}

fn guild_create() -> GuildCreate {
    GuildCreate {
        channels: vec![text_channel(), category(), voice_channel(), forum()],
        threads: vec![thread()],
        members: vec![member()],
        presences: vec![presence()],
        voice_states: vec![voice_state()],
        ..GuildCreate::new(guild(), moment(), 312)
    }
}

fn message_create() -> MessageCreate {
    let mut sent = message();
    sent.mentions[0].member = Some(Box::new(member().into()));
    MessageCreate::in_guild(sent, id(GUILD), Some(member().into()), ChannelType::GUILD_TEXT)
}

fn assert_has(value: &Value, paths: &[&str]) {
    for path in paths {
        assert!(value.pointer(path).is_some(), "{path} is missing in {value}");
    }
}

#[test]
fn the_keys_without_which_libraries_break_are_there() {
    let event = payload(&Event::GuildCreate(Box::new(guild_create())));
    assert_has(
        &event,
        &[
            "/id",
            "/name",
            "/roles",
            "/owner_id",
            "/features",
            "/mfa_level",
            "/nsfw_level",
            "/verification_level",
            "/explicit_content_filter",
            "/default_message_notifications",
            "/preferred_locale",
            "/system_channel_flags",
            "/joined_at",
            "/large",
            "/member_count",
            "/stage_instances",
            "/guild_scheduled_events",
            "/soundboard_sounds",
            "/roles/0/colors/primary_color",
            "/roles/0/flags",
            "/roles/0/permissions",
            "/roles/0/color",
            "/roles/0/hoist",
            "/roles/0/managed",
            "/roles/0/position",
            "/channels/0/permission_overwrites/0/allow",
            "/channels/0/permission_overwrites/0/type",
            "/channels/3/available_tags/0/moderated",
            "/channels/3/available_tags/0/emoji_name",
            "/members/0/user/discriminator",
            "/members/0/flags",
            "/members/0/roles",
            "/threads/0/thread_metadata/auto_archive_duration",
            "/threads/0/thread_metadata/archive_timestamp",
            "/threads/0/parent_id",
            "/threads/0/owner_id",
            "/threads/0/member_count",
            "/threads/0/message_count",
            "/presences/0/user/id",
            "/presences/0/status",
            "/presences/0/activities",
            "/presences/0/client_status",
            "/stickers/0/description",
            "/stickers/0/guild_id",
            "/stickers/0/available",
            "/emojis/0/name",
            "/voice_states/0/session_id",
            "/voice_states/0/suppress",
            "/voice_states/0/self_video",
        ],
    );
    let event = payload(&Event::MessageCreate(Box::new(message_create())));
    assert_has(
        &event,
        &[
            "/author/username",
            "/channel_id",
            "/id",
            "/type",
            "/content",
            "/attachments/0/proxy_url",
            "/embeds",
            "/pinned",
            "/tts",
            "/mention_everyone",
            "/member/roles",
            "/mentions",
            "/timestamp",
            "/edited_timestamp",
            "/reactions/0/emoji",
            "/guild_id",
            "/channel_type",
            "/mentions/0/member/joined_at",
        ],
    );
    assert_eq!(event.pointer("/member/user"), None);
}

#[test]
fn ready_of_a_bot_has_all_that_libraries_need() {
    let application = PartialApplication { id: id(BOT), flags: ApplicationFlags::NONE };
    let ready = Ready {
        guilds: vec![UnavailableGuild::new(id(GUILD))],
        resume_gateway_url: "wss://parvis.example".to_owned(),
        shard: Some([0, 1]),
        ..Ready::new(10, CurrentUser::new(bot(), "en-US"), application, "s")
    };
    let event = payload(&Event::Ready(Box::new(ready)));
    assert_has(
        &event,
        &["/v", "/user/avatar", "/user/discriminator", "/session_id", "/application/flags", "/shard"],
    );
    assert_eq!(event["guilds"], json!([{"id": GUILD.to_string(), "unavailable": true}]));
    assert_eq!(event["private_channels"], json!([]));
}

#[test]
fn ready_of_a_person_survives_a_round_trip() {
    let mut ready = UserReady {
        guilds: vec![guild_create()],
        private_channels: vec![dm(), group_dm()],
        relationships: vec![Relationship::new(RelationshipType::BLOCKED, user(), moment())],
        presences: vec![presence()],
        ..UserReady::new(10, current_user(), "s")
    };
    ready.notes.insert(id(ANNA), "voisine".to_owned());
    ready.read_state.entries.push(ReadState { unread_count: 3, ..ReadState::new(id(CHANNEL)) });
    let back: UserReady =
        serde_json::from_value(payload(&Event::UserReady(Box::new(ready.clone())))).expect("READY");
    assert_eq!(back, ready);
}

#[test]
fn an_event_serialises_to_its_payload_alone() {
    let deleted = Event::RoleDelete(RoleDelete { guild_id: id(1), role_id: id(2) });
    assert_eq!(
        (deleted.name(), payload(&deleted)),
        ("GUILD_ROLE_DELETE", json!({"guild_id": "1", "role_id": "2"}))
    );
    assert_eq!(payload(&Event::Resumed(Empty {})), json!({}));
    let gone = Event::GuildDelete(GuildDelete { id: id(1), unavailable: false });
    assert_eq!(payload(&gone), json!({"id": "1"}));
    let joined = payload(&Event::MemberAdd(Box::new(GuildMember { guild_id: id(GUILD), member: member() })));
    assert_has(&joined, &["/guild_id", "/user/id", "/joined_at"]);
}

#[test]
fn names_of_events_are_unique_but_for_the_two_forms_of_ready_and_of_interactions() {
    let mut names = Event::NAMES.to_vec();
    names.sort_unstable();
    let before = names.len();
    names.dedup();
    assert_eq!(before - names.len(), 2);
    assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')));
}

#[test]
fn intents_differ_between_guilds_and_direct_conversations() {
    let message = Event::MessageCreate(Box::new(message_create()));
    assert_eq!(message.intents(true), Intents::GUILD_MESSAGES);
    assert_eq!(message.intents(false), Intents::DIRECT_MESSAGES);
    let pins = ChannelPinsUpdate { guild_id: None, channel_id: id(1), last_pin_timestamp: None };
    assert_eq!(Event::ChannelPinsUpdate(pins).intents(false), Intents::DIRECT_MESSAGES);
    assert_eq!(Event::ChannelPinsUpdate(pins).intents(true), Intents::GUILDS);
    assert!(Event::Resumed(Empty {}).intents(true).is_empty());
}

#[test]
fn bots_never_get_events_of_the_account_dialect() {
    let ack = MessageAck {
        channel_id: id(1),
        message_id: None,
        mention_count: 0,
        unread_count: 1,
        manual: true,
        version: 1,
    };
    assert!(!Event::MessageAck(ack).is_for_bots(true));
    let progress = InteractionProgress { id: id(1), nonce: None };
    assert!(!Event::InteractionSuccess(progress).is_for_bots(true));
    let channel = Event::ChannelCreate(Box::new(dm()));
    assert!(channel.is_for_bots(true) && !channel.is_for_bots(false));
}

#[test]
fn intents_that_do_not_exist_are_refused() {
    assert_eq!(Intents::from_wire(0), Some(Intents::NONE));
    assert_eq!(Intents::from_wire(53_608_447), Some(Intents::ALL));
    for unused in [17, 18, 19, 22, 23, 26, 31, 32, 63] {
        assert_eq!(Intents::from_wire(1 << unused), None, "bit {unused}");
    }
    assert!(Intents::ALL.contains(Intents::PRIVILEGED));
    assert_eq!(Intents::PRIVILEGED.bits(), 1 << 1 | 1 << 8 | 1 << 15);
}

#[test]
fn without_the_right_to_read_nothing_of_a_message_is_left_but_its_frame() {
    let canary = "canary-7f3a";
    let mut sent = message_create();
    sent.message.content = canary.to_owned();
    sent.message.embeds[0].title = Some(canary.to_owned());
    sent.message.attachments[0].filename = canary.to_owned();
    let text = ComponentPart::TextDisplay(TextDisplay { content: canary.to_owned() });
    sent.message.components = vec![Component { id: 1, part: text }];
    sent.message.poll = Some(Box::new(json!({"question": {"text": canary}})));
    sent.message.message_snapshots[0].message.content = canary.to_owned();
    let mut quoted = message();
    quoted.content = canary.to_owned();
    sent.message.referenced_message = Field::Value(Box::new(quoted));
    let stripped = Event::MessageCreate(Box::new(sent.clone())).without_content().expect("it had content");
    let value = payload(&stripped);
    assert!(!value.to_string().contains(canary));
    assert_eq!(
        (&value["content"], &value["embeds"], &value["attachments"]),
        (&json!(""), &json!([]), &json!([]))
    );
    assert_eq!(value["author"], payload(&Event::MessageCreate(Box::new(sent)))["author"]);
    assert_eq!(stripped.without_content(), None);
}

#[test]
fn what_a_rule_did_is_told_without_the_text_to_who_may_not_read_it() {
    let rule = keyword_rule();
    let done = AutoModerationExecution {
        guild_id: id(GUILD),
        action: rule.actions[0].clone(),
        rule_id: rule.id,
        rule_trigger_type: rule.trigger_type,
        user_id: id(ANNA),
        channel_id: Some(id(CHANNEL)),
        message_id: None,
        alert_system_message_id: None,
        content: "canary cat".to_owned(),
        matched_keyword: Some("cat*".to_owned()),
        matched_content: Some("canary".to_owned()),
    };
    let event = Event::AutoModerationExecution(Box::new(done));
    assert_eq!(event.intents(true), Intents::AUTO_MODERATION_EXECUTION);
    let stripped = event.without_content().expect("it had content");
    let value = payload(&stripped);
    assert!(!value.to_string().contains("canary"));
    assert_eq!((&value["matched_keyword"], &value["matched_content"]), (&json!("cat*"), &json!("")));
    assert!(value.get("message_id").is_none());
    assert_eq!(stripped.without_content(), None);
    let made = Event::AutoModerationRuleCreate(Box::new(rule));
    assert_eq!((made.intents(true), made.without_content()), (Intents::AUTO_MODERATION_CONFIGURATION, None));
}

#[test]
fn member_lists_change_by_operations() {
    let group = MemberListItem::Group(MemberListGroup::online(1));
    let person = MemberListItem::Member(Box::new(MemberListMember {
        member: member(),
        presence: Some(Box::new(presence())),
    }));
    let update = MemberListUpdate {
        guild_id: id(GUILD),
        id: "everyone".to_owned(),
        member_count: 312,
        online_count: 1,
        groups: vec![MemberListGroup::role(id(MODERATORS), 1), MemberListGroup::offline(311)],
        ops: vec![
            MemberListOp::Sync { range: [0, 99], items: vec![group.clone(), person.clone()] },
            MemberListOp::Insert { index: 1, item: person },
            MemberListOp::Update { index: 0, item: group },
            MemberListOp::Delete { index: 5 },
            MemberListOp::Invalidate { range: [100, 199] },
        ],
    };
    let value = payload(&Event::MemberListUpdate(Box::new(update.clone())));
    assert_eq!(value["ops"][3], json!({"op": "DELETE", "index": 5}));
    assert_eq!(value["ops"][0]["items"][0], json!({"group": {"id": "online", "count": 1}}));
    assert_has(&value, &["/ops/1/item/member/user/id", "/ops/1/item/member/presence/status"]);
    assert_eq!(serde_json::from_value::<MemberListUpdate>(value).expect("an update"), update);
}

#[test]
fn payloads_of_events_survive_a_round_trip() {
    let sent = message_create();
    let value = serde_json::to_value(&sent).expect("json");
    assert_eq!(serde_json::from_value::<MessageCreate>(value).expect("a message"), sent);
    let guild = guild_create();
    let value = serde_json::to_value(&guild).expect("json");
    assert_eq!(serde_json::from_value::<GuildCreate>(value).expect("a guild"), guild);
}
