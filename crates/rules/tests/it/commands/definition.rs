//! Which definitions there may be.

use parvis_model::ApplicationCommand;
use parvis_rules::commands::definition;
use serde_json::{Value, json};

use super::{command, option, with_options};

/// Path and code of everything that is wrong.
fn wrong(command: &ApplicationCommand) -> Vec<String> {
    definition("", command).into_iter().map(|error| format!("{} {}", error.path, error.code)).collect()
}

fn check(changes: Value, expected: &[&str]) {
    assert_eq!(wrong(&command(changes.clone())), expected, "{changes}");
}

fn check_options(options: Value, expected: &[&str]) {
    assert_eq!(wrong(&with_options(options.clone())), expected, "{options}");
}

#[test]
fn names_that_are_typed_are_lower_case_letters_of_any_script() {
    for name in ["a", "été", "команда", "ไทย", "हिन्दी", "أمر", "blanc-bec_2", "l'eau", &"x".repeat(32)]
    {
        check(json!({ "name": name }), &[]);
    }
    check(json!({ "name": "" }), &["name BASE_TYPE_BAD_LENGTH"]);
    check(json!({ "name": "x".repeat(33) }), &["name BASE_TYPE_BAD_LENGTH"]);
    for name in ["two words", "a/b", "smile😀", "a\nb"] {
        check(json!({ "name": name }), &["name STRING_TYPE_REGEX"]);
    }
    check(json!({ "name": "Imagine" }), &["name APPLICATION_COMMAND_INVALID_NAME"]);
    check(json!({ "name": "ÉTÉ" }), &["name APPLICATION_COMMAND_INVALID_NAME"]);
}

#[test]
fn names_in_menus_are_free_but_have_no_description_and_no_options() {
    let menu = |kind: u8, changes: Value| {
        let mut body = json!({ "type": kind, "name": "Say Hello", "description": "" });
        body.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
        body
    };
    for kind in [2, 3] {
        check(menu(kind, json!({})), &[]);
        let code = "description APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN";
        check(menu(kind, json!({ "description": "x" })), &[code]);
        check(menu(kind, json!({ "description_localizations": { "fr": "x" } })), &[code]);
        check(menu(kind, json!({ "name": "  " })), &["name BASE_TYPE_BAD_LENGTH"]);
        let options = json!({ "options": [option(3, "x", json!({}))] });
        check(menu(kind, options), &["options APPLICATION_COMMAND_OPTIONS_FORBIDDEN"]);
    }
    for kind in [0, 4, 5, 255] {
        check(menu(kind, json!({})), &["type BASE_TYPE_CHOICES"]);
    }
}

#[test]
fn descriptions_have_1_to_100_characters() {
    check(json!({ "description": "é".repeat(100) }), &[]);
    check(json!({ "description": "é".repeat(101) }), &["description BASE_TYPE_BAD_LENGTH"]);
    check(json!({ "description": " " }), &["description BASE_TYPE_BAD_LENGTH"]);
}

#[test]
fn languages_are_known_and_their_texts_keep_the_same_rules() {
    check(json!({ "name_localizations": { "fr": "dessine", "be": "малюй" } }), &[]);
    check(json!({ "name_localizations": { "tlh": "x" } }), &["name_localizations BASE_TYPE_CHOICES"]);
    check(
        json!({ "name_localizations": { "fr": "Deux Mots" } }),
        &["name_localizations.fr STRING_TYPE_REGEX"],
    );
    check(
        json!({ "description_localizations": { "fr": "é".repeat(101) } }),
        &["description_localizations.fr BASE_TYPE_BAD_LENGTH"],
    );
}

#[test]
fn places_and_installations_are_sets_of_what_is_known() {
    check(json!({ "contexts": [0, 1, 2], "integration_types": [1, 0] }), &[]);
    check(json!({ "contexts": [] }), &["contexts BASE_TYPE_BAD_LENGTH"]);
    check(json!({ "contexts": [0, 0] }), &["contexts BASE_TYPE_BAD_LENGTH"]);
    check(json!({ "contexts": [3] }), &["contexts BASE_TYPE_CHOICES"]);
    check(json!({ "integration_types": [] }), &["integration_types BASE_TYPE_BAD_LENGTH"]);
    check(json!({ "integration_types": [2] }), &["integration_types BASE_TYPE_CHOICES"]);
}

#[test]
fn there_are_25_options_with_different_names_and_the_required_ones_come_first() {
    let many = |count: usize| (0..count).map(|n| option(3, &format!("o{n}"), json!({}))).collect::<Vec<_>>();
    check_options(json!(many(25)), &[]);
    check_options(json!(many(26)), &["options BASE_TYPE_MAX_LENGTH"]);
    let twice = [option(3, "x", json!({})), option(4, "x", json!({}))];
    check_options(json!(twice), &["options APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"]);
    let required = json!({ "required": true });
    check_options(json!([option(3, "a", required.clone()), option(3, "b", json!({}))]), &[]);
    let crossed = [option(3, "a", json!({})), option(3, "b", required)];
    check_options(json!(crossed), &["options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"]);
}

#[test]
fn subcommands_stand_alone_and_at_most_two_deep() {
    let value = || option(3, "x", json!({}));
    let sub = |name: &str, options: Value| option(1, name, json!({ "options": options }));
    let group = |options: Value| option(2, "group", json!({ "options": options }));
    check_options(json!([group(json!([sub("a", json!([value()]))])), sub("b", json!([value()]))]), &[]);
    check_options(
        json!([sub("a", json!([])), value()]),
        &["options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"],
    );
    check_options(
        json!([sub("a", json!([sub("b", json!([]))]))]),
        &["options.0.options.0.type BASE_TYPE_CHOICES"],
    );
    check_options(json!([group(json!([value()]))]), &["options.0.options.0.type BASE_TYPE_CHOICES"]);
    let nested = group(json!([group(json!([]))]));
    check_options(json!([nested]), &["options.0.options.0.type BASE_TYPE_CHOICES"]);
    check_options(json!([option(12, "x", json!({}))]), &["options.0.type BASE_TYPE_CHOICES"]);
}

#[test]
fn choices_are_of_the_option_s_type_and_have_different_names() {
    let choice = |name: &str, value: Value| json!({ "name": name, "value": value });
    let of = |kind: u8, choices: Value| json!([option(kind, "x", json!({ "choices": choices }))]);
    check_options(of(3, json!([choice("Red", json!("red")), choice("Empty", json!(""))])), &[]);
    check_options(of(4, json!([choice("Most", json!(9_007_199_254_740_991_i64))])), &[]);
    check_options(of(10, json!([choice("Half", json!(0.5)), choice("One", json!(1))])), &[]);
    let bad = "options.0.choices.0.value BASE_TYPE_BAD_TYPE";
    check_options(of(3, json!([choice("One", json!(1))])), &[bad]);
    check_options(of(4, json!([choice("Half", json!(0.5))])), &[bad]);
    check_options(of(4, json!([choice("More", json!(9_007_199_254_740_992_i64))])), &[bad]);
    check_options(of(10, json!([choice("Text", json!("1"))])), &[bad]);
    let twice = json!([choice("Red", json!("a")), choice("Red", json!("b"))]);
    check_options(
        of(3, twice),
        &["options.0.choices APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS"],
    );
    let name = choice(&"x".repeat(101), json!("x"));
    check_options(of(3, json!([name])), &["options.0.choices.0.name BASE_TYPE_BAD_LENGTH"]);
    let many: Vec<_> = (0..26).map(|n| choice(&n.to_string(), json!("x"))).collect();
    check_options(of(3, json!(many)), &["options.0.choices BASE_TYPE_MAX_LENGTH"]);
}

#[test]
fn what_belongs_to_another_type_is_refused() {
    let invalid = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID";
    for (kind, key, value) in [
        (5, "choices", json!([{ "name": "x", "value": "x" }])),
        (6, "autocomplete", json!(true)),
        (3, "min_value", json!(1)),
        (5, "max_value", json!(1)),
        (4, "min_length", json!(1)),
        (4, "max_length", json!(1)),
        (3, "channel_types", json!([0])),
        (3, "options", json!([option(3, "y", json!({}))])),
    ] {
        check_options(
            json!([option(kind, "x", json!({ key: value }))]),
            &[&format!("options.0.{key} {invalid}")],
        );
    }
    let both = json!({ "autocomplete": true, "choices": [{ "name": "x", "value": "x" }] });
    let code = "options.0.choices APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES";
    check_options(json!([option(3, "x", both)]), &[code]);
    let unknown = json!([option(7, "x", json!({ "channel_types": [99] }))]);
    check_options(unknown, &["options.0.channel_types BASE_TYPE_CHOICES"]);
}

#[test]
fn bounds_do_not_cross() {
    let range = "options.0 APPLICATION_COMMAND_OPTIONS_RANGE_INVALID";
    for (kind, bounds, expected) in [
        (4, json!({ "min_value": -5, "max_value": 5 }), None),
        (10, json!({ "min_value": 0.5, "max_value": 0.5 }), None),
        (3, json!({ "min_length": 0, "max_length": 6000 }), None),
        (4, json!({ "min_value": 6, "max_value": 5 }), Some(range)),
        (3, json!({ "min_length": 6, "max_length": 5 }), Some(range)),
        (4, json!({ "min_value": 0.5 }), Some("options.0.min_value BASE_TYPE_BAD_TYPE")),
        (3, json!({ "max_length": 0 }), Some("options.0.max_length NUMBER_TYPE_MIN")),
        (3, json!({ "max_length": 6001 }), Some("options.0.max_length NUMBER_TYPE_MAX")),
    ] {
        check_options(json!([option(kind, "x", bounds)]), expected.as_slice());
    }
}

#[test]
fn all_texts_together_have_8000_characters() {
    let choice = |n: usize| json!({ "name": format!("{n:03}"), "value": "v".repeat(300) });
    let choices: Vec<_> = (0..25).map(choice).collect();
    check_options(json!([option(3, "x", json!({ "choices": choices }))]), &[]);
    let twice = ["x", "y"].map(|name| option(3, name, json!({ "choices": choices })));
    check_options(json!(twice), &[" APPLICATION_COMMAND_TOO_LARGE"]);
}

#[test]
fn in_a_list_the_path_begins_with_the_number() {
    let errors = definition("7", &command(json!({ "name": "Not So" })));
    assert_eq!(errors[0].path, "7.name");
}
