//! `/parvis/v1/directory/flags`: what flags are made of, drawings that are kept nowhere, and the map's own flag

use parvis_print::flag::Design;
use parvis_testing::TestServer;
use serde_json::{Value, json};

use super::{MAP, Town};

fn flag() -> Value {
    json!({
        "layout": "horizontal",
        "colours": ["#ffffff", "#c8102e", "#ffffff"],
        "emblem": { "figure": "linden-leaf", "colour": "#1e4d2b", "size": 60, "plate": { "shape": "disc", "colour": "#ffffff" } },
        "lettering": { "text": "Двор", "colour": "#2a201a", "size": 20, "place": "canton" },
    })
}

#[tokio::test]
async fn a_flag_is_drawn_for_whoever_makes_one_and_wrong_parts_are_named() {
    let server = TestServer::start().await;
    let visitor = server.anonymous();
    let path = format!("{MAP}/flags/preview");
    let drawn = visitor.post(&path, json!({ "design": flag() })).await;
    assert_eq!(
        (drawn.status.as_u16(), drawn.headers["content-type"].as_bytes()),
        (200, &b"image/svg+xml"[..])
    );
    let design: Design = serde_json::from_value(flag()).expect("a flag");
    assert_eq!(drawn.text, design.svg());
    let policy = drawn.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    for (key, value, field) in [
        ("layout", json!("zigzag"), "design"),
        ("colours", json!([]), "colours"),
        ("colours", json!(["red"]), "design"),
        ("emblem", json!({ "figure": "dragon", "colour": "#000000", "size": 50 }), "design"),
        ("emblem", json!({ "figure": "star", "colour": "#000000", "size": 91 }), "size"),
        ("lettering", json!({ "text": "x".repeat(11), "colour": "#000000", "size": 50 }), "text"),
        ("script", json!("alert(1)"), "design"),
    ] {
        let mut wrong = flag();
        wrong[key] = value;
        let refused = visitor.post(&path, json!({ "design": wrong })).await;
        assert_eq!(refused.refused(400), 50_035, "{wrong}");
        assert!(refused.text.contains(&format!("\"{field}\":{{")), "{field}: {}", refused.text);
    }
}

#[tokio::test]
async fn what_flags_are_made_of_is_what_the_drawing_takes() {
    let server = TestServer::start().await;
    let visitor = server.anonymous();
    let parts = visitor.get(&format!("{MAP}/flags/parts")).await.ok();
    let list = |name: &str| parts[name].as_array().expect("a list").clone();
    for layout in list("layouts") {
        let colours =
            vec!["#123c69"; usize::try_from(layout["colours_min"].as_u64().expect("a number")).expect("few")];
        let body = json!({ "design": { "layout": layout["name"], "colours": colours } });
        visitor
            .post(&format!("{MAP}/flags/preview"), body)
            .await
            .status
            .is_success()
            .then_some(())
            .expect("drawn");
    }
    let figures = list("figures");
    assert!(figures.len() >= 40 && figures.iter().any(|it| it["name"] == "linden-leaf"));
    assert_eq!((list("places").len(), list("plates").len()), (6, 4));
}

#[tokio::test]
async fn flags_of_groups_are_of_the_family_of_the_map_s_flag() {
    let town = Town::new().await;
    let path = format!("{MAP}/flags/base?name=%D0%94%D0%B2%D0%BE%D1%80");
    let before = town.visitor().get(&path).await.ok();
    assert_eq!(before["base"], Value::Null);
    let base: Design = serde_json::from_value(flag()).expect("a flag");
    parvis_directory::flags::set_base(town.server.app(), Some(base.clone())).await.expect("the operator may");
    let after = town.visitor().get(&path).await.ok();
    assert_eq!(serde_json::from_value::<Design>(after["base"].clone()).expect("a flag"), base);
    assert_ne!(after["suggestion"], before["suggestion"]);
    let suggested: Design = serde_json::from_value(after["suggestion"].clone()).expect("a flag");
    assert!(suggested.is_derived_from(&base));
    assert_eq!(town.visitor().get(&path).await.ok(), after, "the same each time");
    for wrong in ["", "?name=", &format!("?name={}", "x".repeat(81))] {
        assert_eq!(town.visitor().get(&format!("{MAP}/flags/base{wrong}")).await.refused(400), 50_035);
    }
}

#[tokio::test]
async fn a_group_bears_the_flag_that_was_made_for_it() {
    let town = Town::new().await;
    let mut group = town.group("Двор");
    group["flag"] = json!({ "design": flag() });
    let (id, _) = town.list(group).await;
    let shown = town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok();
    assert_eq!(shown["flag"]["type"], "design");
    let drawn = town.visitor().get(&format!("{MAP}/groups/{id}/flag")).await;
    let design: Design = serde_json::from_value(flag()).expect("a flag");
    assert_eq!(drawn.text, design.svg());
}

#[tokio::test]
async fn a_picture_that_unfolds_to_a_wall_or_moves_is_no_flag() {
    use base64::Engine;
    let town = Town::new().await;
    let picture = |width: u32, more: &[u8]| {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend_from_slice(&width.to_be_bytes());
        png.extend_from_slice(&10_u32.to_be_bytes());
        png.extend_from_slice(&[8, 6, 0, 0, 0, 0, 0, 0, 0]);
        png.extend_from_slice(more);
        format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(png))
    };
    for (picture, code) in [
        (picture(8_000, b""), "IMAGE_TOO_LARGE"),
        (picture(1_025, b""), "IMAGE_TOO_LARGE"),
        (picture(100, b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0"), "IMAGE_MOVES"),
    ] {
        let mut group = town.group("Двор");
        group["flag"] = json!({ "picture": picture });
        group["agreed"] = json!(true);
        let refused = town.visitor().post(&format!("{MAP}/submissions"), group).await;
        assert_eq!(refused.status, 400);
        assert_eq!(refused.json()["errors"]["flag"]["picture"]["_errors"][0]["code"], code);
    }
}
