//! The repository's own rules, those that no compiler checks. Each check is a function from text to findings;
//! only this file walks the tree.

mod crates;
mod licences;
mod rust_source;
mod store_contract;
mod style;
mod text;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};

use rust_source::RustSource;

/// One thing to mend, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

/// A file of the repository that holds text; `path` is relative to the root, with slashes.
pub struct TextFile {
    path: String,
    text: String,
}

/// Runs all checks, prints what they found, and says by the exit code whether there was anything.
pub fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let files = text_files(root)?;
    let sources: Vec<RustSource> = files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .map(|file| RustSource::new(&file.path, &file.text))
        .collect();

    let mut findings = Vec::new();
    findings.extend(files.iter().flat_map(text::check));
    findings.extend(sources.iter().flat_map(style::check));
    findings.extend(crates::check(&files));
    findings.extend(store_contract::check(&sources));
    findings.extend(licences::check(root, &files)?);
    findings.sort();
    for finding in &findings {
        println!("{}:{}: {}", finding.path, finding.line, finding.message);
    }

    let lengthy: usize = sources.iter().map(|source| style::notes(source).len()).sum();
    println!(
        "tidy: {} files, {} findings, {lengthy} functions or files over the expected length",
        files.len(),
        findings.len()
    );
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that git tracks or would track. Files that are not UTF-8 are pictures and the like: nothing to check.
fn text_files(root: &Path) -> anyhow::Result<Vec<TextFile>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("starting git")?;
    if !output.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let paths = String::from_utf8(output.stdout).context("a path that is not UTF-8")?;
    let mut files = Vec::new();
    for path in paths.split_terminator('\0') {
        // A file that was deleted and not yet committed is listed, and is not there.
        let Ok(bytes) = fs::read(root.join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(TextFile { path: path.to_owned(), text });
        }
    }
    Ok(files)
}
