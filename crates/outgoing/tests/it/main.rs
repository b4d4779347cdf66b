//! The client against real sockets of this machine: what it reaches, and what it never does.

mod canary;
mod caps;
mod inner_addresses;
mod rebinding;
mod redirects;
mod tls;
