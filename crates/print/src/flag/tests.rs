//! What a flag is: its description, its faults, the ones that chance makes, and how large the worst one is.

use std::collections::HashSet;

use super::*;

fn white_red_white() -> Design {
    Design {
        layout: Layout::Horizontal,
        colours: vec![Colour::WHITE, Colour::of(0xd2_27_30), Colour::WHITE],
        emblem: None,
        lettering: None,
    }
}

fn names() -> impl Iterator<Item = String> {
    (0..1_000).map(|number| format!("Двор {number}, Новая Боровая"))
}

#[test]
fn a_description_is_small_and_returns_from_json_unchanged() {
    for name in names() {
        let design = Design::from_seed(None, &name);
        let json = serde_json::to_string(&design).unwrap();
        assert!(json.len() < 400, "{json}");
        assert_eq!(serde_json::from_str::<Design>(&json).unwrap(), design);
    }
}

#[test]
fn descriptions_with_unknown_words_are_refused() {
    let base = r##""layout": "horizontal", "colours": ["#ffffff"]"##;
    for (more, named) in [
        (r#""script": "alert(1)""#, "script"),
        (r##""emblem": {"figure": "swastika", "colour": "#000000", "size": 50}"##, "figure"),
        (r##""emblem": {"figure": "house", "colour": "black", "size": 50}"##, "#rrggbb"),
        (r##""emblem": {"figure": "house", "colour": "#000000", "size": 50, "href": "x"}"##, "href"),
    ] {
        let error = serde_json::from_str::<Design>(&format!("{{{base}, {more}}}")).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
    assert!(serde_json::from_str::<Design>(r##"{"layout": "plaid", "colours": ["#ffffff"]}"##).is_err());
}

#[test]
fn a_wrong_description_is_told_by_its_field() {
    let mut flag = white_red_white();
    flag.colours = vec![Colour::WHITE; 6];
    assert_eq!(flag.check().unwrap_err().to_string(), "colours: this layout takes 1 to 5 colours");
    let mut flag = Design::from_seed(None, "x");
    flag.emblem.as_mut().unwrap().size = 91;
    assert_eq!(flag.check().unwrap_err().field, "emblem.size");
    let lettering =
        |text: &str| Lettering { text: text.into(), colour: Colour::BLACK, size: 40, place: Place::Centre };
    for text in ["", "thirteen chars", "ეზო", "\u{1f333}"] {
        let flag = Design { lettering: Some(lettering(text)), ..white_red_white() };
        assert_eq!(flag.check().unwrap_err().field, "lettering.text", "{text}");
    }
    let flag = Design { lettering: Some(lettering("НБ-7")), ..white_red_white() };
    assert_eq!(flag.check(), Ok(()));
}

#[test]
fn the_same_name_has_the_same_flag_and_others_have_others() {
    let flags: Vec<String> = names().map(|name| Design::from_seed(None, &name).svg()).collect();
    let again: Vec<String> = names().map(|name| Design::from_seed(None, &name).svg()).collect();
    assert_eq!(flags, again);
    assert_eq!(
        Design::from_seed(None, " двор 1, новая боровая"),
        Design::from_seed(None, "Двор 1, Новая Боровая")
    );
    let different: HashSet<&String> = flags.iter().collect();
    assert!(different.len() > 970, "{}", different.len());
}

#[test]
fn a_generated_figure_can_be_told_from_what_it_lies_on() {
    for name in names() {
        let flag = Design::from_seed(None, &name);
        flag.check().unwrap();
        let emblem = flag.emblem.unwrap();
        let ground = emblem.plate.map_or_else(|| flag.colours.clone(), |plate| vec![plate.colour]);
        let best = ground.iter().map(|colour| colour.contrast(emblem.colour)).fold(1.0, f32::max);
        assert!(best >= 6.0, "{name}: {best}");
    }
}

#[test]
fn a_derived_flag_keeps_the_stripes_of_its_family_but_one() {
    let base = white_red_white();
    let flags: Vec<Design> = names().map(|name| Design::from_seed(Some(&base), &name)).collect();
    for flag in &flags {
        flag.check().unwrap();
        assert!(flag.is_derived_from(&base), "{flag:?}");
        let emblem = flag.emblem.as_ref().unwrap();
        assert!(emblem.colour.contrast(emblem.plate.unwrap().colour) >= 4.5, "{flag:?}");
    }
    let different: HashSet<String> = flags.iter().map(Design::svg).collect();
    assert!(different.len() > 900, "{}", different.len());
    assert!(!Design::from_seed(None, "x").is_derived_from(&base));
}

/// Every layout with its most colours, every figure with a plate, and the longest lettering.
fn largest() -> impl Iterator<Item = Design> {
    Layout::ALL.into_iter().flat_map(|layout| {
        Figure::all().iter().map(move |figure| Design {
            layout,
            colours: (0..*layout.colours().end()).map(|at| Colour::of(0x11_22_33 * at as u32)).collect(),
            emblem: Some(Emblem {
                figure: *figure,
                colour: Colour::BLACK,
                size: 90,
                place: Place::Fly,
                plate: Some(Plate { shape: PlateShape::Shield, colour: Colour::WHITE }),
            }),
            lettering: Some(Lettering {
                text: "ВВЖЖЩЩЭЭШФ".into(),
                colour: Colour::BLACK,
                size: 90,
                place: Place::Bottom,
            }),
        })
    })
}

#[test]
fn every_flag_is_small_and_holds_drawing_alone() {
    for flag in largest() {
        flag.check().unwrap();
        let svg = flag.svg();
        assert!(
            svg.len() <= 10_000,
            "{:?} {}: {}",
            flag.layout,
            flag.emblem.unwrap().figure.name(),
            svg.len()
        );
        for piece in svg.split('<').skip(1) {
            let word = piece.split([' ', '>', '/']).find(|word| !word.is_empty()).unwrap();
            assert!(["svg", "g", "path"].contains(&word), "{word}");
        }
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("style"), "{svg}");
        // Many flags stand on one page: nothing in them has a name that could meet another one's.
        assert!(!svg.contains("id="), "{svg}");
    }
}

#[test]
fn every_figure_is_read_whole_and_lies_in_its_square() {
    assert!(Figure::all().len() >= 40);
    let names: Vec<&str> = Figure::all().iter().map(|figure| figure.name()).collect();
    assert!(names.is_sorted(), "{names:?}");
    for figure in Figure::all() {
        let written = figure.svg().matches("<path").count();
        assert!(written > 0, "{}", figure.name());
        assert_eq!(figure.outlines().count(), written, "{}", figure.name());
        let numbers = figure.svg().split(" d=\"").skip(1).flat_map(|rest| {
            let data = rest.split('"').next().unwrap();
            data.split(|character: char| !character.is_ascii_digit() && !['.', '-'].contains(&character))
        });
        for number in numbers.filter(|number| !number.is_empty()) {
            let value: f32 = number.parse().unwrap();
            assert!((-1.0..=101.0).contains(&value), "{}: {value}", figure.name());
        }
    }
}
