//! What was asked so far, and where we are.

use super::ask::{Ask, Observed};
use std::cell::RefCell;

/// One for each run.
#[derive(Default)]
pub(super) struct Log {
    path: RefCell<Vec<String>>,
    asks: RefCell<Vec<Observed>>,
}

impl Log {
    /// Notes a question at this place, once.
    pub(super) fn note(&self, ask: Ask) {
        let observed = Observed { path: self.path.borrow().concat(), ask };
        let mut asks = self.asks.borrow_mut();
        if !asks.contains(&observed) {
            asks.push(observed);
        }
    }

    /// Runs a part one step further down.
    pub(super) fn at<R>(&self, step: String, part: impl FnOnce() -> R) -> R {
        self.path.borrow_mut().push(step);
        let result = part();
        self.path.borrow_mut().pop();
        result
    }

    pub(super) fn into_asks(self) -> Vec<Observed> {
        self.asks.into_inner()
    }
}
