//! Which keys a channel has depends on its type.

use std::collections::BTreeSet;

use parvis_model::*;

use crate::samples::*;

fn keys(channel: &Channel) -> BTreeSet<String> {
    let value = serde_json::to_value(channel).expect("json");
    value.as_object().expect("an object").keys().cloned().collect()
}

#[test]
fn each_type_has_the_keys_of_its_own_schema_and_no_others() {
    let has = |channel: &Channel, key: &str| keys(channel).contains(key);
    for (key, text, category, voice, forum, thread, dm, group) in [
        ("guild_id", true, true, true, true, true, false, false),
        ("position", true, true, true, true, false, false, false),
        ("permission_overwrites", true, true, true, true, false, false, false),
        ("topic", true, true, true, true, false, false, false),
        ("last_message_id", true, false, true, true, true, true, true),
        ("bitrate", false, false, true, false, false, false, false),
        ("available_tags", false, false, false, true, false, false, false),
        ("thread_metadata", false, false, false, false, true, false, false),
        ("recipients", false, false, false, false, false, true, true),
        ("owner_id", false, false, false, false, true, false, true),
        ("name", true, true, true, true, true, false, true),
    ] {
        let expected = [text, category, voice, forum, thread, dm, group];
        let channels = [
            text_channel(),
            self::category(),
            voice_channel(),
            self::forum(),
            self::thread(),
            self::dm(),
            group_dm(),
        ];
        for (channel, expected) in channels.iter().zip(expected) {
            assert_eq!(has(channel, key), expected, "{key} of {:?}", channel.kind);
        }
    }
}

#[test]
fn overwrites_never_leave_with_a_thread_or_a_direct_conversation() {
    let overwrite = Overwrite::role(id(1), Permissions::ALL, Permissions::NONE);
    for kind in [ChannelType::PUBLIC_THREAD, ChannelType::DM, ChannelType::GROUP_DM] {
        let channel = Channel { permission_overwrites: vec![overwrite], ..Channel::new(id(1), kind) };
        assert!(!keys(&channel).contains("permission_overwrites"), "{kind:?}");
    }
}
