//! Detects calls on a backend from within its own event loop, which would wait for themselves.

use crate::backend::process::pool::PoolState;
use crate::backend::process::worker::Worker;
use crate::error::Error;
use std::cell::RefCell;

/// Marks that this thread runs the event loop of a pool.
///
/// A call from within, from an input iterator or a progress hook, would wait for workers that only the outer call
/// could give back.
pub(crate) struct ReentrancyGuard(*const ());

thread_local! {
    static BUSY: RefCell<Vec<*const ()>> = const { RefCell::new(Vec::new()) };
}

impl ReentrancyGuard {
    /// Whether this thread is within the event loop of these workers.
    pub(crate) fn is_in<W: Worker>(pool: &PoolState<W>) -> bool {
        let pool = address(pool);
        BUSY.try_with(|busy| busy.borrow().contains(&pool)).unwrap_or(false)
    }

    pub(super) fn enter<W: Worker>(pool: &PoolState<W>) -> Result<Self, Error> {
        // An iterator of results may have been made before the fork.
        pool.check_process()?;
        let pool = address(pool);
        let entered = BUSY.try_with(|busy| {
            let mut busy = busy.borrow_mut();
            if busy.contains(&pool) {
                return Err(Error::refused(
                    "this backend runs the very call whose input or progress hook this call was made from, and would \
                     wait for itself: collect the inputs first, or use another backend inside",
                ));
            }
            busy.push(pool);
            Ok(Self(pool))
        });
        // In a destructor of a thread's own values this one may be gone. Nothing of an outer call is left on the thread then.
        entered.unwrap_or(Ok(Self(pool)))
    }
}

impl Drop for ReentrancyGuard {
    fn drop(&mut self) {
        let _ = BUSY.try_with(|busy| busy.borrow_mut().retain(|pool| *pool != self.0));
    }
}

fn address<W: Worker>(pool: &PoolState<W>) -> *const () {
    std::ptr::from_ref(pool).cast()
}
