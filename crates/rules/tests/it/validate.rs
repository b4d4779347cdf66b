//! Field errors: their paths, codes and words.

use parvis_model::{Embed, EmbedAuthor, EmbedField, EmbedFooter, EmbedMedia, Id};
use parvis_rules::validate::{self, AllowedMentionsView, EmbedView, FieldError};
use proptest::prelude::*;

fn said(errors: impl IntoIterator<Item = FieldError>) -> Vec<String> {
    errors.into_iter().map(|error| format!("{} {} {}", error.path, error.code, error.message)).collect()
}

fn of(result: Result<(), FieldError>) -> Vec<String> {
    said(result.err())
}

#[test]
fn lengths_are_checked_at_both_ends_in_scalar_values() {
    let between = "name BASE_TYPE_BAD_LENGTH Must be between 1 and 100 in length.";
    assert_eq!(of(validate::channel_name("name", "")), [between]);
    assert_eq!(of(validate::channel_name("name", &"é".repeat(101))), [between]);
    assert!(validate::channel_name("name", &"é".repeat(100)).is_ok());
    assert_eq!(
        of(validate::channel_topic("topic", &"x".repeat(1_025))),
        ["topic BASE_TYPE_MAX_LENGTH Must be 1024 or fewer in length."]
    );
    assert!(validate::guild_name("name", "x").is_err());
    assert!(validate::guild_name("name", "xy").is_ok());
    assert!(validate::content("content", &"😀".repeat(2_000)).is_ok());
    assert!(validate::content("content", &"😀".repeat(2_001)).is_err());
    assert!(validate::password("password", "1234567").is_err());
    assert!(validate::password("password", &"x".repeat(1_025)).is_err());
    assert!(validate::password("password", "correct horse").is_ok());
}

#[test]
fn numbers_are_checked_at_both_ends() {
    assert_eq!(
        of(validate::slowmode("rate_limit_per_user", 21_601)),
        ["rate_limit_per_user NUMBER_TYPE_MAX int value should be less than or equal to 21600."]
    );
    assert_eq!(
        of(validate::color("color", -1)),
        ["color NUMBER_TYPE_MIN int value should be greater than or equal to 0."]
    );
    for (check, max) in [
        (validate::color as fn(&str, i64) -> _, 16_777_215),
        (validate::invite_age, 604_800),
        (validate::invite_uses, 100),
    ] {
        assert!(check("x", 0).is_ok() && check("x", max).is_ok());
        assert!(
            check("x", max + 1).is_err() && check("x", i64::MIN).is_err() && check("x", i64::MAX).is_err()
        );
    }
}

#[test]
fn choices_are_named() {
    let error = FieldError::choices("type", [0, 2, 4]);
    assert_eq!(said([error]), ["type BASE_TYPE_CHOICES Value must be one of {0, 2, 4}."]);
}

#[test]
fn addresses_have_a_web_scheme_and_a_host() {
    for good in ["https://example.org", "HTTP://example.org:80/a?b#c", "https://пример.рф/ж", "http://[::1]/"]
    {
        assert_eq!(of(validate::url("url", good)), [""; 0], "{good}");
    }
    for (bad, code) in [
        ("javascript:alert(1)", "URL_TYPE_INVALID_SCHEME"),
        ("data:text/html,x", "URL_TYPE_INVALID_SCHEME"),
        ("attachment://a.png", "URL_TYPE_INVALID_SCHEME"),
        ("example.org", "URL_TYPE_INVALID_URL"),
        ("https:/example.org", "URL_TYPE_INVALID_URL"),
        ("https://", "URL_TYPE_INVALID_URL"),
        ("https:///path", "URL_TYPE_INVALID_URL"),
        ("https://:80", "URL_TYPE_INVALID_URL"),
        ("https://a b", "URL_TYPE_INVALID_URL"),
        ("https://a\n", "URL_TYPE_INVALID_URL"),
        ("", "URL_TYPE_INVALID_URL"),
    ] {
        assert_eq!(validate::url("url", bad).map_err(|error| error.code), Err(code), "{bad}");
    }
    let long = format!("https://example.org/{}", "x".repeat(2_048));
    assert_eq!(validate::url("url", &long).map_err(|error| error.code), Err("BASE_TYPE_MAX_LENGTH"));
    assert!(validate::media_url("url", "attachment://a.png").is_ok());
    assert!(validate::media_url("url", "attachment://").is_err());
}

fn described(text: &str) -> EmbedView<'_> {
    EmbedView { description: Some(text), ..EmbedView::default() }
}

#[test]
fn every_part_of_an_embed_has_its_limit() {
    let long = "x".repeat(4_097);
    let cut = |chars: usize| Some(&long[..chars]);
    for (embed, path) in [
        (EmbedView { title: cut(257), ..described("x") }, "title"),
        (EmbedView { description: cut(4_097), ..EmbedView::default() }, "description"),
        (EmbedView { footer_text: Some(cut(2_049)), ..described("x") }, "footer.text"),
        (EmbedView { author_name: Some(cut(257)), ..described("x") }, "author.name"),
        (EmbedView { provider_name: cut(257), ..described("x") }, "provider.name"),
        (EmbedView { image_description: cut(1_025), ..described("x") }, "image.description"),
        (EmbedView { thumbnail_description: cut(1_025), ..described("x") }, "thumbnail.description"),
        (EmbedView { fields: vec![(cut(257), cut(1))], ..EmbedView::default() }, "fields.0.name"),
        (
            EmbedView { fields: vec![(cut(1), cut(1)), (cut(1), cut(1_025))], ..described("x") },
            "fields.1.value",
        ),
        (EmbedView { fields: vec![(cut(1), cut(1)); 26], ..described("x") }, "fields"),
        (EmbedView { url: Some("ftp://x"), ..described("x") }, "url"),
        (EmbedView { image_url: Some("x"), ..described("x") }, "image.url"),
        (EmbedView { color: Some(0x100_0000), ..described("x") }, "color"),
        (EmbedView { footer_text: Some(None), ..described("x") }, "footer.text"),
        (EmbedView { author_name: Some(None), ..described("x") }, "author.name"),
        (EmbedView { fields: vec![(None, cut(1))], ..described("x") }, "fields.0.name"),
        (EmbedView { fields: vec![(cut(1), Some(" "))], ..described("x") }, "fields.0.value"),
        (EmbedView::default(), "description"),
        (EmbedView { title: Some(" "), ..EmbedView::default() }, "description"),
    ] {
        let errors = validate::embeds("embeds", &[described("ok"), embed]);
        let paths: Vec<_> = errors.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, [format!("embeds.1.{path}")], "{path}");
    }
}

#[test]
fn embeds_at_their_limits_pass() {
    let long = "é".repeat(4_096);
    let title = "é".repeat(256);
    let embeds = [EmbedView { title: Some(&title), url: Some("https://example.org"), ..described(&long) }];
    assert_eq!(validate::embeds("embeds", &embeds), []);
    let picture = EmbedView { image_url: Some("attachment://a.png"), ..EmbedView::default() };
    assert_eq!(validate::embeds("embeds", &[picture]), []);
    assert_eq!(validate::embeds("embeds", &vec![described("x"); 10]), []);
}

#[test]
fn all_embeds_of_a_message_share_one_limit() {
    let long = "x".repeat(3_000);
    assert_eq!(validate::embeds("embeds", &[described(&long), described(&long)]), []);
    let errors = validate::embeds("embeds", &[described(&long), described(&long), described("x")]);
    assert_eq!(said(errors), ["embeds.2 MAX_EMBED_SIZE_EXCEEDED Embed size exceeds maximum size of 6000"]);
    let errors = validate::embeds("embeds", &vec![described("x"); 11]);
    assert_eq!(said(errors), ["embeds BASE_TYPE_MAX_LENGTH Must be 10 or fewer in length."]);
}

#[test]
fn embeds_of_the_wire_are_checked_in_every_part() {
    let bad = || Some("x".to_owned());
    let media = || Some(EmbedMedia { url: bad(), ..EmbedMedia::default() });
    let embed = Embed {
        title: Some("x".repeat(257)),
        url: bad(),
        color: Some(u32::MAX),
        footer: Some(EmbedFooter { text: "x".repeat(2_049), icon_url: bad(), ..EmbedFooter::default() }),
        image: media(),
        thumbnail: media(),
        author: Some(EmbedAuthor { url: bad(), icon_url: bad(), ..EmbedAuthor::default() }),
        fields: vec![EmbedField::default()],
        ..Embed::default()
    };
    let errors = validate::embeds("embeds", &[EmbedView::from(&embed)]);
    let mut paths: Vec<_> = errors.iter().filter_map(|error| error.path.strip_prefix("embeds.0.")).collect();
    paths.sort_unstable();
    let every = [
        "author.icon_url",
        "author.name",
        "author.url",
        "color",
        "fields.0.name",
        "fields.0.value",
        "footer.icon_url",
        "footer.text",
        "image.url",
        "thumbnail.url",
        "title",
        "url",
    ];
    assert_eq!(paths, every);
}

#[test]
fn allowed_mentions_name_a_kind_in_one_way_only() {
    let users = [Id::new(1)];
    let view = AllowedMentionsView { parse: &["users"], users: &users, ..AllowedMentionsView::default() };
    assert_eq!(
        said(validate::allowed_mentions("allowed_mentions", &view).expect_err("both ways")),
        [
            "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE parse:[\"users\"] and users: [ids...] are \
          mutually exclusive."
        ]
    );
    let view = AllowedMentionsView { parse: &["roles"], users: &users, ..AllowedMentionsView::default() };
    let allowed = validate::allowed_mentions("allowed_mentions", &view).expect("one way each");
    assert!(allowed.parse_roles && !allowed.parse_users && !allowed.replied_user && allowed.users == users);
}

#[test]
fn allowed_mentions_are_few_and_of_known_kinds() {
    let crowd: Vec<_> = (0..101).map(Id::new).collect();
    let view = AllowedMentionsView { users: &crowd, parse: &["all"], ..AllowedMentionsView::default() };
    assert_eq!(
        said(validate::allowed_mentions("a", &view).expect_err("too many of no kind")),
        [
            "a.parse.0 BASE_TYPE_CHOICES Value must be one of {'everyone', 'roles', 'users'}.",
            "a.users BASE_TYPE_MAX_LENGTH Must be 100 or fewer in length.",
        ]
    );
    let view = AllowedMentionsView { users: &crowd[..100], ..AllowedMentionsView::default() };
    assert!(validate::allowed_mentions("a", &view).is_ok());
}

#[test]
fn user_names_are_refused_in_the_field_error_shape() {
    assert!(validate::user_name("username", "alice").is_ok());
    assert_eq!(
        said(validate::user_name("username", "a").err()),
        ["username BASE_TYPE_BAD_LENGTH Must be between 2 and 32 in length."]
    );
    assert_eq!(validate::user_name_taken("username").code, "USERNAME_ALREADY_TAKEN");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_embed_is_checked_without_panic(
        title in any::<Option<String>>(), url in any::<Option<String>>(), color in any::<Option<i64>>(),
        footer in any::<Option<Option<String>>>(), fields in proptest::collection::vec(any::<(Option<String>, Option<String>)>(), 0..4),
    ) {
        let embed = EmbedView {
            title: title.as_deref(),
            url: url.as_deref(),
            image_url: url.as_deref(),
            color,
            footer_text: footer.as_ref().map(|text| text.as_deref()),
            fields: fields.iter().map(|(name, value)| (name.as_deref(), value.as_deref())).collect(),
            ..EmbedView::default()
        };
        let errors = validate::embeds("embeds", &[embed]);
        prop_assert!(errors.iter().all(|error| error.path.starts_with("embeds.0")));
    }
}

#[test]
fn an_emoji_s_name_can_be_typed_between_colons() {
    for name in ["ab", "Brezel_2", &"x".repeat(32)] {
        assert!(validate::emoji_name("name", name).is_ok(), "{name}");
    }
    for name in ["a", "", "a:b", "bré", "two words", &"x".repeat(33)] {
        assert!(validate::emoji_name("name", name).is_err(), "{name}");
    }
}
