//! Checks on any file that holds text: words of unfinished work, paths of somebody's machine, registry addresses.

use super::rust_source::contains_word;
use super::{Finding, TextFile};

/// Written in two halves, so that this file does not find itself.
const UNFINISHED: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), concat!("HA", "CK")];
/// Folders that exist on the machine of whoever wrote the line, and on no other.
const MACHINE_FOLDERS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// Checks one file.
pub fn check(file: &TextFile) -> Vec<Finding> {
    if file.path.ends_with("Cargo.lock") {
        return each_line(file, cargo_lock_line);
    }
    if file.path.ends_with("package-lock.json") {
        return each_line(file, npm_lock_line);
    }
    // The licence and the published API document are other people's texts.
    if file.path == "LICENSE" || file.path.ends_with("openapi.json") {
        return Vec::new();
    }
    each_line(file, plain_line)
}

fn each_line(file: &TextFile, check: fn(&str) -> Option<String>) -> Vec<Finding> {
    let lines = file.text.lines().enumerate();
    lines.filter_map(|(index, line)| Some(Finding::new(&file.path, index + 1, check(line)?))).collect()
}

fn plain_line(line: &str) -> Option<String> {
    if let Some(word) = UNFINISHED.iter().find(|word| contains_word(line, word)) {
        return Some(format!("`{word}`: finish it, or write it into the tracker"));
    }
    let starts_path = |folder: &&&str| {
        line.match_indices(**folder).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|character| !character.is_alphanumeric() && !"_.-/}*~".contains(character))
        })
    };
    MACHINE_FOLDERS
        .iter()
        .find(starts_path)
        .map(|folder| format!("a path under {folder} exists on one machine only"))
}

fn cargo_lock_line(line: &str) -> Option<String> {
    (line.starts_with("source = ") && line != CRATES_IO).then(|| "a source other than crates.io".to_owned())
}

fn npm_lock_line(line: &str) -> Option<String> {
    let line = line.trim_start();
    let names_source = line.starts_with("\"resolved\":") && line.contains("://");
    names_source
        .then(|| "names a registry's address: `omit-lockfile-registry-resolved=true` in .npmrc".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(path: &str, text: &str, count: usize) {
        let file = TextFile { path: path.to_owned(), text: text.to_owned() };
        assert_eq!(check(&file).len(), count, "{text:?}");
    }

    #[test]
    fn words_of_unfinished_work_are_found() {
        for word in UNFINISHED {
            expect("docs/a.md", &format!("a {word}: later"), 1);
            expect("docs/a.md", &format!("a{word}LIST"), 0);
        }
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        for folder in MACHINE_FOLDERS {
            expect("docs/a.md", &format!("see {folder}parvis"), 1);
            expect("docs/a.md", &format!("see .{folder}parvis and https://example.org{folder}"), 0);
        }
    }

    #[test]
    fn lock_files_name_no_registry_of_their_own() {
        expect("Cargo.lock", CRATES_IO, 0);
        expect("Cargo.lock", "source = \"registry+https://example.org/index\"", 1);
        expect("clients/package-lock.json", "  \"resolved\": \"https://example.org/a.tgz\",", 1);
        expect("clients/package-lock.json", "  \"integrity\": \"sha512-abc\",", 0);
    }

    #[test]
    fn other_peoples_texts_are_left_alone() {
        expect("LICENSE", UNFINISHED[0], 0);
    }
}
