//! Redirects are judged as the first address is.

use parvis_outgoing::{Client, Error, REDIRECTS_MAX, Request, Settings, StatusCode};

use crate::canary::{Act, CAPS, Canary, page, redirect};
use crate::inner_addresses::HOSTS;

/// A server whose path `/n` leads to `/n-1`, and `/0` to a page.
async fn stairs() -> Canary {
    Canary::start_at("127.0.0.1:0", |path| {
        let step: usize = path.trim_start_matches('/').parse().unwrap_or(0);
        Act::Say(if step == 0 { page("arrived") } else { redirect(&format!("/{}", step - 1)) })
    })
    .await
}

#[tokio::test]
async fn three_redirects_are_followed_and_no_more() {
    let server = stairs().await;
    let client = server.client();
    let answer = client.send(Request::get(server.url(&format!("/{REDIRECTS_MAX}"))), CAPS).await;
    let answer = answer.expect("it arrives");
    assert_eq!((answer.body.as_ref(), answer.url.path()), (b"arrived".as_ref(), "/0"));
    assert_eq!(server.hits(), 4);
    let result = client.send(Request::get(server.url("/4")), CAPS).await;
    assert!(matches!(result, Err(Error::TooManyRedirects)), "{result:?}");
    assert_eq!(server.hits(), 8);
}

#[tokio::test]
async fn no_redirect_leads_to_an_inner_address() {
    let canary = Canary::start_at("0.0.0.0:0", |_| Act::Say(page("found"))).await;
    let port = canary.address.port();
    // Names under .example do not exist outside of the other test.
    for host in HOSTS.into_iter().filter(|host| !host.ends_with(".example")) {
        let to = format!("http://{host}:{port}/");
        let first = Canary::start_at("127.0.0.1:0", move |_| Act::Say(redirect(&to))).await;
        let settings = Settings { ports: vec![port], exceptions: vec![first.address], ..Settings::default() };
        let result = Client::new(settings).send(Request::get(first.url("/")), CAPS).await;
        // What is not written in ASCII leads nowhere at all.
        let refused = matches!(result, Err(Error::NotPublic | Error::Name(_) | Error::Refused(_)));
        assert!(refused, "{host}: {result:?}");
        assert_eq!(first.hits(), 1, "{host}");
    }
    assert_eq!(canary.hits(), 0);
}

#[tokio::test]
async fn a_redirect_to_another_scheme_or_port_or_to_nowhere_is_refused() {
    for to in
        ["file:///etc/passwd", "gopher://example.org/", "http://example.org:22/", "http://", "ht!tp://x y/"]
    {
        let server = Canary::start(Act::Say(redirect(to))).await;
        let result = server.client().send(Request::get(server.url("/")), CAPS).await;
        assert!(
            result.is_err() || result.as_ref().is_ok_and(|answer| !answer.status.is_success()),
            "{to}: {result:?}"
        );
        assert!(server.hits() <= 1 + REDIRECTS_MAX, "{to}");
    }
}

#[tokio::test]
async fn what_was_posted_is_posted_to_nobody_else() {
    let server = stairs().await;
    let answer =
        server.client().send(Request::post(server.url("/2"), "signed"), CAPS).await.expect("an answer");
    assert_eq!((answer.status, server.hits()), (StatusCode::FOUND, 1));
    let request = &server.requests()[0];
    assert!(request.starts_with("POST /2 HTTP/1.1\r\n") && request.ends_with("\r\n\r\nsigned"), "{request}");
    for absent in ["cookie", "referer", "authorization", "origin"] {
        assert!(!request.to_ascii_lowercase().contains(absent), "{request}");
    }
}
