//! What was asked so far, and the path to the current part.

use super::ask::{Ask, Observed};
use std::cell::RefCell;

/// One for each call of `observe`.
#[derive(Default)]
pub(super) struct AskLog {
    path: RefCell<Vec<String>>,
    asks: RefCell<Vec<Observed>>,
}

impl AskLog {
    /// Notes a question about the current part, once.
    pub(super) fn note(&self, ask: Ask) {
        self.add(Observed { path: self.path.borrow().concat(), ask });
    }

    /// Notes a question about a part, once.
    pub(super) fn add(&self, observed: Observed) {
        let mut asks = self.asks.borrow_mut();
        if !asks.contains(&observed) {
            asks.push(observed);
        }
    }

    /// Runs `part` one step further down the path.
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
