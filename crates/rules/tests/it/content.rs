//! Mentions in texts, and whom they notify.

use parvis_model::{Id, Permissions};
use parvis_rules::content::{
    AllowedMentions, Mentions, TextMentions, custom_emojis, mentions, text_mentions, without_emojis,
};
use parvis_rules::permissions::{GuildRoles, RoleView};
use proptest::prelude::*;

fn check(text: &str, users: &[u64], roles: &[u64], channels: &[u64], everyone: bool) {
    let expected = TextMentions {
        users: users.iter().map(|id| Id::new(*id)).collect(),
        roles: roles.iter().map(|id| Id::new(*id)).collect(),
        channels: channels.iter().map(|id| Id::new(*id)).collect(),
        everyone,
    };
    assert_eq!(text_mentions(text), expected, "{text}");
}

#[test]
fn mentions_are_found_in_texts() {
    check("", &[], &[], &[], false);
    check("<@1> <@!2> <@&3> <#4>", &[1, 2], &[3], &[4], false);
    check("<@1><@1> и <@!1>", &[1], &[], &[], false);
    check("<<@1>> <@1", &[1], &[], &[], false);
    check("<@9223372036854775807>", &[9_223_372_036_854_775_807], &[], &[], false);
    check("@everyone", &[], &[], &[], true);
    check("hé @here!", &[], &[], &[], true);
}

#[test]
fn what_only_resembles_a_mention_is_none() {
    for text in [
        "<@>",
        "<@ 1>",
        "<@-1>",
        "<@+1>",
        "<@1 >",
        "<@x>",
        "<1>",
        "<&1>",
        "<@&>",
        "<#>",
        "< @1>",
        "@1",
        "<@é>",
        "<@9223372036854775808>",
        "<@99999999999999999999999999>",
        "@Everyone",
        "@every one",
        "mail@here.org",
        "é@here",
        "@hereabouts",
        "@everyone_else",
        "@\u{435}veryone",
        "\\",
        "<",
        "@",
        "<@",
        "``",
        "`",
    ] {
        check(text, &[], &[], &[], false);
    }
}

#[test]
fn code_mentions_nobody() {
    for text in [
        "`<@1>`",
        "``<@1> ` @here``",
        "```<@1>```",
        "```rust\n<@1> ``\n@everyone\n```",
        "`a` `<@1>`",
        "````<@1>```",
        "a ``` <@1> ` <@2> ``` b",
    ] {
        check(text, &[], &[], &[], false);
    }
}

#[test]
fn backticks_that_close_nothing_hide_nothing() {
    check("`<@1>", &[1], &[], &[], false);
    check("```<@1>", &[1], &[], &[], false);
    check("``<@1>`", &[1], &[], &[], false);
    check("\\`<@1>`", &[1], &[], &[], false);
    check("`x` <@1> `y`", &[1], &[], &[], false);
    check("```x```<@1>```y```", &[1], &[], &[], false);
    check("`@here` @here", &[], &[], &[], true);
}

const GUILD: Id<parvis_model::marker::GuildMarker> = Id::new(100);

fn resolve(text: &str, allowed: &AllowedMentions, author: Permissions) -> (Vec<u64>, Vec<u64>, bool) {
    let guild = GuildRoles::new(
        GUILD,
        Id::new(1),
        [
            RoleView { mentionable: true, ..RoleView::new(Id::new(100), Permissions::NONE, 0) },
            RoleView { mentionable: true, ..RoleView::new(Id::new(101), Permissions::NONE, 1) },
            RoleView::new(Id::new(102), Permissions::NONE, 2),
        ],
    );
    let found = mentions(&text_mentions(text), allowed, Some(Id::new(77)), author, Some(&guild));
    let Mentions { users, roles, everyone } = found;
    (users.iter().map(|id| id.get()).collect(), roles.iter().map(|id| id.get()).collect(), everyone)
}

const TEXT: &str = "<@1> <@2> <@&100> <@&101> <@&102> <@&999> @everyone";

#[test]
fn mass_mentions_need_the_permission() {
    let all = AllowedMentions::all();
    assert_eq!(resolve(TEXT, &all, Permissions::NONE), (vec![77, 1, 2], vec![101], false));
    let may = Permissions::MENTION_EVERYONE;
    assert_eq!(resolve(TEXT, &all, may), (vec![77, 1, 2], vec![101, 102], true));
}

#[test]
fn allowed_mentions_only_take_away() {
    let none = AllowedMentions::default();
    let may = Permissions::MENTION_EVERYONE;
    assert_eq!(resolve(TEXT, &none, may), (vec![], vec![], false));
    let some = AllowedMentions {
        users: vec![Id::new(2), Id::new(3)],
        roles: vec![Id::new(102)],
        ..AllowedMentions::default()
    };
    assert_eq!(resolve(TEXT, &some, may), (vec![2], vec![102], false));
    assert_eq!(resolve(TEXT, &some, Permissions::NONE), (vec![2], vec![], false));
    let reply = AllowedMentions { replied_user: true, ..AllowedMentions::default() };
    assert_eq!(resolve("", &reply, may), (vec![77], vec![], false));
}

#[test]
fn a_message_notifies_at_most_a_hundred_users_and_the_answered_one_is_among_them() {
    let crowd: String = (1_000..1_400).map(|id| format!("<@{id}>")).collect();
    let (users, _, _) = resolve(&crowd, &AllowedMentions::all(), Permissions::NONE);
    assert_eq!((users.len(), users[0], users[1]), (100, 77, 1_000));
}

#[test]
fn private_conversations_have_no_roles() {
    let found =
        mentions(&text_mentions(TEXT), &AllowedMentions::all(), None, Permissions::MENTION_EVERYONE, None);
    assert_eq!((found.users.len(), found.roles.len(), found.everyone), (2, 0, true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        text_mentions(&text);
    }

    #[test]
    fn any_text_of_markup_is_read_and_names_at_most_what_stands_in_it(
        parts in proptest::collection::vec(proptest::sample::select(vec!["`", "``", "```", "\\", "<@1>", "<@", "<#2>",
            "<@&3>", ">", "@here", "@everyone", "1", "é", " ", "\n", "<"]), 0..40)
    ) {
        let text = parts.concat();
        let found = text_mentions(&text);
        prop_assert!(found.users.is_empty() || text.contains("<@1"));
        prop_assert!(!found.everyone || text.contains("@here") || text.contains("@everyone"));
        if !text.contains('`') && text.contains("<@1>") {
            prop_assert!(found.users.contains(&Id::new(1)));
        }
    }
}

#[test]
fn custom_emojis_are_found_and_taken_down_to_their_names() {
    let check = |text: &str, kept: u64, expected: &str| {
        let emojis = custom_emojis(text);
        assert_eq!(without_emojis(text, &emojis, |id| id.get() == kept), expected, "{text}");
    };
    check("a <:brezel:1> b <a:dance:2>", 0, "a :brezel: b :dance:");
    check("a <:brezel:1> b <a:dance:2>", 1, "a <:brezel:1> b :dance:");
    check("<<:brezel:1>>", 0, "<:brezel:>");
    for text in [
        "<:brezel:>",
        "<:b:1>",
        "<:brezel:x>",
        "<b:brezel:1>",
        "<:bré:1>",
        "<@1>",
        "<:a:b:1>",
        "<",
        "<:brezel:1",
    ] {
        check(text, 0, text);
    }
}
