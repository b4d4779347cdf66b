//! Tests of the wing through what it shows; the whole of it is tested against the running server.

mod decision;
#[path = "../../../store/tests/it/engines.rs"]
#[expect(dead_code, reason = "the store's own tests use all of it")]
mod engines;
mod tables;
