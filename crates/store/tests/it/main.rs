//! The store from outside, on both engines.

mod backups;
mod engines;
mod faults;
mod migrations;
mod notes;
mod postgres_server;
mod reads;
mod sqlite_file;
mod statements;
mod tables;
mod victim;
mod writes;
