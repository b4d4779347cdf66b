//! Tests of the words as they travel: against the API's own document, through round trips, and as clients send them.

mod channels;
mod commands;
mod events;
mod openapi;
mod round_trips;
mod samples;
