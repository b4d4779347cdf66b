//! How far an order is that takes a while: a bar on a terminal, a line for each tenth elsewhere. It goes to the error
//! output, so that the answer stays alone in what a program reads.

use std::io::{IsTerminal, Write, stderr};

use serde::{Deserialize, Serialize};

use crate::terminal;

/// Characters of the bar.
const BAR_WIDTH: u64 = 30;

/// How far an order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is being done.
    pub doing: String,
    /// How much of it is done.
    pub done: u64,
    /// How much there is to do.
    pub total: u64,
}

impl Step {
    /// In parts of a hundred.
    pub fn percent(&self) -> u64 {
        self.done.saturating_mul(100).checked_div(self.total).unwrap_or(100).min(100)
    }
}

/// What is shown of an order.
pub struct Shown {
    is_terminal: bool,
    last: Option<(String, u64)>,
}

impl Shown {
    /// Nothing yet.
    pub fn on_terminal() -> Self {
        Self { is_terminal: stderr().is_terminal(), last: None }
    }

    /// Shows a step, if it says more than the last.
    pub fn show(&mut self, step: &Step) {
        if let Some(text) = self.text(step) {
            // Who is not looking any more is no reason to stop.
            let _ = stderr().write_all(text.as_bytes());
        }
    }

    fn text(&mut self, step: &Step) -> Option<String> {
        let percent = if self.is_terminal { step.percent() } else { step.percent() / 10 * 10 };
        let last = self.last.replace((step.doing.clone(), percent));
        let is_begun = last.as_ref().is_some_and(|(doing, _)| *doing == step.doing);
        if last == self.last {
            return None;
        }
        let doing = terminal::piece(&step.doing);
        if !self.is_terminal {
            return Some(format!("{percent:>3} %  {doing}\n"));
        }
        let full = (percent * BAR_WIDTH / 100) as usize;
        let bar = format!("{}{}", "█".repeat(full), "░".repeat(BAR_WIDTH as usize - full));
        // The bar is drawn over itself; what comes next begins a line of its own.
        let (start, end) = (if is_begun { "\r" } else { "" }, if percent == 100 { "\n" } else { "" });
        Some(format!("{start}{bar} {percent:>3} %  {doing}{end}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(is_terminal: bool, steps: &[(&str, u64)]) -> String {
        let mut shown = Shown { is_terminal, last: None };
        let step = |(doing, done): &(&str, u64)| Step { doing: (*doing).to_owned(), done: *done, total: 200 };
        steps.iter().filter_map(|it| shown.text(&step(it))).collect()
    }

    #[test]
    fn a_file_gets_a_line_for_each_tenth() {
        let steps = [("read", 1), ("read", 19), ("read", 45), ("read", 199), ("read", 200), ("\x1bwrite", 0)];
        assert_eq!(
            told(false, &steps),
            "  0 %  read\n 20 %  read\n 90 %  read\n100 %  read\n  0 %  \\u{1b}write\n"
        );
    }

    #[test]
    fn a_terminal_gets_a_bar_that_is_drawn_over_itself() {
        let told = told(true, &[("read", 100), ("read", 100), ("read", 200), ("write", 0)]);
        let lines: Vec<&str> = told.split(['\r', '\n']).collect();
        assert_eq!(lines.len(), 3, "{told:?}");
        assert!(lines[0].ends_with(" 50 %  read") && lines[1].ends_with("100 %  read"), "{told:?}");
        assert_eq!(lines[1].chars().filter(|c| *c == '█').count(), 30);
        assert_eq!(lines[2].chars().filter(|c| *c == '░').count(), 30);
    }

    #[test]
    fn nothing_to_do_is_done() {
        assert_eq!(Step { doing: String::new(), done: 0, total: 0 }.percent(), 100);
    }
}
