//! `/parvis/v1/guilds/{guild_id}/sheets`, and the codes of invitations

mod paper;

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

use crate::matrix::world::PIXEL;

const NOW_MS: i64 = 1_795_328_210_123;
const DAY_MS: i64 = 86_400_000;

/// A guild with its first channel, and a way to its sheets.
struct Square {
    server: TestServer,
    ada: Person,
    guild: String,
    channel: String,
}

impl Square {
    async fn open() -> Self {
        Self::on(TestServer::start().await).await
    }

    async fn on(server: TestServer) -> Self {
        let ada = server.person("ada").await;
        let guild = ada.make_guild("Cour des Lilas").await["id"].as_str().expect("an id").to_owned();
        let channel = ada.first_channel(&guild).await;
        Self { server, ada, guild, channel }
    }

    fn sheets(&self) -> String {
        format!("/parvis/v1/guilds/{}/sheets", self.guild)
    }

    fn sheet(&self, sheet: &Value) -> String {
        format!("{}/{}", self.sheets(), sheet["id"].as_str().expect("an id"))
    }

    fn body(&self) -> Value {
        json!({ "kind": "door", "channel_id": self.channel, "texts": [{ "language": "fr" }] })
    }

    async fn make(&self, by: &Person) -> Value {
        by.post(&self.sheets(), self.body()).await.ok()
    }

    /// The status of the page that a sheet's code leads to.
    async fn status_of(&self, sheet: &Value) -> u16 {
        let code = sheet["code"].as_str().expect("a code");
        let url = format!("{}/J/{code}", self.server.url());
        self.server.http().get(url).send().await.expect("an answer").status().as_u16()
    }

    async fn join(&self, sheet: &Value, person: &Person) {
        let code = sheet["code"].as_str().expect("a code");
        person.post(&format!("/invites/{code}"), json!({})).await.ok();
    }

    /// The ids of the sheets that somebody is shown, with what each brought.
    async fn shown(&self, to: &Person) -> Vec<(String, u64)> {
        let list = to.get(&self.sheets()).await.ok();
        let sheets = list["sheets"].as_array().expect("a list");
        let shown = |it: &Value| {
            (it["id"].as_str().expect("an id").to_owned(), it["joins"].as_u64().expect("a number"))
        };
        sheets.iter().map(shown).collect()
    }
}

fn id(sheet: &Value) -> String {
    sheet["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn each_sheet_counts_those_who_came_by_it_and_nobody_twice() {
    let square = Square::open().await;
    let (one, two) = (square.make(&square.ada).await, square.make(&square.ada).await);
    assert_ne!(one["code"], two["code"]);
    for name in ["eve", "max"] {
        let person = square.server.person(name).await;
        square.join(&one, &person).await;
        square.join(&two, &person).await;
    }
    let lea = square.server.person("lea").await;
    square.join(&two, &lea).await;
    let ordinary = square.ada.post(&format!("/channels/{}/invites", square.channel), json!({})).await.ok();
    square.join(&ordinary, &square.server.person("ivo").await).await;
    assert_eq!(square.shown(&square.ada).await, [(id(&two), 1), (id(&one), 2)]);
    let known = square.ada.get(&format!("/guilds/{}/invites", square.guild)).await.ok();
    let of_sheet = known.as_array().into_iter().flatten().find(|it| it["code"] == one["code"]);
    assert_eq!(of_sheet.map(|it| (&it["uses"], &it["expires_at"])), Some((&json!(2), &Value::Null)));
    // The invitation without end that everybody gets is not one that hangs on a wall.
    let invites = format!("/channels/{}/invites", square.channel);
    let lasting = square.ada.post(&invites, json!({ "max_age": 0 })).await.ok();
    assert!(lasting["code"] != one["code"] && lasting["code"] != two["code"]);
}

#[tokio::test]
async fn a_sheet_that_is_taken_back_leads_nowhere_from_the_answer_on() {
    let square = Square::open().await;
    let sheet = square.make(&square.ada).await;
    let eve = square.server.person("eve").await;
    assert_eq!(square.status_of(&sheet).await, 200);
    square.ada.delete(&square.sheet(&sheet)).await.ok();
    assert_eq!(square.status_of(&sheet).await, 404);
    let code = sheet["code"].as_str().expect("a code");
    assert_eq!(eve.post(&format!("/invites/{code}"), json!({})).await.refused(404), 10_006);
    assert_eq!(square.server.anonymous().get(&format!("/invites/{code}")).await.refused(404), 10_006);
    for file in ["sheet.pdf", "sheet.svg", "qr.svg", "qr.png"] {
        let path = format!("{}/{file}", square.sheet(&sheet));
        assert_eq!(square.ada.get(&path).await.refused(404), 10_000, "{file}");
    }
    let listed = square.ada.get(&square.sheets()).await.ok();
    assert!(listed["sheets"][0]["revoked_at"].is_string(), "{listed}");
}

#[tokio::test]
async fn a_sheet_ends_with_its_invitation_its_channel_and_its_guild() {
    let square = Square::open().await;
    let ada = &square.ada;
    let by_code = square.make(ada).await;
    ada.delete(&format!("/invites/{}", by_code["code"].as_str().expect("a code"))).await.ok();
    assert_eq!(square.status_of(&by_code).await, 404);
    let channels = format!("/guilds/{}/channels", square.guild);
    let channel = ada.post(&channels, json!({ "name": "affiches" })).await.ok();
    let body = json!({ "kind": "a5", "channel_id": channel["id"], "texts": [{ "language": "ru" }] });
    let by_channel = ada.post(&square.sheets(), body).await.ok();
    ada.delete(&format!("/channels/{}", id(&channel))).await.ok();
    assert_eq!(square.status_of(&by_channel).await, 404);
    let listed = ada.get(&square.sheets()).await.ok();
    let ended = listed["sheets"].as_array().expect("a list").iter().filter(|it| it["revoked_at"].is_string());
    assert_eq!(ended.count(), 2, "{listed}");
    let by_guild = square.make(ada).await;
    ada.post(&format!("/guilds/{}/delete", square.guild), json!({})).await.ok();
    assert_eq!(square.status_of(&by_guild).await, 404);
}

#[tokio::test]
async fn a_member_sees_and_changes_its_own_sheets_and_who_manages_the_guild_all() {
    let square = Square::open().await;
    let (ada, eve, max) = (&square.ada, square.server.person("eve").await, square.server.person("max").await);
    ada.bring_in(&square.channel, &eve).await;
    ada.bring_in(&square.channel, &max).await;
    let (of_ada, of_eve) = (square.make(ada).await, square.make(&eve).await);
    assert_eq!(of_eve["maker_id"], json!(eve.id));
    assert_eq!(square.shown(ada).await, [(id(&of_eve), 0), (id(&of_ada), 0)]);
    assert_eq!(square.shown(&eve).await, [(id(&of_eve), 0)]);
    assert_eq!(square.shown(&max).await, []);
    for stranger in [&eve, &max] {
        let path = square.sheet(&of_ada);
        let nothing = format!("{}/1", square.sheets());
        let (hidden, unknown) = (stranger.delete(&path).await, stranger.delete(&nothing).await);
        assert_eq!((hidden.refused(404), &hidden.text), (10_000, &unknown.text));
        assert_eq!(stranger.patch(&path, json!({ "label": "x" })).await.refused(404), 10_000);
        assert_eq!(stranger.get(&format!("{path}/sheet.pdf")).await.refused(404), 10_000);
    }
    let own = eve.patch(&square.sheet(&of_eve), json!({ "label": "  Boulangerie " })).await.ok();
    assert_eq!(own["label"], "Boulangerie");
    let by_manager = ada.patch(&square.sheet(&of_eve), json!({ "label": "" })).await.ok();
    assert_eq!((&by_manager["label"], &by_manager["maker_id"]), (&json!(""), &json!(eve.id)));
    eve.delete(&square.sheet(&of_eve)).await.ok();
    // A sheet of one guild is not found in another one.
    let other = eve.make_guild("Ailleurs").await;
    let elsewhere = format!("/parvis/v1/guilds/{}/sheets/{}", id(&other), id(&of_ada));
    assert_eq!(eve.delete(&elsewhere).await.refused(404), 10_000);
    let wrong = json!({ "kind": "door", "channel_id": square.channel, "texts": [{ "language": "fr" }] });
    let elsewhere = format!("/parvis/v1/guilds/{}/sheets", id(&other));
    assert_eq!(eve.post(&elsewhere, wrong).await.refused(404), 10_003);
}

#[tokio::test]
async fn sheets_to_a_channel_that_a_manager_may_not_view_are_not_shown_to_it() {
    let square = Square::open().await;
    let (ada, eve) = (&square.ada, square.server.person("eve").await);
    ada.bring_in(&square.channel, &eve).await;
    let guild = &square.guild;
    let manager = json!({ "name": "gestion", "permissions": "32" });
    let role = ada.post(&format!("/guilds/{guild}/roles"), manager).await.ok();
    ada.put(&format!("/guilds/{guild}/members/{}/roles/{}", eve.id, id(&role)), json!({})).await.ok();
    let hidden = json!([{ "id": guild, "type": 0, "deny": "1024" }]);
    let body = json!({ "name": "bureau", "permission_overwrites": hidden });
    let office = ada.post(&format!("/guilds/{guild}/channels"), body).await.ok();
    let open = square.make(ada).await;
    let body = json!({ "kind": "door", "channel_id": office["id"], "texts": [{ "language": "fr" }] });
    let closed = ada.post(&square.sheets(), body.clone()).await.ok();
    assert_eq!(square.shown(&eve).await, [(id(&open), 0)]);
    assert_eq!(eve.delete(&square.sheet(&closed)).await.refused(404), 10_000);
    assert_eq!(eve.post(&square.sheets(), body).await.refused(404), 10_003);
    assert_eq!(square.status_of(&closed).await, 200);
}

#[tokio::test]
async fn what_is_out_of_bounds_or_cannot_be_printed_is_refused_by_the_name_of_its_field() {
    let square = Square::open().await;
    let text = |text: Value| json!([text]);
    for (field, change) in [
        ("kind", json!({ "kind": "banner" })),
        ("texts", json!({ "texts": [] })),
        ("texts", json!({ "texts": [{ "language": "fr" }, { "language": "en" }, { "language": "ru" }] })),
        ("language", json!({ "texts": text(json!({ "language": "tlh" })) })),
        ("title", json!({ "texts": text(json!({ "language": "fr", "title": " " })) })),
        ("title", json!({ "texts": text(json!({ "language": "fr", "title": "x".repeat(101) })) })),
        ("title", json!({ "texts": text(json!({ "language": "fr", "title": "ეზო" })) })),
        ("line", json!({ "texts": text(json!({ "language": "fr", "line": "x".repeat(201) })) })),
        ("label", json!({ "label": "x".repeat(61) })),
        ("channel_id", json!({ "channel_id": null })),
    ] {
        let mut body = square.body();
        for (key, value) in change.as_object().expect("an object") {
            body[key] = value.clone();
        }
        let refused = square.ada.post(&square.sheets(), body.clone()).await;
        assert_eq!(refused.refused(400), 50_035, "{body}");
        assert!(refused.text.contains(&format!("\"{field}\":{{")), "{field}: {}", refused.text);
    }
    let category = json!({ "name": "Tout", "type": 4 });
    let category = square.ada.post(&format!("/guilds/{}/channels", square.guild), category).await.ok();
    let mut body = square.body();
    body["channel_id"] = category["id"].clone();
    assert_eq!(square.ada.post(&square.sheets(), body).await.refused(400), 50_024);
    assert_eq!(square.shown(&square.ada).await, []);
}

#[tokio::test]
async fn a_preview_shows_the_sheet_and_leaves_nothing_behind() {
    let square = Square::open().await;
    square.ada.patch(&format!("/guilds/{}", square.guild), json!({ "icon": PIXEL })).await.ok();
    let texts =
        json!([{ "language": "ar", "title": "فناء الليلك" }, { "language": "fr", "line": "Le samedi." }]);
    let body = json!({ "kind": "cards", "texts": texts, "careful": true });
    let preview = square.ada.post(&format!("{}/preview", square.sheets()), body).await;
    assert_eq!(
        (preview.status.as_u16(), &preview.headers["content-type"]),
        (200, &"image/svg+xml".parse().unwrap())
    );
    assert!(
        preview.text.starts_with("<svg") && preview.text.contains("<title>فناء الليلك"),
        "{}",
        preview.text
    );
    let policy = preview.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert_eq!(square.shown(&square.ada).await, []);
    assert_eq!(square.ada.get(&format!("/guilds/{}/invites", square.guild)).await.ok(), json!([]));
}

#[tokio::test]
async fn a_revoked_sheet_goes_after_a_month() {
    let clock = Arc::new(FixedClock::at(NOW_MS));
    let server = TestServer::start_with(|_| (), clock.clone()).await;
    let square = Square::on(server).await;
    let (gone, kept) = (square.make(&square.ada).await, square.make(&square.ada).await);
    square.ada.delete(&square.sheet(&gone)).await.ok();
    clock.advance_ms(30 * DAY_MS - 1);
    assert_eq!(parvis_app::sheets::purge(square.server.app()).await.expect("a purge"), 0);
    clock.advance_ms(1);
    assert_eq!(parvis_app::sheets::purge(square.server.app()).await.expect("a purge"), 1);
    assert_eq!(square.shown(&square.ada).await, [(id(&kept), 0)]);
    assert_eq!(square.status_of(&kept).await, 200);
}

#[tokio::test]
async fn whose_account_is_gone_is_not_named_on_the_sheets_that_stay() {
    let square = Square::open().await;
    let eve = square.server.person("eve").await;
    square.ada.bring_in(&square.channel, &eve).await;
    let sheet = square.make(&eve).await;
    let password = json!({ "password": "un mot de passe pour les essais" });
    eve.post("/users/@me/delete", password).await.ok();
    let listed = square.ada.get(&square.sheets()).await.ok();
    assert_eq!((&listed["sheets"][0]["id"], &listed["sheets"][0]["maker_id"]), (&sheet["id"], &Value::Null));
    assert_eq!(square.status_of(&sheet).await, 200);
}
