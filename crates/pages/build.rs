//! Lists the files of the built client, so that they become part of the program. It must not build the client: Node is
//! not needed to compile the server.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "cargo speaks to a build script by its environment")]
fn main() -> io::Result<()> {
    let own = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let dist = own.join("../../web/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = Vec::new();
    if dist.is_dir() {
        find_files(&dist, &mut files)?;
    }
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&dist).map_err(io::Error::other)?;
        let path = file.canonicalize()?;
        writeln!(list, "    ({:?}, include_bytes!({:?})),", format!("/{}", name.display()), path)
            .map_err(io::Error::other)?;
    }
    list.push(']');
    let target = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("files.rs");
    fs::write(target, list)
}

/// What the browser asks for, and what is smaller of it; the bundler's own list stays outside.
fn find_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            find_files(&path, files)?;
        } else if !name.starts_with("manifest.build") {
            files.push(path);
        }
    }
    Ok(())
}
