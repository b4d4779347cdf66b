//! Every public function of a store table is named by a contract test: the SQL is text, and only running it on both
//! engines shows that it is right.

use super::Finding;
use super::rust_source::{Function, RustSource, contains_word};

const TABLES: &str = "crates/store/src/tables/";
const CONTRACT_TESTS: &str = "crates/store/tests/";

/// The functions that no test names.
pub fn check(sources: &[RustSource]) -> Vec<Finding> {
    let tables: Vec<&RustSource> = sources.iter().filter(|source| source.path.starts_with(TABLES)).collect();
    if tables.is_empty() {
        return vec![Finding::new(TABLES, 1, "no table found: this check looks in the wrong folder")];
    }
    let tests: Vec<&RustSource> =
        sources.iter().filter(|source| source.path.starts_with(CONTRACT_TESTS)).collect();
    let is_named =
        |name: &str| tests.iter().any(|test| test.code.iter().any(|line| contains_word(line, name)));
    let mut findings = Vec::new();
    for table in tables {
        for function in &table.functions {
            let line = *function.lines.start();
            let is_query = function.is_public && takes_transaction(table, function) && !table.is_test(line);
            if is_query && !is_named(&function.name) {
                let message = format!("`{}` has no contract test in {CONTRACT_TESTS}", function.name);
                findings.push(Finding::new(&table.path, line, message));
            }
        }
    }
    findings
}

/// Whether the function runs SQL: it then takes the transaction. Others are conversions, tested where they stand.
fn takes_transaction(table: &RustSource, function: &Function) -> bool {
    let lines = &table.code[function.lines.start() - 1..*function.lines.end()];
    let opening = lines.iter().position(|line| line.contains('{')).unwrap_or(0);
    lines[..=opening].iter().any(|line| contains_word(line, "Tx"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> RustSource {
        RustSource::new(
            "crates/store/src/tables/users.rs",
            "pub fn insert(tx: &mut Tx<'_>) {}\npub fn find(\n  tx: &mut Tx<'_>,\n) {\n}\n\
             fn own(tx: &mut Tx<'_>) {}\npub fn key_of(emoji: &str) {}\n",
        )
    }

    #[test]
    fn a_function_that_no_test_names_is_found() {
        let test =
            RustSource::new("crates/store/tests/it/users.rs", "fn f() { users::insert(); }\n// find\n");
        let findings = check(&[table(), test]);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].message.contains("`find`"));
    }

    #[test]
    fn named_functions_are_accepted() {
        let test =
            RustSource::new("crates/store/tests/it/users.rs", "fn f() { users::insert(); users::find(); }\n");
        assert_eq!(check(&[table(), test]), []);
    }

    #[test]
    fn a_check_that_sees_no_table_says_so() {
        assert_eq!(check(&[]).len(), 1);
    }
}
