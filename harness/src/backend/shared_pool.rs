//! One pool for the whole program, so that you need not pass one around.
#![cfg(feature = "bincode")]

use super::{Pool, Workers};
use crate::error::Error;
use std::sync::{Mutex, PoisonError};

static SHARED: Mutex<Option<Pool>> = Mutex::new(None);

/// The pool that the whole program shares: one worker for each core, started at the first use and kept.
///
/// ```no_run
/// #[wirecheck::main]
/// fn main() -> Result<(), wirecheck::Error> {
///     let squares = wirecheck::pool::shared()?.map(wirecheck::closure!(|x: u64| x * x), 0..4)?;
///     assert_eq!(squares, [0, 1, 4, 9]);
///     Ok(())
/// }
/// ```
///
/// If it was closed, joined or terminated, or this process was forked since, you get a new one. Its workers end with the program.
///
/// # Errors
/// When the workers cannot be started, as [`Pool::new`].
pub fn shared() -> Result<Pool, Error> {
    find(None)
}

/// The shared pool with this number of workers. It is resized if it has another number, for everybody who uses it.
///
/// # Errors
/// As [`shared`].
pub fn shared_with(workers: impl Into<Workers>) -> Result<Pool, Error> {
    find(Some(workers.into()))
}

fn find(workers: Option<Workers>) -> Result<Pool, Error> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = shared.as_ref().filter(|pool| pool.takes_tasks()) {
        if let Some(workers) = workers {
            pool.resize(workers)?;
        }
        return Ok(pool.clone());
    }
    let pool = Pool::builder().workers(workers.unwrap_or_default()).build()?;
    *shared = Some(pool.clone());
    Ok(pool)
}
