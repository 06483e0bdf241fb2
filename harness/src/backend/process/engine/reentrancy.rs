//! Detects calls on a backend from within its own event loop, which would wait for themselves.

use crate::backend::process::pool::PoolState;
use crate::backend::process::worker::Worker;
use crate::clock::{self, SimulatedThread};
use crate::error::Error;
use std::cell::RefCell;

/// Marks that this thread runs the event loop of a pool.
///
/// A call from within, from an input iterator or a progress hook, would wait for workers that only the outer call
/// could give back.
pub(crate) struct ReentrancyGuard(Place);

/// A pool, and the thread where it is one of a simulation.
type Place = (*const (), SimulatedThread);

thread_local! {
    static BUSY: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

impl ReentrancyGuard {
    /// Whether this thread is within the event loop of these workers.
    pub(crate) fn is_in<W: Worker>(pool: &PoolState<W>) -> bool {
        let place = place(pool);
        BUSY.try_with(|busy| busy.borrow().contains(&place)).unwrap_or(false)
    }

    pub(super) fn enter<W: Worker>(pool: &PoolState<W>) -> Result<Self, Error> {
        // An iterator of results may have been made before the fork.
        pool.check_process()?;
        let place = place(pool);
        let entered = BUSY.try_with(|busy| {
            let mut busy = busy.borrow_mut();
            if busy.contains(&place) {
                return Err(Error::refused(
                    "this backend runs the very call whose input or progress hook this call was made from, and would \
                     wait for itself: collect the inputs first, or use another backend inside",
                ));
            }
            busy.push(place);
            Ok(Self(place))
        });
        // In a destructor of a thread's own values this one may be gone. Nothing of an outer call is left on the thread then.
        // Not made before that is known: a guard that is dropped takes the note back.
        entered.unwrap_or_else(|_| Ok(Self(place)))
    }
}

impl Drop for ReentrancyGuard {
    fn drop(&mut self) {
        let _ = BUSY.try_with(|busy| busy.borrow_mut().retain(|place| *place != self.0));
    }
}

fn place<W: Worker>(pool: &PoolState<W>) -> Place {
    (std::ptr::from_ref(pool).cast(), clock::thread())
}
