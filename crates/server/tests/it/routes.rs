//! One module per route, at the path that mirrors its URL.

mod gateway;
