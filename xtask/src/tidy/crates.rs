//! Which crate may use which, read from the manifests. The drawing of ARCHITECTURE.md is `ALLOWED`, and the two change
//! together.

use std::collections::BTreeMap;

use toml::Table;

use super::{Finding, TextFile};

/// What each crate may use, by folder name. An edge that is not here does not exist.
const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("rules", &["model"]),
    ("session", &["model"]),
    ("store", &["model"]),
    ("bus", &["model", "rules"]),
    ("outgoing", &[]),
    ("factors", &[]),
    ("print", &[]),
    ("geography", &[]),
    ("signals", &[]),
    ("screening", &["model", "rules"]),
    ("vault", &[]),
    ("watchlists", &[]),
    ("likeness", &["rules", "geography"]),
    ("app", &["model", "rules", "store", "bus", "outgoing", "factors", "print"]),
    ("previews", &["model", "rules", "bus", "app", "outgoing"]),
    ("pages", &["model", "app", "print"]),
    ("api", &["model", "rules", "app", "print"]),
    ("push", &["model", "rules", "store", "bus", "outgoing", "app", "api"]),
    ("directory", &["model", "rules", "store", "bus", "app", "api", "pages", "geography", "print"]),
    ("switches", &["model", "rules", "store", "bus", "app", "api"]),
    (
        "guard",
        &[
            "model",
            "rules",
            "store",
            "bus",
            "app",
            "api",
            "outgoing",
            "pages",
            "screening",
            "likeness",
            "signals",
            "vault",
            "watchlists",
        ],
    ),
    ("guide", &["model", "rules", "store", "bus", "app", "api", "pages"]),
    ("gateway", &["model", "rules", "session", "bus", "app"]),
    (
        "server",
        &[
            "model",
            "rules",
            "store",
            "bus",
            "app",
            "pages",
            "api",
            "gateway",
            "previews",
            "push",
            "switches",
            "guide",
            "guard",
            "directory",
            "geography",
            "print",
        ],
    ),
    ("testing", &["model", "store", "bus", "app", "server"]),
];
/// May be used by any crate's tests, and by nothing else.
const TESTS_ONLY: &str = "testing";
const SQL_DRIVERS: &[&str] = &["rusqlite", "postgres", "tokio-postgres", "sqlx", "diesel", "libsqlite3-sys"];

/// Checks all manifests, and what each crate must have beside its manifest.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut findings = Vec::new();
    for file in files {
        if file.path == "Cargo.toml" {
            findings.extend(workspace_comments(file));
        }
        let Some(folder) = crate_folder(&file.path) else { continue };
        match file.text.parse::<Table>() {
            Ok(manifest) => findings.extend(edges(&file.path, folder, &manifest, &allowed)),
            Err(error) => findings.push(Finding::new(&file.path, 1, error.to_string())),
        }
        findings.extend(company(&file.path, files));
    }
    findings
}

fn crate_folder(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("/Cargo.toml")?;
    folder.strip_prefix("crates/").filter(|name| !name.contains('/'))
}

fn edges(path: &str, folder: &str, manifest: &Table, allowed: &BTreeMap<&str, &[&str]>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(targets) = allowed.get(folder) else {
        return vec![Finding::new(
            path,
            1,
            "a crate that the drawing does not have: add it there and in xtask",
        )];
    };
    for (section, is_for_tests) in
        [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)]
    {
        let names = manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(Table::keys);
        for name in names {
            if SQL_DRIVERS.contains(&name.as_str()) && folder != "store" {
                findings.push(Finding::new(path, 1, format!("{name}: only store names a SQL driver")));
            }
            let Some(target) = name.strip_prefix("parvis-") else { continue };
            let is_fine = match (target, is_for_tests) {
                (TESTS_ONLY, is_for_tests) => is_for_tests,
                // Tests may set up what the crate itself reaches only through another one.
                (_, true) => reaches(folder, target, allowed),
                (_, false) => targets.contains(&target),
            };
            if !is_fine {
                let message =
                    format!("[{section}] {folder} must not use {target}: the arrow is not in the drawing");
                findings.push(Finding::new(path, 1, message));
            }
        }
    }
    if manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool)
        != Some(true)
    {
        findings.push(Finding::new(path, 1, "`[lints] workspace = true` is missing"));
    }
    findings
}

/// Whether an arrow of the drawing, or several in a row, lead from one crate to the other.
fn reaches(from: &str, to: &str, allowed: &BTreeMap<&str, &[&str]>) -> bool {
    let next = allowed.get(from).copied().unwrap_or_default();
    next.iter().any(|&used| used == to || reaches(used, to, allowed))
}

/// A crate has a README that is its documentation, and forbids unsafe code where its code begins.
fn company(manifest: &str, files: &[TextFile]) -> Vec<Finding> {
    let folder = manifest.trim_end_matches("Cargo.toml");
    let has = |name: &str| files.iter().find(|file| file.path.strip_prefix(folder) == Some(name));
    let mut findings = Vec::new();
    if has("README.md").is_none() {
        findings.push(Finding::new(
            manifest,
            1,
            "no README.md beside it: what the crate does, and must not know",
        ));
    }
    for root in ["src/lib.rs", "src/main.rs"] {
        if let Some(file) = has(root).filter(|file| !file.text.contains("#![forbid(unsafe_code)]")) {
            findings.push(Finding::new(&file.path, 1, "`#![forbid(unsafe_code)]` is missing"));
        }
    }
    findings
}

/// Each dependency of the workspace says on its own line what it is for.
fn workspace_comments(file: &TextFile) -> Vec<Finding> {
    let mut is_inside = false;
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if line.starts_with('[') {
            is_inside = line == "[workspace.dependencies]";
        }
        let is_entry = is_inside && line.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_entry && !line.contains("path = ") && !line.contains(" # ") {
            findings.push(Finding::new(
                &file.path,
                index + 1,
                "a dependency without a word on what it is for",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    /// A manifest in the company that each crate must have.
    fn messages(folder: &str, manifest: &str) -> Vec<String> {
        let files = [
            file(&format!("crates/{folder}/Cargo.toml"), &format!("{manifest}\n[lints]\nworkspace = true\n")),
            file(&format!("crates/{folder}/README.md"), "# A crate"),
            file(&format!("crates/{folder}/src/lib.rs"), "#![forbid(unsafe_code)]"),
        ];
        check(&files).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn edges_of_the_drawing_are_accepted() {
        assert_eq!(messages("app", "[dependencies]\nparvis-store.workspace = true"), Vec::<String>::new());
    }

    #[test]
    fn an_edge_that_points_up_is_refused() {
        let messages = messages("rules", "[dependencies]\nparvis-app.workspace = true");
        assert!(messages[0].contains("rules must not use app"), "{messages:?}");
    }

    #[test]
    fn testing_is_for_tests() {
        assert_eq!(
            messages("server", "[dev-dependencies]\nparvis-testing.workspace = true"),
            Vec::<String>::new()
        );
        assert_eq!(messages("server", "[dependencies]\nparvis-testing.workspace = true").len(), 1);
    }

    #[test]
    fn a_test_may_use_what_the_crate_reaches_and_nothing_above() {
        assert_eq!(
            messages("gateway", "[dev-dependencies]\nparvis-store.workspace = true"),
            Vec::<String>::new()
        );
        assert_eq!(messages("gateway", "[dependencies]\nparvis-store.workspace = true").len(), 1);
        assert_eq!(messages("store", "[dev-dependencies]\nparvis-app.workspace = true").len(), 1);
    }

    #[test]
    fn only_store_depends_on_a_driver() {
        assert_eq!(messages("store", "[dependencies]\nrusqlite.workspace = true"), Vec::<String>::new());
        assert_eq!(messages("app", "[dependencies]\nrusqlite.workspace = true").len(), 1);
    }

    #[test]
    fn a_crate_outside_the_drawing_is_refused() {
        assert!(messages("surprise", "")[0].contains("does not have"));
    }

    #[test]
    fn a_crate_has_a_readme_and_forbids_unsafe_code() {
        let files = [
            file("crates/bus/Cargo.toml", "[lints]\nworkspace = true"),
            file("crates/bus/src/lib.rs", "//! X."),
        ];
        assert_eq!(check(&files).len(), 2);
    }

    #[test]
    fn a_dependency_says_what_it_is_for() {
        let manifest = "[workspace.dependencies]\nours = { path = \"x\" }\na = \"1\" # words\nb = \"2\"\n[other]\nc = 1\n";
        let findings = check(&[file("Cargo.toml", manifest)]);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [4]);
    }
}
