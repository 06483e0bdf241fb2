//! One pool for the whole program, for whoever does not want to pass one around.
#![cfg(feature = "bincode")]

use super::{Pool, Workers};
use crate::error::Error;
use std::sync::{Mutex, PoisonError};

static SHARED: Mutex<Option<Pool>> = Mutex::new(None);

/// The program's shared pool: a worker for each core, started at the first use and kept.
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
/// One that was closed, joined or terminated is replaced. Its workers end with the program.
///
/// # Errors
/// When the workers cannot be started.
pub fn shared() -> Result<Pool, Error> {
    find(None)
}

/// The shared pool with so many workers: resized when it has another number.
///
/// # Errors
/// As of [`shared`].
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
