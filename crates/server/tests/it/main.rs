//! The running program, seen from outside. The path of a route's test mirrors its URL.

mod health;
mod pages;
mod routes;
