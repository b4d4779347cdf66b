//! `/parvis/v1/guard/banks`

use parvis_model::Permissions;
use parvis_testing::{Person, Socket};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{MODERATES, Square, id, report_of};

const BANKS: &str = "/parvis/v1/guard/banks";
const ADVERT: &str = "Buy followers now, two thousand for ten euros, write to the account below";

fn item(square: &Square, what: (&str, &str)) -> Value {
    let mut item = json!({
        "guild_id": square.guild, "name": "Followers", "reason": "The same advertisement every day",
        "licence": "CC0", "expires_in_days": 90,
    });
    item[what.0] = json!(what.1);
    item
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

async fn post_file(person: &Person, channel: &str, name: &str, bytes: Vec<u8>) -> Value {
    let form = Form::new().part("files[0]", Part::bytes(bytes).file_name(name.to_owned()));
    person.post_form(&format!("/channels/{channel}/messages"), form).await.ok()
}

/// Eight by eight fields of different greys, mirrored or not.
fn picture(mirrored: bool) -> Vec<u8> {
    const SIDE: u32 = 200;
    let mut pixels = Vec::new();
    for y in 0..SIDE {
        for x in 0..SIDE {
            let seen = if mirrored { SIDE - 1 - x } else { x };
            let (column, row) = (seen / 25, y / 25);
            pixels.push((((column * 37 + row * 91 + column * row * 53 + 11) * 29) % 256) as u8);
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, SIDE, SIDE);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    file
}

/// The open cases, when there are so many.
async fn cases(square: &Square, eve: &mut Socket, count: usize) -> Vec<Value> {
    loop {
        let page = square.eve.get(&square.cases()).await.ok();
        let open = page["cases"].as_array().expect("cases");
        let open: Vec<Value> = open.iter().filter(|case| case["state"] == "open").cloned().collect();
        if open.len() >= count {
            assert_eq!(open.len(), count);
            return open;
        }
        eve.wait_for("GUARD_CASE_CREATE").await;
    }
}

#[tokio::test]
async fn what_is_known_is_met_in_disguise_and_put_before_people() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let items = format!("{BANKS}/items");
    let added = square.eve.post(&items, item(&square, ("text", ADVERT))).await.ok();
    assert_eq!(
        (&added["kind"], &added["hits"], &added["enabled"]),
        (&json!("text"), &json!(0), &json!(true))
    );
    assert_eq!(added["added_by"]["id"], square.eve.id);
    let again = square.bob.post(&items, item(&square, ("text", &ADVERT.to_uppercase()))).await;
    assert!(again.refused(400) == 50_035 && again.text.contains("BANK_ITEM_KNOWN"));
    let leaflet = b"a leaflet to the last byte".to_vec();
    square.eve.post(&items, item(&square, ("file", &base64(&leaflet)))).await.ok();
    let drawn = square.eve.post(&items, item(&square, ("file", &base64(&picture(false))))).await.ok();
    assert_eq!(drawn["kind"], "image");

    square.kim.say(&square.channel, "Good morning, is anybody bringing a ladder on Saturday?").await;
    let disguised = "📢 Вuy  fоllоwers nоw, twο thousand for ten euros, write to the account below!!! t.me/x";
    let said = square.kim.say(&square.channel, disguised).await;
    let case = cases(&square, &mut eve, 1).await.remove(0);
    assert_eq!(case["subject"]["message_id"], said["id"]);
    assert_eq!(
        (&case["labels"][0]["name"], &case["labels"][0]["by"]),
        (&json!("known_text"), &json!("Followers"))
    );
    assert!(case["labels"][0]["detail"].as_str().is_some_and(|it| it.starts_with("≈ ")), "{case}");
    post_file(&square.kim, &square.channel, "x.bin", leaflet.clone()).await;
    post_file(&square.kim, &square.channel, "y.png", picture(true)).await;
    let open = cases(&square, &mut eve, 3).await;
    assert_eq!(open[1]["labels"][0]["detail"], "BLAKE3 = · x.bin");
    let seen = open[0]["labels"][0]["detail"].as_str().expect("a measure");
    assert!(seen.contains("/256 · FlipY · y.png"), "{seen}");
    assert_eq!(square.told(&square.kim).await, json!([]), "nothing is done to anybody by itself");

    // Switched off it matches nothing from the next message on; the one after it shows that this one was looked at.
    let off = format!("{items}/{}", id(&added));
    let changed = square.bob.patch(&off, json!({ "enabled": false })).await.ok();
    assert_eq!((&changed["enabled"], &changed["hits"]), (&json!(false), &json!(1)));
    square.kim.say(&square.channel, ADVERT).await;
    post_file(&square.kim, &square.channel, "z.bin", leaflet).await;
    let open = cases(&square, &mut eve, 4).await;
    assert_eq!(open[0]["labels"][0]["detail"], "BLAKE3 = · z.bin");

    let page = square.eve.get(&format!("{BANKS}?guild_id={}", square.guild)).await.ok();
    assert_eq!((page["items"].as_array().map(Vec::len), &page["leaks"]), (Some(3), &json!("review")));
    assert_eq!(page["items"][1]["hits"], 2);
    let log = square.ada.get(&format!("/guilds/{}/audit-logs", square.guild)).await.ok();
    assert!(log.to_string().contains("$known_item") && !log.to_string().contains("two thousand"));
}

#[tokio::test]
async fn who_looks_after_a_guild_keeps_its_bank_and_nobody_else() {
    let square = Square::open().await;
    let items = format!("{BANKS}/items");
    for body in [
        json!({ "expires_in_days": 367 }),
        json!({ "expires_in_days": 0 }),
        json!({ "name": " " }),
        json!({ "reason": "" }),
        json!({ "text": "short" }),
        json!({ "blake3": "00" }),
        json!({ "text": null, "file": "%%%" }),
        json!({ "text": null }),
    ] {
        let mut whole = item(&square, ("text", ADVERT));
        for (key, value) in body.as_object().expect("an object") {
            whole[key] = value.clone();
        }
        assert_eq!(square.eve.post(&items, whole).await.refused(400), 50_035, "{body}");
    }
    let added = square.eve.post(&items, item(&square, ("blake3", &"ab".repeat(32)))).await.ok();
    let path = format!("{items}/{}", id(&added));
    assert_eq!(square.kim.post(&items, item(&square, ("text", ADVERT))).await.refused(403), 50_013);
    assert_eq!(square.kim.patch(&path, json!({ "enabled": false })).await.refused(404), 10_000);
    assert_eq!(square.hal.patch(&path, json!({ "enabled": false })).await.refused(404), 10_000);
    let renewed = square.bob.patch(&path, json!({ "expires_in_days": 10 })).await.ok();
    assert!(renewed["expires_at"].as_str() < added["expires_at"].as_str());
    assert_eq!(square.bob.patch(&path, json!({ "expires_in_days": 999 })).await.refused(400), 50_035);

    let mut of_house = item(&square, ("pdq", &"0f".repeat(32)));
    of_house["guild_id"] = Value::Null;
    assert_eq!(square.eve.post(&items, of_house.clone()).await.refused(403), 50_013);
    let known = square.hal.post(&items, of_house).await.ok();
    assert_eq!((&known["guild_id"], &known["kind"]), (&Value::Null, &json!("image")));
    let page = square.hal.get(BANKS).await.ok();
    assert_eq!((page["items"].as_array().map(Vec::len), &page["leaks"]), (Some(1), &Value::Null));
    let refuse = json!({ "guild_id": square.guild, "leaks": "refuse" });
    assert_eq!(square.eve.put(&format!("{BANKS}/leaks"), refuse).await.refused(403), 50_013);
}

#[tokio::test]
async fn what_a_case_is_about_is_remembered_and_found_in_the_past() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let leaflet = b"a leaflet to the last byte".to_vec();
    let early = square.mel.say(&square.channel, &format!("{ADVERT}!!")).await;
    let early_file = post_file(&square.mel, &square.channel, "early.bin", leaflet.clone()).await;
    let said = square.kim.say(&square.channel, ADVERT).await;
    let file = post_file(&square.kim, &square.channel, "late.bin", leaflet).await;
    for said in [&said, &file] {
        square.bob.post("/parvis/v1/guard/reports", report_of(said, "spam")).await.ok();
    }
    let open = cases(&square, &mut eve, 2).await;
    let body = json!({ "name": "Followers", "reason": "Again and again", "expires_in_days": 30 });
    let remember = |case: &Value| format!("/parvis/v1/guard/cases/{}/known-items", id(case));
    assert_eq!(square.kim.post(&remember(&open[1]), body.clone()).await.refused(404), 10_000);
    let text = square.eve.post(&remember(&open[1]), body.clone()).await.ok();
    assert_eq!((&text["kind"], &text["case_id"]), (&json!("text"), &open[1]["id"]));
    // A file that is out of sight can still be remembered.
    square.decide(&square.eve, &open[0], json!([{ "kind": "hide_message" }])).await.ok();
    let mut of_file = body.clone();
    of_file["file"] = json!(0);
    let leaflet = square.bob.post(&remember(&open[0]), of_file.clone()).await.ok();
    assert_eq!(leaflet["kind"], "file");
    of_file["file"] = json!(1);
    assert_eq!(square.bob.post(&remember(&open[0]), of_file).await.refused(400), 50_035);

    for item in [&text, &leaflet] {
        let replay = format!("{BANKS}/items/{}/replay", id(item));
        assert_eq!(square.kim.post(&replay, json!({})).await.refused(404), 10_000);
        let begun = square.eve.post(&replay, json!({})).await.ok();
        assert_eq!(begun["replay"]["hits"], 0);
    }
    // The reported text stays one case, with a label now; both early ones are new.
    let open = cases(&square, &mut eve, 3).await;
    let of = |said: &Value| {
        let found = open.iter().find(|case| case["subject"]["message_id"] == said["id"]);
        found.expect("a case").clone()
    };
    assert_eq!(of(&early_file)["labels"][0]["detail"], "BLAKE3 = · early.bin");
    assert_eq!(of(&early)["labels"][0]["name"], "known_text");
    let page = square.eve.get(&format!("{BANKS}?guild_id={}", square.guild)).await.ok();
    assert_eq!(page["items"][1]["replay"]["hits"], 2);
}

fn canaries() -> (String, Vec<String>) {
    let secrets: Vec<String> = (1..=6).map(|at| format!("Canary{at}Kx94!")).collect();
    let line = |(at, secret): (usize, &String)| format!("anna.kanari{at}@gmail.com:{secret}\n");
    (secrets.iter().enumerate().map(line).collect(), secrets)
}

#[tokio::test]
async fn leaked_secrets_go_through_no_door() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let (dump, secrets) = canaries();
    let said = square.kim.say(&square.channel, &dump).await;
    post_file(&square.kim, &square.channel, "combo.txt", dump.clone().into_bytes()).await;
    square.kim.say(&square.channel, "selling booter access, 10$ per month, dm me").await;
    let open = cases(&square, &mut eve, 3).await;
    let names: Vec<&str> = open.iter().filter_map(|case| case["labels"][0]["name"].as_str()).collect();
    assert_eq!(names, ["attack_for_hire", "leaked_credentials", "leaked_credentials"]);
    assert!(open[2]["labels"][0]["detail"].as_str().is_some_and(|it| it.starts_with("6 · a•••@g•••:")));

    square.mel.post("/parvis/v1/guard/reports", report_of(&said, "personal_data")).await.ok();
    let decision = square.decide(&square.eve, &open[2], json!([{ "kind": "hide_message" }])).await.ok();
    let path = format!("/parvis/v1/guard/cases/{}", id(&open[2]));
    let sealed = square.eve.get(&format!("{path}/evidence")).await.ok();
    let opened = format!("{path}/evidence/{}/openings", id(&sealed[0]));
    let by_hand = square.kim.say(&square.channel, &dump).await;
    square.eve.delete(&square.message(&by_hand)).await.ok();
    for (door, answer) in [
        ("cases", square.eve.get(&square.cases()).await),
        ("case", square.eve.get(&path).await),
        ("evidence", square.bob.post(&opened, json!({ "purpose": "an appeal" })).await),
        ("decisions", square.eve.get(&format!("/parvis/v1/guard/decisions?guild_id={}", square.guild)).await),
        ("reports", square.mel.get("/parvis/v1/guard/reports/@me").await),
        ("statements", square.kim.get("/parvis/v1/guard/statements/@me").await),
        ("audit log", square.ada.get(&format!("/guilds/{}/audit-logs", square.guild)).await),
        ("banks", square.eve.get(&format!("{BANKS}?guild_id={}", square.guild)).await),
        ("transparency", square.mel.get("/parvis/v1/guard/transparency").await),
    ] {
        let shown = answer.text.clone();
        answer.ok();
        assert!(shown.len() > 2, "{door} shows something");
        let leaked = secrets.iter().find(|secret| shown.contains(secret.as_str()));
        assert_eq!(leaked, None, "{door}: {shown}");
        assert!(!shown.contains("anna.kanari"), "{door}: {shown}");
    }
    assert_eq!(decision["automated"], "detection");
    for event in eve.received() {
        let is_own = event["t"].as_str().is_some_and(|name| name.starts_with("GUARD_"));
        assert!(!is_own || !event.to_string().contains("Canary"), "{event}");
    }
}

#[tokio::test]
async fn where_a_guild_wants_it_leaks_are_refused_before_they_are_accepted() {
    let square = Square::open().await;
    let (dump, _) = canaries();
    let leaks = |setting: &str| json!({ "guild_id": square.guild, "leaks": setting });
    square.give_role(&square.bob, MODERATES.union(Permissions::MANAGE_GUILD)).await;
    square.bob.put(&format!("{BANKS}/leaks"), leaks("refuse")).await.ok();
    let messages = format!("/channels/{}/messages", square.channel);
    for text in [&*dump, "Selling fresh combolist 2M lines hq, $40, telegram only"] {
        assert_eq!(square.kim.post(&messages, json!({ "content": text })).await.refused(400), 200_000);
    }
    let said = square.kim.say(&square.channel, "The booter sold attacks for $19 a month, police said").await;
    let edit = json!({ "content": dump });
    assert_eq!(square.kim.patch(&square.message(&said), edit).await.refused(400), 200_000);
    square.bob.put(&format!("{BANKS}/leaks"), leaks("off")).await.ok();
    square.kim.post(&messages, json!({ "content": dump })).await.ok();
    let page = square.eve.get(&format!("{BANKS}?guild_id={}", square.guild)).await.ok();
    assert_eq!((&page["leaks"], &page["may_set_leaks"]), (&json!("off"), &json!(false)));
    assert_eq!(square.eve.get(&square.cases()).await.ok()["cases"], json!([]));
    let log = square.ada.get(&format!("/guilds/{}/audit-logs", square.guild)).await.ok();
    assert!(log.to_string().contains("$leaks"));
}
