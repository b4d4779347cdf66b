//! Interactions of applications that take them by HTTP: `interactions_endpoint_url`

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use parvis_app::clock::SystemClock;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Scene, says};

/// What the application's web server got, and what it answers.
struct Site {
    got: Mutex<Vec<Value>>,
    answer: Mutex<(StatusCode, &'static str, String)>,
}

async fn answer(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    let interaction: Value = serde_json::from_slice(&body).expect("JSON");
    let is_ping = interaction["type"] == 1;
    let earlier = {
        let mut got = site.got.lock();
        got.push(interaction);
        got.len() - 1
    };
    // Who checks signatures refuses the first PING, which is forged, and answers the second.
    match earlier {
        0 if is_ping => StatusCode::UNAUTHORIZED.into_response(),
        _ if is_ping => json!({ "type": 1 }).to_string().into_response(),
        _ => {
            let (status, kind, text) = site.answer.lock().clone();
            (status, [(header::CONTENT_TYPE, kind)], text).into_response()
        }
    }
}

async fn site(answers: Value) -> (SocketAddr, Arc<Site>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let answers = (StatusCode::OK, "application/json", answers.to_string());
    let site = Arc::new(Site { got: Mutex::new(Vec::new()), answer: Mutex::new(answers) });
    let router = Router::new().fallback(answer).with_state(Arc::clone(&site));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, site)
}

async fn scene(address: SocketAddr) -> Scene {
    let scene = Scene::with(|config| config.outgoing_exceptions = vec![address], Arc::new(SystemClock)).await;
    let change = json!({ "interactions_endpoint_url": format!("http://{address}/take") });
    scene.owner.patch(&format!("/applications/{}", scene.bot.id), change).await.ok();
    scene
}

#[tokio::test]
async fn the_answer_of_the_request_is_the_first_answer() {
    let (address, site) = site(says("by HTTP")).await;
    let mut scene = scene(address).await;
    let command = scene.ping().await;
    scene.uses(&command, json!([])).await.ok();
    let said = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&said["content"], &said["type"]), (&json!("by HTTP"), &json!(20)));
    scene.client.wait_for("INTERACTION_SUCCESS").await;
    let got = site.got.lock().last().cloned().expect("it came");
    assert_eq!((&got["type"], &got["data"]["name"]), (&json!(2), &json!("ping")));
    assert_eq!(scene.answers(&got, says("again")).await.refused(400), 40_060);
    let more = scene.server.anonymous().post(&scene.webhook(&got, ""), json!({ "content": "more" })).await;
    assert_eq!(more.ok()["content"], "more");
    // The gateway was not told: who takes interactions by HTTP takes none there.
    scene.owner.say(&scene.channel, "over").await;
    scene.client.wait_until("MESSAGE_CREATE", |it| it["content"] == "over").await;
    assert!(!scene.program.names().iter().any(|name| name == "INTERACTION_CREATE"));
}

#[tokio::test]
async fn files_come_with_the_answer() {
    let (address, site) = site(Value::Null).await;
    let mut scene = scene(address).await;
    let command = scene.ping().await;
    let form = concat!(
        "--x\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n",
        "{\"type\":4,\"data\":{\"content\":\"with a file\"}}\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\n\r\n",
        "abc\r\n--x--\r\n"
    );
    *site.answer.lock() = (StatusCode::OK, "multipart/form-data; boundary=x", form.to_owned());
    scene.uses(&command, json!([])).await.ok();
    let said = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&said["content"], &said["attachments"][0]["size"]), (&json!("with a file"), &json!(3)));
}

#[tokio::test]
async fn what_is_no_answer_is_told_to_the_person() {
    let (address, site) = site(json!({ "type": 8, "data": { "choices": [] } })).await;
    let mut scene = scene(address).await;
    let command = scene.ping().await;
    scene.uses(&command, json!([])).await.ok();
    assert_eq!(scene.client.wait_for("INTERACTION_FAILURE").await["reason_code"], 5);
    *site.answer.lock() = (StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "oh".to_owned());
    scene.uses(&command, json!([])).await.ok();
    assert_eq!(scene.client.wait_for("INTERACTION_FAILURE").await["reason_code"], 1);
    // Having taken note, the application answers by the ordinary way.
    *site.answer.lock() = (StatusCode::ACCEPTED, "text/plain", String::new());
    scene.uses(&command, json!([])).await.ok();
    let mut got = Value::Null;
    while got["data"]["name"] != "ping" || site.got.lock().len() < 5 {
        tokio::task::yield_now().await;
        got = site.got.lock().last().cloned().expect("the pings came");
    }
    scene.answers(&got, says("later")).await.ok();
    assert_eq!(scene.client.wait_for("MESSAGE_CREATE").await["content"], "later");
}
