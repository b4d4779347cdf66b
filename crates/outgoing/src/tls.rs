//! TLS: rustls with the certificates that the operating system trusts.

use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Host;

use crate::error::Error;
use crate::settings::Roots;

/// Reads the certificates; takes some milliseconds, so it is done once and off the tasks' threads.
pub(crate) fn connector(roots: &Roots) -> Result<TlsConnector, Error> {
    let refused = |error: tokio_rustls::rustls::Error| Error::Certificates(error.to_string());
    let mut store = RootCertStore::empty();
    match roots {
        Roots::System => {
            let found = rustls_native_certs::load_native_certs();
            store.add_parsable_certificates(found.certs);
            if store.is_empty() {
                return Err(Error::Certificates(
                    "this machine has none (package ca-certificates)".to_owned(),
                ));
            }
        }
        Roots::Only(certificates) => {
            for certificate in certificates {
                store.add(CertificateDer::from(certificate.clone())).map_err(refused)?;
            }
        }
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refused)?
        .with_root_certificates(store)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Encrypts a connection, if the other side proves that it is this host.
pub(crate) async fn encrypt(
    connector: &TlsConnector,
    host: &Host<String>,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, Error> {
    let name = match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_owned();
            ServerName::try_from(name)
                .map_err(|_| Error::Refused("the host's name cannot be in a certificate"))?
        }
        Host::Ipv4(address) => ServerName::IpAddress((*address).into()),
        Host::Ipv6(address) => ServerName::IpAddress((*address).into()),
    };
    Ok(connector.connect(name, stream).await?)
}
