//! The event loop: tasks to workers, answers to callers.

mod event_loop;
mod leased_workers;
mod leaving_worker;
mod limits;
mod reentrancy;
mod response_reader;
#[cfg(all(test, feature = "bincode"))]
mod response_reader_fuzz;
mod schedule;
mod source;
mod waiting_answers;
mod worker_exit;

pub(super) use event_loop::{Engine, Round};
pub(super) use reentrancy::ReentrancyGuard;
pub(super) use source::{Budget, Disposition, Expired, Results, Sent, Source};
