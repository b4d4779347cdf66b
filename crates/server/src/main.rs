//! The program `parvis`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    parvis_server::cli::main()
}
