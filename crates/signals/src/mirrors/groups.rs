//! Union-find: which of many belong together, when pairs do.

/// Groups of numbers from 0.
#[derive(Debug, Clone)]
pub struct Groups {
    above: Vec<u32>,
}

impl Groups {
    /// Each by itself.
    pub fn new(count: usize) -> Self {
        Self { above: (0..u32::try_from(count).expect("fewer than 4 billion")).collect() }
    }

    /// The number that stands for a member's group.
    pub fn find(&mut self, member: usize) -> usize {
        let mut at = member;
        while self.above[at] as usize != at {
            // Every other step is made shorter for who comes next.
            self.above[at] = self.above[self.above[at] as usize];
            at = self.above[at] as usize;
        }
        at
    }

    /// Makes one group of two. The lower number stands for it, so that the result depends on no order.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        self.above[high] = low as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_make_groups() {
        let mut groups = Groups::new(6);
        groups.join(4, 2);
        groups.join(2, 5);
        groups.join(1, 0);
        let found: Vec<usize> = (0..6).map(|member| groups.find(member)).collect();
        assert_eq!(found, [0, 0, 2, 3, 2, 2]);
    }
}
