//! How many requests one host has of us at the same time: a slow one must not take the places of all others.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

/// Places by host.
#[derive(Default, Clone)]
pub(crate) struct Slots(Arc<Mutex<HashMap<String, usize>>>);

/// A place that is free again when this is dropped.
pub(crate) struct Slot {
    slots: Slots,
    host: String,
}

impl Slots {
    /// A place at this host, unless it has `max` already.
    pub(crate) fn take(&self, host: String, max: usize) -> Option<Slot> {
        let mut taken = self.0.lock();
        let count = taken.entry(host.clone()).or_default();
        if *count >= max {
            return None;
        }
        *count += 1;
        Some(Slot { slots: self.clone(), host })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.0.lock();
        if let Some(count) = taken.get_mut(&self.host) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn a_host_has_so_many_places_and_no_more() {
        let slots = Slots::default();
        let first = slots.take("a".to_owned(), 2);
        let second = slots.take("a".to_owned(), 2);
        assert!(first.is_some() && second.is_some() && slots.take("a".to_owned(), 2).is_none());
        assert!(slots.take("b".to_owned(), 2).is_some());
        drop(first);
        assert!(slots.take("a".to_owned(), 2).is_some());
        drop(second);
        assert!(slots.0.lock().is_empty(), "hosts that have nothing are forgotten");
    }
}
