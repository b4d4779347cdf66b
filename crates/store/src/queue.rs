//! A bounded queue from async callers to threads. Callers wait asynchronously for a place; threads block for work.

use std::collections::VecDeque;

use parking_lot::{Condvar, Mutex};
use tokio::sync::Semaphore;

pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    places: Semaphore,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(length_max: usize) -> Self {
        Self {
            state: Mutex::new(State { items: VecDeque::new(), closed: false }),
            arrived: Condvar::new(),
            places: Semaphore::new(length_max),
        }
    }

    /// Waits for a place and puts the item at the end; gives it back when the queue is closed.
    pub(crate) async fn push(&self, item: T) -> Result<(), T> {
        match self.places.acquire().await {
            Ok(place) => place.forget(),
            Err(_closed) => return Err(item),
        }
        let mut state = self.state.lock();
        if state.closed {
            return Err(item);
        }
        state.items.push_back(item);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits until there is an item; `false` when the queue is closed and empty.
    pub(crate) fn wait(&self) -> bool {
        let mut state = self.state.lock();
        while state.items.is_empty() && !state.closed {
            self.arrived.wait(&mut state);
        }
        !state.items.is_empty()
    }

    /// Waits for an item; `None` when the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<T> {
        let mut state = self.state.lock();
        loop {
            if let Some(item) = state.items.pop_front() {
                self.places.add_permits(1);
                return Some(item);
            }
            if state.closed {
                return None;
            }
            self.arrived.wait(&mut state);
        }
    }

    /// The next item if there is one.
    pub(crate) fn try_pop(&self) -> Option<T> {
        let item = self.state.lock().items.pop_front()?;
        self.places.add_permits(1);
        Some(item)
    }

    /// Accepts nothing more; what is in the queue can still be taken.
    pub(crate) fn close(&self) {
        self.places.close();
        self.state.lock().closed = true;
        self.arrived.notify_all();
    }

    /// Whether it is open and nothing waits.
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.state.lock();
        state.items.is_empty() && !state.closed
    }

    /// Items that wait now.
    pub(crate) fn len(&self) -> usize {
        self.state.lock().items.len()
    }
}
