//! What fits a menu, a form, a proposal.

use parvis_model::Field as WireField;
use parvis_model::{
    ActionRow, Button, ButtonStyle, Checkbox, ChoiceGroup, CommandChoice, CommandOptionType, Component,
    ComponentPart, EntitySelect, FileUpload, InteractionType, Label, OptionValue, SelectOption, StringSelect,
    TextInput, TextInputStyle,
};
use parvis_rules::interactions::{Answer, FieldInput, chosen, filled_in, may_answer, proposals};
use serde_json::{Value, json};

fn component(id: u32, part: ComponentPart) -> Component {
    Component { id, part }
}

fn options(values: &[&str]) -> Vec<SelectOption> {
    let option = |value: &&str| SelectOption {
        label: value.to_uppercase(),
        value: (*value).to_owned(),
        description: None,
        emoji: None,
        default: false,
    };
    values.iter().map(option).collect()
}

fn menu(min_values: u8, max_values: u8) -> StringSelect {
    StringSelect {
        custom_id: "menu".to_owned(),
        placeholder: None,
        min_values,
        max_values,
        options: options(&["a", "b", "c"]),
        disabled: false,
        required: None,
    }
}

fn people(min_values: u8, max_values: u8) -> EntitySelect {
    EntitySelect {
        custom_id: "people".to_owned(),
        placeholder: None,
        min_values,
        max_values,
        channel_types: Vec::new(),
        default_values: Vec::new(),
        disabled: false,
        required: None,
    }
}

fn button(disabled: bool) -> Button {
    Button {
        style: ButtonStyle::PRIMARY,
        label: Some("Go".to_owned()),
        emoji: None,
        custom_id: Some("go".to_owned()),
        url: None,
        disabled,
    }
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn a_menu_takes_so_many_of_its_own_options() {
    let menu = component(2, ComponentPart::StringSelect(menu(1, 2)));
    for (values, fits) in [
        (&["a"][..], true),
        (&["a", "c"], true),
        (&[], false),
        (&["a", "b", "c"], false),
        (&["a", "a"], false),
        (&["d"], false),
    ] {
        let found = chosen(&menu, &texts(values));
        assert_eq!(found.is_ok(), fits, "{values:?}");
        if let Ok(found) = found {
            assert_eq!(found.values, Some(texts(values)));
        }
    }
}

#[test]
fn a_menu_of_people_takes_ids_and_names_them() {
    let menu = component(2, ComponentPart::UserSelect(people(1, 2)));
    let found = chosen(&menu, &texts(&["12", "13"])).expect("two ids");
    let named: Vec<_> = found.references.iter().map(|it| (it.path.as_str(), it.id.get(), it.kind)).collect();
    let kind = CommandOptionType::USER;
    assert_eq!(named, [("data.values.0", 12, kind), ("data.values.1", 13, kind)]);
    chosen(&menu, &texts(&["ada"])).expect_err("a name is no id");
    chosen(&menu, &[]).expect_err("too few");
}

#[test]
fn a_button_is_pressed_unless_it_is_disabled() {
    let press = |disabled| chosen(&component(1, ComponentPart::Button(button(disabled))), &[]);
    assert_eq!(press(false).expect("it can be pressed").values, None);
    assert_eq!(press(true).expect_err("it cannot")[0].code, "COMPONENT_DISABLED");
    let shut = StringSelect { disabled: true, ..menu(1, 1) };
    chosen(&component(1, ComponentPart::StringSelect(shut)), &texts(&["a"])).expect_err("it cannot be used");
}

fn text_input(required: bool, min_length: Option<u16>, max_length: Option<u16>) -> Component {
    let input = TextInput {
        custom_id: "text".to_owned(),
        style: TextInputStyle::SHORT,
        label: Some("Why?".to_owned()),
        value: None,
        placeholder: None,
        required,
        min_length,
        max_length,
    };
    component(2, ComponentPart::TextInput(input))
}

fn labelled(field: ComponentPart) -> Vec<Component> {
    let component_of = Box::new(component(2, field));
    let label = Label { label: "Field".to_owned(), description: None, component: component_of };
    vec![component(1, ComponentPart::Label(label))]
}

fn given(custom_id: &str, value: Option<Value>, values: &[&str]) -> FieldInput {
    FieldInput { custom_id: custom_id.to_owned(), value, values: texts(values) }
}

#[test]
fn a_text_field_takes_a_text_of_its_length() {
    for (required, min, max, value, fits) in [
        (true, None, None, Some(json!("x")), true),
        (true, None, None, Some(json!("")), false),
        (true, None, None, None, false),
        (false, None, None, None, true),
        (false, Some(3), None, Some(json!("")), true),
        (false, Some(3), None, Some(json!("ab")), false),
        (true, Some(2), Some(3), Some(json!("été")), true),
        (true, None, Some(3), Some(json!("four")), false),
        (true, None, None, Some(json!("x".repeat(4_001))), false),
        (true, None, None, Some(json!(7)), false),
    ] {
        let row = ActionRow { components: vec![text_input(required, min, max)] };
        let form = [component(1, ComponentPart::ActionRow(row))];
        let found = filled_in(&form, &[given("text", value.clone(), &[])]);
        assert_eq!(found.is_ok(), fits, "{required} {min:?} {max:?} {value:?}");
        if let Ok(found) = found {
            let field = &found.components[0].components[0];
            assert_eq!(field.value, Some(value.unwrap_or(json!(""))));
            assert_eq!((field.id, field.custom_id.as_deref()), (2, Some("text")));
        }
    }
}

#[test]
fn fields_that_the_form_does_not_have_are_refused() {
    let form = labelled(text_input(false, None, None).part);
    filled_in(&form, &[]).expect("nothing is required");
    filled_in(&form, &[given("other", None, &[])]).expect_err("another form's field");
    let twice = [given("text", Some(json!("a")), &[]), given("text", Some(json!("b")), &[])];
    filled_in(&form, &twice).expect_err("filled in twice");
}

#[test]
fn every_kind_of_field_takes_what_it_offers() {
    let group = |required, several| ChoiceGroup {
        custom_id: "f".to_owned(),
        options: options(&["a", "b"]),
        min_values: if several { Some(1) } else { None },
        max_values: if several { Some(2) } else { None },
        required,
    };
    let select =
        |required| StringSelect { custom_id: "f".to_owned(), required: Some(required), ..menu(1, 1) };
    let somebody = EntitySelect { custom_id: "f".to_owned(), ..people(1, 1) };
    let upload = FileUpload { custom_id: "f".to_owned(), min_values: 1, max_values: 1, required: true };
    let tick = Checkbox { custom_id: "f".to_owned(), default: false };
    for (field, value, values, fits) in [
        (ComponentPart::RadioGroup(group(true, false)), Some(json!("a")), &[][..], true),
        (ComponentPart::RadioGroup(group(true, false)), Some(json!("z")), &[], false),
        (ComponentPart::RadioGroup(group(true, false)), None, &[], false),
        (ComponentPart::RadioGroup(group(false, false)), None, &[], true),
        (ComponentPart::CheckboxGroup(group(true, true)), None, &["a", "b"], true),
        (ComponentPart::CheckboxGroup(group(true, true)), None, &[], false),
        (ComponentPart::CheckboxGroup(group(false, true)), None, &[], true),
        (ComponentPart::Checkbox(tick.clone()), Some(json!(true)), &[], true),
        (ComponentPart::Checkbox(tick), Some(json!("yes")), &[], false),
        (ComponentPart::StringSelect(select(true)), None, &["c"], true),
        (ComponentPart::StringSelect(select(true)), None, &[], false),
        (ComponentPart::StringSelect(select(false)), None, &[], true),
        (ComponentPart::StringSelect(select(false)), None, &["z"], false),
        (ComponentPart::RoleSelect(somebody), None, &["12"], true),
        (ComponentPart::FileUpload(upload.clone()), None, &["99"], true),
        (ComponentPart::FileUpload(upload), None, &[], false),
    ] {
        let form = labelled(field.clone());
        let found = filled_in(&form, &[given("f", value.clone(), values)]);
        assert_eq!(found.is_ok(), fits, "{field:?} {value:?} {values:?}");
    }
}

#[test]
fn proposals_are_of_the_option_s_type() {
    let choice = |value: OptionValue| CommandChoice {
        name: "one".to_owned(),
        name_localized: None,
        name_localizations: WireField::Absent,
        value,
    };
    let text = || choice(OptionValue::Text("1".to_owned()));
    let number =
        |value: f64| choice(OptionValue::Number(parvis_model::Number::from_f64(value).expect("finite")));
    for (kind, choices, fits) in [
        (CommandOptionType::STRING, vec![text()], true),
        (CommandOptionType::STRING, vec![number(1.5)], false),
        (CommandOptionType::NUMBER, vec![number(1.5)], true),
        (CommandOptionType::INTEGER, vec![number(1.5)], false),
        (CommandOptionType::INTEGER, vec![choice(OptionValue::Number(7.into()))], true),
        (CommandOptionType::STRING, (0..26).map(|_| text()).collect(), false),
        (CommandOptionType::STRING, Vec::new(), true),
    ] {
        assert_eq!(proposals(kind, &choices).is_empty(), fits, "{kind:?} {}", choices.len());
    }
}

#[test]
fn each_kind_of_interaction_has_its_answers() {
    use InteractionType as Kind;
    for (kind, from_message, allowed) in [
        (Kind::APPLICATION_COMMAND, false, &[Answer::Message, Answer::Modal][..]),
        (Kind::APPLICATION_COMMAND_AUTOCOMPLETE, false, &[Answer::Choices]),
        (Kind::MESSAGE_COMPONENT, true, &[Answer::Message, Answer::Update, Answer::Modal]),
        (Kind::MODAL_SUBMIT, true, &[Answer::Message, Answer::Update]),
        (Kind::MODAL_SUBMIT, false, &[Answer::Message]),
    ] {
        for answer in [Answer::Message, Answer::Update, Answer::Choices, Answer::Modal] {
            let expected = allowed.contains(&answer);
            assert_eq!(
                may_answer(kind, from_message, answer),
                expected,
                "{kind:?} {from_message} {answer:?}"
            );
        }
    }
}
