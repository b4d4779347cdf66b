//! The script host. It reads the repository's files and calls other programs; it must not depend on any crate of the
//! server.
#![forbid(unsafe_code)]

mod land;
mod setup;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <command>

  setup   install what the tests need (Debian packages, clients/.venv, clients/node_modules)
  land    FILE: write the land that maps are drawn upon, from world-atlas' land-110m.json
  tidy    check the repository's own rules";

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["setup"] => setup::run(&repository_root()).map(|()| ExitCode::SUCCESS),
        ["land", file] => land::run(&repository_root(), Path::new(file)).map(|()| ExitCode::SUCCESS),
        ["tidy"] => tidy::run(&repository_root()),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}

/// The folder above this crate's own.
fn repository_root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("xtask lives in a folder of the repository").to_owned()
}
