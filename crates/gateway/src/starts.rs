//! How often an account may begin sessions.

use std::collections::HashMap;

use parking_lot::Mutex;
use parvis_model::Id;
use parvis_model::marker::UserMarker;

/// IDENTIFYs of one account in a window; the `max_concurrency` that `GET /gateway/bot` names.
pub const STARTS_MAX: u32 = 16;
/// The window.
pub const STARTS_WINDOW_MS: u64 = 5_000;

/// IDENTIFYs of the current window.
#[derive(Default)]
pub struct Starts(Mutex<(u64, HashMap<Id<UserMarker>, u32>)>);

impl Starts {
    /// Counts one; false if it is one too many.
    pub fn take(&self, user_id: Id<UserMarker>, now_ms: u64) -> bool {
        let mut guard = self.0.lock();
        let (window, counts) = &mut *guard;
        if *window != now_ms / STARTS_WINDOW_MS {
            *window = now_ms / STARTS_WINDOW_MS;
            counts.clear();
        }
        let count = counts.entry(user_id).or_default();
        *count += 1;
        *count <= STARTS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seventeenth_identify_within_a_window_is_one_too_many() {
        let starts = Starts::default();
        let taken = (0..17).filter(|_| starts.take(Id::new(1), 100)).count();
        assert_eq!(taken, 16);
        assert!(starts.take(Id::new(2), 100));
        assert!(starts.take(Id::new(1), 5_000));
    }
}
