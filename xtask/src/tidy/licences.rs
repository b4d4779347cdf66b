//! Every crate that is linked has a licence of the list in `deny.toml`. cargo-deny checks the same where it is
//! installed; this one needs nothing but cargo, so that it always runs.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::Value;
use toml::Table;

use super::{Finding, TextFile};

const LIST: &str = "deny.toml";

/// Checks the packages that this machine's build resolves to.
pub fn check(root: &Path, files: &[TextFile]) -> anyhow::Result<Vec<Finding>> {
    let list = files.iter().find(|file| file.path == LIST).with_context(|| format!("{LIST} is missing"))?;
    let listed: Table = list.text.parse().with_context(|| format!("reading {LIST}"))?;
    let (allowed, clarified) = (allowed(&listed)?, clarified(&listed));
    let metadata = metadata(root)?;
    let packages = metadata["packages"].as_array().context("cargo metadata without packages")?;
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo metadata without a graph")?;
    let used: HashSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    let is_used = |package: &&Value| package["id"].as_str().is_some_and(|id| used.contains(id));
    let mut findings = Vec::new();
    for package in packages.iter().filter(is_used) {
        let name = package["name"].as_str().unwrap_or("?");
        let licence = package["license"].as_str().or(clarified.get(name).map(String::as_str)).unwrap_or("");
        if !is_allowed(licence, &allowed) {
            findings.push(Finding::new(
                "Cargo.lock",
                1,
                format!("{name}: licence `{licence}` is not in {LIST}"),
            ));
        }
    }
    Ok(findings)
}

/// Crates that bring the text of their licence without its name, and the name that a person read there.
fn clarified(list: &Table) -> HashMap<String, String> {
    let entries =
        list.get("licenses").and_then(|section| section.get("clarify")).and_then(toml::Value::as_array);
    let text = |entry: &toml::Value, key| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let pairs =
        entries.into_iter().flatten().map(|entry| Some((text(entry, "crate")?, text(entry, "expression")?)));
    pairs.flatten().collect()
}

fn allowed(list: &Table) -> anyhow::Result<HashSet<String>> {
    let names = list.get("licenses").and_then(|section| section.get("allow")).and_then(toml::Value::as_array);
    let names = names.with_context(|| format!("{LIST} has no licenses.allow"))?;
    Ok(names.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

fn metadata(root: &Path) -> anyhow::Result<Value> {
    let version = Command::new("rustc").arg("-vV").output().context("starting rustc")?;
    let version = String::from_utf8(version.stdout)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let output = Command::new("cargo")
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", host])
        .current_dir(root)
        .output()
        .context("starting cargo")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Whether an SPDX expression can be satisfied with the allowed licences. `/` is the old way to write `OR`.
fn is_allowed(expression: &str, allowed: &HashSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    any_of(&mut words, allowed) && words.is_empty()
}

fn any_of(words: &mut Vec<&str>, allowed: &HashSet<String>) -> bool {
    let mut is_fine = all_of(words, allowed);
    while words.last() == Some(&"OR") {
        words.pop();
        is_fine |= all_of(words, allowed);
    }
    is_fine
}

fn all_of(words: &mut Vec<&str>, allowed: &HashSet<String>) -> bool {
    let mut is_fine = one(words, allowed);
    while words.last() == Some(&"AND") {
        words.pop();
        is_fine &= one(words, allowed);
    }
    is_fine
}

fn one(words: &mut Vec<&str>, allowed: &HashSet<String>) -> bool {
    match words.pop() {
        Some("(") => any_of(words, allowed) && words.pop() == Some(")"),
        Some(name) if words.last() == Some(&"WITH") => {
            words.pop();
            let exception = words.pop().unwrap_or_default();
            allowed.contains(&format!("{name} WITH {exception}"))
        }
        Some(name) => allowed.contains(name),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(expression: &str, verdict: bool) {
        let list = "[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Apache-2.0 WITH LLVM-exception\", \"Unicode-3.0\"]";
        let allowed = allowed(&list.parse().unwrap()).unwrap();
        assert_eq!(is_allowed(expression, &allowed), verdict, "{expression}");
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        expect("MIT", true);
        expect("GPL-3.0 OR MIT", true);
        expect("MIT/Apache-2.0", true);
        expect("(MIT OR GPL-3.0) AND Unicode-3.0", true);
        expect("Apache-2.0 WITH LLVM-exception", true);
    }

    #[test]
    fn what_a_person_read_in_a_licence_s_text_counts() {
        let list = "[[licenses.clarify]]\ncrate = \"ical\"\nexpression = \"Apache-2.0\"\nlicense-files = []";
        let clarified = clarified(&list.parse().unwrap());
        assert_eq!(clarified.get("ical").map(String::as_str), Some("Apache-2.0"));
    }

    #[test]
    fn everything_that_applies_must_be_allowed() {
        expect("GPL-3.0", false);
        expect("AGPL-3.0-only", false);
        expect("MIT AND GPL-3.0", false);
        expect("(GPL-2.0 OR AGPL-3.0) AND MIT", false);
        expect("MIT WITH Surprise-exception", false);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        expect("", false);
        expect("MIT Apache-2.0", false);
        expect("(MIT", false);
    }
}
