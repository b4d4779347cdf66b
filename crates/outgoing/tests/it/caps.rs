//! Answers that never end, come drop by drop, or are larger than anybody asked for.

use std::time::Duration;

use parvis_outgoing::{Caps, Client, Error, Request, Settings};

use crate::canary::{Act, CAPS, Canary, page};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
const SHORT: Caps = Caps { within: Duration::from_millis(300), ..CAPS };

#[tokio::test]
async fn an_endless_body_is_refused_or_cut() {
    let server = Canary::start(Act::SayEndlessly(HEAD.to_owned())).await;
    let client = server.client();
    let result = client.send(Request::get(server.url("/")), CAPS).await;
    assert!(matches!(result, Err(Error::TooLarge)), "{result:?}");
    let cut =
        client.send(Request::get(server.url("/")), Caps { cuts: true, ..CAPS }).await.expect("its beginning");
    assert_eq!((cut.body.len(), cut.is_cut), (CAPS.body_bytes_max, true));
}

#[tokio::test]
async fn a_body_of_exactly_the_size_is_whole() {
    let server = Canary::start(Act::Say(page(&"x".repeat(CAPS.body_bytes_max)))).await;
    let answer = server.client().send(Request::get(server.url("/")), CAPS).await.expect("it fits");
    assert_eq!((answer.body.len(), answer.is_cut), (CAPS.body_bytes_max, false));
}

#[tokio::test]
async fn an_answer_that_stops_is_given_up() {
    for begun in ["", "HTTP/1.1 200 OK\r\nX-", &format!("{HEAD}beginning")] {
        let server = Canary::start(Act::Stall(begun.to_owned())).await;
        let result = server.client().send(Request::get(server.url("/")), SHORT).await;
        assert!(matches!(result, Err(Error::TooSlow)), "{begun:?}: {result:?}");
    }
}

#[tokio::test]
async fn endless_headers_and_what_is_no_http_are_refused() {
    let many: String = (0..200).map(|number| format!("X-{number}: x\r\n")).collect();
    for act in [
        Act::SayEndlessly("HTTP/1.1 200 OK\r\nX-Endless: ".to_owned()),
        Act::Say(format!("HTTP/1.1 200 OK\r\n{many}\r\n")),
        Act::Say("SSH-2.0-OpenSSH_9.2\r\n".to_owned()),
        Act::Say(String::new()),
    ] {
        let server = Canary::start(act).await;
        let result = server.client().send(Request::get(server.url("/")), CAPS).await;
        assert!(matches!(result, Err(Error::Protocol(_) | Error::Connection(_))), "{result:?}");
    }
}

#[tokio::test]
async fn a_compressed_answer_is_not_unpacked() {
    let bomb = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxxx";
    let server = Canary::start(Act::Say(bomb.to_owned())).await;
    let result = server.client().send(Request::get(server.url("/")), CAPS).await;
    assert!(matches!(result, Err(Error::Compressed)), "{result:?}");
    assert!(server.requests()[0].to_ascii_lowercase().contains("accept-encoding: identity\r\n"));
}

#[tokio::test]
async fn a_slow_host_gets_its_places_and_leaves_the_others() {
    let slow = Canary::start(Act::Stall(String::new())).await;
    let quick = Canary::start(Act::Say(page("quick"))).await;
    let client = Client::new(Settings {
        exceptions: vec![slow.address, quick.address],
        at_once_max: 3,
        at_once_per_host_max: 2,
        ..Settings::default()
    });
    let stall = |client: Client| {
        let url = slow.url("/");
        tokio::spawn(async move { client.send(Request::get(url), CAPS).await })
    };
    let stalled = [stall(client.clone()), stall(client.clone())];
    while slow.hits() < 2 {
        tokio::task::yield_now().await;
    }
    assert!(matches!(client.send(Request::get(slow.url("/")), CAPS).await, Err(Error::Busy)));
    // The quick one has another address only by its port, which is no other host.
    let by_name = format!("http://localhost:{}/", quick.address.port());
    let answer = client.send(Request::get(by_name), CAPS).await.expect("there is a place left");
    assert_eq!(answer.body, "quick");
    stalled.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn waiting_for_a_place_counts() {
    let slow = Canary::start(Act::Stall(String::new())).await;
    let settings = Settings { exceptions: vec![slow.address], at_once_max: 1, ..Settings::default() };
    let client = Client::new(settings);
    let (first, url) = (client.clone(), slow.url("/"));
    let stalled = tokio::spawn(async move { first.send(Request::get(url), CAPS).await });
    while slow.hits() < 1 {
        tokio::task::yield_now().await;
    }
    let result = client.send(Request::get(slow.url("/")), SHORT).await;
    assert!(matches!(result, Err(Error::TooSlow)) && slow.hits() == 1, "{result:?}");
    stalled.abort();
}
