//! User names, their twins, and the cleaning of all other names.

use parvis_rules::limits::chars;
use parvis_rules::names::{UserName, UserNameError, clean_name, search_form, skeleton, text_channel_name};
use proptest::prelude::*;

#[test]
fn user_names_are_folded_to_one_form() {
    for (typed, stored) in [
        ("Alice", "alice"),
        ("ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
        ("Ж.Іваноў", "ж.іваноў"),
        // The same letters, decomposed as some systems type them.
        ("Иваной".replace('й', "и\u{306}").as_str(), "иваной"),
        ("e\u{301}lodie", "élodie"),
        ("محمد_1", "محمد_1"),
        ("חיים", "חיים"),
        ("日本のカナ", "日本のカナ"),
        ("हिन्दी", "हिन्दी"),
        ("a_b.c-".trim_end_matches('-'), "a_b.c"),
        ("0815", "0815"),
    ] {
        assert_eq!(UserName::parse(typed).map(UserName::into_string), Ok(stored.to_owned()), "{typed}");
    }
}

#[test]
fn user_names_out_of_the_rules_are_refused() {
    use UserNameError::{Characters, Length, MixedScripts, Reserved};
    for (typed, error) in [
        ("", Length),
        ("a", Length),
        ("е\u{301}", Characters),
        (&"x".repeat(33), Length),
        (&"x".repeat(1_000_000), Length),
        // One scalar value that NFKC writes out as eighteen, twice.
        ("\u{fdfa}\u{fdfa}", Length),
        ("has blank", Characters),
        ("dots..dots", Characters),
        ("__", Characters),
        ("._.", Characters),
        ("a\u{200b}b", Characters),
        ("a\u{202e}b", Characters),
        ("ab\u{fe0f}", Characters),
        ("سلام\u{64e}", Characters),
        ("q\u{300}\u{301}\u{302}", Characters),
        ("👋🏽👋", Characters),
        ("name@host", Characters),
        ("line\nline", Characters),
        ("nul\0nul", Characters),
        // Cyrillic а, Greek ο, Armenian օ among Latin letters.
        ("p\u{430}rvis", MixedScripts),
        ("r\u{3bf}bert", MixedScripts),
        ("b\u{585}b", MixedScripts),
        ("everyone", Reserved),
        ("HERE", Reserved),
        ("Parvis", Reserved),
        ("parv1s".replace('1', "\u{131}").as_str(), Reserved),
        ("system", Reserved),
    ] {
        assert_eq!(UserName::parse(typed), Err(error), "{typed}");
    }
}

#[test]
fn names_that_look_alike_have_one_skeleton() {
    for (one, other) in [
        ("alice", "ALICE"),
        ("paypal", "paypa1"),
        ("bob", "b0b"),
        ("modern", "modem"),
        ("a_b", "a__b"),
        // All Cyrillic, so of one script, and yet: сосо, асе, руру.
        ("coco", "сосо"),
        ("ace", "асе"),
        ("pypy", "руру"),
        // Latin and Greek.
        ("vov", "νον"),
    ] {
        assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
    }
}

#[test]
fn names_that_do_not_look_alike_stay_apart() {
    let names = [
        "alice", "alicia", "a.b", "a_b", "ab", "жук", "луг", "محمد", "أحمد", "user2", "user3", "élan", "elan",
    ];
    for (index, one) in names.iter().enumerate() {
        for other in &names[index + 1..] {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }
}

#[test]
fn numbered_names_stay_apart() {
    let skeletons: std::collections::HashSet<String> =
        (0..5_000).map(|n| skeleton(&format!("member{n}"))).collect();
    assert_eq!(skeletons.len(), 5_000);
}

#[test]
fn free_names_lose_what_cannot_be_seen_and_keep_what_can() {
    for (typed, stored) in [
        ("  Jean   Dupont \n", "Jean Dupont"),
        ("a\u{202e}txt\u{2066}", "atxt"),
        ("ze\u{200b}ro\u{feff}", "zero"),
        ("\u{3164}\u{115f}\u{2800}", ""),
        ("nul\0\u{7}", "nul"),
        ("lo\u{200d}ve", "love"),
        ("сло\u{200c}во", "слово"),
        ("e\u{301}", "é"),
        // A woman astronaut, a rainbow flag, a keycap, a heart.
        ("👩\u{200d}🚀", "👩\u{200d}🚀"),
        ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
        ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}"),
        ("❤\u{fe0f}", "❤\u{fe0f}"),
        // Persian writes this word with a non-joiner.
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("\u{e0041}tag", "tag"),
        ("a\u{fe0f}b", "ab"),
    ] {
        assert_eq!(clean_name(typed), stored, "{typed:?}");
    }
}

#[test]
fn towers_of_marks_are_cut() {
    let tower = format!("Z{}algo", "\u{334}".repeat(10_000));
    assert_eq!(chars(&clean_name(&tower)), 5 + 4);
}

#[test]
fn text_channels_are_named_as_discord_names_them() {
    for (typed, stored) in [
        ("General", "general"),
        ("Bot Test Channel", "bot-test-channel"),
        ("a - b", "a-b"),
        ("what's up?!", "whats-up"),
        ("#rules", "rules"),
        ("under_score", "under_score"),
        ("Été À Lyon", "été-à-lyon"),
        ("НАВІНЫ", "навіны"),
        ("📢announcements", "📢announcements"),
        ("多い 日", "多い-日"),
        ("!!!", ""),
        ("İ", "i\u{307}"),
    ] {
        assert_eq!(text_channel_name(typed), stored, "{typed}");
    }
}

/// Any text, and texts of the parts that name rules are about.
fn texts() -> impl Strategy<Value = String> {
    let parts = [
        "a", "B", "1", "0", "_", ".", "-", " ", "ж", "İ", "م", "\u{200d}", "\u{200c}", "\u{fe0f}", "\u{301}",
        "\u{334}", "👩", "🚀", "\u{202e}", "ﷺ", "Ω", "ς", "\0", "\u{3099}", "か", "한", "\u{1160}", "é",
    ];
    let mixed = proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..24);
    prop_oneof![any::<String>(), mixed.prop_map(|parts| parts.concat()), "[a-z0-9_.]{0,34}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_accepted_once_is_accepted_as_it_is_stored(text in texts()) {
        if let Ok(name) = UserName::parse(&text) {
            prop_assert_eq!(UserName::parse(name.as_str()), Ok(name.clone()));
            prop_assert!((2..=32).contains(&chars(name.as_str())));
            prop_assert_eq!(name.skeleton(), skeleton(&text));
        }
    }

    #[test]
    fn a_skeleton_is_its_own_skeleton(text in texts()) {
        let look = skeleton(&text);
        prop_assert_eq!(skeleton(&look), look);
    }

    #[test]
    fn cleaning_twice_changes_nothing_more(text in texts()) {
        let (name, channel) = (clean_name(&text), text_channel_name(&text));
        prop_assert_eq!(clean_name(&name), name);
        prop_assert_eq!(text_channel_name(&channel), channel);
    }

    #[test]
    fn nothing_invisible_gets_through_cleaning(text in texts()) {
        let name = clean_name(&text);
        let hidden = ['\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{3164}', '\u{1160}', '\u{ad}'];
        prop_assert!(!name.contains(hidden) && !name.contains(char::is_control) && name.trim() == name);
    }
}

#[test]
fn names_are_found_without_case_and_accents() {
    for (name, form) in [
        ("Éloïse", "eloise"),
        ("ＦＵＬＬ", "full"),
        ("Жана", "жана"),
        ("Øyvind", "øyvind"),
        ("e\u{301}", "e"),
    ] {
        assert_eq!(search_form(name), form, "{name}");
    }
}
