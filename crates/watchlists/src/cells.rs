//! Cells of tables that spreadsheets must not take for formulas, and back without loss.

/// A cell that begins with one of these is calculated by spreadsheets. An apostrophe is among them, so that a guarded
/// cell can be told from one that had an apostrophe.
const STARTS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠', '|', '%'];

/// The cell with an apostrophe before what would be calculated.
pub(crate) fn guarded(cell: &str) -> String {
    if cell.starts_with(STARTS) { format!("'{cell}") } else { cell.to_owned() }
}

/// What was guarded.
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(STARTS) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::{guarded, unguarded};

    #[test]
    fn nothing_that_begins_a_formula_begins_a_cell_and_nothing_is_lost() {
        let cells = [
            "=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\r=x", "'quoted", "''twice", "'=x", "plain", "", "'",
            "|calc", "％ not",
        ];
        for cell in cells {
            let safe = guarded(cell);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']), "{safe:?}");
            assert_eq!(unguarded(&safe), cell);
        }
        assert_eq!(unguarded("'n autre"), "'n autre", "what others wrote stays");
    }
}
