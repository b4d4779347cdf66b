//! Which decision rests on which.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Decisions with those that cite them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    cited_by: BTreeMap<u64, BTreeSet<u64>>,
}

impl Lineage {
    /// A decision cites an earlier one.
    pub fn cite(&mut self, decision: u64, earlier: u64) {
        if decision != earlier {
            self.cited_by.entry(earlier).or_default().insert(decision);
        }
    }

    /// What rests on a decision that was overturned, directly or through others: all of it is looked at again.
    pub fn resting_on(&self, overturned: u64) -> Vec<u64> {
        let (mut found, mut open) = (BTreeSet::new(), vec![overturned]);
        while let Some(decision) = open.pop() {
            let next = self.cited_by.get(&decision).into_iter().flatten().copied();
            open.extend(next.filter(|next| *next != overturned && found.insert(*next)));
        }
        found.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_an_overturned_decision_opens_again() {
        let mut lineage = Lineage::default();
        for (decision, earlier) in [(2, 1), (3, 2), (4, 2), (6, 5), (1, 3)] {
            lineage.cite(decision, earlier);
        }
        assert_eq!(lineage.resting_on(1), [2, 3, 4]);
        assert_eq!(lineage.resting_on(2), [1, 3, 4], "citations in a circle end");
        assert_eq!(lineage.resting_on(6), [0_u64; 0]);
    }
}
