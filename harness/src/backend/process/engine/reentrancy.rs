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
        BUSY.with(|busy| busy.borrow().contains(&place))
    }

    pub(super) fn enter<W: Worker>(pool: &PoolState<W>) -> Result<Self, Error> {
        let place = place(pool);
        BUSY.with(|busy| {
            let mut busy = busy.borrow_mut();
            if busy.contains(&place) {
                return Err(Error::refused(
                    "this backend runs the very call whose input or progress hook this call was made from, and would \
                     wait for itself: collect the inputs first, or use another backend inside",
                ));
            }
            busy.push(place);
            Ok(Self(place))
        })
    }
}

impl Drop for ReentrancyGuard {
    fn drop(&mut self) {
        BUSY.with(|busy| busy.borrow_mut().retain(|place| *place != self.0));
    }
}

fn place<W: Worker>(pool: &PoolState<W>) -> Place {
    (std::ptr::from_ref(pool).cast(), clock::thread())
}
