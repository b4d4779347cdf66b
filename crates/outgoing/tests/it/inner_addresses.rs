//! Addresses that mean this machine or its network, in every spelling: none of them reaches the canary.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use parvis_outgoing::{Client, Error, Names, Request, Settings};

use crate::canary::{Act, CAPS, Canary, page};

/// Hosts that must not be reached. `localhost` is looked up; names under `.example` are answered by [`Table`].
pub const HOSTS: [&str; 64] = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "0X7F000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0.01",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[100::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "192.168.1.254",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "loopback.example",
    "mapped.example",
    "six.example",
    "private.example",
    "metadata.example",
    "translated.example",
    "several.example",
    "nothing.example",
];

/// Names of strangers whose addresses are inner ones.
struct Table;

impl Names for Table {
    fn addresses<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send + 'a>> {
        let listed: &[&str] = match name {
            "loopback.example" => &["127.0.0.1"],
            "mapped.example" => &["::ffff:127.0.0.1"],
            "six.example" => &["::1"],
            "private.example" => &["10.0.0.1"],
            "metadata.example" => &["169.254.169.254"],
            "translated.example" => &["64:ff9b::7f00:1"],
            "several.example" => &["::1", "127.0.0.1", "0.0.0.0"],
            "nothing.example" => &[],
            _ => return parvis_outgoing::Looked.addresses(name),
        };
        let addresses = listed.iter().map(|text| text.parse().expect("an address")).collect();
        Box::pin(async move { Ok(addresses) })
    }
}

/// A client as in a house whose operator has allowed this port.
pub fn client(port: u16) -> Client {
    Client::new(Settings { ports: vec![port], names: Arc::new(Table), ..Settings::default() })
}

#[tokio::test]
async fn no_inner_address_is_ever_connected_to() {
    let canary = Canary::start_at("0.0.0.0:0", |_| Act::Say(page("found"))).await;
    let port = canary.address.port();
    let client = client(port);
    for host in HOSTS {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{port}/");
            let error = client.send(Request::get(&url), CAPS).await.expect_err(&url);
            // `localhost.` is a name that not every machine knows.
            assert!(matches!(error, Error::NotPublic | Error::Name(_)), "{url}: {error}");
        }
        let error = client.send(Request::post(format!("http://{host}:{port}/"), "x"), CAPS).await;
        assert!(matches!(error, Err(Error::NotPublic | Error::Name(_))), "{host}");
    }
    assert_eq!(canary.hits(), 0);
    // The canary sings when it is reached.
    let reached = Settings { exceptions: vec![([127, 0, 0, 1], port).into()], ..Settings::default() };
    let url = format!("http://127.0.0.1:{port}/");
    assert_eq!(Client::new(reached).send(Request::get(url), CAPS).await.expect("reached").body, "found");
    assert_eq!(canary.hits(), 1);
}

#[tokio::test]
async fn ports_that_nobody_allowed_are_refused_wherever_they_are() {
    let client = Client::new(Settings::default());
    for port in [1, 21, 22, 25, 53, 110, 2375, 3306, 5432, 6379, 8080, 9200, 11211, 27017] {
        let url = format!("http://example.org:{port}/");
        assert!(matches!(client.send(Request::get(&url), CAPS).await, Err(Error::Refused(_))), "{url}");
    }
}
