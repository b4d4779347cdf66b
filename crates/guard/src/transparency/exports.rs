//! What the law asks for once a year: the parts of the transparency report under Implementing Regulation (EU) 2024/2835
//! as tables of comma-separated values, and the report of article 7 of Regulation (EU) 2021/784. Both are counted from
//! the rows themselves, a page at a time, so that their totals equal the log. No cell holds what somebody wrote.

use std::collections::BTreeMap;
use std::fmt::Write;

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::{AppealMarker, DecisionMarker, OrderMarker, ReportMarker};
use parvis_model::{Id, OrderState, Timestamp, words};
use parvis_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::desk;
use crate::orders::words::OrderKind;
use crate::tables::decisions::{self, DAY_MS, Decision};
use crate::tables::{appeals, moderators, orders, reports};
use crate::words::{AppealOutcome, Ground, Source};

/// Rows that are read in one go.
const AT_ONCE: u32 = 500;
/// The first year of which there can be a report.
const YEAR_MIN: i64 = 2024;
/// The keyword of terrorist content.
const TERRORIST: &str = "TERRORIST_CONTENT";

words! {
    /// One file of the yearly reports. The numbered ones stand in the order of the template's parts.
    Part {
        /// Which service, which year.
        Identification = "1_identification",
        /// Orders of authorities.
        Orders = "2_member_states_orders",
        /// Notices.
        Notices = "3_notices",
        /// Own initiative, against illegal content.
        OwnIllegal = "4_own_initiative_illegal",
        /// Own initiative, by the house's rules.
        OwnRules = "5_own_initiative_rules",
        /// Complaints, here called appeals.
        Complaints = "6_complaints",
        /// Out-of-court disputes, which are not taken here.
        Disputes = "7_disputes",
        /// What machines had to do with it.
        Automation = "8_automation",
        /// Who moderates.
        People = "9_people",
        /// What cannot be counted.
        Qualitative = "10_qualitative",
        /// Article 7 of Regulation (EU) 2021/784.
        Terrorist = "tco_article_7",
    }
}

/// Decisions that are alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    category: &'static str,
    ground: &'static str,
    kind: &'static str,
    source: &'static str,
    automated: &'static str,
}

/// How many of them, and how many were undone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    all: u64,
    undone: u64,
}

/// A year, counted. As large as there are kinds of things, however many there are of each.
#[derive(Debug, Default)]
pub struct Year {
    year: i64,
    provider: String,
    decisions: BTreeMap<Key, Count>,
    /// Of terrorist content, without an order: decided, undone.
    terrorist: Count,
    notices: BTreeMap<&'static str, u64>,
    appeals: BTreeMap<(&'static str, &'static str), u64>,
    /// By kind, member state and state.
    orders: BTreeMap<(&'static str, String, &'static str), u64>,
    impossible: BTreeMap<&'static str, u64>,
    /// Minutes from receipt to execution, by how many orders took so long; longer ones are the last.
    minutes: BTreeMap<i64, u64>,
    people: usize,
}

/// What a year sums up to, for whoever compares it with the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// The year.
    pub year: i64,
    /// Decisions, those to do nothing among them.
    pub decisions: u64,
    /// Those that were undone since.
    pub restorations: u64,
    /// Reports.
    pub notices: u64,
    /// Appeals.
    pub complaints: u64,
    /// Removal orders.
    pub orders: u64,
}

/// Counts a year, for a moderator of the house.
pub async fn of_year(app: &App, caller: &Caller, year: i64) -> ActionResult<Year> {
    desk::standing(app, caller, None).await?;
    count(app, year).await
}

/// Counts a year. For the operator.
pub async fn count(app: &App, year: i64) -> ActionResult<Year> {
    let (this, ..) = Timestamp::from_unix_ms(app.now_ms()).date();
    let first = |year| Timestamp::day_of_date(year, 1, 1).map(|day| day * DAY_MS);
    let bounds = first(year).zip(first(year + 1)).filter(|_| (YEAR_MIN..=this).contains(&year));
    let Some((from_ms, until_ms)) = bounds else {
        let text = format!("Must be between {YEAR_MIN} and {this}.");
        return Err(ActionError::invalid("year", "NUMBER_TYPE_RANGE", text));
    };
    let provider = app.config.public_url.clone();
    app.read(move |tx| {
        let mut counted = Year { year, provider, people: moderators::all(tx)?.len(), ..Year::default() };
        counted.take_decisions(tx, from_ms, until_ms)?;
        counted.take_orders(tx, from_ms, until_ms)?;
        let (from, until) = (Id::first_of_unix_ms(from_ms), Id::<ReportMarker>::first_of_unix_ms(until_ms));
        for (reason, count) in reports::tally(tx, from, until)? {
            *counted.notices.entry(reason.as_str()).or_default() += count;
        }
        let until = Id::<AppealMarker>::first_of_unix_ms(until_ms);
        for (kind, outcome, count) in appeals::tally(tx, Id::first_of_unix_ms(from_ms), until)? {
            let outcome = outcome.map_or("open", AppealOutcome::as_str);
            *counted.appeals.entry((kind.as_str(), outcome)).or_default() += count;
        }
        Ok(counted)
    })
    .await
}

impl Year {
    fn take_decisions(&mut self, tx: &mut Tx<'_>, from_ms: i64, until_ms: i64) -> Result<(), StoreError> {
        let mut from = Id::<DecisionMarker>::first_of_unix_ms(from_ms);
        let until = Id::first_of_unix_ms(until_ms);
        loop {
            let page = decisions::between(tx, from, until, AT_ONCE)?;
            for decision in &page {
                self.take_decision(decision);
            }
            match page.last() {
                Some(last) if page.len() == AT_ONCE as usize => from = Id::new(last.id.get() + 1),
                _ => return Ok(()),
            }
        }
    }

    fn take_decision(&mut self, decision: &Decision) {
        let content = &decision.content;
        let key = Key {
            category: content.category.as_str(),
            ground: content.ground.as_str(),
            kind: content.gravest().as_str(),
            source: content.source.as_str(),
            automated: content.automated.as_str(),
        };
        let undone = u64::from(decision.undone.is_some());
        let count = self.decisions.entry(key).or_default();
        count.all += 1;
        count.undone += undone;
        if content.source != Source::Order && content.keywords.iter().any(|it| it == TERRORIST) {
            self.terrorist.all += 1;
            self.terrorist.undone += undone;
        }
    }

    fn take_orders(&mut self, tx: &mut Tx<'_>, from_ms: i64, until_ms: i64) -> Result<(), StoreError> {
        let mut from = Id::<OrderMarker>::first_of_unix_ms(from_ms);
        let until = Id::first_of_unix_ms(until_ms);
        loop {
            let page = orders::between(tx, from, until, AT_ONCE)?;
            for order in &page {
                let key = (order.kind.as_str(), order.member_state.clone(), order.state.as_str());
                *self.orders.entry(key).or_default() += 1;
                if let Some((ground, _)) = &order.impossibility {
                    *self.impossible.entry(ground.as_str()).or_default() += 1;
                }
                if let Some(at) = order.executed_at {
                    let minutes = (at.unix_ms() - order.received_at.unix_ms()) / 60_000;
                    *self.minutes.entry(minutes.clamp(0, 10_000)).or_default() += 1;
                }
            }
            match page.last() {
                Some(last) if page.len() == AT_ONCE as usize => from = Id::new(last.id.get() + 1),
                _ => return Ok(()),
            }
        }
    }

    /// What it sums up to.
    pub fn totals(&self) -> Totals {
        let orders = self.orders.iter().filter(|((kind, ..), _)| *kind == OrderKind::Order.as_str());
        Totals {
            year: self.year,
            decisions: self.decisions.values().map(|it| it.all).sum(),
            restorations: self.decisions.values().map(|it| it.undone).sum(),
            notices: self.notices.values().sum(),
            complaints: self.appeals.values().sum(),
            orders: orders.map(|(_, count)| count).sum(),
        }
    }

    /// One part, as comma-separated values with a line of names.
    pub fn csv(&self, part: Part) -> String {
        let mut csv = Csv::default();
        match part {
            Part::Identification => {
                csv.row(&["service", "from", "until"]);
                csv.row(&[&self.provider, &format!("{}-01-01", self.year), &format!("{}-12-31", self.year)]);
            }
            Part::Orders => self.write_orders(&mut csv),
            Part::Notices => {
                csv.row(&["reason", "notices", "by_trusted_flaggers"]);
                for (reason, count) in &self.notices {
                    csv.row(&[reason, &count.to_string(), "0"]);
                }
            }
            Part::OwnIllegal => self.write_decisions(&mut csv, |key| key.ground == Ground::Law.as_str()),
            Part::OwnRules => self.write_decisions(&mut csv, |key| key.ground == Ground::Rules.as_str()),
            Part::Complaints => {
                csv.row(&["measure", "outcome", "complaints"]);
                for ((kind, outcome), count) in &self.appeals {
                    csv.row(&[kind, outcome, &count.to_string()]);
                }
            }
            Part::Disputes => {
                csv.row(&["disputes", "outcome"]);
                csv.row(&["0", ""]);
            }
            Part::Automation => self.write_automation(&mut csv),
            Part::People => {
                csv.row(&["moderators_of_the_house", "paid", "languages"]);
                csv.row(&[&self.people.to_string(), "", ""]);
            }
            Part::Qualitative => write_qualitative(&mut csv),
            Part::Terrorist => self.write_terrorist(&mut csv),
        }
        csv.0
    }

    fn write_orders(&self, csv: &mut Csv) {
        csv.row(&["kind", "member_state", "state", "count"]);
        for ((kind, member_state, state), count) in &self.orders {
            csv.row(&[kind, member_state, state, &count.to_string()]);
        }
    }

    fn write_decisions(&self, csv: &mut Csv, of: impl Fn(&Key) -> bool) {
        csv.row(&["category", "measure", "source", "automated", "decisions", "undone_since"]);
        for (key, count) in self.decisions.iter().filter(|(key, _)| of(key)) {
            let Key { category, kind, source, automated, .. } = key;
            csv.row(&[category, kind, source, automated, &count.all.to_string(), &count.undone.to_string()]);
        }
    }

    fn write_automation(&self, csv: &mut Csv) {
        let mut sums: BTreeMap<&str, Count> = BTreeMap::new();
        for (key, count) in &self.decisions {
            let sum = sums.entry(key.automated).or_default();
            sum.all += count.all;
            sum.undone += count.undone;
        }
        csv.row(&["automated", "decisions", "undone_since", "error_rate"]);
        for (automated, count) in sums {
            let rate = count.undone as f64 / count.all as f64;
            csv.row(&[automated, &count.all.to_string(), &count.undone.to_string(), &format!("{rate:.4}")]);
        }
    }

    fn write_terrorist(&self, csv: &mut Csv) {
        let of_state = |state: OrderState| {
            let orders = self
                .orders
                .iter()
                .filter(|((kind, _, it), _)| *kind == OrderKind::Order.as_str() && *it == state.as_str());
            orders.map(|(_, count)| count).sum::<u64>()
        };
        let ordered = |of: fn(&Count) -> u64| {
            let of_orders = self.decisions.iter().filter(|(key, _)| key.source == Source::Order.as_str());
            of_orders.map(|(_, count)| of(count)).sum::<u64>()
        };
        csv.row(&["item", "count"]);
        let mut row = |item: &str, count: u64| csv.row(&[item, &count.to_string()]);
        row("orders_received", self.totals().orders);
        row("orders_executed", of_state(OrderState::Executed));
        row("orders_not_executed", of_state(OrderState::NotExecuted));
        row("orders_forged", of_state(OrderState::Forged));
        for (ground, count) in &self.impossible {
            row(&format!("orders_impossible_{ground}"), *count);
        }
        row("median_minutes_to_execution", self.median_minutes());
        row("items_removed_by_order", ordered(|it| it.all));
        row("items_reinstated_of_these", ordered(|it| it.undone));
        row("items_removed_by_own_measures", self.terrorist.all);
        row("items_reinstated_of_own_measures", self.terrorist.undone);
        for outcome in ["open", "upheld", "overturned"] {
            let count =
                self.appeals.iter().filter(|((_, it), _)| *it == outcome).map(|(_, count)| count).sum();
            row(&format!("complaints_{outcome}"), count);
        }
    }

    /// The upper one of the two in the middle.
    fn median_minutes(&self) -> u64 {
        let all: u64 = self.minutes.values().sum();
        let mut passed = 0;
        for (minutes, count) in &self.minutes {
            passed += count;
            if passed * 2 > all {
                return minutes.unsigned_abs();
            }
        }
        0
    }
}

/// What cannot be counted, and is the same for every server of this program; the operator adds their own.
fn write_qualitative(csv: &mut Csv) {
    csv.row(&["question", "answer"]);
    for (question, answer) in [
        ("own_initiative", "Rules that the moderators of a place set, and what they see themselves."),
        (
            "automated_means",
            "Rules hold or refuse messages and time out. No account is suspended or banned without a person.",
        ),
        (
            "safeguards",
            "A statement of reasons with each decision; an appeal to somebody else, answered within 14 days.",
        ),
        (
            "accuracy",
            "The share of decisions that were undone since, by what a machine had to do with them: part 8.",
        ),
    ] {
        csv.row(&[question, answer]);
    }
}

/// Comma-separated values (RFC 4180).
#[derive(Debug, Default)]
struct Csv(String);

impl Csv {
    fn row(&mut self, cells: &[&str]) {
        for (at, cell) in cells.iter().enumerate() {
            let between = if at == 0 { "" } else { "," };
            // A table calculator takes what begins like this for a formula.
            let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
            let quote = if cell.contains([',', '"', '\n', '\r']) { "\"" } else { "" };
            let _ = write!(self.0, "{between}{quote}{guard}{}{quote}", cell.replace('"', "\"\""));
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::MeasureKind;

    #[test]
    fn cells_are_neither_formulas_nor_broken() {
        let mut csv = Csv::default();
        csv.row(&["=1+1", "a,b", "say \"no\"", "-"]);
        assert_eq!(csv.0, "'=1+1,\"a,b\",\"say \"\"no\"\"\",'-\r\n");
    }

    #[test]
    fn every_part_has_a_line_of_names_and_rows_of_that_length() {
        let mut year =
            Year { year: 2026, provider: "https://chat.example.org".to_owned(), ..Year::default() };
        let key = |ground| Key {
            category: "violence",
            ground,
            kind: MeasureKind::Ban.as_str(),
            source: "own",
            automated: "none",
        };
        year.decisions.insert(key("law"), Count { all: 4, undone: 1 });
        year.decisions.insert(key("rules"), Count { all: 6, undone: 2 });
        year.orders.insert(("order", "FR".to_owned(), "executed"), 3);
        year.orders.insert(("referral", "EU".to_owned(), "answered"), 2);
        year.minutes = BTreeMap::from([(5, 1), (20, 1), (50, 1)]);
        for name in Part::WORDS {
            let csv = year.csv(Part::from_word(name).expect("a part"));
            let mut lines = csv.lines();
            let width = lines.next().expect("names").split(',').count();
            if *name != "10_qualitative" {
                assert!(lines.all(|line| line.split(',').count() == width), "{name}: {csv}");
            }
        }
        let totals = year.totals();
        assert_eq!((totals.decisions, totals.restorations, totals.orders), (10, 3, 3));
        let terrorist = year.csv(Part::Terrorist);
        assert!(
            terrorist.contains("orders_received,3") && terrorist.contains("median_minutes_to_execution,20")
        );
    }
}
