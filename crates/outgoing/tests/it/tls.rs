//! Certificates count.

use std::net::SocketAddr;
use std::sync::Arc;

use parvis_outgoing::{Client, Error, Request, Roots, Settings};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::canary::{CAPS, page};

/// A server that proves to be `name` by a certificate, which is returned in DER.
async fn start(name: &str) -> (SocketAddr, Vec<u8>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("key and certificate");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4_096]).await;
            let _ = stream.write_all(page("encrypted").as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (address, cert.der().to_vec())
}

async fn ask(address: SocketAddr, host: &str, roots: Roots) -> Result<parvis_outgoing::Answer, Error> {
    let client = Client::new(Settings { exceptions: vec![address], roots, ..Settings::default() });
    client.send(Request::get(format!("https://{host}:{}/", address.port())), CAPS).await
}

#[tokio::test]
async fn a_server_that_proves_its_name_is_read() {
    let (address, certificate) = start("localhost").await;
    let answer = ask(address, "localhost", Roots::Only(vec![certificate])).await.expect("it is trusted");
    assert_eq!(answer.body, "encrypted");
}

#[tokio::test]
async fn a_certificate_of_nobody_and_one_of_another_name_are_refused() {
    let (address, certificate) = start("localhost").await;
    let (_, other) = start("localhost").await;
    let untrusted = ask(address, "localhost", Roots::Only(vec![other])).await;
    assert!(matches!(untrusted, Err(Error::Connection(_))), "{untrusted:?}");
    let (elsewhere, of_another) = start("example.org").await;
    let named = ask(elsewhere, "localhost", Roots::Only(vec![of_another])).await;
    assert!(matches!(named, Err(Error::Connection(_))), "{named:?}");
    let by_address = ask(address, "127.0.0.1", Roots::Only(vec![certificate])).await;
    assert!(matches!(by_address, Err(Error::Connection(_))), "{by_address:?}");
}
