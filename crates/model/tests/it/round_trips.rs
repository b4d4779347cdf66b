//! What is written can be read back, unknown values included.

use std::fmt::Debug;

use parvis_model::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::samples::*;

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let text = serde_json::to_string(&value).expect("serialisable");
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    assert_eq!(back, value);
}

#[test]
fn entities_survive_a_round_trip() {
    check(user());
    check(User::webhook(id(12), "Agenda", Some(HASH.to_owned())));
    check(current_user());
    check(member());
    check(PartialMember::from(member()));
    check(role());
    check(guild());
    check(GuildPreview::new(&guild(), 3, 1));
    check(emoji());
    check(sticker());
    check(attachment());
    check(embed());
    check(message());
    check(components());
    check(guild_invite());
    check(Invite::to_group_dm("abc", &group_dm()));
    check(audit_log());
    check(webhook());
    check(application());
    check(private_application());
    check(voice_state());
    check(command());
    check(command_permissions());
    check(presence());
    for channel in [text_channel(), category(), voice_channel(), forum(), thread(), dm(), group_dm()] {
        check(channel);
    }
}

#[test]
fn account_objects_survive_a_round_trip() {
    check(ReadState { last_message_id: Some(id(21)), mention_count: 1, ..ReadState::new(id(CHANNEL)) });
    check(UserSettings {
        custom_status: Some(Box::new(CustomStatus {
            text: Some("Au marché".to_owned()),
            ..CustomStatus::default()
        })),
        guild_folders: vec![GuildFolder { guild_ids: vec![id(GUILD)], ..GuildFolder::default() }],
        followed_areas: vec![FollowedArea { area_id: id(7), seen_at: moment() }],
        status: Status::Invisible,
        ..UserSettings::default()
    });
    check(GuildNotificationSettings {
        channel_overrides: vec![ChannelNotificationSettings {
            mute_config: Some(MuteConfig { end_time: Some(moment()), selected_time_window: 3_600 }),
            ..ChannelNotificationSettings::new(id(CHANNEL))
        }],
        ..GuildNotificationSettings::new(Some(id(GUILD)))
    });
    check(Relationship::new(RelationshipType::FRIEND, user(), moment()));
    check(Note { user_id: id(1), note_user_id: id(2), note: "voisine".to_owned() });
    check(LoginSession {
        id: id(1),
        created_at: moment(),
        last_used_at: moment(),
        client_info: ClientInfo { os: Some("Linux".to_owned()), client: None },
        current: true,
    });
}

#[test]
fn settings_that_are_not_named_keep_their_defaults() {
    let settings: UserSettings = serde_json::from_value(json!({"theme": "dark"})).expect("settings");
    assert_eq!(settings, UserSettings { theme: "dark".to_owned(), ..UserSettings::default() });
}

#[test]
fn values_of_tomorrow_survive() {
    let channel: Channel =
        serde_json::from_value(json!({"id": "1", "type": 99, "guild_id": "2"})).expect("a channel");
    assert!(!channel.kind.is_known());
    assert_eq!(serde_json::to_value(&channel).expect("json")["type"], 99);
    let feature: GuildFeature = serde_json::from_value(json!("OF_TOMORROW")).expect("a feature");
    assert_eq!(serde_json::to_value(feature).expect("json"), "OF_TOMORROW");
    let flags: MessageFlags = serde_json::from_value(json!(1 << 30)).expect("flags");
    assert_eq!(serde_json::to_value(flags).expect("json"), json!(1 << 30));
    assert_eq!(format!("{:?} {:?}", ChannelType(99), ChannelType::DM), "ChannelType(99) DM");
}

#[test]
fn a_role_tag_is_true_by_being_null() {
    let written =
        serde_json::to_value(RoleTags { premium_subscriber: true, ..RoleTags::default() }).expect("json");
    assert_eq!(written, json!({"premium_subscriber": null}));
}

#[test]
fn discriminators_are_zero_or_four_digits() {
    let read = |text: &str| serde_json::from_value::<Discriminator>(json!(text));
    assert_eq!(read("0").expect("unique"), Discriminator::UNIQUE_NAME);
    assert_eq!(read("0000").expect("webhook"), Discriminator::WEBHOOK);
    assert_eq!(read("0042").expect("old").to_string(), "0042");
    for bad in ["", "42", "+042", "00000", "abcd"] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

#[test]
fn embeds_are_read_as_bots_write_them() {
    let embed: Embed = serde_json::from_value(json!({
        "title": "x", "description": null, "type": null, "fields": null,
        "timestamp": "2026-11-22T06:16:50.123456+00:00", "footer": {"text": "y", "icon_url": null}
    }))
    .expect("an embed");
    assert_eq!((embed.kind.as_str(), embed.fields.len(), embed.description), ("rich", 0, None));
    let field: EmbedField = serde_json::from_value(json!({"name": "a", "value": "b"})).expect("a field");
    assert!(!field.inline);
}

#[test]
fn overwrites_are_read_in_old_and_new_forms() {
    let expected = Overwrite::member(id(1), Permissions::ADMINISTRATOR, Permissions::NONE);
    for form in [
        json!({"id": "1", "type": 1, "allow": "8", "deny": "0"}),
        json!({"id": 1, "type": "member", "allow": 8}),
        json!({"id": "1", "type": 1, "allow": "8", "deny": null}),
    ] {
        assert_eq!(
            serde_json::from_value::<Overwrite>(form.clone()).expect("an overwrite"),
            expected,
            "{form}"
        );
    }
    assert!(serde_json::from_value::<Overwrite>(json!({"id": "1", "type": "channel"})).is_err());
}

#[test]
fn emojis_of_paths_are_read_in_all_forms() {
    let custom = |animated| Some(ReactionEmoji { animated, ..ReactionEmoji::custom(id(9), "parvis") });
    assert_eq!(ReactionEmoji::from_path("👍"), Some(ReactionEmoji::unicode("👍")));
    assert_eq!(ReactionEmoji::from_path("parvis:9"), custom(false));
    assert_eq!(ReactionEmoji::from_path("a:parvis:9"), custom(true));
    assert_eq!(ReactionEmoji::from_path("<:parvis:9>"), custom(false));
    assert_eq!(ReactionEmoji::from_path("<a:parvis:9>"), custom(true));
    for bad in ["", "parvis:", "parvis:x", "parvis:-9"] {
        assert_eq!(ReactionEmoji::from_path(bad), None, "{bad}");
    }
}

#[test]
fn a_custom_emoji_is_known_by_its_id() {
    let (one, renamed) = (ReactionEmoji::custom(id(9), "a"), ReactionEmoji::custom(id(9), "b"));
    assert!(one.is_same(&renamed));
    assert!(!one.is_same(&ReactionEmoji::unicode("a")));
    assert!(!ReactionEmoji::unicode("👍").is_same(&ReactionEmoji::unicode("👎")));
}

#[test]
fn statuses_are_read_leniently_and_never_shown_as_invisible() {
    for (word, status) in [("dnd", Status::Dnd), ("", Status::Online), ("busy", Status::Online)] {
        assert_eq!(serde_json::from_value::<Status>(json!(word)).expect("a status"), status);
    }
    assert_eq!(serde_json::from_value::<Status>(Value::Null).expect("a status"), Status::Online);
    assert_eq!(Status::Invisible.shown(), Status::Offline);
}

#[test]
fn of_a_command_s_languages_one_is_left() {
    let mut it = command();
    it.localize("en-GB");
    assert_eq!((it.name_localized, it.name_localizations), (None, Field::Absent));
    let mut it = command();
    it.localize("fr");
    assert_eq!(it.name_localized.as_deref(), Some("imagine"));
    assert_eq!(it.options[0].name_localized.as_deref(), Some("affiche"));
    assert_eq!(it.options[0].options[0].choices[0].name_localized.as_deref(), Some("Rouge"));
}

#[test]
fn a_command_is_read_as_libraries_send_it() {
    let option = json!({
        "type": 3, "name": "x", "description": "y", "required": null, "choices": null, "options": null,
        "channel_types": null, "autocomplete": null, "name_localizations": { "fr": "z", "de": null },
        "min_value": null, "min_length": null,
    });
    let read: CommandOption = serde_json::from_value(option).expect("an option");
    let texts = Localizations([("fr".to_owned(), "z".to_owned())].into());
    let expected = CommandOption {
        name_localizations: Field::Value(texts),
        ..CommandOption::new(CommandOptionType::STRING, "x", "y")
    };
    assert_eq!(read, expected);
}

#[test]
fn where_a_command_can_be_used_is_in_its_definition() {
    use InteractionContext as Context;
    let places = [Context::GUILD, Context::BOT_DM, Context::PRIVATE_CHANNEL];
    let of = |command: &ApplicationCommand| places.map(|place| command.is_for(place));
    let mut it = ApplicationCommand::new(id(1), id(2), None, CommandType::CHAT, "x");
    assert_eq!(of(&it), [true, true, false]);
    it.dm_permission = Some(false);
    assert_eq!(of(&it), [true, false, false]);
    it.contexts = Some(vec![Context::BOT_DM, Context::PRIVATE_CHANNEL]);
    assert_eq!(of(&it), [false, true, true]);
    it.guild_id = Some(id(GUILD));
    assert_eq!(of(&it), [true, false, false]);
}
