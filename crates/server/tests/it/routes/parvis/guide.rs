//! `/parvis/v1/guilds/{guild_id}/guide`, `/parvis/v1/directory/guide` and the pages that need no script

use std::sync::Arc;

use parvis_app::hooks::Job;
use parvis_app::operators;
use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

const MAP: &str = "/parvis/v1/directory/guide";

/// A guild of ada's, of which eve is a member.
struct Square {
    server: TestServer,
    guild: String,
    ada: Person,
    eve: Person,
}

impl Square {
    async fn open() -> Self {
        let server = TestServer::start().await;
        let ada = server.person("ada").await;
        let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
        let eve = server.person("eve").await;
        ada.bring_in(&ada.first_channel(&guild).await, &eve).await;
        Self { server, guild, ada, eve }
    }

    fn guide(&self) -> String {
        format!("/parvis/v1/guilds/{}/guide", self.guild)
    }

    async fn put(&self, page: &str, body: Value) -> Value {
        self.ada.put(&format!("{}/pages/{page}", self.guide()), body).await.ok()
    }

    /// A page as a visitor's browser gets it: status and text.
    async fn page(&self, path: &str) -> (u16, String) {
        let answer = self.server.anonymous().get(&format!("{}{path}", self.server.url())).await;
        (answer.status.as_u16(), answer.text)
    }
}

/// What is due at the opening of the house is done.
async fn settle(server: &TestServer) {
    let app = server.app();
    for job in &app.hooks.jobs {
        job.keep_up(app).await;
    }
}

#[tokio::test]
async fn a_page_has_languages_versions_and_a_way_back() {
    let square = Square::open().await;
    let first = square.put("trees/fr", json!({ "title": " Les arbres ", "text": "Arrosez." })).await;
    assert_eq!(
        (&first["version"], &first["title"], &first["made_by"]),
        (&json!(1), &json!("Les arbres"), &json!(square.ada.id))
    );
    let source = json!({ "language": "fr", "version": 1 });
    let body = json!({ "title": "Trees", "text": "Water them.", "source": source });
    let english = square.put("trees/en", body).await;
    assert_eq!((&english["source"], &english["out_of_date"]), (&source, &json!(false)));
    square
        .put("trees/fr", json!({ "title": "Les arbres", "text": "Arrosez le soir.", "base_version": 1 }))
        .await;
    let both = square.eve.get(&format!("{}/pages/trees", square.guide())).await.ok();
    assert_eq!(
        (&both["pages"][0]["language"], &both["pages"][0]["out_of_date"]),
        (&json!("en"), &json!(true))
    );
    assert_eq!((&both["pages"][1]["version"], &both["pages"][1]["made_by"]), (&json!(2), &Value::Null));

    let page = format!("{}/pages/trees/fr", square.guide());
    let late = json!({ "title": "Les arbres", "text": "Non.", "base_version": 1 });
    assert_eq!(square.ada.put(&page, late).await.refused(400), 50_035, "somebody else was faster");
    square.ada.delete(&page).await.ok();
    assert_eq!(square.eve.get(&page).await.refused(404), 10_000);
    let versions = square.ada.get(&format!("{page}/versions")).await.ok();
    assert_eq!(versions["versions"].as_array().map(Vec::len), Some(2));
    let back = square.ada.post(&format!("{page}/versions/1/restore"), json!({})).await.ok();
    assert_eq!((&back["version"], &back["text"]), (&json!(3), &json!("Arrosez.")));
    assert_eq!(square.ada.post(&format!("{page}/versions/9/restore"), json!({})).await.refused(404), 10_000);
    assert_eq!(square.eve.get(&format!("{page}/versions")).await.refused(403), 50_013);
}

#[tokio::test]
async fn what_is_written_is_bounded() {
    let square = Square::open().await;
    let good = json!({ "title": "T", "text": "x" });
    for (page, body) in [
        ("Trees/fr", good.clone()),
        ("trees/french", good.clone()),
        ("trees/fr", json!({ "title": "", "text": "x" })),
        ("trees/fr", json!({ "title": "T".repeat(121), "text": "x" })),
        ("trees/fr", json!({ "title": "T", "text": "" })),
        ("trees/fr", json!({ "title": "T", "text": "é".repeat(10_001) })),
        ("trees/fr", json!({ "title": "T", "text": "x", "source": { "language": "en", "version": 1 } })),
        ("trees/fr", json!({ "title": "T", "text": "x", "colour": "red" })),
        ("trees/fr", json!({ "title": "T" })),
    ] {
        let path = format!("{}/pages/{page}", square.guide());
        assert_eq!(square.ada.put(&path, body.clone()).await.refused(400), 50_035, "{page} {body}");
    }
    square.put("trees/fr", json!({ "title": "T", "text": "é".repeat(10_000) })).await;
    for wrong in [json!({ "order": ["A"] }), json!({ "order": "trees" }), json!({ "open": true })] {
        assert_eq!(square.ada.patch(&square.guide(), wrong.clone()).await.refused(400), 50_035, "{wrong}");
    }
    for query in ["", "q=a", "q=ab&language=x"] {
        let path = format!("{}/search?{query}", square.guide());
        assert_eq!(square.ada.get(&path).await.refused(400), 50_035, "{query}");
    }
}

#[tokio::test]
async fn pages_stand_in_their_order_and_are_found_whatever_the_accents() {
    let square = Square::open().await;
    square
        .put("water/fr", json!({ "title": "L’eau", "text": "# Robinets\n\n- Le **café** du coin en donne." }))
        .await;
    square.put("coffee/en", json!({ "title": "Café", "text": "Every morning." })).await;
    square.ada.patch(&square.guide(), json!({ "order": ["water", "coffee"] })).await.ok();
    let guide = square.eve.get(&square.guide()).await.ok();
    let slugs: Vec<_> =
        guide["pages"].as_array().into_iter().flatten().map(|it| it["slug"].clone()).collect();
    assert_eq!((slugs, &guide["can_edit"]), (vec![json!("water"), json!("coffee")], &json!(false)));
    let found = square.eve.get(&format!("{}/search?q=CAFE", square.guide())).await.ok();
    assert_eq!(found["results"][0]["slug"], "coffee", "titles first");
    assert_eq!(found["results"][1]["excerpt"], "Le **café** du coin en donne.");
    let french = square.eve.get(&format!("{}/search?q=CAFE&language=fr", square.guide())).await.ok();
    assert_eq!(french["results"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_changes_is_found_and_copied_at_once() {
    let square = Square::open().await;
    let search = format!("{}/search?q=lilas", square.guide());
    let copy = format!("{}/copy?language=en", square.guide());
    assert_eq!(square.eve.get(&search).await.ok()["results"], json!([]));
    square.put("trees/fr", json!({ "title": "Les arbres", "text": "Des lilas." })).await;
    square.put("water/fr", json!({ "title": "L’eau", "text": "Un puits." })).await;
    let source = json!({ "language": "fr", "version": 1 });
    square.put("water/en", json!({ "title": "Water", "text": "A well.", "source": source })).await;
    square.ada.patch(&square.guide(), json!({ "order": ["water", "trees"] })).await.ok();
    assert_eq!(square.eve.get(&search).await.ok()["results"][0]["slug"], "trees");
    let copied = square.eve.get(&copy).await.ok();
    let pages: Vec<_> = copied["pages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| {
            format!("{} {}", it["slug"].as_str().expect("a slug"), it["language"].as_str().expect("a tag"))
        })
        .collect();
    assert_eq!(
        (pages, &copied["complete"]),
        (vec!["water en".to_owned(), "water fr".to_owned(), "trees fr".to_owned()], &json!(true))
    );
    let written = square.ada.get(&copy).await.ok();
    assert_eq!(written["pages"][0]["made_by"], Value::Null, "a copy says of nobody that they wrote");
    for path in ["/copy", "/copy?language=french"] {
        assert_eq!(square.eve.get(&format!("{}{path}", square.guide())).await.refused(400), 50_035, "{path}");
    }

    let page = format!("{}/pages/trees/fr", square.guide());
    square.ada.delete(&page).await.ok();
    assert_eq!(square.eve.get(&search).await.ok()["results"], json!([]));
    let withdrawn = json!([{ "slug": "trees", "language": "fr", "version": 1, "title": "Les arbres" }]);
    assert_eq!(square.ada.get(&square.guide()).await.ok()["withdrawn"], withdrawn);
    assert_eq!(square.eve.get(&square.guide()).await.ok()["withdrawn"], json!([]), "for who writes there");
    square.ada.post(&format!("{page}/versions/1/restore"), json!({})).await.ok();
    assert_eq!(square.eve.get(&search).await.ok()["results"][0]["slug"], "trees");
}

#[tokio::test]
async fn the_texts_of_a_guide_and_of_a_copy_are_bounded_together() {
    let square = Square::open().await;
    let text = "x".repeat(20_000);
    for number in 0..100 {
        square.put(&format!("p{number}/fr"), json!({ "title": "T", "text": text })).await;
    }
    let more = format!("{}/pages/p0/en", square.guide());
    let refused = square.ada.put(&more, json!({ "title": "T", "text": "x" })).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.text.contains("GUIDE_CHARS_MAX"), "{}", refused.text);
    square.put("p0/fr", json!({ "title": "T", "text": "é".repeat(10_000) })).await;
    for number in 1..100 {
        let wide = "é".repeat(10_000);
        square.put(&format!("p{number}/fr"), json!({ "title": "T", "text": wide })).await;
    }
    for number in 0..10 {
        square.put(&format!("p{number}/en"), json!({ "title": "T", "text": "é".repeat(10_000) })).await;
    }
    let copied = square.eve.get(&format!("{}/copy?language=en", square.guide())).await.ok();
    let pages = copied["pages"].as_array().expect("a list");
    let english = pages.iter().filter(|it| it["language"] == "en").count();
    assert_eq!((english, pages.len(), &copied["complete"]), (10, 104, &json!(false)));
}

#[tokio::test]
async fn a_guilds_guide_is_open_to_visitors_only_when_it_is_public() {
    let square = Square::open().await;
    let text =
        "Come <script>alert(1)</script> and [see](https://example.org), not [this](javascript:alert(1)).";
    square.put("trees/fr", json!({ "title": "Les <arbres>", "text": text })).await;
    let visitor = square.server.anonymous();
    let page = format!("/guide/{}/trees", square.guild);
    assert_eq!(visitor.get(&square.guide()).await.refused(404), 10_004);
    let closed = square.page(&page).await;
    assert_eq!((closed.0, closed.1 == square.page("/guide/1/trees").await.1), (404, true));
    square.ada.patch(&square.guide(), json!({ "public": true })).await.ok();
    assert_eq!(visitor.get(&square.guide()).await.ok()["public"], true);
    let (status, html) = square.page(&page).await;
    assert_eq!(status, 200);
    assert!(html.contains("<h1>Les &#60;arbres&#62;</h1>") && html.contains("lang=\"fr\""), "{html}");
    assert!(
        html.contains("<a href=\"https://example.org\" rel=\"nofollow noopener noreferrer\">see</a>"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("href=\"javascript"), "{html}");
    assert_eq!(square.page(&format!("/guide/{}", square.guild)).await.0, 200);
    assert_eq!(square.page(&format!("/guide/{}/flowers", square.guild)).await.0, 404);
    assert_eq!(square.page("/guide/x/trees").await.0, 404);
    assert_eq!(square.eve.patch(&square.guide(), json!({ "public": false })).await.refused(403), 50_013);
    square.ada.patch(&square.guide(), json!({ "public": false })).await.ok();
    assert_eq!(square.page(&page).await.0, 404);
}

#[tokio::test]
async fn a_new_server_has_a_guide_on_its_map_which_its_keepers_change() {
    let square = Square::open().await;
    settle(&square.server).await;
    let guide = square.server.anonymous().get(MAP).await.ok();
    let slugs: Vec<_> =
        guide["pages"].as_array().into_iter().flatten().map(|it| it["slug"].as_str()).collect();
    for page in guide["pages"].as_array().into_iter().flatten() {
        let languages: Vec<_> =
            page["languages"].as_array().into_iter().flatten().map(|it| it["language"].as_str()).collect();
        assert_eq!(languages, ["ar", "be", "en", "es", "fr", "ru"].map(Some), "{}", page["slug"]);
        assert_eq!(page["languages"][0]["out_of_date"], false);
    }
    for slug in ["join", "online", "street", "safety", "petitions", "rides", "printing"] {
        assert!(slugs.contains(&Some(slug)), "{slug} in {slugs:?}");
    }
    let (status, html) = square.page("/map/guide/safety?lang=fr").await;
    assert!(
        status == 200 && html.contains("<h1>Sécurité</h1>") && html.contains("hreflang=\"en\""),
        "{html}"
    );
    assert!(square.page("/map/guide/safety").await.1.contains("<h1>Safety</h1>"));
    assert!(square.page("/map/guide?lang=ar").await.1.contains("dir=\"rtl\""));

    let page = format!("{MAP}/pages/safety/fr");
    let body = json!({ "title": "Sécurité", "text": "Prenez soin de vous." });
    assert_eq!(square.ada.put(&page, body.clone()).await.refused(403), 50_013);
    let keeper = operators::account(square.server.app(), "ada").await.expect("ada").user.id;
    parvis_directory::moderators::add(square.server.app(), keeper).await.expect("named");
    square.ada.put(&page, body).await.ok();
    let english = square.ada.get(&format!("{MAP}/pages/safety/en")).await.ok();
    assert_eq!(english["out_of_date"], true);
    assert!(square.page("/map/guide/safety").await.1.contains("class=\"stale\""));
    assert_eq!(square.ada.patch(MAP, json!({ "public": false })).await.refused(400), 50_035);
    square.ada.delete(&page).await.ok();
    settle(&square.server).await;
    assert_eq!(square.ada.get(&page).await.refused(404), 10_000, "what was taken out stays out");
}

#[tokio::test]
async fn what_nobody_changed_follows_the_program() {
    let square = Square::open().await;
    let app = square.server.app();
    settle(&square.server).await;
    // As a server of another version of the program left it.
    let older = |slug: &'static str, language: &'static str, version: u32| parvis_guide::page::Version {
        slug: parvis_guide::page::Slug::parse("slug", slug).expect("a slug"),
        language: parvis_guide::page::Language::parse("language", language).expect("a tag"),
        version,
        title: "Avant".to_owned(),
        text: "Ce qui s’écrivait avant.".to_owned(),
        source: None,
        made_by: None,
        made_at: parvis_model::Timestamp::from_unix_ms(1_000),
    };
    let lane = parvis_guide::owner::Owner::Map.lane();
    app.write(lane, move |tx, _| {
        parvis_guide::tables::delete_of_owner(tx, 0)?;
        parvis_guide::tables::open(tx, 0)?;
        let written = Some(parvis_model::Id::new(7));
        for page in [
            older("join", "fr", 1),
            older("safety", "fr", 1),
            parvis_guide::page::Version { made_by: written, ..older("safety", "fr", 2) },
            older("rides", "fr", 1),
        ] {
            parvis_guide::tables::put(tx, 0, &page)?;
        }
        let gone = older("rides", "fr", 1);
        parvis_guide::tables::delete(tx, 0, &gone.slug, &gone.language)?;
        Ok(())
    })
    .await
    .expect("written");
    parvis_guide::Guide::new(Arc::new(parvis_guide::NoKeepers)).keep_up(app).await;
    let page = async |path: &str| square.server.anonymous().get(&format!("{MAP}/pages/{path}")).await;
    let join = page("join/fr").await.ok();
    assert_eq!((&join["version"], join["title"] == "Avant"), (&json!(2), false));
    assert_eq!(page("join/es").await.ok()["source"], json!({ "language": "fr", "version": 2 }));
    let safety = page("safety/fr").await.ok();
    assert_eq!((&safety["version"], &safety["title"]), (&json!(2), &json!("Avant")), "somebody wrote it");
    assert_eq!(page("safety/es").await.ok()["out_of_date"], true, "it is one of the program's own text");
    assert_eq!(page("rides/fr").await.refused(404), 10_000);
    assert_eq!(page("rides/es").await.refused(404), 10_000, "a page that was taken out has no translations");
}
