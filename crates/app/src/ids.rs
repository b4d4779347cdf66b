//! New snowflakes: strictly increasing on a node, also when the clock steps back.

use std::sync::Arc;

use parking_lot::Mutex;
use parvis_model::{EPOCH_UNIX_MS, Id};

use crate::clock::Clock;

const COUNTER_BITS: u32 = 12;
const COUNTER_MAX: u64 = (1 << COUNTER_BITS) - 1;

/// Makes ids: 42 bits of milliseconds, 10 bits of worker, 12 bits of counter.
pub struct IdMaker {
    clock: Arc<dyn Clock>,
    worker: u64,
    last: Mutex<Last>,
}

struct Last {
    ms: u64,
    counter: u64,
}

impl IdMaker {
    /// A maker for one node. `worker` is 0–1023 and leased to this node alone; no id is made at or below `floor`, the
    /// highest id that the database holds, so that a clock which was set back cannot repeat or undercut one.
    pub fn new(clock: Arc<dyn Clock>, worker: u16, floor: u64) -> Self {
        let last = Last { ms: floor >> 22, counter: if floor == 0 { 0 } else { COUNTER_MAX } };
        Self { clock, worker: u64::from(worker) & 0x3ff, last: Mutex::new(last) }
    }

    /// The next id. When a millisecond's 4,096 ids are used up, or the clock stands before the last id, the id's own
    /// time moves on by a millisecond instead of waiting.
    pub fn next<M>(&self) -> Id<M> {
        let now = u64::try_from(self.clock.now_ms() - EPOCH_UNIX_MS).unwrap_or(0);
        let mut last = self.last.lock();
        if now > last.ms {
            *last = Last { ms: now, counter: 0 };
        } else if last.counter == COUNTER_MAX {
            *last = Last { ms: last.ms + 1, counter: 0 };
        } else {
            last.counter += 1;
        }
        Id::new((last.ms << 22) | (self.worker << COUNTER_BITS) | last.counter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FixedClock;
    use parvis_model::marker::GenericMarker;

    #[test]
    fn ids_grow_through_a_clock_that_steps_back_and_a_full_millisecond() {
        let clock = Arc::new(FixedClock::at(EPOCH_UNIX_MS + 1_000_000));
        let ids = IdMaker::new(clock.clone(), 3, 0);
        let mut last = 0;
        for round in 0..20_000 {
            if round == 10_000 {
                clock.advance_ms(-3_600_000);
            }
            let id = ids.next::<GenericMarker>().get();
            assert!(id > last, "round {round}");
            last = id;
        }
    }

    #[test]
    fn a_restart_with_an_earlier_clock_stays_above_the_floor() {
        let clock = Arc::new(FixedClock::at(EPOCH_UNIX_MS + 1_000_000));
        let floor = IdMaker::new(clock.clone(), 1023, 0).next::<GenericMarker>().get();
        clock.advance_ms(-3_600_000);
        assert!(IdMaker::new(clock, 0, floor).next::<GenericMarker>().get() > floor);
    }
}
