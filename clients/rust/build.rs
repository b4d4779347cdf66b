//! Takes the Rust blocks out of the page for bot authors, so that what is built and run is what stands there.

use std::path::Path;
use std::{env, fs};

const PAGE: &str = "../../docs/bots.md";

fn main() {
    println!("cargo::rerun-if-changed={PAGE}");
    let page = fs::read_to_string(PAGE).expect("docs/bots.md is there");
    let folder = env::var_os("OUT_DIR").expect("cargo names the folder");
    for library in ["serenity", "twilight"] {
        let block = block(&page, library).unwrap_or_else(|| panic!("docs/bots.md has no block of {library}"));
        fs::write(Path::new(&folder).join(format!("{library}.rs")), block)
            .expect("the folder can be written");
    }
}

/// The first block of Rust under the library's title.
fn block<'a>(page: &'a str, library: &str) -> Option<&'a str> {
    let (_, section) = page.split_once(&format!("\n## {library}\n"))?;
    let (section, _) = section.split_once("\n## ").unwrap_or((section, ""));
    let (_, block) = section.split_once("```rust\n")?;
    Some(block.split_once("```")?.0)
}
