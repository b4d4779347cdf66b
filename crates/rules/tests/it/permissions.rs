//! Permissions against a slow reference that was written from the documentation, one bit at a time, sharing nothing
//! with the real thing but the names of the bits; and the documented cases by name.

use parvis_model::{ChannelType, Id, Overwrite, Permissions, Role, Timestamp};
use parvis_rules::permissions::{
    ChannelKind, ChannelOverwrites, GuildRoles, MemberView, OverwriteTarget, OverwriteView, Reason, RoleView,
    base, explain, explain_base, in_channel, in_private_conversation, is_timed_out,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const GUILD: u64 = 100;
const OWNER: u64 = 1;
/// Bits with rules of their own, one that is no permission, and one that nobody knows.
const SPECIAL: [u64; 14] = [3, 10, 11, 12, 14, 16, 17, 20, 21, 28, 34, 38, 47, 60];

#[derive(Debug, Clone)]
struct Case {
    roles: Vec<(u64, u64)>,
    member: u64,
    member_roles: Vec<u64>,
    timed_out: bool,
    pending: bool,
    overwrites: Vec<(bool, u64, u64, u64)>,
    channel_type: u8,
    joined: bool,
}

/// The reference: walks every bit through every sentence of the documentation.
mod reference {
    use super::{Case, GUILD, OWNER};

    fn number(name: &str) -> u64 {
        // From the table of bits in the documentation, not from the code under test.
        match name {
            "ADMINISTRATOR" => 3,
            "VIEW_CHANNEL" => 10,
            "SEND_MESSAGES" => 11,
            "READ_MESSAGE_HISTORY" => 16,
            "CONNECT" => 20,
            "MANAGE_THREADS" => 34,
            "SEND_MESSAGES_IN_THREADS" => 38,
            _ => panic!("{name}"),
        }
    }

    fn has(bits: u64, at: u64) -> bool {
        bits >> at & 1 == 1
    }

    fn all(at: u64) -> bool {
        at <= 52 && at != 47
    }

    pub fn is_free(case: &Case) -> bool {
        case.member == OWNER || in_guild_by_roles(case, number("ADMINISTRATOR"))
    }

    fn in_guild_by_roles(case: &Case, at: u64) -> bool {
        case.roles.iter().any(|(id, bits)| (*id == GUILD || case.member_roles.contains(id)) && has(*bits, at))
    }

    fn kept_when_restrained(case: &Case, at: u64) -> bool {
        let reading = at == number("VIEW_CHANNEL") || at == number("READ_MESSAGE_HISTORY");
        !(case.timed_out || case.pending) || reading
    }

    pub fn in_guild(case: &Case, at: u64) -> bool {
        if is_free(case) {
            return all(at);
        }
        in_guild_by_roles(case, at) && kept_when_restrained(case, at)
    }

    fn written(case: &Case, at: u64) -> bool {
        let mut granted = in_guild_by_roles(case, at);
        for (is_role, id, allow, deny) in &case.overwrites {
            if *is_role && *id == GUILD {
                granted = has(*allow, at) || (granted && !has(*deny, at));
            }
        }
        let theirs: Vec<_> = case
            .overwrites
            .iter()
            .filter(|(is_role, id, ..)| *is_role && *id != GUILD && case.member_roles.contains(id))
            .collect();
        if theirs.iter().any(|(_, _, _, deny)| has(*deny, at)) {
            granted = false;
        }
        if theirs.iter().any(|(_, _, allow, _)| has(*allow, at)) {
            granted = true;
        }
        for (is_role, id, allow, deny) in &case.overwrites {
            if !*is_role && *id == case.member {
                granted = has(*allow, at) || (granted && !has(*deny, at));
            }
        }
        granted && kept_when_restrained(case, at)
    }

    pub fn in_channel(case: &Case, at: u64) -> bool {
        if is_free(case) {
            return all(at);
        }
        if !written(case, number("VIEW_CHANNEL")) {
            return false;
        }
        if case.channel_type == 12 && !case.joined && !written(case, number("MANAGE_THREADS")) {
            return false;
        }
        let is_thread = [10, 11, 12].contains(&case.channel_type);
        let send = if is_thread { "SEND_MESSAGES_IN_THREADS" } else { "SEND_MESSAGES" };
        let may_send = written(case, number(send));
        if at == number("SEND_MESSAGES") {
            return may_send;
        }
        // MENTION_EVERYONE, SEND_TTS_MESSAGES, ATTACH_FILES, EMBED_LINKS.
        if [17, 12, 15, 14].contains(&at) && !may_send {
            return false;
        }
        // The voice bits, and the managing of a channel that one may not enter.
        let voice = [8, 9, 21, 22, 23, 24, 25, 32, 39, 42, 45, 48, 4, 28];
        let is_voice = [2, 13].contains(&case.channel_type);
        if is_voice && voice.contains(&at) && !written(case, number("CONNECT")) {
            return false;
        }
        written(case, at)
    }
}

fn guild_of(case: &Case) -> GuildRoles {
    let role = |(id, bits): &(u64, u64)| RoleView::new(Id::new(*id), Permissions::from_bits(*bits), 1);
    GuildRoles::new(Id::new(GUILD), Id::new(OWNER), case.roles.iter().map(role))
}

fn overwrites_of(case: &Case) -> ChannelOverwrites {
    let view = |(is_role, id, allow, deny): &(bool, u64, u64, u64)| OverwriteView {
        target: if *is_role {
            OverwriteTarget::Role(Id::new(*id))
        } else {
            OverwriteTarget::Member(Id::new(*id))
        },
        allow: Permissions::from_bits(*allow),
        deny: Permissions::from_bits(*deny),
    };
    ChannelOverwrites::new(Id::new(GUILD), case.overwrites.iter().map(view))
}

fn bits_of(holds: impl Fn(u64) -> bool) -> u64 {
    (0..64).filter(|at| holds(*at)).map(|at| 1 << at).sum()
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let roles: Vec<_> = case.member_roles.iter().map(|id| Id::new(*id)).collect();
    let member = MemberView {
        user_id: Id::new(case.member),
        roles: &roles,
        timed_out: case.timed_out,
        pending: case.pending,
    };
    let (guild, overwrites) = (guild_of(case), overwrites_of(case));
    let in_guild = base(&guild, &member);
    prop_assert_eq!(in_guild, Permissions::from_bits(bits_of(|at| reference::in_guild(case, at))));
    let kind = ChannelKind::of_type(ChannelType(case.channel_type), case.joined);
    let here = in_channel(in_guild, &overwrites, kind, &member);
    prop_assert_eq!(here, Permissions::from_bits(bits_of(|at| reference::in_channel(case, at))));
    for at in SPECIAL {
        let bit = Permissions::from_bits(1 << at);
        let verdict = explain(bit, &guild, &overwrites, kind, &member);
        prop_assert_eq!(verdict.granted, here.contains(bit));
        let grants = matches!(verdict.reason, Reason::Owner | Reason::Administrator(_) | Reason::Role(_));
        let denies = matches!(verdict.reason, Reason::Restrained | Reason::Needs(_) | Reason::NotGranted);
        let whole = explain_base(bit, &guild, &member);
        prop_assert_eq!(whole.granted, base(&guild, &member).contains(bit));
        let given = matches!(whole.reason, Reason::Owner | Reason::Administrator(_) | Reason::Role(_));
        prop_assert!(given == whole.granted || at > 52 || at == 47);
        // The bits that are no permissions at all are nobody's, the owner's neither.
        prop_assert!(!(denies && verdict.granted) && (!grants || verdict.granted || at > 52 || at == 47));
    }
    Ok(())
}

/// Bits that overlap often: a handful of those with rules of their own, or any 64.
fn bits() -> impl Strategy<Value = u64> {
    let some = proptest::collection::vec(proptest::sample::select(SPECIAL.to_vec()), 0..10)
        .prop_map(|bits| bits.iter().fold(0, |all, at| all | 1 << at));
    // Without ADMINISTRATOR most of the time, else every second case would be an administrator's.
    prop_oneof![4 => some.clone().prop_map(|bits| bits & !8), 2 => any::<u64>().prop_map(|bits| bits & !8),
        1 => some, 1 => any::<u64>(), 1 => Just(0)]
}

fn cases() -> impl Strategy<Value = Case> {
    let role_ids = 90u64..110;
    let user_ids = 1u64..6;
    let role = (prop_oneof![1 => Just(GUILD), 4 => role_ids.clone()], bits());
    let overwrite = prop_oneof![
        (Just(true), prop_oneof![1 => Just(GUILD), 3 => role_ids.clone()], bits(), bits()),
        (Just(false), user_ids.clone(), bits(), bits()),
    ];
    let kinds = vec![0u8, 2, 4, 5, 10, 11, 12, 13, 15];
    (
        proptest::collection::vec(role, 0..8),
        prop_oneof![1 => Just(OWNER), 12 => user_ids],
        proptest::collection::vec(role_ids, 0..6),
        proptest::bool::weighted(0.2),
        proptest::bool::weighted(0.2),
        proptest::collection::vec(overwrite, 0..10),
        proptest::sample::select(kinds),
        any::<bool>(),
    )
        .prop_map(
            |(roles, member, member_roles, timed_out, pending, overwrites, channel_type, joined)| {
                // A guild has a role once and a channel an overwrite once; `@everyone` is nobody's role by name.
                let mut case = Case {
                    roles,
                    member,
                    member_roles,
                    timed_out,
                    pending,
                    overwrites,
                    channel_type,
                    joined,
                };
                case.roles.sort_unstable();
                case.roles.dedup_by_key(|role| role.0);
                case.overwrites.sort_unstable();
                case.overwrites.dedup_by_key(|overwrite| (overwrite.0, overwrite.1));
                case.member_roles.retain(|id| *id != GUILD);
                case
            },
        )
}

#[test]
fn a_hundred_thousand_random_cases_agree_with_the_reference() {
    let config = Config { cases: 100_000, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&cases(), |case| check(&case)).expect("the reference agrees");
}

const VIEW: Permissions = Permissions::VIEW_CHANNEL;
const SEND: Permissions = Permissions::SEND_MESSAGES;

fn member(roles: &[Id<parvis_model::marker::RoleMarker>]) -> MemberView<'_> {
    MemberView { user_id: Id::new(5), roles, timed_out: false, pending: false }
}

fn overwrite(target: OverwriteTarget, allow: Permissions, deny: Permissions) -> ChannelOverwrites {
    ChannelOverwrites::new(Id::new(GUILD), [OverwriteView { target, allow, deny }])
}

fn guild(everyone: Permissions) -> GuildRoles {
    let everyone = RoleView::new(Id::new(GUILD), everyone, 0);
    GuildRoles::new(Id::new(GUILD), Id::new(OWNER), [everyone])
}

#[test]
fn allow_of_one_role_wins_over_deny_of_another() {
    let guild = guild(VIEW | SEND);
    let (muted, speaker) = (Id::new(101), Id::new(102));
    let overwrites = ChannelOverwrites::new(
        guild.id(),
        [
            OverwriteView { target: OverwriteTarget::Role(speaker), allow: SEND, deny: Permissions::NONE },
            OverwriteView { target: OverwriteTarget::Role(muted), allow: Permissions::NONE, deny: SEND },
        ],
    );
    let of = |roles: &[_]| {
        in_channel(base(&guild, &member(roles)), &overwrites, ChannelKind::Text, &member(roles))
            .contains(SEND)
    };
    assert_eq!([of(&[muted]), of(&[speaker]), of(&[muted, speaker]), of(&[])], [false, true, true, true]);
}

#[test]
fn who_cannot_view_can_do_nothing() {
    let guild = guild(VIEW | SEND | Permissions::MANAGE_MESSAGES | Permissions::from_bits(1 << 60));
    let hidden = overwrite(OverwriteTarget::Role(guild.id().cast()), Permissions::NONE, VIEW);
    let here = in_channel(base(&guild, &member(&[])), &hidden, ChannelKind::Text, &member(&[]));
    assert_eq!(here, Permissions::NONE);
}

#[test]
fn timeout_leaves_reading_even_where_an_overwrite_allows_more() {
    let guild = guild(VIEW | Permissions::READ_MESSAGE_HISTORY | SEND | Permissions::KICK_MEMBERS);
    let silenced = MemberView { timed_out: true, ..member(&[]) };
    let allowed = overwrite(OverwriteTarget::Member(silenced.user_id), SEND, Permissions::NONE);
    let reading = VIEW | Permissions::READ_MESSAGE_HISTORY;
    assert_eq!(base(&guild, &silenced), reading);
    assert_eq!(in_channel(base(&guild, &silenced), &allowed, ChannelKind::Text, &silenced), reading);
}

#[test]
fn owner_and_administrator_are_not_stopped_by_timeouts_or_overwrites() {
    let guild = GuildRoles::new(
        Id::new(GUILD),
        Id::new(OWNER),
        [RoleView::new(Id::new(101), Permissions::ADMINISTRATOR, 1)],
    );
    let everything = overwrite(OverwriteTarget::Role(guild.id().cast()), Permissions::NONE, Permissions::ALL);
    for (user_id, roles) in [(OWNER, &[][..]), (5, &[Id::new(101)][..])] {
        let free = MemberView { user_id: Id::new(user_id), roles, timed_out: true, pending: true };
        let here = in_channel(base(&guild, &free), &everything, ChannelKind::Voice, &free);
        assert_eq!(here, Permissions::ALL);
    }
}

#[test]
fn threads_ask_for_their_own_permission_to_send() {
    let guild = guild(VIEW | SEND | Permissions::EMBED_LINKS);
    let me = member(&[]);
    let none = ChannelOverwrites::default();
    assert_eq!(in_channel(base(&guild, &me), &none, ChannelKind::Thread, &me), VIEW);
    let in_threads =
        overwrite(OverwriteTarget::Member(me.user_id), Permissions::SEND_MESSAGES_IN_THREADS, SEND);
    let here = in_channel(base(&guild, &me), &in_threads, ChannelKind::Thread, &me);
    assert!(here.contains(SEND | Permissions::EMBED_LINKS));
    let parent = in_channel(base(&guild, &me), &in_threads, ChannelKind::Text, &me);
    assert!(!parent.intersects(SEND | Permissions::EMBED_LINKS));
}

#[test]
fn private_threads_are_for_their_members_and_for_who_manages_threads() {
    let me = member(&[]);
    let of = |everyone, joined| {
        let guild = guild(everyone);
        let kind = ChannelKind::PrivateThread { joined };
        in_channel(base(&guild, &me), &ChannelOverwrites::default(), kind, &me).contains(VIEW)
    };
    assert_eq!([of(VIEW, false), of(VIEW, true)], [false, true]);
    assert_eq!([of(VIEW | Permissions::MANAGE_THREADS, false), of(Permissions::NONE, true)], [true, false]);
}

#[test]
fn last_of_two_overwrites_for_one_target_counts() {
    let guild = guild(VIEW);
    let me = member(&[]);
    let to_me = |allow, deny| OverwriteView { target: OverwriteTarget::Member(me.user_id), allow, deny };
    let twice =
        ChannelOverwrites::new(guild.id(), [to_me(SEND, Permissions::NONE), to_me(Permissions::NONE, SEND)]);
    assert!(!in_channel(base(&guild, &me), &twice, ChannelKind::Text, &me).contains(SEND));
}

#[test]
fn only_recipients_have_rights_in_a_private_conversation() {
    assert_eq!(in_private_conversation(false, true), Permissions::NONE);
    assert!(in_private_conversation(true, false).contains(VIEW | SEND | Permissions::PIN_MESSAGES));
    assert!(
        !in_private_conversation(true, false)
            .intersects(Permissions::KICK_MEMBERS | Permissions::MANAGE_MESSAGES)
    );
    assert!(in_private_conversation(true, true).contains(Permissions::KICK_MEMBERS));
}

#[test]
fn a_timeout_ends_at_its_moment() {
    let at = Timestamp::from_unix_ms;
    assert!(is_timed_out(Some(at(10)), at(9)));
    assert!(!is_timed_out(Some(at(10)), at(10)));
    assert!(!is_timed_out(None, at(0)));
}

#[test]
fn explanations_name_the_role_or_overwrite_that_decided() {
    let role = Id::new(101);
    let guild = GuildRoles::new(
        Id::new(GUILD),
        Id::new(OWNER),
        [RoleView::new(Id::new(GUILD), VIEW, 0), RoleView::new(role, SEND | Permissions::EMBED_LINKS, 1)],
    );
    let roles = [role];
    let me = member(&roles);
    let denied = overwrite(OverwriteTarget::Role(role), Permissions::NONE, SEND);
    let why = |bit| explain(bit, &guild, &denied, ChannelKind::Text, &me).reason;
    assert_eq!(why(VIEW), Reason::Role(guild.id().cast()));
    assert_eq!(why(SEND), Reason::RoleOverwrite(role));
    assert_eq!(why(Permissions::EMBED_LINKS), Reason::Needs(SEND));
    assert_eq!(why(Permissions::BAN_MEMBERS), Reason::NotGranted);
}

#[test]
fn roles_and_overwrites_of_the_wire_are_read_as_they_are() {
    let role = Role { permissions: VIEW, position: 7, managed: true, ..Role::new(Id::new(101), "bot") };
    let view = RoleView { managed: true, ..RoleView::new(Id::new(101), VIEW, 7) };
    assert_eq!(RoleView::from(&role), view);
    let of_role = OverwriteView::from(&Overwrite::role(Id::new(101), VIEW, SEND));
    let target = OverwriteTarget::Role(Id::new(101));
    assert_eq!(of_role, OverwriteView { target, allow: VIEW, deny: SEND });
    let of_member = OverwriteView::from(&Overwrite::member(Id::new(5), VIEW, SEND));
    assert_eq!(of_member.target, OverwriteTarget::Member(Id::new(5)));
}
