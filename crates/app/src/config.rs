//! What the operator sets, as actions need it. Read once, by `server`.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Limits and addresses.
#[derive(Debug, Clone)]
pub struct AppConfig {
    /// Where clients reach this server, without a slash at the end: `https://example.org`.
    pub public_url: String,
    /// Whether the operator set `public_url`. Else it is the address listened at, and answers use what the request
    /// used.
    pub public_url_is_set: bool,
    /// Folder of uploaded files.
    pub files_dir: PathBuf,
    /// This node's worker number in ids, 0–1023.
    pub worker: u16,
    /// Password hashes computed at the same time; each takes 19 MiB.
    pub password_hashes_at_once: usize,
    /// Largest single upload in bytes.
    pub attachment_size_bytes_max: u64,
    /// Whether anybody may register; else an administrator makes accounts.
    pub open_registration: bool,
    /// Whether rate limits are enforced. Off for benchmarks only.
    pub rate_limits: bool,
    /// Whether browsers may subscribe to notifications.
    pub web_push: bool,
    /// Ports of other servers that may be reached, besides 80 and 443.
    pub outgoing_ports: Vec<u16>,
    /// Sockets that may be reached although they are of this machine. Tests name their own servers here; there is no
    /// setting for it.
    pub outgoing_exceptions: Vec<SocketAddr>,
}

/// How many files of the largest size one form may hold; smaller ones there may be more.
const FULL_FILES_OF_FORM: u64 = 4;

impl AppConfig {
    /// Largest form: its files and its JSON together, in bytes.
    pub fn form_size_bytes_max(&self) -> u64 {
        let files = self.attachment_size_bytes_max.saturating_mul(FULL_FILES_OF_FORM);
        files.saturating_add(parvis_rules::limits::REQUEST_JSON_BYTES_MAX as u64)
    }

    /// Where clients reach this server: as the operator set it, else as a request came, by its `Host` and
    /// `X-Forwarded-Proto`.
    pub fn public_url_for(&self, host: Option<&str>, forwarded_proto: Option<&str>) -> String {
        match host.filter(|_| !self.public_url_is_set) {
            None => self.public_url.clone(),
            Some(host) => {
                let scheme = if forwarded_proto == Some("https") { "https" } else { "http" };
                format!("{scheme}://{host}")
            }
        }
    }

    /// The defaults of a small server whose files live in `files_dir`.
    pub fn new(files_dir: PathBuf) -> Self {
        Self {
            public_url: String::new(),
            public_url_is_set: false,
            files_dir,
            worker: 0,
            password_hashes_at_once: 2,
            attachment_size_bytes_max: 25 * 1024 * 1024,
            open_registration: true,
            rate_limits: true,
            web_push: true,
            outgoing_ports: Vec::new(),
            outgoing_exceptions: Vec::new(),
        }
    }
}
