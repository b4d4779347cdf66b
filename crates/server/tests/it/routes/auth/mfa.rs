//! `/auth/mfa`: the second step of a login.

use std::sync::Arc;

use parvis_app::clock::{Clock, FixedClock};
use parvis_factors::totp::{self, Secret};
use parvis_testing::{Answer, Judgement, Person, Schemas, TestServer};
use serde_json::{Value, json};

/// What the tests' authenticator app shares with the server.
pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
pub const PASSWORD: &str = "correct horse";
const NOON_MS: i64 = 1_795_348_800_000;
const MINUTE_MS: i64 = 60_000;

/// A server whose time stands still, and Ada, who has an authenticator app there.
pub struct Guarded {
    pub server: TestServer,
    pub clock: Arc<FixedClock>,
    pub ada: Person,
    pub codes: Vec<String>,
}

impl Guarded {
    pub async fn new() -> Self {
        Self::with_limits("off").await
    }

    pub async fn with_limits(limits: &str) -> Self {
        let clock = Arc::new(FixedClock::at(NOON_MS));
        let (is_on, time) = (limits == "on", Arc::clone(&clock));
        let server = TestServer::start_with(|config| config.rate_limits = is_on, time).await;
        let ada = server.register("ada", PASSWORD).await;
        let body = json!({ "password": PASSWORD, "secret": SECRET, "code": code_at(NOON_MS) });
        let enabled =
            fitting("/users/@me/mfa/totp/enable", ada.post("/users/@me/mfa/totp/enable", body).await);
        let codes = enabled["backup_codes"].as_array().expect("codes").iter();
        let codes = codes.map(|code| code["code"].as_str().expect("a code").to_owned()).collect();
        let mut renewed = ada.with_token(enabled["token"].as_str().expect("a token"));
        renewed.id = ada.id;
        let ada = renewed;
        // The code that added the app is used up.
        clock.advance_ms(MINUTE_MS);
        Self { server, clock, ada, codes }
    }

    /// The code of this moment, good once.
    pub fn code(&self) -> String {
        code_at(self.clock.now_ms())
    }

    pub async fn give_password(&self) -> Answer {
        let body = json!({ "login": "ada", "password": PASSWORD });
        self.server.anonymous().post("/auth/login", body).await
    }

    pub async fn ticket(&self) -> String {
        self.give_password().await.ok()["ticket"].as_str().expect("a ticket").to_owned()
    }

    pub async fn finish(&self, way: &str, ticket: &str, code: &str) -> Answer {
        let body = json!({ "ticket": ticket, "code": code });
        self.server.anonymous().post(&format!("/auth/mfa/{way}"), body).await
    }

    /// Whoever this answer has let in.
    pub fn person(&self, answer: &Answer) -> Person {
        self.server.anonymous().with_token(answer.ok()["token"].as_str().expect("a token"))
    }
}

fn code_at(unix_ms: i64) -> String {
    totp::code_of(&Secret::parse(SECRET).expect("base32"), unix_ms / 1_000 / totp::STEP_SECONDS)
}

/// A code that is wrong at any moment near this one.
fn wrong_code(guarded: &Guarded) -> String {
    let near = [-60_000, -30_000, 0, 30_000, 60_000].map(|away| code_at(guarded.clock.now_ms() + away));
    (0..).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).expect("few codes are near")
}

/// The body of a success, which our document describes.
pub fn fitting(path: &str, answer: Answer) -> Value {
    let body = answer.ok();
    let judged = Schemas::default().judge("POST", path, answer.status.as_u16(), &body);
    assert_eq!(judged, Judgement::Errors(vec![]), "{body}");
    body
}

#[tokio::test]
async fn a_password_alone_opens_nothing_and_a_code_with_it_does() {
    let guarded = Guarded::new().await;
    let asked = fitting("/auth/login", guarded.give_password().await);
    assert_eq!((&asked["mfa"], &asked["totp"], &asked["backup"]), (&json!(true), &json!(true), &json!(true)));
    assert!(asked.get("token").is_none() && asked["webauthn"].is_null());
    let ticket = asked["ticket"].as_str().expect("a ticket");
    guarded.server.anonymous().with_token(ticket).get("/users/@me").await.refused(401);

    let code = guarded.code();
    let typed = format!("{} {}", &code[..3], &code[3..]);
    let answer = guarded.finish("totp", ticket, &typed).await;
    fitting("/auth/mfa/totp", answer.clone());
    let me = guarded.person(&answer).get("/users/@me").await.ok();
    assert_eq!((&me["username"], &me["mfa_enabled"]), (&json!("ada"), &json!(true)));
    assert_eq!(guarded.finish("totp", ticket, &code).await.refused(400), 60_006, "the ticket is used up");
}

#[tokio::test]
async fn no_code_is_good_twice_nor_one_that_is_older_than_a_used_one() {
    let guarded = Guarded::new().await;
    let (old, code) = (code_at(guarded.clock.now_ms() - 30_000), guarded.code());
    guarded.finish("totp", &guarded.ticket().await, &code).await.ok();
    let ticket = guarded.ticket().await;
    for used in [&code, &old] {
        assert_eq!(guarded.finish("totp", &ticket, used).await.refused(400), 60_008);
    }
    guarded.clock.advance_ms(30_000);
    guarded.finish("totp", &ticket, &guarded.code()).await.ok();
}

#[tokio::test]
async fn of_many_logins_with_one_code_at_once_one_succeeds() {
    let guarded = Arc::new(Guarded::new().await);
    let mut asked = Vec::new();
    for way in ["totp", "backup"] {
        let code = if way == "totp" { guarded.code() } else { guarded.codes[0].clone() };
        for _ in 0..4 {
            let (guarded, code, ticket) = (Arc::clone(&guarded), code.clone(), guarded.ticket().await);
            asked.push(tokio::spawn(async move { guarded.finish(way, &ticket, &code).await.status == 200 }));
        }
    }
    let mut let_in = 0;
    for one in asked {
        let_in += usize::from(one.await.expect("the request ran"));
    }
    assert_eq!(let_in, 2, "one by each way");
}

#[tokio::test]
async fn a_recovery_code_stands_in_once() {
    let guarded = Guarded::new().await;
    let ticket = guarded.ticket().await;
    let code = guarded.codes[3].to_uppercase().replace('-', " ");
    fitting("/auth/mfa/backup", guarded.finish("backup", &ticket, &code).await);
    let ticket = guarded.ticket().await;
    assert_eq!(guarded.finish("backup", &ticket, &code).await.refused(400), 60_008);
    let left = guarded.ada.get("/parvis/v1/users/@me/security").await.ok()["backup_codes_left"].clone();
    assert_eq!(left, 9);
    assert_eq!(guarded.finish("totp", &ticket, &guarded.codes[4]).await.refused(400), 60_008);
    assert_eq!(guarded.finish("backup", &ticket, &guarded.code()).await.refused(400), 60_008);
    guarded.finish("backup", &ticket, &guarded.codes[4]).await.ok();
}

#[tokio::test]
async fn a_ticket_bears_five_wrong_codes_and_minutes() {
    let guarded = Guarded::new().await;
    let (first, second) = (guarded.ticket().await, guarded.ticket().await);
    let wrong = wrong_code(&guarded);
    for _ in 0..5 {
        assert_eq!(guarded.finish("totp", &first, &wrong).await.refused(400), 60_008);
    }
    assert_eq!(guarded.finish("totp", &first, &guarded.code()).await.refused(400), 60_006);
    guarded.clock.advance_ms(5 * MINUTE_MS);
    assert_eq!(guarded.finish("totp", &second, &guarded.code()).await.refused(400), 60_006);
    guarded.finish("totp", &guarded.ticket().await, &guarded.code()).await.ok();
}

#[tokio::test]
async fn a_password_that_changed_ends_the_wait() {
    let guarded = Guarded::new().await;
    let ticket = guarded.ticket().await;
    let code = &guarded.codes[0];
    let change = json!({ "password": PASSWORD, "new_password": "battery staple", "code": code });
    guarded.ada.patch("/users/@me", change).await.ok();
    assert_eq!(guarded.finish("totp", &ticket, &guarded.code()).await.refused(400), 60_006);
}

#[tokio::test]
async fn whoever_guesses_codes_waits_whatever_the_ticket_and_the_owner_is_let_in_later() {
    let guarded = Guarded::with_limits("on").await;
    let wrong = wrong_code(&guarded);
    let (first, second, third) = (guarded.ticket().await, guarded.ticket().await, guarded.ticket().await);
    for ticket in [&first, &first, &first, &first, &first, &second, &second, &second, &second, &second] {
        assert_eq!(guarded.finish("totp", ticket, &wrong).await.refused(400), 60_008);
    }
    assert_eq!(guarded.finish("totp", &third, &wrong).await.refused(400), 60_008, "the eleventh");
    let waits = guarded.finish("totp", &third, &guarded.code()).await;
    waits.refused(429);
    assert_eq!(waits.json()["retry_after"], 30.0);
    let disabling = guarded.ada.post("/users/@me/mfa/totp/disable", json!({ "code": guarded.code() })).await;
    disabling.refused(429);
    guarded.clock.advance_ms(30_000);
    guarded.finish("totp", &third, &guarded.code()).await.ok();
    guarded.clock.advance_ms(30_000);
    guarded.finish("totp", &guarded.ticket().await, &guarded.code()).await.ok();
}
