//! The running program, seen from outside. The path of a route's test mirrors its URL.

mod attacks;
mod cli;
mod faults;
mod headers;
mod health;
mod hostile;
mod matrix;
mod openapi;
mod pages;
mod previews;
mod program;
mod push;
mod routes;
mod schema;
mod surfaces;
mod texts;
