//! What comes out of the printer: Poppler prints, ZBar reads, and what it reads is followed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::Square;

/// As many as a telephone's camera has of a sheet that fills its picture.
const DOTS_PER_INCH: &str = "200";

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.expect("Poppler and ZBar are installed (`cargo xtask setup`)");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}

fn name_of(path: &Path) -> &str {
    path.to_str().expect("a name in UTF-8")
}

/// What the codes in a picture say, each once.
fn read(picture: &Path) -> BTreeSet<String> {
    let options = ["--raw", "--quiet", "--nodbus", "-Sdisable", "-Sqrcode.enable", name_of(picture)];
    output("zbarimg", &options).lines().map(str::to_owned).collect()
}

async fn bytes(square: &Square, path: &str) -> (String, Vec<u8>) {
    let answer = square.ada.request(reqwest::Method::GET, path).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    let content_type = answer.headers()["content-type"].to_str().expect("text").to_owned();
    (content_type, answer.bytes().await.expect("a body").to_vec())
}

async fn made(square: &Square, kind: &str) -> Value {
    let texts = json!([
        { "language": "ar", "title": "فناء الليلك" },
        { "language": "be", "title": "Двор бэзу", "line": "Мы суседзі. Гарбата па суботах." },
    ]);
    let body = json!({ "kind": kind, "channel_id": square.channel, "texts": texts, "careful": true });
    square.ada.post(&square.sheets(), body).await.ok()
}

#[tokio::test]
async fn every_code_on_every_form_leads_to_the_invitation_of_its_sheet() {
    let square = Square::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["door", "tear_off", "a5", "a3", "cards", "stickers"] {
        let sheet = made(&square, kind).await;
        let (content_type, pdf) = bytes(&square, &format!("{}/sheet.pdf", square.sheet(&sheet))).await;
        assert_eq!(content_type, "application/pdf");
        let (file, image) = (folder.path().join("sheet.pdf"), folder.path().join("sheet"));
        std::fs::write(&file, pdf).expect("a file");
        output("pdftoppm", &["-gray", "-singlefile", "-r", DOTS_PER_INCH, name_of(&file), name_of(&image)]);
        let code = sheet["code"].as_str().expect("a code");
        let link = format!("{}/J/{code}", square.server.url().to_uppercase());
        assert_eq!(read(&image.with_extension("pgm")), BTreeSet::from([link.clone()]), "{kind}");
        let page = square.server.http().get(&link).send().await.expect("an answer");
        assert_eq!(page.status(), 200, "{kind}");
        assert!(page.text().await.expect("a page").contains(&format!("/join/{code}")), "{kind}");
    }
}

#[tokio::test]
async fn a_printed_sheet_says_nothing_of_who_made_it_or_when_and_is_the_same_each_time() {
    let square = Square::open().await;
    let sheet = made(&square, "door").await;
    let path = format!("{}/sheet.pdf", square.sheet(&sheet));
    let (_, first) = bytes(&square, &path).await;
    let (_, second) = bytes(&square, &path).await;
    assert!(first == second, "the bytes differ");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), first).expect("a file");
    let about = output("pdfinfo", &[name_of(file.path())]);
    for word in ["Author", "Creator", "Producer", "CreationDate", "ModDate"] {
        assert!(!about.contains(word), "{word} in {about}");
    }
    let said = output("pdftotext", &["-enc", "UTF-8", "-q", name_of(file.path()), "-"]);
    assert!(said.contains("Двор бэзу") && !said.contains("ada"), "{said}");
}

#[tokio::test]
async fn the_code_alone_is_a_drawing_and_a_picture_of_the_same_address() {
    let square = Square::open().await;
    let sheet = made(&square, "door").await;
    let invite = square.ada.post(&format!("/channels/{}/invites", square.channel), json!({})).await.ok();
    let invite = invite["code"].as_str().expect("a code");
    let of_sheet =
        format!("{}/J/{}", square.server.url().to_uppercase(), sheet["code"].as_str().expect("a code"));
    let of_invite = format!("{}/invite/{invite}", square.server.url());
    for (base, address) in
        [(square.sheet(&sheet), of_sheet), (format!("/parvis/v1/invites/{invite}"), of_invite)]
    {
        let (content_type, drawing) = bytes(&square, &format!("{base}/qr.svg")).await;
        let drawing = String::from_utf8(drawing).expect("text");
        assert_eq!(content_type, "image/svg+xml");
        assert!(drawing.contains(&format!("<title>{address}</title>")), "{drawing}");
        let (content_type, picture) = bytes(&square, &format!("{base}/qr.png")).await;
        assert_eq!(content_type, "image/png");
        let file = tempfile::Builder::new().suffix(".png").tempfile().expect("a file");
        std::fs::write(file.path(), picture).expect("a file");
        assert_eq!(read(file.path()), BTreeSet::from([address]));
    }
    let nobody = square.server.anonymous();
    assert_eq!(nobody.get("/parvis/v1/invites/AAAAAAAAAA/qr.svg").await.refused(404), 10_006);
    assert_eq!(nobody.get(&format!("/parvis/v1/invites/{invite}/qr.png")).await.status, 200);
}
