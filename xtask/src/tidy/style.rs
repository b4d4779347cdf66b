//! How a Rust file reads: lengths, its opening sentence, words of code that are not wanted.

use super::Finding;
use super::rust_source::{Function, RustSource, contains_word};

/// Beyond these a file or function is expected to be several thoughts.
const FUNCTION_LINES_EXPECTED: usize = 70;
const FILE_LINES_EXPECTED: usize = 500;
const TEST_FILE_LINES_EXPECTED: usize = 600;
/// Beyond these it certainly is.
const FUNCTION_LINES_MAX: usize = 100;
const FILE_LINES_MAX: usize = 700;
const TEST_FILE_LINES_MAX: usize = 900;
const COMMENT_COLUMNS_MAX: usize = 120;

/// Code that is not wanted in any file of ours, and what to write instead.
const NOT_WANTED: &[(&str, &str)] = &[
    ("#[allow(", "use #[expect(…, reason = \"…\")]: it says why, and goes when it is no longer needed"),
    ("#![allow(", "use #![expect(…, reason = \"…\")]: it says why, and goes when it is no longer needed"),
    ("todo!(", "write it, or leave it out"),
    ("unimplemented!(", "write it, or leave it out"),
    ("dbg!(", "use tracing"),
];

/// Crates that are pure: no tasks, no clock.
const PURE_CRATES: &[&str] = &["model", "rules", "session", "signals"];
const IMPURE: &[&str] =
    &["tokio::", "use tokio", "async fn", "SystemTime", "Instant::now", "std::fs", "std::net"];

/// Crates in which anyhow and panicking helpers are at home: the binary, the script host, and what only tests use.
const ANYHOW_CRATES: &[&str] = &["server", "xtask", "testing", "bench"];
const SQL_DRIVERS: &[&str] = &["rusqlite", "postgres", "tokio_postgres", "sqlx", "diesel", "libsqlite3_sys"];
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "manager", "misc"];

/// Everything that must be mended.
pub fn check(source: &RustSource) -> Vec<Finding> {
    let mut findings = Vec::new();
    opening(source, &mut findings);
    lengths(source, &mut findings);
    wording(source, &mut findings);
    boundaries(source, &mut findings);
    tests(source, &mut findings);
    findings
}

/// What is longer than expected; nothing to mend by itself.
pub fn notes(source: &RustSource) -> Vec<Finding> {
    let mut notes = Vec::new();
    let expected = if source.is_test_file() { TEST_FILE_LINES_EXPECTED } else { FILE_LINES_EXPECTED };
    if source.lines.len() > expected {
        notes.push(Finding::new(&source.path, 1, format!("{} lines", source.lines.len())));
    }
    for function in &source.functions {
        let length = weight(source, function);
        if length > FUNCTION_LINES_EXPECTED {
            let message = format!("{} has {length} lines", function.name);
            notes.push(Finding::new(&source.path, *function.lines.start(), message));
        }
    }
    notes
}

/// Lines of a function; rows of a table, a literal or a match end with a comma and are not counted.
fn weight(source: &RustSource, function: &Function) -> usize {
    let lines = &source.lines[function.lines.start() - 1..*function.lines.end()];
    lines.iter().filter(|line| !line.ends_with(',')).count()
}

fn opening(source: &RustSource, findings: &mut Vec<Finding>) {
    let first = source.lines.first().map_or("", String::as_str);
    if !first.starts_with("//! ") && !first.starts_with("#![doc = include_str!(") {
        findings.push(Finding::new(
            &source.path,
            1,
            "opens without `//!`: what is it, and what must it not know?",
        ));
    }
    let stem = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
    if EMPTY_NAMES.contains(&stem) {
        findings.push(Finding::new(
            &source.path,
            1,
            format!("`{stem}` says nothing: name what the module holds"),
        ));
    }
}

fn lengths(source: &RustSource, findings: &mut Vec<Finding>) {
    let most = if source.is_test_file() { TEST_FILE_LINES_MAX } else { FILE_LINES_MAX };
    if source.lines.len() > most {
        let message = format!("{} lines, more than {most}", source.lines.len());
        findings.push(Finding::new(&source.path, 1, message));
    }
    for function in &source.functions {
        let length = weight(source, function);
        if length > FUNCTION_LINES_MAX {
            let message = format!("{} has {length} lines, more than {FUNCTION_LINES_MAX}", function.name);
            findings.push(Finding::new(&source.path, *function.lines.start(), message));
        }
    }
    for (index, line) in source.lines.iter().enumerate() {
        let is_comment = line.trim_start().starts_with("//");
        if is_comment && line.chars().count() > COMMENT_COLUMNS_MAX && !line.contains("://") {
            findings.push(Finding::new(&source.path, index + 1, "a comment of more than 120 columns"));
        }
    }
}

fn wording(source: &RustSource, findings: &mut Vec<Finding>) {
    for (needle, instead) in NOT_WANTED {
        for line in source.lines_with(needle) {
            findings.push(Finding::new(&source.path, line, format!("`{needle}…`: {instead}")));
        }
    }
    for line in source.lines_with(".unwrap()") {
        if !source.is_test(line) {
            findings.push(Finding::new(
                &source.path,
                line,
                "`unwrap` outside a test: `expect` says why it holds",
            ));
        }
    }
}

fn boundaries(source: &RustSource, findings: &mut Vec<Finding>) {
    let folder = source.crate_folder();
    let mut refuse = |needle: &str, reason: &str| {
        for line in source.lines_with(needle) {
            if !source.is_test(line) {
                findings.push(Finding::new(&source.path, line, format!("`{needle}` in {folder}: {reason}")));
            }
        }
    };
    if PURE_CRATES.contains(&folder) {
        for needle in IMPURE {
            refuse(needle, "this crate is pure; time, randomness and input are handed in");
        }
    }
    if folder != "store" {
        for driver in SQL_DRIVERS {
            refuse(&format!("use {driver}"), "only store names a SQL driver");
        }
    }
    if !ANYHOW_CRATES.contains(&folder) {
        refuse("anyhow::", "a crate has its own error types; anyhow is for the binary and xtask");
    }
}

fn tests(source: &RustSource, findings: &mut Vec<Finding>) {
    for function in &source.functions {
        let line = *function.lines.start();
        if function.name.starts_with("test_") && source.is_test(line) {
            let message = format!("`{}`: a test's name is a fact, without `test_`", function.name);
            findings.push(Finding::new(&source.path, line, message));
        }
    }
    for (index, line) in source.code.iter().enumerate() {
        if source.is_test(index + 1) && (contains_word(line, "::sleep") || contains_word(line, "use sleep")) {
            findings.push(Finding::new(&source.path, index + 1, "a test waits for an event, not for time"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        check(&RustSource::new(path, text)).into_iter().map(|finding| finding.message).collect()
    }

    #[track_caller]
    fn refused(path: &str, text: &str, part: &str) {
        let messages = messages(path, text);
        assert!(messages.iter().any(|message| message.contains(part)), "{part:?} not in {messages:?}");
    }

    #[track_caller]
    fn accepted(path: &str, text: &str) {
        assert_eq!(messages(path, text), Vec::<String>::new());
    }

    #[test]
    fn a_file_opens_with_a_sentence_about_itself() {
        refused("crates/a/src/b.rs", "use x;\n", "opens without");
        accepted("crates/a/src/b.rs", "//! What it is.\nuse x;\n");
        accepted("crates/a/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n");
    }

    #[test]
    fn empty_names_are_refused() {
        refused("crates/a/src/helpers.rs", "//! Things.\n", "says nothing");
    }

    #[test]
    fn long_functions_are_refused_and_long_tables_are_not() {
        let body = |line: &str| format!("//! X.\nfn long() {{\n{}}}\n", line.repeat(120));
        refused("crates/a/src/b.rs", &body("    step();\n"), "long has 122 lines");
        accepted("crates/a/src/b.rs", &body("    (1, 2),\n"));
    }

    #[test]
    fn long_files_are_refused_and_test_files_may_be_longer() {
        let text = format!("//! X.\n{}", "const A: u8 = 1;\n".repeat(750));
        refused("crates/a/src/b.rs", &text, "751 lines");
        accepted("crates/a/tests/it/b.rs", &text);
    }

    #[test]
    fn unwrap_is_for_tests() {
        refused("crates/a/src/b.rs", "//! X.\nfn a() { b().unwrap() }\n", "`unwrap` outside");
        accepted(
            "crates/a/src/b.rs",
            "//! X.\n// never .unwrap() here\n#[cfg(test)]\nmod t { fn a() { b().unwrap() } }\n",
        );
    }

    #[test]
    fn allow_and_unfinished_code_are_refused() {
        refused("crates/a/src/b.rs", "//! X.\n#[allow(dead_code)]\nfn a() {}\n", "#[allow(");
        refused("crates/a/src/b.rs", "//! X.\nfn a() { todo!() }\n", "write it, or leave it out");
        accepted("crates/a/src/b.rs", "//! X.\nconst A: &str = \"todo!()\";\n");
    }

    #[test]
    fn pure_crates_have_no_clock_and_no_tasks() {
        refused("crates/session/src/b.rs", "//! X.\nuse tokio::time;\n", "pure");
        refused("crates/rules/src/b.rs", "//! X.\nfn a() { Instant::now(); }\n", "pure");
        accepted("crates/gateway/src/b.rs", "//! X.\nuse tokio::time;\n");
    }

    #[test]
    fn only_store_names_a_driver() {
        refused("crates/app/src/b.rs", "//! X.\nuse rusqlite::Connection;\n", "only store");
        accepted("crates/store/src/b.rs", "//! X.\nuse rusqlite::Connection;\n");
    }

    #[test]
    fn anyhow_stays_in_the_binary() {
        refused(
            "crates/app/src/b.rs",
            "//! X.\nfn a() -> anyhow::Result<()> { Ok(()) }\n",
            "own error types",
        );
        accepted("crates/server/src/b.rs", "//! X.\nfn a() -> anyhow::Result<()> { Ok(()) }\n");
    }

    #[test]
    fn tests_are_facts_and_do_not_sleep() {
        refused("crates/a/tests/it/b.rs", "//! X.\nfn test_a() {}\n", "is a fact");
        refused("crates/a/tests/it/b.rs", "//! X.\nfn a() { tokio::time::sleep(x); }\n", "not for time");
    }

    #[test]
    fn what_is_only_longer_than_expected_is_a_note() {
        let text = format!("//! X.\nfn long() {{\n{}}}\n", "    step();\n".repeat(80));
        accepted("crates/a/src/b.rs", &text);
        assert_eq!(notes(&RustSource::new("crates/a/src/b.rs", &text)).len(), 1);
    }
}
