//! What fits a definition.

use parvis_model::{ApplicationCommand, CommandDataOption};
use parvis_rules::commands::{Purpose, Reference, given};
use serde_json::{Value, json};

use super::{option, with_options};

fn options(given: Value) -> Vec<CommandDataOption> {
    serde_json::from_value(given).expect("options in form")
}

fn taken(command: &ApplicationCommand, with: Value, purpose: Purpose) -> Result<Value, Vec<String>> {
    match given("data.options", command, &options(with), purpose) {
        Ok(given) => Ok(serde_json::to_value(given.options).expect("json")),
        Err(errors) => Err(errors.iter().map(|error| format!("{} {}", error.path, error.code)).collect()),
    }
}

/// One option of this definition with this value: what the application gets, or the codes.
fn check(definition: Value, value: Value, expected: Result<Value, &[&str]>) {
    let command = with_options(json!([definition]));
    let with = json!([{ "name": "x", "type": definition["type"], "value": value }]);
    let result = taken(&command, with, Purpose::Use).map(|options| options[0]["value"].clone());
    let expected = expected
        .map_err(|codes| codes.iter().map(|code| format!("data.options.0.value {code}")).collect::<Vec<_>>());
    assert_eq!(result, expected, "{value} for {definition}");
}

const BAD_TYPE: &[&str] = &["BASE_TYPE_BAD_TYPE"];

#[test]
fn values_are_of_the_option_s_type() {
    for (kind, value, expected) in [
        (3, json!("text"), Ok(json!("text"))),
        (3, json!(5), Err(BAD_TYPE)),
        (4, json!(5), Ok(json!(5))),
        (4, json!(5.0), Ok(json!(5))),
        (4, json!(5.5), Err(BAD_TYPE)),
        (4, json!("5"), Err(BAD_TYPE)),
        (4, json!(9_007_199_254_740_992_i64), Err(BAD_TYPE)),
        (5, json!(false), Ok(json!(false))),
        (5, json!("false"), Err(BAD_TYPE)),
        (6, json!("123"), Ok(json!("123"))),
        (6, json!("00123"), Ok(json!("123"))),
        (6, json!("somebody"), Err(BAD_TYPE)),
        (6, json!(123), Err(BAD_TYPE)),
        (10, json!(0.25), Ok(json!(0.25))),
        (10, json!(1e300), Err(BAD_TYPE)),
        (11, json!("0"), Ok(json!("0"))),
    ] {
        check(option(kind, "x", json!({})), value, expected);
    }
}

#[test]
fn values_keep_to_bounds_and_choices() {
    let text = option(3, "x", json!({ "min_length": 2, "max_length": 3 }));
    check(text.clone(), json!("éé"), Ok(json!("éé")));
    check(text.clone(), json!("é"), Err(&["BASE_TYPE_BAD_LENGTH"]));
    check(text, json!("éééé"), Err(&["BASE_TYPE_BAD_LENGTH"]));
    check(option(3, "x", json!({})), json!("x".repeat(6_001)), Err(&["BASE_TYPE_MAX_LENGTH"]));
    let number = option(10, "x", json!({ "min_value": -0.5, "max_value": 2 }));
    check(number.clone(), json!(-0.5), Ok(json!(-0.5)));
    check(number.clone(), json!(-0.6), Err(&["NUMBER_TYPE_MIN"]));
    check(number, json!(2.01), Err(&["NUMBER_TYPE_MAX"]));
    let choices = option(3, "x", json!({ "choices": [{ "name": "Red", "value": "red" }] }));
    check(choices.clone(), json!("red"), Ok(json!("red")));
    check(choices, json!("Red"), Err(&["BASE_TYPE_CHOICES"]));
    let choices = option(4, "x", json!({ "choices": [{ "name": "One", "value": 1 }] }));
    check(choices.clone(), json!(1.0), Ok(json!(1)));
    check(choices, json!(2), Err(&["BASE_TYPE_CHOICES"]));
}

#[test]
fn every_option_is_known_given_once_and_there_when_required() {
    let command = with_options(json!([
        option(3, "a", json!({ "required": true })),
        option(4, "b", json!({})),
        option(4, "c", json!({})),
    ]));
    let of = |given: Value| taken(&command, given, Purpose::Use);
    let a = json!({ "name": "a", "type": 3, "value": "x" });
    assert_eq!(of(json!([a])), Ok(json!([a])));
    let missing = "data.options.a INTERACTION_APPLICATION_COMMAND_OPTION_MISSING".to_owned();
    assert_eq!(of(json!([])), Err(vec![missing]));
    let unknown = |index: usize| {
        Err(vec![format!("data.options.{index} INTERACTION_APPLICATION_COMMAND_OPTION_UNKNOWN")])
    };
    assert_eq!(of(json!([a, { "name": "z", "type": 3, "value": "x" }])), unknown(1));
    assert_eq!(of(json!([a, { "name": "b", "type": 3, "value": "x" }])), unknown(1));
    assert_eq!(of(json!([a, a])), unknown(1));
    assert_eq!(
        of(json!([a, { "name": "b", "type": 4 }])),
        Err(vec!["data.options.1.value BASE_TYPE_REQUIRED".to_owned()])
    );
    assert_eq!(of(json!([a, a, a, a])), Err(vec!["data.options BASE_TYPE_MAX_LENGTH".to_owned()]));
    // What does not belong there is not handed on.
    let odd = json!([{ "name": "a", "type": 3, "value": "x", "focused": true, "options": [a] }]);
    assert_eq!(of(odd), Ok(json!([a])));
}

#[test]
fn exactly_one_subcommand_is_chosen() {
    let sub = |name: &str| option(1, name, json!({ "options": [option(3, "x", json!({}))] }));
    let group = option(2, "group", json!({ "options": [sub("inner")] }));
    let command = with_options(json!([sub("one"), group]));
    let of = |given: Value| taken(&command, given, Purpose::Use);
    let x = json!({ "name": "x", "type": 3, "value": "v" });
    let one = json!([{ "name": "one", "type": 1, "options": [x] }]);
    assert_eq!(of(one.clone()), Ok(one));
    let inner =
        json!([{ "name": "group", "type": 2, "options": [{ "name": "inner", "type": 1, "options": [x] }] }]);
    assert_eq!(of(inner.clone()), Ok(inner));
    let length = |path: &str| Err(vec![format!("{path} BASE_TYPE_BAD_LENGTH")]);
    assert_eq!(of(json!([])), length("data.options"));
    assert_eq!(of(json!([{ "name": "group", "type": 2 }])), length("data.options.0.options"));
    let wrong = json!([{ "name": "one", "type": 1, "options": [{ "name": "x", "type": 3, "value": 1 }] }]);
    assert_eq!(of(wrong), Err(vec!["data.options.0.options.0.value BASE_TYPE_BAD_TYPE".to_owned()]));
}

#[test]
fn what_is_being_typed_need_not_be_whole() {
    let command = with_options(json!([
        option(4, "a", json!({ "required": true, "autocomplete": true, "min_value": 10 })),
        option(4, "b", json!({ "required": true, "min_value": 10 })),
        option(3, "c", json!({})),
    ]));
    let of = |given: Value| taken(&command, given, Purpose::Complete);
    let typed = json!([{ "name": "a", "type": 4, "value": "1", "focused": true }]);
    assert_eq!(of(typed.clone()), Ok(typed.clone()));
    let both = json!([typed[0], { "name": "b", "type": 4, "value": 5 }]);
    assert_eq!(of(both.clone()), Ok(both));
    let focus = |path: &str| format!("{path} INTERACTION_APPLICATION_COMMAND_INVALID_FOCUS");
    assert_eq!(of(json!([])), Err(vec![focus("data.options")]));
    let other = json!([{ "name": "c", "type": 3, "value": "x", "focused": true }]);
    assert_eq!(of(other), Err(vec![focus("data.options.0.value"), focus("data.options")]));
}

#[test]
fn the_things_that_values_name_are_told() {
    let place = option(7, "place", json!({ "channel_types": [0, 5] }));
    let command = with_options(json!([option(9, "who", json!({})), place, option(3, "x", json!({}))]));
    let with = json!([
        { "name": "who", "type": 9, "value": "7" },
        { "name": "x", "type": 3, "value": "8" },
        { "name": "place", "type": 7, "value": "9" },
    ]);
    let found = given("o", &command, &options(with), Purpose::Use).expect("it fits");
    let told = |it: &Reference| (it.path.clone(), it.kind.get(), it.id.get(), it.channel_types.len());
    let told: Vec<_> = found.references.iter().map(told).collect();
    assert_eq!(told, [("o.0.value".to_owned(), 9, 7, 0), ("o.2.value".to_owned(), 7, 9, 2)]);
}
