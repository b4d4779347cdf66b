//! What may be reached, and how much at the same time.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::names::{Looked, Names};

/// Ports that may always be reached.
const PORTS: [u16; 2] = [80, 443];

/// What may be reached, and how much at the same time.
#[derive(Clone)]
pub struct Settings {
    /// Ports besides 80 and 443.
    pub ports: Vec<u16>,
    /// Sockets that may be reached although their addresses are not public. There is no setting for this: tests give
    /// the servers that they have started themselves.
    pub exceptions: Vec<SocketAddr>,
    /// Requests at the same time; more wait, and their waiting counts.
    pub at_once_max: usize,
    /// Of these, to one host; more are refused.
    pub at_once_per_host_max: usize,
    /// Whose certificates count.
    pub roots: Roots,
    /// How names become addresses.
    pub names: Arc<dyn Names>,
}

/// Whose certificates count.
#[derive(Debug, Clone)]
pub enum Roots {
    /// Those that the operating system trusts.
    System,
    /// Only these, in DER.
    Only(Vec<Vec<u8>>),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ports: Vec::new(),
            exceptions: Vec::new(),
            at_once_max: 64,
            at_once_per_host_max: 16,
            roots: Roots::System,
            names: Arc::new(Looked),
        }
    }
}

impl Settings {
    /// Whether a port may be reached at some address.
    pub(crate) fn allows_port(&self, port: u16) -> bool {
        PORTS.contains(&port) || self.ports.contains(&port) || self.is_port_of_exception(port)
    }

    fn is_port_of_exception(&self, port: u16) -> bool {
        self.exceptions.iter().any(|exception| exception.port() == port)
    }

    /// Whether a socket may be reached.
    pub(crate) fn allows(&self, socket: SocketAddr) -> bool {
        let is_usual = PORTS.contains(&socket.port()) || self.ports.contains(&socket.port());
        self.exceptions.contains(&socket) || is_usual && crate::is_public(socket.ip())
    }
}
