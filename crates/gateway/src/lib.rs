//! Door: the WebSocket gateway.
#![forbid(unsafe_code)]
mod compression;
mod websocket;
