//! A call on a backend from within its own event loop would wait for itself.

use crate::backend::process::shared::PoolState;
use crate::error::Error;
use std::cell::RefCell;

/// Marks that this thread runs an event loop over a set of workers.
///
/// A call from within, from an input iterator or a progress hook, would wait for workers that only the outer call
/// could give back.
pub(crate) struct ReentrancyGuard(*const PoolState);

thread_local! {
    static BUSY: RefCell<Vec<*const PoolState>> = const { RefCell::new(Vec::new()) };
}

impl ReentrancyGuard {
    /// Whether this thread is within the event loop of these workers.
    pub(crate) fn is_in(shared: &PoolState) -> bool {
        let shared: *const PoolState = shared;
        BUSY.with(|busy| busy.borrow().contains(&shared))
    }

    pub(super) fn enter(shared: &PoolState) -> Result<Self, Error> {
        let shared: *const PoolState = shared;
        BUSY.with(|busy| {
            let mut busy = busy.borrow_mut();
            if busy.contains(&shared) {
                return Err(Error::refused(
                    "this backend runs the very call whose input or progress hook this call was made from, and would \
                     wait for itself: collect the inputs first, or use another backend inside",
                ));
            }
            busy.push(shared);
            Ok(Self(shared))
        })
    }
}

impl Drop for ReentrancyGuard {
    fn drop(&mut self) {
        BUSY.with(|busy| busy.borrow_mut().retain(|shared| *shared != self.0));
    }
}
