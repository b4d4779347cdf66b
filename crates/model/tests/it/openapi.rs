//! Every entity against its response schema in the API's OpenAPI document: zero errors, and no key that the schema
//! does not know.

use std::sync::LazyLock;

use parvis_model::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::samples::*;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../clients/openapi/discord-openapi.json");
    let text = std::fs::read_to_string(path).expect("the document stands in the repository");
    serde_json::from_str(&text).expect("the OpenAPI document is JSON")
});

/// What is wrong with `value` as the component `schema`, in words.
fn schema_errors(schema: &str, value: &Value) -> Vec<String> {
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/components/schemas/{schema}"),
        "components": DOCUMENT["components"],
    });
    let validator = jsonschema::options().should_validate_formats(true).build(&root).expect("a valid schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

/// Keys of `value` that the component does not name, but for `known_extras`.
fn unknown_keys(schema: &str, value: &Value, known_extras: &[&str]) -> Vec<String> {
    let properties = &DOCUMENT["components"]["schemas"][schema]["properties"];
    let keys = value.as_object().expect("an object").keys();
    keys.filter(|key| properties.get(key).is_none() && !known_extras.contains(&key.as_str()))
        .cloned()
        .collect()
}

fn json_of(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("serialisable")
}

/// One entity: the component, and values from the emptiest to the fullest.
fn entities() -> Vec<(&'static str, Vec<Value>)> {
    let someone = || User::new(id(1), "someone");
    vec![
        ("UserResponse", vec![json_of(someone()), json_of(user()), json_of(bot())]),
        ("UserResponse", vec![json_of(User::webhook(id(12), "Agenda", None))]),
        ("UserPIIResponse", vec![json_of(CurrentUser::new(bot(), "en-US")), json_of(current_user())]),
        ("GuildMemberResponse", vec![json_of(Member::new(someone(), moment())), json_of(member())]),
        ("PrivateGuildMemberResponse", vec![json_of(member())]),
        ("GuildBanResponse", vec![json_of(Ban { user: user(), reason: None })]),
        (
            "BulkBanUsersResponse",
            vec![json_of(BulkBan { banned_users: vec![id(1)], failed_users: vec![id(2)] })],
        ),
        ("KeywordRuleResponse", vec![json_of(keyword_rule())]),
        ("GuildRoleResponse", vec![json_of(Role::everyone(id(GUILD))), json_of(role())]),
        ("EmojiResponse", vec![json_of(Emoji::new(id(9), "x")), json_of(emoji())]),
        ("GuildStickerResponse", vec![json_of(sticker())]),
        ("GuildResponse", vec![json_of(Guild::new(id(GUILD), "g", id(ANNA)))]),
        ("GuildWithCountsResponse", vec![json_of(guild())]),
        ("GuildPreviewResponse", vec![json_of(GuildPreview::new(&guild(), 3, 1))]),
        ("MyGuildResponse", vec![json_of(current_user_guild())]),
        (
            "GuildChannelResponse",
            [text_channel(), category(), voice_channel(), forum()].map(json_of).to_vec(),
        ),
        ("GuildChannelResponse", GUILD_CHANNELS.map(|kind| json_of(bare_channel(kind))).to_vec()),
        ("ThreadResponse", vec![json_of(thread())]),
        ("ThreadMemberResponse", vec![json_of(thread().member)]),
        ("PrivateChannelResponse", vec![json_of(dm())]),
        ("PrivateGroupChannelResponse", vec![json_of(group_dm()), json_of(nameless_group())]),
        (
            "MessageAttachmentResponse",
            vec![json_of(attachment()), json_of(Attachment::new(id(1), "a", 0, ADDRESS))],
        ),
        ("MessageEmbedResponse", vec![json_of(Embed::default()), json_of(embed())]),
        ("MessageReactionResponse", vec![json_of(&message().reactions[0]), json_of(&message().reactions[1])]),
        ("MessageReferenceResponse", vec![json_of(message().message_reference)]),
        (
            "MessageResponse",
            vec![json_of(Message::new(id(2), id(3), someone(), moment())), json_of(message())],
        ),
        ("MessageResponse", vec![json_of(reply_to_the_deleted())]),
        ("MessageResponse", vec![json_of(Message { components: components(), ..message() })]),
        ("ContainerComponentResponse", vec![json_of(components().last())]),
        ("MinimalContentMessageResponse", vec![json_of(&message().message_snapshots[0].message)]),
        ("PinnedMessagesResponse", vec![json_of(pins())]),
        ("GuildInviteResponse", vec![json_of(guild_invite()), json_of(bare_invite())]),
        ("GroupDMInviteResponse", vec![json_of(Invite::to_group_dm("abc", &group_dm()))]),
        ("GuildAuditLogResponse", vec![json_of(AuditLog::default()), json_of(audit_log())]),
        ("AuditLogEntryResponse", vec![json_of(AuditLogEntry::new(id(1), AuditLogEvent::BOT_ADD, id(2)))]),
        ("GuildIncomingWebhookResponse", vec![json_of(webhook())]),
        ("ChannelFollowerWebhookResponse", vec![json_of(follower_webhook())]),
        (
            "ChannelFollowerResponse",
            vec![json_of(ChannelFollower { channel_id: id(CHANNEL), webhook_id: id(12) })],
        ),
        ("ApplicationResponse", vec![json_of(Application::new(id(1), "a", "00")), json_of(application())]),
        ("PrivateApplicationResponse", vec![json_of(private_application())]),
        (
            "ApplicationCommandResponse",
            vec![
                json_of(ApplicationCommand::new(id(1), id(2), Some(id(3)), CommandType::USER, "Greet")),
                json_of(command()),
                json_of(localized_command()),
            ],
        ),
        ("CommandPermissionsResponse", vec![json_of(command_permissions())]),
        ("UserGuildOnboardingResponse", vec![json_of(Onboarding::new(id(GUILD))), json_of(onboarding())]),
        ("GuildWelcomeScreenResponse", vec![json_of(WelcomeScreen::default()), json_of(welcome_screen())]),
        ("VoiceStateResponse", vec![json_of(VoiceState::new(id(1), id(2), "s")), json_of(voice_state())]),
    ]
}

const GUILD_CHANNELS: [ChannelType; 6] = [
    ChannelType::GUILD_TEXT,
    ChannelType::GUILD_VOICE,
    ChannelType::GUILD_CATEGORY,
    ChannelType::GUILD_ANNOUNCEMENT,
    ChannelType::GUILD_STAGE_VOICE,
    ChannelType::GUILD_FORUM,
];

fn bare_channel(kind: ChannelType) -> Channel {
    Channel::in_guild(id(CHANNEL), kind, id(GUILD), "bare")
}

fn nameless_group() -> Channel {
    Channel::group_dm(id(17), id(ANNA), Vec::new())
}

fn bare_invite() -> Invite {
    Invite::to_guild("abc", &Guild::new(id(1), "g", id(2)), &bare_channel(ChannelType::GUILD_TEXT))
}

fn reply_to_the_deleted() -> Message {
    Message {
        referenced_message: Field::Null,
        nonce: Some(Nonce::Number(5)),
        ..Message::new(id(2), id(3), bot(), moment())
    }
}

fn localized_command() -> ApplicationCommand {
    let mut command = command();
    command.localize("fr");
    command
}

fn pins() -> PinnedMessages {
    PinnedMessages { items: vec![PinnedMessage { pinned_at: moment(), message: message() }], has_more: false }
}

fn current_user_guild() -> CurrentUserGuild {
    CurrentUserGuild {
        id: id(GUILD),
        name: "Saint-Rémy".to_owned(),
        icon: None,
        banner: None,
        owner: true,
        permissions: Permissions::ALL,
        features: vec![GuildFeature::NEWS],
        approximate_member_count: None,
        approximate_presence_count: Some(0),
    }
}

#[test]
fn every_entity_satisfies_its_response_schema() {
    let mut failures = Vec::new();
    for (schema, values) in entities() {
        for value in values {
            failures
                .extend(schema_errors(schema, &value).into_iter().map(|error| format!("{schema}{error}")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_entity_has_keys_that_its_schema_does_not_know() {
    // `summary` left the API but old libraries look for it; `responses` is for people's clients.
    let known_extras = ["summary", "responses"];
    let mut failures = Vec::new();
    for (schema, values) in entities() {
        for value in values {
            failures.extend(
                unknown_keys(schema, &value, &known_extras).into_iter().map(|key| format!("{schema}.{key}")),
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_missing_or_mistyped_key_is_found() {
    let mut broken = json_of(user());
    broken["id"] = json!(1);
    broken.as_object_mut().expect("an object").remove("global_name");
    assert_eq!(schema_errors("UserResponse", &broken).len(), 2);
    broken["nmae"] = json!("x");
    assert_eq!(unknown_keys("UserResponse", &broken, &[]), ["nmae"]);
}

#[test]
fn every_audit_log_action_of_the_api_is_known() {
    let actions =
        DOCUMENT["components"]["schemas"]["AuditLogActionTypes"]["oneOf"].as_array().expect("a list");
    assert!(actions.len() > 60);
    for action in actions {
        let event: AuditLogEvent = serde_json::from_value(action["const"].clone()).expect("a number");
        assert_eq!(event.name(), action["title"].as_str());
    }
}

#[test]
fn every_channel_and_message_type_of_the_api_is_known() {
    let schemas = &DOCUMENT["components"]["schemas"];
    for kind in schemas["ChannelTypes"]["oneOf"].as_array().expect("a list") {
        let kind: ChannelType = serde_json::from_value(kind["const"].clone()).expect("a number");
        assert!(kind.is_known(), "{kind:?}");
    }
    for kind in schemas["MessageType"]["oneOf"].as_array().expect("a list") {
        let known: MessageType = serde_json::from_value(kind["const"].clone()).expect("a number");
        assert_eq!(known.name(), kind["title"].as_str());
    }
}
