//! A web application to which people log in with their account here.

use std::collections::HashMap;

use parvis_testing::{Answer, Person, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

/// Where its visitors come back.
pub const REDIRECT: &str = "https://site.example/back?from=parvis";
// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The application behind a web site.
pub struct Site {
    pub id: String,
    pub secret: Option<String>,
    nobody: Person,
}

impl Site {
    /// One that proves itself by a secret.
    pub async fn with_secret(server: &TestServer, owner: &Person) -> Self {
        let mut site = Self::without_secret(server, owner).await;
        let reset = owner.post(&format!("/applications/{}/reset", site.id), json!({})).await.ok();
        site.secret = reset["secret"].as_str().map(str::to_owned);
        site
    }

    /// One that runs where everybody could read a secret.
    pub async fn without_secret(server: &TestServer, owner: &Person) -> Self {
        let made = owner.post("/applications", json!({ "name": "site" })).await.ok();
        let id = made["id"].as_str().expect("an id").to_owned();
        let change = json!({ "redirect_uris": [REDIRECT, "http://localhost:3000/"] });
        owner.patch(&format!("/applications/{id}"), change).await.ok();
        Self { id, secret: None, nobody: server.anonymous() }
    }

    /// The address at which it asks for these scopes.
    pub fn asks(&self, scopes: &str, more: &[(&str, &str)]) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("client_id", &self.id).append_pair("response_type", "code");
        pairs.append_pair("redirect_uri", REDIRECT).append_pair("scope", scopes);
        pairs.extend_pairs(more);
        format!("/oauth2/authorize?{}", pairs.finish())
    }

    /// What it is sent when a person agrees to this request.
    pub async fn agreed(&self, person: &Person, asked: &str) -> HashMap<String, String> {
        let answer = person.post(asked, json!({ "authorize": true })).await.ok();
        sent_back(&answer)
    }

    /// A code for these scopes, without PKCE.
    pub async fn code(&self, person: &Person, scopes: &str) -> String {
        let mut sent = self.agreed(person, &self.asks(scopes, &[("state", "s")])).await;
        sent.remove("code").expect("a code")
    }

    /// Its request for tokens, with its credentials in the form.
    pub async fn exchanges(&self, form: &[(&str, &str)]) -> Answer {
        let secret = self.secret.iter().map(|secret| ("client_secret", secret.as_str()));
        let form: Vec<_> =
            form.iter().copied().chain([("client_id", self.id.as_str())]).chain(secret).collect();
        self.posts("/oauth2/token", &form).await
    }

    /// Any form that it sends, as it is.
    pub async fn posts(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self.nobody.request(Method::POST, path).body(body);
        Answer::of(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// Exchanges a code that was asked for without PKCE.
    pub async fn redeems(&self, code: &str) -> Answer {
        self.exchanges(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT)])
            .await
    }

    /// Renews tokens.
    pub async fn renews(&self, refresh_token: &str) -> Answer {
        self.exchanges(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// Tokens for these scopes.
    pub async fn tokens(&self, person: &Person, scopes: &str) -> Value {
        let code = self.code(person, scopes).await;
        self.redeems(&code).await.ok()
    }

    /// The site in the name of a person.
    pub fn acting(&self, tokens: &Value) -> Person {
        let token = tokens["access_token"].as_str().expect("an access token");
        self.nobody.with_token(&format!("Bearer {token}"))
    }
}

/// The query of the address to which a person is sent.
pub fn sent_back(answer: &Value) -> HashMap<String, String> {
    let location = answer["location"].as_str().expect("an address");
    let query = location.strip_prefix("https://site.example/back?").expect("the registered address");
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The RFC's word for a refusal with this status.
#[track_caller]
pub fn refusal(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    let body = answer.json();
    assert!(
        body["error_description"].is_string() && body["message"].is_string() && body["code"].is_u64(),
        "{body}"
    );
    body["error"].as_str().expect("a word").to_owned()
}
