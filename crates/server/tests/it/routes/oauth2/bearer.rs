//! What an application may do in a person's name: read what was granted, and nothing else.

use parvis_server::wings::routes;
use parvis_testing::{Answer, Judgement, Person, Schemas, Socket, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use super::site::Site;

#[tokio::test]
async fn each_scope_opens_its_route_and_no_other() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("The square").await;
    let guild_id = guild["id"].as_str().expect("an id");
    let site = Site::with_secret(&server, &ada).await;
    let member = format!("/users/@me/guilds/{guild_id}/member");
    let doors =
        [("identify", "/users/@me"), ("guilds", "/users/@me/guilds"), ("guilds.members.read", &member)];
    let schemas = Schemas::default();
    for (scope, _) in doors {
        let acting = site.acting(&site.tokens(&ada, scope).await);
        for (needed, path) in doors {
            let answer = acting.get(path).await;
            if scope == needed {
                let template = path.replace(guild_id, "{guild_id}");
                let judgement = schemas.judge("GET", &template, 200, &answer.ok());
                assert_eq!(judgement, Judgement::Errors(Vec::new()), "{path}");
            } else {
                assert_eq!(answer.refused(403), 50_026, "{path} with {scope}");
            }
        }
    }
    let acting = site.acting(&site.tokens(&ada, "identify guilds guilds.members.read").await);
    assert_eq!(acting.get("/users/@me").await.ok()["id"], json!(ada.id));
    assert_eq!(acting.get("/users/@me/guilds").await.ok()[0]["id"], guild["id"]);
    assert_eq!(acting.get(&member).await.ok()["user"]["id"], json!(ada.id));
    assert_eq!(acting.get("/users/@me/guilds/1/member").await.refused(404), 10_004);
}

#[tokio::test]
async fn no_other_route_knows_a_bearer() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let acting = site.acting(&site.tokens(&ada, "identify guilds guilds.members.read").await);
    let open = ["/users/@me", "/users/@me/guilds", "/users/@me/guilds/{guild_id}/member", "/oauth2/@me"];
    for route in routes() {
        if route.method == Method::GET && open.contains(&route.path) {
            continue;
        }
        let parts = route.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        let path = parts.collect::<Vec<_>>().join("/");
        let ask = async |person: &Person| {
            let request = person.request(route.method.clone(), &path);
            let answer = Answer::of(request).await;
            (answer.status.as_u16(), answer.text)
        };
        let answer = ask(&acting).await;
        let of_nobody = ask(&server.anonymous()).await;
        // A challenge is another one each time.
        let is_fresh = route.path.ends_with("/challenges") && answer.0 == of_nobody.0;
        let is_nobody = answer.0 == 401 || answer == of_nobody || is_fresh;
        assert!(is_nobody, "{} {}: {answer:?}", route.method, route.path);
    }
}

#[tokio::test]
async fn no_gateway_session_starts_with_a_bearer() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let tokens = site.tokens(&ada, "identify guilds").await;
    let bare = tokens["access_token"].as_str().expect("a token").to_owned();
    for token in [bare.clone(), format!("Bearer {bare}"), format!("Bot {bare}")] {
        let mut socket = Socket::open(&server).await;
        socket.send(json!({ "op": 2, "d": { "token": token, "intents": 1, "properties": {} } }));
        assert_eq!(socket.closed().await, Some(4004));
    }
    // Nor does a word make a login of it, or a grant of a login.
    server.anonymous().with_token(&bare).get("/users/@me").await.refused(401);
    let login = ada.token.clone().expect("a token");
    server.anonymous().with_token(&format!("Bearer {login}")).get("/users/@me").await.refused(401);
}

#[tokio::test]
async fn an_application_learns_what_its_token_stands_for() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let schemas = Schemas::default();
    let described = async |scopes: &str| -> Value {
        let answer = site.acting(&site.tokens(&ada, scopes).await).get("/oauth2/@me").await.ok();
        assert_eq!(schemas.judge("GET", "/oauth2/@me", 200, &answer), Judgement::Errors(Vec::new()));
        answer
    };
    let known = described("identify guilds").await;
    assert_eq!((&known["application"]["id"], &known["user"]["id"]), (&json!(site.id), &json!(ada.id)));
    assert_eq!(known["scopes"], json!(["identify", "guilds"]));
    assert!(described("guilds").await.get("user").is_none(), "it may not know who that is");
}

#[tokio::test]
async fn a_person_sees_and_ends_what_was_granted() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (site, other) = (Site::with_secret(&server, &eve).await, Site::with_secret(&server, &eve).await);
    let first = site.tokens(&ada, "identify").await;
    let second = site.tokens(&ada, "guilds").await;
    let third = other.tokens(&ada, "identify").await;
    let listed = ada.get("/oauth2/tokens").await.ok();
    assert_eq!(
        Schemas::default().judge("GET", "/oauth2/tokens", 200, &listed),
        Judgement::Errors(Vec::new())
    );
    let of_site =
        listed.as_array().and_then(|list| list.iter().find(|it| it["application"]["id"] == site.id));
    let of_site = of_site.expect("the site is listed");
    assert_eq!(of_site["scopes"], json!(["identify", "guilds"]));
    let path = format!("/oauth2/tokens/{}", of_site["id"].as_str().expect("an id"));
    assert_eq!(eve.delete(&path).await.refused(404), 10_012);
    assert_eq!(
        eve.get(&format!("/applications/{}", site.id)).await.ok()["approximate_user_authorization_count"],
        1
    );
    ada.delete(&path).await.ok();
    site.acting(&first).get("/users/@me").await.refused(401);
    site.acting(&second).get("/users/@me/guilds").await.refused(401);
    other.acting(&third).get("/users/@me").await.ok();
    assert_eq!(ada.get("/oauth2/tokens").await.ok().as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn grants_end_with_the_password_the_account_and_the_application() {
    let server = TestServer::start().await;
    let (ada, bea, eve) =
        (server.person("ada").await, server.person("bea").await, server.person("eve").await);
    let site = Site::with_secret(&server, &eve).await;
    let (of_ada, of_bea) = (site.tokens(&ada, "identify").await, site.tokens(&bea, "identify").await);
    let password = "un mot de passe pour les essais";
    let change = json!({ "password": password, "new_password": "un tout autre mot de passe" });
    ada.patch("/users/@me", change).await.ok();
    site.acting(&of_ada).get("/users/@me").await.refused(401);
    bea.post("/users/@me/delete", json!({ "password": password })).await.ok();
    site.acting(&of_bea).get("/users/@me").await.refused(401);
    let of_eve = site.tokens(&eve, "identify").await;
    eve.delete(&format!("/applications/{}", site.id)).await.ok();
    site.acting(&of_eve).get("/users/@me").await.refused(401);
    assert_eq!(eve.get("/oauth2/tokens").await.ok(), json!([]));
}
