//! The same sheets on a screen.

use parvis_print::sheet::Kind;

use crate::samples::sheets;

#[test]
fn a_preview_needs_nothing_beside_itself() {
    for kind in Kind::ALL {
        for (name, sheet) in sheets(kind) {
            let svg = sheet.svg().unwrap();
            assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "), "{name}");
            for word in ["<text", "<script", "<style", "style=", "font", "xlink", "NaN", "inf "] {
                assert!(!svg.contains(word), "{kind:?} {name}: {word}");
            }
            // Nothing is fetched: what is used stands in the drawing itself.
            for address in svg.split("href=\"").skip(1) {
                assert!(address.starts_with('#'), "{kind:?} {name}");
            }
            assert!(svg.len() < 700_000, "{kind:?} {name}: {}", svg.len());
        }
    }
}

#[test]
fn a_preview_has_its_names_as_text_for_who_does_not_see_it() {
    let (_, sheet) = sheets(Kind::Door).remove(2);
    let svg = sheet.svg().unwrap();
    let title = svg.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap();
    assert_eq!(title, "جيران حي الرياض – Les voisins de Hay Riad – HTTPS://PARVIS.EXAMPLE/J/7KQM2XAB");
}

#[test]
fn letters_used_by_a_preview_are_defined_in_it_once() {
    let (_, sheet) = sheets(Kind::TearOff).remove(1);
    let svg = sheet.svg().unwrap();
    for name in svg.split("<use href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(svg.matches(&format!("<path id=\"{name}\"")).count(), 1, "{name}");
    }
}
