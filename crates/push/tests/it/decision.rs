//! For whom a message is a notification, case by case.

use parvis_model::marker::{ChannelMarker, RoleMarker, UserMarker};
use parvis_model::{
    ChannelNotificationSettings, ChannelSettingsFlags, DefaultMessageNotifications, Field,
    GuildNotificationSettings, GuildSettingsFlags, Id, Mention, Message, MessageType, MuteConfig,
    NotificationLevel, QuietHours, Status, ThreadMemberFlags, Timestamp, User, UserSettings,
};
use parvis_push::decision::{Kind, Listener, Place, Wishes, decide};

const ADA: Id<UserMarker> = Id::new(1);
const EVE: Id<UserMarker> = Id::new(2);
const CHANNEL: Id<ChannelMarker> = Id::new(20);
const CATEGORY: Id<ChannelMarker> = Id::new(21);
const BAKERS: Id<RoleMarker> = Id::new(30);
/// A Sunday in November, 06:16 in UTC.
const NOW_MS: i64 = 1_795_328_210_123;

/// What ada said; eve listens.
fn said(change: impl FnOnce(&mut Message)) -> Message {
    let written = Timestamp::from_unix_ms(NOW_MS);
    let mut message = Message::new(Id::new(100), CHANNEL, User::new(ADA, "ada"), written);
    change(&mut message);
    message
}

fn plain() -> Message {
    said(|_| ())
}

fn to_eve() -> Message {
    said(|message| message.mentions = vec![Mention::from(User::new(EVE, "eve"))])
}

fn to_bakers() -> Message {
    said(|message| message.mention_roles = vec![BAKERS])
}

fn to_everybody() -> Message {
    said(|message| message.mention_everyone = true)
}

fn answer_to(user_id: Id<UserMarker>, pings: bool) -> Message {
    said(|message| {
        message.kind = MessageType::REPLY;
        let quoted = Message::new(Id::new(90), CHANNEL, User::new(user_id, "x"), message.timestamp);
        message.referenced_message = Field::Value(Box::new(quoted));
        if pings {
            message.mentions = vec![Mention::from(User::new(user_id, "x"))];
        }
    })
}

fn eve(change: impl FnOnce(&mut GuildNotificationSettings)) -> Listener {
    let mut settings = GuildNotificationSettings::new(Some(Id::new(10)));
    change(&mut settings);
    Listener { user_id: EVE, settings, wishes: Wishes::from(&UserSettings::default()) }
}

fn at(level: NotificationLevel) -> Listener {
    eve(|settings| settings.message_notifications = level)
}

fn with_override(
    channel_id: Id<ChannelMarker>,
    change: impl Fn(&mut ChannelNotificationSettings),
) -> Listener {
    let mut channel = ChannelNotificationSettings::new(channel_id);
    change(&mut channel);
    eve(|settings| settings.channel_overrides = vec![channel])
}

fn place(default: DefaultMessageNotifications, thread: Option<Option<ThreadMemberFlags>>) -> Place<'static> {
    Place::Guild { channels: &[CHANNEL, CATEGORY], default, roles: &[BAKERS], thread }
}

const LOUD: DefaultMessageNotifications = DefaultMessageNotifications::ALL_MESSAGES;
const CALM: DefaultMessageNotifications = DefaultMessageNotifications::ONLY_MENTIONS;
const ALL: NotificationLevel = NotificationLevel::ALL_MESSAGES;
const MENTIONS: NotificationLevel = NotificationLevel::ONLY_MENTIONS;
const NOTHING: NotificationLevel = NotificationLevel::NO_MESSAGES;
const AS_THE_GUILD: NotificationLevel = NotificationLevel::INHERIT;

#[track_caller]
fn check(message: &Message, place: Place<'_>, listener: &Listener, expected: Option<Kind>) {
    assert_eq!(decide(message, place, listener, NOW_MS), expected, "{listener:?}");
}

#[test]
fn the_level_of_a_guild_decides_and_its_default_where_nothing_was_said() {
    let (message, mention) = (Some(Kind::Message), Some(Kind::Mention));
    for (default, level, of_plain, of_mention) in [
        (LOUD, AS_THE_GUILD, message, mention),
        (CALM, AS_THE_GUILD, None, mention),
        (CALM, ALL, message, mention),
        (LOUD, MENTIONS, None, mention),
        (LOUD, NOTHING, None, None),
    ] {
        check(&plain(), place(default, None), &at(level), of_plain);
        for message in [to_eve(), to_bakers(), to_everybody()] {
            check(&message, place(default, None), &at(level), of_mention);
        }
    }
}

#[test]
fn an_answer_notifies_whom_it_pings() {
    check(&answer_to(EVE, true), place(CALM, None), &at(AS_THE_GUILD), Some(Kind::Reply));
    check(&answer_to(EVE, false), place(CALM, None), &at(AS_THE_GUILD), None);
    check(&answer_to(Id::new(3), true), place(CALM, None), &at(AS_THE_GUILD), None);
}

#[test]
fn nobody_is_notified_of_their_own_words() {
    let ada = Listener { user_id: ADA, ..at(ALL) };
    check(&to_everybody(), place(LOUD, None), &ada, None);
    check(&plain(), Place::Private(CHANNEL), &ada, None);
}

#[test]
fn a_channel_goes_before_its_category_and_that_before_the_guild() {
    let level = |channel_id, level| with_override(channel_id, |it| it.message_notifications = level);
    check(&plain(), place(CALM, None), &level(CATEGORY, ALL), Some(Kind::Message));
    check(&plain(), place(LOUD, None), &level(CHANNEL, MENTIONS), None);
    check(&to_eve(), place(LOUD, None), &level(CHANNEL, NOTHING), None);
    check(&plain(), place(LOUD, None), &level(Id::new(99), NOTHING), Some(Kind::Message));
    let both = eve(|settings| {
        settings.channel_overrides = [(CHANNEL, ALL), (CATEGORY, NOTHING)]
            .map(|(id, level)| ChannelNotificationSettings {
                message_notifications: level,
                ..ChannelNotificationSettings::new(id)
            })
            .to_vec();
    });
    check(&plain(), place(CALM, None), &both, Some(Kind::Message));
}

#[test]
fn what_is_muted_is_silent_until_its_end() {
    let until = |ms: i64| {
        let end_time = Some(Timestamp::from_unix_ms(NOW_MS + ms));
        Some(MuteConfig { end_time, selected_time_window: 60 })
    };
    for (config, is_heard) in [(None, false), (until(1), false), (until(0), true), (until(-1), true)] {
        let expected = is_heard.then_some(Kind::Mention);
        let guild = eve(|settings| (settings.muted, settings.mute_config) = (true, config));
        check(&to_eve(), place(CALM, None), &guild, expected);
        for channel_id in [CHANNEL, CATEGORY] {
            let listener = with_override(channel_id, |it| (it.muted, it.mute_config) = (true, config));
            check(&to_eve(), place(CALM, None), &listener, expected);
            check(&to_eve(), place(CALM, Some(Some(ThreadMemberFlags::NONE))), &listener, expected);
        }
        let expected = is_heard.then_some(Kind::Direct);
        let listener = with_override(CHANNEL, |it| (it.muted, it.mute_config) = (true, config));
        check(&plain(), Place::Private(CHANNEL), &listener, expected);
    }
    check(&to_eve(), place(CALM, None), &eve(|settings| settings.mobile_push = false), None);
}

#[test]
fn of_a_channel_that_was_left_out_of_the_list_only_mentions_are_heard() {
    let chosen = |channel_id, flags| {
        eve(|settings| {
            settings.flags = flags;
            settings.channel_overrides = vec![ChannelNotificationSettings {
                flags: ChannelSettingsFlags::OPT_IN_ENABLED,
                ..ChannelNotificationSettings::new(channel_id)
            }];
        })
    };
    let on = GuildSettingsFlags::OPT_IN_CHANNELS_ON;
    for (listener, expected) in [
        (chosen(Id::new(99), on), None),
        (chosen(CHANNEL, on), Some(Kind::Message)),
        (chosen(CATEGORY, on), Some(Kind::Message)),
        (chosen(Id::new(99), on | GuildSettingsFlags::OPT_IN_CHANNELS_OFF), Some(Kind::Message)),
        (chosen(Id::new(99), GuildSettingsFlags::NONE), Some(Kind::Message)),
    ] {
        check(&plain(), place(LOUD, None), &listener, expected);
        check(&to_eve(), place(LOUD, None), &listener, Some(Kind::Mention));
    }
}

#[test]
fn roles_and_everybody_can_be_suppressed_and_oneself_cannot() {
    let no_roles = eve(|settings| settings.suppress_roles = true);
    let not_everybody = eve(|settings| settings.suppress_everyone = true);
    check(&to_bakers(), place(CALM, None), &no_roles, None);
    check(&to_everybody(), place(CALM, None), &no_roles, Some(Kind::Mention));
    check(&to_everybody(), place(CALM, None), &not_everybody, None);
    check(&to_bakers(), place(CALM, None), &not_everybody, Some(Kind::Mention));
    check(
        &to_eve(),
        place(CALM, None),
        &eve(|it| (it.suppress_roles, it.suppress_everyone) = (true, true)),
        Some(Kind::Mention),
    );
    let stranger = Place::Guild { channels: &[CHANNEL], default: CALM, roles: &[], thread: None };
    check(&to_bakers(), stranger, &at(AS_THE_GUILD), None);
}

#[test]
fn a_thread_is_heard_by_those_in_it_as_they_chose() {
    type Flags = ThreadMemberFlags;
    let inside = |flags| Some(Some(flags));
    for (thread, of_plain, of_everybody, of_eve) in [
        (inside(Flags::NONE), None, Some(Kind::Mention), Some(Kind::Mention)),
        (inside(Flags::ALL_MESSAGES), Some(Kind::Message), Some(Kind::Mention), Some(Kind::Mention)),
        (inside(Flags::ONLY_MENTIONS), None, Some(Kind::Mention), Some(Kind::Mention)),
        (inside(Flags::NO_MESSAGES), None, None, None),
        (Some(None), None, None, Some(Kind::Mention)),
    ] {
        check(&plain(), place(CALM, thread), &at(AS_THE_GUILD), of_plain);
        check(&to_everybody(), place(CALM, thread), &at(AS_THE_GUILD), of_everybody);
        check(&to_bakers(), place(CALM, thread), &at(AS_THE_GUILD), of_everybody);
        check(&to_eve(), place(CALM, thread), &at(AS_THE_GUILD), of_eve);
    }
    check(&plain(), place(LOUD, inside(Flags::NONE)), &at(AS_THE_GUILD), Some(Kind::Message));
    check(&plain(), place(LOUD, Some(None)), &at(ALL), None);
}

#[test]
fn private_conversations_are_heard_unless_they_were_made_silent() {
    let private = Place::Private(CHANNEL);
    check(&plain(), private, &at(AS_THE_GUILD), Some(Kind::Direct));
    check(&plain(), private, &at(NOTHING), None);
    check(&plain(), private, &at(MENTIONS), None);
    check(&to_eve(), private, &at(MENTIONS), Some(Kind::Direct));
    let listener = with_override(CHANNEL, |it| it.message_notifications = ALL);
    check(
        &plain(),
        private,
        &Listener {
            settings: GuildNotificationSettings {
                message_notifications: NOTHING,
                ..listener.settings.clone()
            },
            ..listener
        },
        Some(Kind::Direct),
    );
}

#[test]
fn in_quiet_hours_and_when_nobody_may_disturb_nothing_is_heard() {
    let listener = |change: &dyn Fn(&mut UserSettings)| {
        let mut settings = UserSettings::default();
        change(&mut settings);
        Listener { wishes: Wishes::from(&settings), ..at(ALL) }
    };
    let quiet = |from, to| {
        let days = vec![1, 2, 3, 4, 5, 6, 7];
        QuietHours { from, to, days, time_zone: "Europe/Paris".to_owned() }
    };
    // 07:16 in Paris.
    for (from, to, is_heard) in [(22 * 60, 7 * 60, true), (22 * 60, 8 * 60, false), (0, 0, false)] {
        let asleep = listener(&|it| it.quiet_hours = Some(Box::new(quiet(from, to))));
        check(&to_eve(), place(LOUD, None), &asleep, is_heard.then_some(Kind::Mention));
        check(&plain(), Place::Private(CHANNEL), &asleep, is_heard.then_some(Kind::Direct));
    }
    check(&to_eve(), place(LOUD, None), &listener(&|it| it.status = Status::Dnd), None);
    check(&to_eve(), place(LOUD, None), &listener(&|it| it.status = Status::Invisible), Some(Kind::Mention));
}
