//! The protocol between a server's session and a client, in virtual time over a link that fails.
mod lossy_link;
