//! `/map/group/{group_id}` with its pictures: what a messenger shows of it, and what a telephone scans.

use serde_json::json;

use super::{HOSTILE, check, opened};
use crate::routes::parvis::directory::{MAP, Town};

#[tokio::test]
async fn a_link_to_a_group_shows_its_card_and_the_page_its_code() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор на Прытыцкага")).await;
    let page = opened(&town.server, &format!("/map/group/{id}"), "fr").await;
    check(&page, "group");
    let card = format!("/map/group/{id}/card.png");
    let image = format!("<meta property=\"og:image\" content=\"{}{card}?v=1\">", town.server.url());
    assert!(page.text.contains(&image), "{}", page.text);
    assert!(page.text.contains(&format!("src=\"/map/group/{id}/qr.svg\"")), "{}", page.text);
    let png = opened(&town.server, &card, "fr").await;
    assert_eq!((png.status.as_u16(), png.headers["content-type"].as_bytes()), (200, &b"image/png"[..]));
    assert_eq!(png.headers["cache-control"], "no-cache");
    let again = town.server.http().get(format!("{}{card}", town.server.url()));
    let again = again.header("accept-language", "fr").header("if-none-match", &png.headers["etag"]);
    assert_eq!(again.send().await.expect("an answer").status().as_u16(), 304);
    let qr = opened(&town.server, &format!("/map/group/{id}/qr.svg"), "fr").await;
    let address = format!("<title>{}/map/group/{id}</title>", town.server.url());
    assert!(qr.status == 200 && qr.text.contains(&address), "{}", qr.text);
    for path in
        ["/map/group/1/card.png", "/map/group/x/card.png", "/map/group/1/qr.svg", "/map/group/-1/qr.svg"]
    {
        assert_eq!(opened(&town.server, path, "fr").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_group_without_a_flag_has_one_of_the_map_s_family_everywhere() {
    let town = Town::new().await;
    let (id, receipt) = town.list(town.group("Двор")).await;
    let flag = async || opened(&town.server, &format!("/map/group/{id}/flag"), "fr").await;
    let before = flag().await;
    let base = r##"{"layout": "horizontal", "colours": ["#123456", "#d22730", "#123456"]}"##;
    let base = serde_json::from_str(base).expect("a flag");
    parvis_directory::flags::set_base(town.server.app(), Some(base)).await.expect("set");
    let after = flag().await;
    assert!(after.text.contains("#123456") && !before.text.contains("#123456"), "{}", after.text);
    assert_ne!(before.headers["etag"], after.headers["etag"]);
    let draft = json!({ "kind": "door", "texts": [{ "language": "be" }] });
    let sheet = town.visitor().post(&format!("{MAP}/receipts/{receipt}/sheets/preview"), draft).await;
    assert!(sheet.text.contains("#123456"), "{}", sheet.text);
    // Sheets of guilds that stand on no map are of the same family.
    let ada = town.server.person("ada").await;
    let guild = ada.make_guild("Cour des Lilas").await["id"].as_str().expect("an id").to_owned();
    let channel = ada.first_channel(&guild).await;
    let draft = json!({ "kind": "door", "channel_id": channel, "texts": [{ "language": "fr" }] });
    let sheet = ada.post(&format!("/parvis/v1/guilds/{guild}/sheets/preview"), draft).await;
    assert!(sheet.text.contains("#123456"), "{}", sheet.text);
}

#[tokio::test]
async fn nothing_that_people_write_gets_out_of_its_place_in_pictures_sheets_and_files() {
    let town = Town::new().await;
    let mut group = town.group(&format!("x{}", &HOSTILE[..40]));
    group["description"] = json!({ "fr": format!("=HYPERLINK(\"http://x\") {HOSTILE}\n;=1+1") });
    group["tags"] = json!(["=1+1", "b;@SUM(A1)"]);
    let (id, receipt) = town.list(group).await;
    let visitor = town.visitor();
    let draft =
        json!({ "kind": "tear_off", "texts": [{ "language": "fr", "line": HOSTILE }], "label": HOSTILE });
    let sheets = format!("{MAP}/receipts/{receipt}/sheets");
    let sheet = visitor.post(&sheets, draft).await.ok();
    let sheet = sheet["id"].as_str().expect("an id");
    let mut drawings = Vec::new();
    for path in [format!("/map/group/{id}/flag"), format!("/map/group/{id}/qr.svg")] {
        drawings.push(opened(&town.server, &path, "fr").await);
    }
    drawings.push(visitor.get(&format!("{sheets}/{sheet}/sheet.svg")).await);
    for drawing in drawings {
        let text = drawing.text.to_lowercase();
        assert!(drawing.status == 200 && text.starts_with("<svg"), "{text}");
        for element in
            ["<script", "<foreignobject", "<iframe", " onload", " onerror", "href=\"http", "javascript:"]
        {
            assert!(!text.contains(element), "{element} in {text}");
        }
        let policy = drawing.headers["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
    }
    let card = opened(&town.server, &format!("/map/group/{id}/card.png"), "fr").await;
    assert_eq!(card.status, 200);
    let pdf = visitor.get(&format!("{sheets}/{sheet}/sheet.pdf")).await;
    assert!(!pdf.text.contains("/JavaScript") && !pdf.text.contains("/JS") && !pdf.text.contains("/URI"));
    let csv = visitor.get(&format!("{MAP}/groups.csv")).await.text;
    let mut fields = csv.split([',', ';', '\n', '\r']).map(|it| it.trim_start_matches(['"', ' ', '\t']));
    let formula = fields.find(|it| it.starts_with(['=', '@', '+']));
    assert_eq!(formula, None, "{csv}");
}
