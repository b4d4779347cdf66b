//! Who may act on whom, as tables over one guild.
//!
//! Its roles from the top: admin (5), mod (4), bot (3, managed), twin-low-id (2), twin-high-id (2), @everyone.

use parvis_model::marker::{RoleMarker, UserMarker};
use parvis_model::{Id, Permissions};
use parvis_rules::hierarchy::{self, Denied, Rank};
use parvis_rules::permissions::{GuildRoles, MemberView, OverwriteTarget, OverwriteView, RoleView};
use proptest::prelude::*;

const EVERYONE: Id<RoleMarker> = Id::new(100);
const ADMIN: Id<RoleMarker> = Id::new(105);
const MOD: Id<RoleMarker> = Id::new(104);
const BOT: Id<RoleMarker> = Id::new(103);
const TWIN_LOW: Id<RoleMarker> = Id::new(101);
const TWIN_HIGH: Id<RoleMarker> = Id::new(102);

const MODERATING: Permissions = Permissions::KICK_MEMBERS
    .union(Permissions::BAN_MEMBERS)
    .union(Permissions::MODERATE_MEMBERS)
    .union(Permissions::MANAGE_NICKNAMES)
    .union(Permissions::MANAGE_ROLES);

fn guild() -> GuildRoles {
    GuildRoles::new(
        EVERYONE.cast(),
        Id::new(1),
        [
            RoleView::new(EVERYONE, Permissions::VIEW_CHANNEL | Permissions::CHANGE_NICKNAME, 0),
            RoleView::new(ADMIN, Permissions::ADMINISTRATOR, 5),
            RoleView::new(MOD, MODERATING, 4),
            RoleView { managed: true, ..RoleView::new(BOT, MODERATING, 3) },
            RoleView::new(TWIN_LOW, MODERATING, 2),
            RoleView::new(TWIN_HIGH, MODERATING, 2),
        ],
    )
}

fn member(name: &str) -> MemberView<'static> {
    let (user_id, roles): (u64, &'static [Id<RoleMarker>]) = match name {
        "owner" => (1, &[]),
        "admin" => (2, &[ADMIN]),
        "mod" => (3, &[TWIN_LOW, MOD]),
        "other mod" => (4, &[MOD]),
        "bot" => (5, &[BOT]),
        "twin low" => (6, &[TWIN_LOW]),
        "twin high" => (7, &[TWIN_HIGH]),
        "member" => (8, &[]),
        "muted mod" => (9, &[MOD]),
        "low admin" => (10, &[TWIN_HIGH, ADMIN]),
        _ => panic!("{name}"),
    };
    MemberView { user_id: Id::new(user_id), roles, timed_out: name == "muted mod", pending: false }
}

type OnMember = fn(&GuildRoles, &MemberView<'_>, &MemberView<'_>) -> Result<(), Denied>;

#[test]
fn members_act_only_on_those_below_them() {
    let ban: OnMember = |guild, actor, target| hierarchy::may_ban(guild, actor, target.user_id, Some(target));
    let acts: [(OnMember, Permissions); 4] = [
        (hierarchy::may_kick, Permissions::KICK_MEMBERS),
        (ban, Permissions::BAN_MEMBERS),
        (hierarchy::may_time_out, Permissions::MODERATE_MEMBERS),
        (hierarchy::may_edit_nick, Permissions::MANAGE_NICKNAMES),
    ];
    for (act, bit) in acts {
        for (actor, target, expected) in [
            ("owner", "mod", Ok(())),
            ("admin", "mod", Ok(())),
            ("mod", "member", Ok(())),
            ("mod", "bot", Ok(())),
            ("bot", "twin low", Ok(())),
            ("twin low", "twin high", Ok(())),
            ("twin high", "twin low", Err(Denied::TooHigh)),
            ("mod", "other mod", Err(Denied::TooHigh)),
            ("mod", "admin", Err(Denied::TooHigh)),
            ("mod", "owner", Err(Denied::TargetIsOwner)),
            ("admin", "owner", Err(Denied::TargetIsOwner)),
            ("admin", "low admin", Err(Denied::TooHigh)),
            ("member", "bot", Err(Denied::Missing(bit))),
            ("muted mod", "member", Err(Denied::Missing(bit))),
        ] {
            assert_eq!(act(&guild(), &member(actor), &member(target)), expected, "{actor} on {target}");
        }
    }
}

#[test]
fn nobody_moderates_themselves_but_everybody_may_be_allowed_a_new_nick() {
    let (guild, of) = (guild(), member);
    assert_eq!(hierarchy::may_kick(&guild, &of("mod"), &of("mod")), Err(Denied::TargetIsSelf));
    assert_eq!(hierarchy::may_kick(&guild, &of("owner"), &of("owner")), Err(Denied::TargetIsOwner));
    assert_eq!(hierarchy::may_edit_nick(&guild, &of("member"), &of("member")), Ok(()));
    assert_eq!(hierarchy::may_edit_nick(&guild, &of("owner"), &of("owner")), Ok(()));
    let silenced = Err(Denied::Missing(Permissions::CHANGE_NICKNAME));
    assert_eq!(hierarchy::may_edit_nick(&guild, &of("muted mod"), &of("muted mod")), silenced);
}

#[test]
fn administrators_cannot_be_timed_out_even_by_the_owner() {
    let result = hierarchy::may_time_out(&guild(), &member("owner"), &member("admin"));
    assert_eq!(result, Err(Denied::TargetIsAdministrator));
}

#[test]
fn strangers_can_be_banned_but_not_the_owner_or_oneself() {
    let ban = |actor, target: u64| hierarchy::may_ban(&guild(), &member(actor), Id::new(target), None);
    assert_eq!(ban("mod", 999), Ok(()));
    assert_eq!(ban("mod", 1), Err(Denied::TargetIsOwner));
    assert_eq!(ban("mod", 3), Err(Denied::TargetIsSelf));
    assert_eq!(ban("member", 999), Err(Denied::Missing(Permissions::BAN_MEMBERS)));
    assert_eq!(hierarchy::may_unban(&guild(), &member("mod")), Ok(()));
    assert!(hierarchy::may_unban(&guild(), &member("member")).is_err());
}

#[test]
fn roles_are_assigned_and_deleted_only_from_above_and_never_when_managed() {
    for (actor, role, expected) in [
        ("owner", ADMIN, Ok(())),
        ("admin", MOD, Ok(())),
        ("mod", TWIN_LOW, Ok(())),
        ("twin low", TWIN_HIGH, Ok(())),
        ("twin high", TWIN_LOW, Err(Denied::TooHigh)),
        ("mod", MOD, Err(Denied::TooHigh)),
        ("admin", ADMIN, Err(Denied::TooHigh)),
        ("owner", EVERYONE, Err(Denied::EveryoneRole)),
        ("owner", BOT, Err(Denied::ManagedRole)),
        ("owner", Id::new(999), Err(Denied::UnknownRole)),
        ("member", TWIN_LOW, Err(Denied::Missing(Permissions::MANAGE_ROLES))),
    ] {
        let (guild, actor) = (guild(), member(actor));
        assert_eq!(hierarchy::may_assign_role(&guild, &actor, role), expected, "{actor:?} {role}");
        assert_eq!(hierarchy::may_delete_role(&guild, &actor, role), expected, "{actor:?} {role}");
    }
}

#[test]
fn only_roles_that_come_or_go_are_checked() {
    let set =
        |actor, before: &[_], after: &[_]| hierarchy::may_set_roles(&guild(), &member(actor), before, after);
    assert_eq!(set("mod", &[ADMIN, BOT], &[ADMIN, BOT, TWIN_LOW]), Ok(()));
    assert_eq!(set("mod", &[ADMIN], &[]), Err(Denied::TooHigh));
    assert_eq!(set("mod", &[BOT], &[]), Err(Denied::ManagedRole));
    assert_eq!(set("mod", &[Id::new(999)], &[]), Ok(()), "a deleted role leaves freely");
    assert_eq!(set("mod", &[], &[Id::new(999)]), Err(Denied::UnknownRole));
    assert_eq!(set("member", &[], &[]), Err(Denied::Missing(Permissions::MANAGE_ROLES)));
}

#[test]
fn nobody_grants_bits_that_they_lack() {
    let guild = guild();
    let unknown = Permissions::from_bits(1 << 60);
    let ban = Permissions::BAN_MEMBERS;
    let edit = |actor, role, bits| hierarchy::may_edit_role(&guild, &member(actor), role, bits);
    assert_eq!(edit("mod", TWIN_LOW, None), Ok(()));
    assert_eq!(edit("mod", EVERYONE, Some(ban)), Ok(()));
    assert_eq!(edit("mod", TWIN_LOW, Some(Permissions::NONE)), Ok(()), "taking away is no granting");
    let lacking = Permissions::MANAGE_GUILD;
    assert_eq!(edit("mod", TWIN_LOW, Some(lacking | ban)), Err(Denied::Missing(lacking)));
    assert_eq!(edit("mod", TWIN_LOW, Some(unknown)), Err(Denied::Missing(unknown)));
    assert_eq!(edit("admin", TWIN_LOW, Some(unknown | Permissions::ADMINISTRATOR)), Ok(()));
    assert_eq!(edit("mod", MOD, Some(Permissions::NONE)), Err(Denied::TooHigh));
    let admin = Permissions::ADMINISTRATOR;
    assert_eq!(hierarchy::may_create_role(&guild, &member("mod"), admin), Err(Denied::Missing(admin)));
    assert_eq!(hierarchy::may_create_role(&guild, &member("mod"), ban), Ok(()));
}

#[test]
fn roles_move_only_below_the_actor() {
    let moves = |actor, moves: &[_]| hierarchy::may_move_roles(&guild(), &member(actor), moves);
    assert_eq!(moves("mod", &[(TWIN_LOW, 1)]), Ok(()));
    assert_eq!(moves("mod", &[(TWIN_HIGH, 3)]), Ok(()));
    assert_eq!(
        moves("mod", &[(TWIN_LOW, 4)]),
        Err(Denied::TooHigh),
        "would stand where the actor's role stands"
    );
    assert_eq!(moves("mod", &[(TWIN_LOW, 99)]), Err(Denied::TooHigh));
    assert_eq!(moves("mod", &[(MOD, 1)]), Err(Denied::TooHigh));
    assert_eq!(moves("mod", &[(ADMIN, 1)]), Err(Denied::TooHigh));
    let all = [(EVERYONE, 0), (TWIN_LOW, 1), (TWIN_HIGH, 2), (BOT, 3), (MOD, 4), (ADMIN, 5)];
    assert_eq!(moves("mod", &all), Ok(()), "libraries send all roles, the unmoved ones too");
    assert_eq!(moves("owner", &[(TWIN_HIGH, 99), (ADMIN, 1)]), Ok(()));
    assert_eq!(moves("owner", &[(EVERYONE, 3)]), Err(Denied::EveryoneRole));
    assert_eq!(moves("owner", &[(Id::new(999), 3)]), Err(Denied::UnknownRole));
    assert_eq!(moves("member", &[(TWIN_LOW, 1)]), Err(Denied::Missing(Permissions::MANAGE_ROLES)));
}

#[test]
fn a_moved_role_ends_where_it_was_sent() {
    let after = |moves: &[_]| hierarchy::positions_after(&guild(), moves);
    let from = |order: &[Id<RoleMarker>]| -> Vec<_> { order.iter().copied().zip(0..).collect() };
    assert_eq!(after(&[]), from(&[EVERYONE, TWIN_HIGH, TWIN_LOW, BOT, MOD, ADMIN]));
    assert_eq!(after(&[(TWIN_HIGH, 4)]), from(&[EVERYONE, TWIN_LOW, BOT, MOD, TWIN_HIGH, ADMIN]));
    assert_eq!(after(&[(ADMIN, 1)]), from(&[EVERYONE, ADMIN, TWIN_HIGH, TWIN_LOW, BOT, MOD]));
    assert_eq!(after(&[(BOT, -7), (MOD, i64::MAX)]), from(&[EVERYONE, BOT, TWIN_HIGH, TWIN_LOW, ADMIN, MOD]));
}

#[test]
fn overwrites_are_edited_within_the_own_rights() {
    let overwrite = |allow, deny| OverwriteView { target: OverwriteTarget::Member(Id::new(8)), allow, deny };
    let own = Permissions::VIEW_CHANNEL | Permissions::MANAGE_ROLES | Permissions::SEND_MESSAGES;
    let none = Permissions::NONE;
    let pin = Permissions::PIN_MESSAGES;
    let edit = hierarchy::may_edit_overwrite;
    assert_eq!(edit(own, None, Some(&overwrite(Permissions::SEND_MESSAGES, none))), Ok(()));
    assert_eq!(edit(own, None, Some(&overwrite(pin, none))), Err(Denied::Missing(pin)));
    assert_eq!(edit(own, None, Some(&overwrite(none, pin))), Err(Denied::Missing(pin)));
    assert_eq!(
        edit(own, Some(&overwrite(none, pin)), None),
        Err(Denied::Missing(pin)),
        "removing changes too"
    );
    let kept = overwrite(Permissions::SEND_MESSAGES, pin);
    assert_eq!(edit(own, Some(&overwrite(none, pin)), Some(&kept)), Ok(()), "what stays is nobody's change");
    let hand_on = overwrite(Permissions::MANAGE_ROLES, none);
    assert_eq!(edit(own, None, Some(&hand_on)), Err(Denied::Missing(Permissions::ADMINISTRATOR)));
    let outside = own.without(Permissions::MANAGE_ROLES);
    assert_eq!(edit(outside, None, None), Err(Denied::Missing(Permissions::MANAGE_ROLES)));
    assert_eq!(edit(Permissions::ALL, None, Some(&overwrite(pin, Permissions::from_bits(1 << 60)))), Ok(()));
}

fn guilds() -> impl Strategy<Value = (GuildRoles, Vec<Id<RoleMarker>>)> {
    let role = (101u64..112, any::<u64>(), 0i64..6);
    let held = proptest::collection::vec((101u64..112).prop_map(Id::new), 0..4);
    (proptest::collection::vec(role, 1..10), held).prop_map(|(roles, held)| {
        let everyone = RoleView::new(EVERYONE, Permissions::NONE, 0);
        let view = |(id, bits, position)| {
            let bits = Permissions::from_bits(bits).without(Permissions::ADMINISTRATOR) | MODERATING;
            RoleView::new(Id::new(id), bits, position)
        };
        let roles = roles.into_iter().map(view).chain([everyone]);
        (GuildRoles::new(EVERYONE.cast(), Id::new(1), roles), held)
    })
}

fn rank(guild: &GuildRoles, user: u64, roles: &[Id<RoleMarker>]) -> Rank {
    let user_id: Id<UserMarker> = Id::new(user);
    hierarchy::rank_of_member(guild, &MemberView { user_id, roles, timed_out: false, pending: false })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_permitted_move_lifts_the_actor_or_anything_over_the_actor(
        (guild, held) in guilds(),
        moves in proptest::collection::vec(((100u64..112).prop_map(Id::new), -1i64..14), 0..6),
    ) {
        let actor = MemberView { user_id: Id::new(9), roles: &held, timed_out: false, pending: false };
        if hierarchy::may_move_roles(&guild, &actor, &moves).is_ok() {
            let positions = hierarchy::positions_after(&guild, &moves);
            let moved = GuildRoles::new(guild.id(), guild.owner_id(), guild.roles().iter().map(|role| {
                let position = positions.iter().find(|(id, _)| *id == role.id).expect("each role has one").1;
                RoleView { position, ..*role }
            }));
            let above = |guild: &GuildRoles| -> Vec<_> {
                let own = rank(guild, 9, &held);
                let roles = guild.roles().iter();
                roles.filter(|role| hierarchy::rank_of_role(guild, role) >= own).map(|role| role.id).collect()
            };
            prop_assert_eq!(above(&guild), above(&moved));
        }
    }

    #[test]
    fn acting_on_somebody_is_never_mutual((guild, first) in guilds(), second in proptest::collection::vec((101u64..112).prop_map(Id::new), 0..4)) {
        let one = MemberView { user_id: Id::new(8), roles: &first, timed_out: false, pending: false };
        let two = MemberView { user_id: Id::new(9), roles: &second, timed_out: false, pending: false };
        let there = hierarchy::may_kick(&guild, &one, &two).is_ok();
        let back = hierarchy::may_kick(&guild, &two, &one).is_ok();
        prop_assert!(!(there && back));
    }
}

#[test]
fn a_role_that_lends_power_is_nobody_s_to_take() {
    let everyone = Permissions::VIEW_CHANNEL | Permissions::MENTION_EVERYONE;
    let role = |permissions| RoleView::new(MOD, permissions, 4);
    let may = |role: &RoleView, allowed| {
        let guild =
            GuildRoles::new(EVERYONE.cast(), Id::new(1), [RoleView::new(EVERYONE, everyone, 0), *role]);
        hierarchy::may_be_taken(&guild, role, allowed)
    };
    assert!(may(&role(Permissions::NONE), Permissions::NONE));
    assert!(may(&role(everyone | Permissions::SEND_MESSAGES), Permissions::VIEW_CHANNEL));
    for (_, power) in Permissions::NAMES.iter().filter(|(_, bit)| hierarchy::POWERS.contains(*bit)) {
        let is_everybody_s = everyone.contains(*power);
        assert_eq!(may(&role(*power), Permissions::NONE), is_everybody_s, "{power:?}");
        assert_eq!(may(&role(Permissions::NONE), *power), is_everybody_s, "{power:?} by an overwrite");
    }
    assert!(!may(&RoleView { managed: true, ..role(Permissions::NONE) }, Permissions::NONE));
    assert!(
        !may(&RoleView::new(EVERYONE, everyone, 0), Permissions::NONE),
        "@everyone is everybody's already"
    );
}
