//! Components: what is read, which numbers they get, and every way in which they can be wrong.

use parvis_model::{Component, ComponentPart};
use parvis_rules::components::{are_interactive, message_components, modal_components, only_rows};
use parvis_rules::validate::FieldError;
use serde_json::{Value, json};

fn button(custom_id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "Oui", "custom_id": custom_id})
}

fn row(components: &[Value]) -> Value {
    json!({"type": 1, "components": components})
}

fn text(content: &str) -> Value {
    json!({"type": 10, "content": content})
}

fn menu(fields: Value) -> Value {
    let mut menu = json!({"type": 3, "custom_id": "m", "options": [
        {"label": "Un", "value": "1"}, {"label": "Deux", "value": "2"}
    ]});
    let (menu_map, fields) = (menu.as_object_mut().expect("an object"), fields);
    menu_map.extend(fields.as_object().expect("an object").clone());
    row(&[menu])
}

/// Paths and codes of what is wrong.
fn wrong(result: Result<Vec<Component>, Vec<FieldError>>) -> Vec<(String, &'static str)> {
    let errors = result.expect_err("refused");
    errors.into_iter().map(|error| (error.path, error.code)).collect()
}

fn check_message(sent: Value, is_layout: bool, path: &str, code: &'static str) {
    let list = sent.as_array().expect("a list").clone();
    let found = wrong(message_components("components", &list, is_layout));
    assert_eq!(found, [(path.to_owned(), code)], "{sent}");
}

fn check_modal(sent: Value, path: &str, code: &'static str) {
    let found = wrong(modal_components("components", sent.as_array().expect("a list")));
    assert_eq!(found, [(path.to_owned(), code)], "{sent}");
}

#[test]
fn components_without_a_number_get_the_lowest_free_ones_in_reading_order() {
    let mut second = button("b");
    second["id"] = json!(2);
    let sent = [row(&[button("a"), second]), row(&[button("c")])];
    let read = message_components("components", &sent, false).expect("valid");
    let mut numbers = Vec::new();
    read.iter().for_each(|it| it.visit(&mut |it| numbers.push(it.id)));
    assert_eq!(numbers, [1, 3, 2, 4, 5]);
}

#[test]
fn what_was_read_is_written_as_the_platform_writes_it() {
    let sent = [menu(json!({"placeholder": "Lequel ?", "disabled": false, "unknown": 1}))];
    let read = message_components("components", &sent, false).expect("valid");
    assert_eq!(
        serde_json::to_value(&read).expect("json"),
        json!([{"type": 1, "id": 1, "components": [{
            "type": 3, "id": 2, "custom_id": "m", "placeholder": "Lequel ?", "min_values": 1, "max_values": 1,
            "options": [{"label": "Un", "value": "1"}, {"label": "Deux", "value": "2"}]
        }]}])
    );
    let container = json!({"type": 17, "accent_color": null, "components": [text("Bonjour"), {"type": 14}]});
    let read = message_components("components", &[container], true).expect("valid");
    assert_eq!(
        serde_json::to_value(&read).expect("json"),
        json!([{"type": 17, "id": 1, "accent_color": null, "spoiler": false, "components": [
            {"type": 10, "id": 2, "content": "Bonjour"}, {"type": 14, "id": 3, "spacing": 1, "divider": true}
        ]}])
    );
}

#[test]
fn rows_hold_five_buttons_or_one_menu() {
    let five: Vec<_> = (0..5).map(|number| button(&number.to_string())).collect();
    assert!(message_components("components", &[row(&five)], false).is_ok());
    let six: Vec<_> = (0..6).map(|number| button(&number.to_string())).collect();
    check_message(json!([row(&six)]), false, "components.0.components", "BASE_TYPE_BAD_LENGTH");
    let mut mixed = menu(json!({}));
    mixed["components"].as_array_mut().expect("a list").push(button("b"));
    check_message(json!([mixed]), false, "components.0.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED");
    check_message(json!([row(&[])]), false, "components.0.components", "BASE_TYPE_BAD_LENGTH");
    let rows: Vec<_> = (0..6).map(|number| row(&[button(&number.to_string())])).collect();
    check_message(json!(rows), false, "components", "BASE_TYPE_MAX_LENGTH");
}

#[test]
fn only_messages_with_the_flag_are_laid_out() {
    check_message(json!([text("x")]), false, "components.0.type", "UNION_TYPE_CHOICES");
    let read = message_components("components", &[text("x")], true).expect("valid");
    assert_eq!(only_rows("components", &read).expect_err("refused")[0].path, "components.0.type");
    check_message(json!([button("a")]), true, "components.0.type", "UNION_TYPE_CHOICES");
    let nested = json!({"type": 17, "components": [{"type": 17, "components": [text("x")]}]});
    check_message(json!([nested]), true, "components.0.components.0.type", "UNION_TYPE_CHOICES");
    let input = json!({"type": 4, "custom_id": "a", "style": 1, "label": "Nom"});
    check_message(json!([row(&[input])]), true, "components.0.components.0.type", "UNION_TYPE_CHOICES");
}

#[test]
fn all_components_and_all_texts_of_a_message_are_counted_together() {
    let texts = |count: usize, chars: usize| vec![text(&"x".repeat(chars)); count];
    assert!(message_components("components", &texts(40, 100), true).is_ok());
    check_message(json!(texts(41, 1)), true, "components", "BASE_TYPE_MAX_LENGTH");
    let boxed = json!({"type": 17, "components": texts(40, 1)});
    check_message(json!([boxed]), true, "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED");
    check_message(json!(texts(2, 2_001)), true, "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED");
    check_message(json!(texts(1, 4_001)), true, "components.0.content", "BASE_TYPE_BAD_LENGTH");
}

#[test]
fn names_and_numbers_of_components_are_unique() {
    let same = json!([row(&[button("a"), button("a")])]);
    check_message(same, false, "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED");
    let mut numbered = button("b");
    numbered["id"] = json!(7);
    let mut row = row(&[numbered]);
    row["id"] = json!(7);
    check_message(json!([row]), false, "components.0.id", "COMPONENT_ID_DUPLICATED");
}

#[test]
fn a_wrong_field_of_a_button_is_named() {
    let at = |field: &str| format!("components.0.components.0.{field}");
    for (button, field, code) in [
        (json!({"type": 2, "style": 1, "label": "Oui"}), "custom_id", "BASE_TYPE_REQUIRED"),
        (json!({"type": 2, "style": 1, "custom_id": "a"}), "label", "BASE_TYPE_REQUIRED"),
        (json!({"type": 2, "style": 6, "label": "x", "sku_id": "1"}), "style", "BASE_TYPE_CHOICES"),
        (json!({"type": 2, "style": 5, "label": "x"}), "url", "BASE_TYPE_REQUIRED"),
        (
            json!({"type": 2, "style": 5, "label": "x", "url": "javascript:0"}),
            "url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        (
            json!({"type": 2, "style": 5, "label": "x", "url": "https://a.org", "custom_id": "a"}),
            "custom_id",
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        ),
        (
            json!({"type": 2, "style": 1, "label": "x".repeat(81), "custom_id": "a"}),
            "label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({"type": 2, "style": 1, "custom_id": "a", "emoji": {"name": "pas un"}}),
            "emoji",
            "COMPONENT_INVALID_EMOJI",
        ),
        (json!({"type": 2, "style": 1, "label": 3, "custom_id": "a"}), "label", "STRING_TYPE_CONVERT"),
        (
            json!({"type": 2, "style": 1, "label": "x", "custom_id": "x".repeat(101)}),
            "custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
    ] {
        let found = wrong(message_components("components", &[row(std::slice::from_ref(&button))], false));
        assert!(found.contains(&(at(field), code)), "{button}: {found:?}");
    }
}

#[test]
fn a_wrong_field_of_a_menu_is_named() {
    let at = |field: &str| format!("components.0.components.0.{field}");
    for (fields, field, code) in [
        (json!({"min_values": 2, "max_values": 1}), "min_values", "NUMBER_TYPE_MAX"),
        (json!({"max_values": 3}), "max_values", "NUMBER_TYPE_MAX"),
        (json!({"max_values": 26}), "max_values", "NUMBER_TYPE_MAX"),
        (json!({"options": []}), "options", "BASE_TYPE_BAD_LENGTH"),
        (json!({"options": null}), "options", "BASE_TYPE_REQUIRED"),
        (
            json!({"options": [{"label": "a", "value": "1"}, {"label": "b", "value": "1"}]}),
            "options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (json!({"options": [{"label": "", "value": "1"}]}), "options.0.label", "BASE_TYPE_BAD_LENGTH"),
        (
            json!({"options": [
                {"label": "a", "value": "1", "default": true}, {"label": "b", "value": "2", "default": true}
            ]}),
            "options",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
        ),
        (json!({"placeholder": "x".repeat(151)}), "placeholder", "BASE_TYPE_MAX_LENGTH"),
    ] {
        check_message(json!([menu(fields)]), false, &at(field), code);
    }
    for (kind, value) in [(5, "role"), (6, "user"), (7, "channel"), (8, "user")] {
        let select = json!({"type": kind, "custom_id": "a", "default_values": [{"id": "1", "type": value}]});
        check_message(json!([row(&[select])]), false, &at("default_values.0.type"), "BASE_TYPE_CHOICES");
    }
}

#[test]
fn a_wrong_field_of_a_layout_is_named() {
    for (sent, path, code) in [
        (json!({"type": 9, "components": [text("x")]}), "components.0.accessory", "BASE_TYPE_REQUIRED"),
        (
            json!({"type": 9, "components": [text("x")], "accessory": text("y")}),
            "components.0.accessory.type",
            "UNION_TYPE_CHOICES",
        ),
        (json!({"type": 12, "items": []}), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        (
            json!({"type": 12, "items": [{"media": {"url": "ftp://a"}}]}),
            "components.0.items.0.media.url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        (json!({"type": 13}), "components.0.file.url", "BASE_TYPE_REQUIRED"),
        (json!({"type": 14, "spacing": 3}), "components.0.spacing", "NUMBER_TYPE_MAX"),
        (
            json!({"type": 17, "accent_color": 0x0100_0000, "components": [text("x")]}),
            "components.0.accent_color",
            "NUMBER_TYPE_MAX",
        ),
        (json!({"type": 10, "content": ""}), "components.0.content", "BASE_TYPE_BAD_LENGTH"),
        (json!(5), "components.0", "DICT_TYPE_CONVERT"),
        (json!({"type": 99}), "components.0.type", "UNION_TYPE_CHOICES"),
    ] {
        check_message(json!([sent]), true, path, code);
    }
}

#[test]
fn a_modal_takes_fields_and_a_message_does_not() {
    let label = |component: Value| json!([{"type": 18, "label": "Votre choix", "component": component}]);
    for component in [
        json!({"type": 4, "custom_id": "a", "style": 2, "min_length": 2, "max_length": 4_000}),
        json!({"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "x"}]}),
        json!({"type": 5, "custom_id": "a"}),
        json!({"type": 19, "custom_id": "a", "max_values": 10}),
        json!({"type": 21, "custom_id": "a", "options": [
            {"label": "x", "value": "x"}, {"label": "y", "value": "y", "default": true}
        ]}),
        json!({"type": 22, "custom_id": "a", "options": [{"label": "x", "value": "x"}]}),
        json!({"type": 23, "custom_id": "a", "default": true}),
    ] {
        let sent = label(component);
        let read = modal_components("components", sent.as_array().expect("a list")).expect("valid");
        assert!(are_interactive(&read));
        let back: Vec<Component> =
            serde_json::from_value(serde_json::to_value(&read).expect("json")).expect("the same");
        assert_eq!(back, read);
        check_message(sent, true, "components.0.type", "UNION_TYPE_CHOICES");
    }
    let input = json!({"type": 4, "custom_id": "a", "style": 1, "min_length": 5, "max_length": 4});
    check_modal(label(input), "components.0.component.min_length", "NUMBER_TYPE_MAX");
    check_modal(label(button("a")), "components.0.component.type", "UNION_TYPE_CHOICES");
    check_modal(json!([row(&[button("a")])]), "components.0.components.0.type", "UNION_TYPE_CHOICES");
    check_modal(json!([]), "components", "BASE_TYPE_BAD_LENGTH");
    let one = json!({"type": 21, "custom_id": "a", "options": [{"label": "x", "value": "x"}]});
    check_modal(label(one), "components.0.component.options", "BASE_TYPE_BAD_LENGTH");
}

#[test]
fn links_and_texts_need_no_application() {
    let link = json!({"type": 2, "style": 5, "label": "Site", "url": "https://example.org"});
    let read = message_components("components", &[row(&[link]), text("x")], true).expect("valid");
    assert!(!are_interactive(&read));
    let read = message_components("components", &[row(&[button("a")])], false).expect("valid");
    assert!(are_interactive(&read));
    assert!(Component::find(&read, "a").is_some_and(|it| matches!(it.part, ComponentPart::Button(_))));
    assert!(Component::find(&read, "b").is_none());
}
