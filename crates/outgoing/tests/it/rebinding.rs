//! A name server that changes its mind between two lookups.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_outgoing::{Client, Error, Names, Request, Settings};

use crate::canary::{Act, CAPS, Canary, page, redirect};

/// Answers each lookup with the next list.
struct Changing(Mutex<Vec<Vec<IpAddr>>>);

impl Changing {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let list = |texts: &&[&str]| texts.iter().map(|text| text.parse().expect("an address")).collect();
        Arc::new(Self(Mutex::new(answers.iter().rev().map(list).collect())))
    }

    fn lookups_left(&self) -> usize {
        self.0.lock().len()
    }
}

impl Names for Changing {
    fn addresses<'a>(
        &'a self,
        _name: &'a str,
    ) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send + 'a>> {
        let answer = self.0.lock().pop().expect("no more lookups than there are answers");
        Box::pin(async move { Ok(answer) })
    }
}

/// Two listeners at the same port: one stands for a public server, the other one for what is inside.
async fn two(act: impl Fn(&str) -> Act + Send + Sync + 'static) -> (Canary, Canary) {
    let inner = Canary::start_at("127.0.0.2:0", |_| Act::Say(page("inner"))).await;
    let outer = Canary::start_at(&format!("127.0.0.1:{}", inner.address.port()), act).await;
    (outer, inner)
}

fn client(outer: &Canary, names: &Arc<Changing>) -> Client {
    let names: Arc<dyn Names> = Arc::<Changing>::clone(names);
    Client::new(Settings { exceptions: vec![outer.address], names, ..Settings::default() })
}

#[tokio::test]
async fn the_address_that_was_checked_is_the_one_that_is_connected_to() {
    let (outer, inner) = two(|_| Act::Say(page("outer"))).await;
    let names = Changing::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let client = client(&outer, &names);
    let url = format!("http://changing.example:{}/", outer.address.port());
    let answer = client.send(Request::get(&url), CAPS).await.expect("the first answer is allowed");
    assert_eq!((answer.body.as_ref(), names.lookups_left()), (b"outer".as_ref(), 1), "one lookup");
    assert!(matches!(client.send(Request::get(&url), CAPS).await, Err(Error::NotPublic)));
    assert_eq!((outer.hits(), inner.hits()), (1, 0));
}

#[tokio::test]
async fn a_redirect_to_the_same_name_is_looked_up_and_checked_again() {
    let (outer, inner) = two(|path| match path {
        "/" => Act::Say(redirect("/again")),
        _ => Act::Say(page("outer")),
    })
    .await;
    let names = Changing::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let url = format!("http://changing.example:{}/", outer.address.port());
    let result = client(&outer, &names).send(Request::get(url), CAPS).await;
    assert!(matches!(result, Err(Error::NotPublic)), "{result:?}");
    assert_eq!((outer.hits(), inner.hits(), names.lookups_left()), (1, 0, 0));
}

#[tokio::test]
async fn of_a_mixed_answer_only_the_allowed_part_is_tried() {
    let (outer, inner) = two(|_| Act::Say(page("outer"))).await;
    let names = Changing::new(&[&["127.0.0.2", "::1", "127.0.0.1"]]);
    let url = format!("http://changing.example:{}/", outer.address.port());
    let answer = client(&outer, &names).send(Request::get(url), CAPS).await.expect("one is allowed");
    assert_eq!(answer.body, "outer");
    assert_eq!((outer.hits(), inner.hits()), (1, 0));
}
