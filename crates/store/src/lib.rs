#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod backup;
mod checkpoint;
mod error;
mod lock;
mod migrate;
mod param;
mod postgres;
mod queue;
mod reader;
mod row;
mod sqlite;
mod store;
pub mod tables;
mod text;
mod tx;
mod writer;

pub use backup::BackupProgress;
pub use error::StoreError;
pub use migrate::{Component, Migration};
pub use param::{IdList, Json, Param, Value};
pub use row::{Cell, Column, Misfit, Row};
pub use store::{Load, Store, StoreConfig};
pub use tx::Tx;
