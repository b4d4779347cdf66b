//! A rule's dry run: it runs beside the others without an effect, what it would have caught is counted, some of it is
//! shown to two people, and what they say decides whether it may be switched on.

use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

/// Samples that are kept of one dry run.
pub const SAMPLES_MAX: usize = 200;
/// What an operator may ask for at least: samples that two people judged, and the precision that these prove, in
/// thousandths.
pub const SAMPLE_MIN: u32 = 20;
/// The lowest precision that can be asked for, in thousandths.
pub const PRECISION_MIN: u32 = 500;
/// The highest: all of 200 prove 981.
pub const PRECISION_MAX: u32 = 980;
/// The shortest dry run, in days.
pub const DAYS_MIN: u32 = 1;
/// The longest that can be asked for: samples are not kept for longer.
pub const DAYS_MAX: u32 = 30;
/// Numbers of judged samples at which it is looked whether they are enough. Looking after every one would switch a rule
/// on by luck sooner or later.
const LOOKS: [u32; 8] = [20, 30, 45, 73, 110, 142, 173, 200];
/// People who judge each sample.
const JUDGES: usize = 2;
/// The two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// What a person says of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// The rule was right to catch it.
    Right,
    /// It was not.
    Wrong,
}

/// What is asked before a rule may be switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Days that it runs dry at least.
    pub days: u32,
    /// Samples that two people judged.
    pub sample: u32,
    /// The precision that they prove: the lower bound of Wilson's interval, in thousandths.
    pub precision: u32,
}

impl Default for Gate {
    /// Passed by 73 of 73, by 109 of 110, or by 170 of 173.
    fn default() -> Self {
        Self { days: 7, sample: 73, precision: 950 }
    }
}

impl Gate {
    /// The least that may be asked: of a rule that takes something from somebody before a person has looked, as much
    /// as of a list of accounts; of one that only shows a message to people, that it does not waste their time.
    pub fn least(restricts: bool) -> Self {
        if restricts {
            Self { days: DAYS_MIN, ..Self::default() }
        } else {
            Self { days: DAYS_MIN, sample: SAMPLE_MIN, precision: PRECISION_MIN }
        }
    }

    /// Everything that is out of its bounds; `path` is where it stands.
    pub fn errors(&self, path: &str, restricts: bool) -> Vec<FieldError> {
        let least = Self::least(restricts);
        let number = |field: &str, value: u32, min: u32, max: u32| {
            validate::number(&format!("{path}.{field}"), value.into(), min.into()..=max.into()).err()
        };
        let of_fields = [
            number("days", self.days, least.days, DAYS_MAX),
            number("sample", self.sample, least.sample, SAMPLES_MAX as u32),
            number("precision", self.precision, least.precision, PRECISION_MAX),
        ];
        of_fields.into_iter().flatten().collect()
    }
}

/// What a dry run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// What the rule would have caught.
    pub caught: u64,
    /// Samples that two people judged.
    pub judged: u32,
    /// Those of them that both called right. Where two do not agree, the rule was not right.
    pub right: u32,
    /// The share of those, in thousandths.
    pub precision: u32,
    /// The precision that is proven with 95 % certainty, in thousandths, rounded down.
    pub proven: u32,
}

/// Why a rule cannot be switched on yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It did not run long enough.
    #[error("it runs dry for {days} whole days, and {needed} are needed")]
    Days {
        /// So many whole days it does.
        days: u32,
        /// So many are needed.
        needed: u32,
    },
    /// Too few samples were judged.
    #[error("{judged} samples are judged by two people, and {needed} are needed")]
    Sample {
        /// So many are.
        judged: u32,
        /// So many are needed.
        needed: u32,
    },
    /// The rule is wrong too often, or too few samples prove that it is not.
    #[error("the samples prove a precision of {} %, and {} % are needed", percent(*.proven), percent(*.needed))]
    Precision {
        /// What they prove, in thousandths.
        proven: u32,
        /// What is needed, in thousandths.
        needed: u32,
    },
}

fn percent(thousandths: u32) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// The place among the kept samples that the next catch takes: each catch of the whole run has the same chance to be
/// kept, however long it lasts. `caught` counts the catches before this one, `chance` is random.
pub fn place(caught: u64, chance: u64) -> Option<usize> {
    let kept = SAMPLES_MAX as u64;
    if caught < kept {
        return usize::try_from(caught).ok();
    }
    // Unbiased enough: the remainder differs from evenness by less than 2^-40 for any run that ends.
    let place = chance % (caught + 1);
    (place < kept).then(|| usize::try_from(place).expect("below 200"))
}

/// What a run came to: catches, and what was said of each sample by different people.
pub fn measure<'a>(caught: u64, labels: impl IntoIterator<Item = &'a [Label]>) -> Measured {
    let judged = labels.into_iter().filter(|labels| labels.len() >= JUDGES);
    let (mut total, mut right) = (0_u32, 0_u32);
    for labels in judged {
        total += 1;
        right += u32::from(labels.iter().all(|label| *label == Label::Right));
    }
    let precision = (right * 1000).checked_div(total).unwrap_or(0);
    Measured { caught, judged: total, right, precision, proven: (wilson(right, total) * 1000.0) as u32 }
}

impl Measured {
    /// Whether the rule may be switched on, after so many whole days.
    pub fn pass(&self, gate: Gate, days: u32) -> Result<(), Refused> {
        if days < gate.days {
            return Err(Refused::Days { days, needed: gate.days });
        }
        let least = self.judged.max(gate.sample);
        let needed = LOOKS.into_iter().find(|look| *look >= least).unwrap_or(SAMPLES_MAX as u32);
        if self.judged < needed {
            return Err(Refused::Sample { judged: self.judged, needed });
        }
        if self.proven < gate.precision {
            return Err(Refused::Precision { proven: self.proven, needed: gate.precision });
        }
        Ok(())
    }
}

/// The lower bound of Wilson's 95 % interval of a share (E. B. Wilson, 1927).
fn wilson(right: u32, total: u32) -> f64 {
    if total == 0 {
        return 0.0;
    }
    let (n, share) = (f64::from(total), f64::from(right) / f64::from(total));
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - spread) / (1.0 + Z * Z / n)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(right: usize, wrong: usize) -> Measured {
        let (yes, no) = ([Label::Right; 2], [Label::Wrong; 2]);
        measure(1_000, vec![&yes[..]; right].into_iter().chain(vec![&no[..]; wrong]))
    }

    #[test]
    fn the_gate_opens_where_the_bound_says() {
        for (right, wrong) in [(73, 0), (109, 1), (140, 2), (170, 3)] {
            assert_eq!(measured(right, wrong).pass(Gate::default(), 7), Ok(()), "{right} and {wrong}");
            let needed = Gate { days: 1, sample: 20, precision: 950 };
            assert!(measured(right - 1, wrong).pass(needed, 1).is_err(), "{right} and {wrong}");
        }
        let few = measured(72, 0).pass(Gate::default(), 7);
        assert_eq!(few, Err(Refused::Sample { judged: 72, needed: 73 }));
        let often = measured(99, 11).pass(Gate::default(), 7).unwrap_err();
        assert_eq!(often.to_string(), "the samples prove a precision of 82.9 %, and 95.0 % are needed");
        let soon = measured(73, 0).pass(Gate::default(), 6);
        assert_eq!(soon, Err(Refused::Days { days: 6, needed: 7 }));
        let between = measured(80, 0).pass(Gate::default(), 7);
        assert_eq!(between, Err(Refused::Sample { judged: 80, needed: 110 }));
    }

    #[test]
    fn what_restricts_somebody_asks_for_more() {
        let low = Gate { days: 1, sample: 20, precision: 500 };
        assert_eq!(low.errors("gate", false), []);
        let paths: Vec<String> = low.errors("gate", true).into_iter().map(|error| error.path).collect();
        assert_eq!(paths, ["gate.sample", "gate.precision"]);
        let beyond = Gate { days: 31, sample: 201, precision: 981 };
        assert_eq!(beyond.errors("gate", false).len(), 3);
        assert_eq!(Gate::default().errors("gate", true), []);
    }

    #[test]
    fn two_people_judge_and_where_they_differ_the_rule_was_wrong() {
        let (agreed, split, alone) = ([Label::Right; 2], [Label::Right, Label::Wrong], [Label::Right]);
        let result = measure(9, [&agreed[..], &split, &alone, &[]]);
        assert_eq!((result.judged, result.right, result.precision), (2, 1, 500));
        assert_eq!(measure(0, []).proven, 0);
    }

    #[test]
    fn each_catch_has_the_same_chance_to_be_kept() {
        let runs = 400_u64;
        let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
        let mut kept_late = 0_u32;
        for _ in 0..runs {
            let mut kept = vec![0_u64; SAMPLES_MAX];
            for caught in 0..1_000 {
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                if let Some(at) = place(caught, chance) {
                    kept[at] = caught;
                }
            }
            kept_late += kept.iter().filter(|caught| **caught >= 500).count() as u32;
        }
        // Half of 80,000, with a spread of about 141.
        assert!((39_000..41_000).contains(&kept_late), "{kept_late}");
    }
}
