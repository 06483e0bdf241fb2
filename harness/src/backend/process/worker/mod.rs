//! One worker: its connection, how it starts, greets and ends.

mod batch_controller;
mod capture;
mod connection;
mod contract;
mod handle;
pub(super) mod handshake;
mod initializer;
mod launch;
mod process;
mod start_failure;

pub(super) use batch_controller::BatchController;
pub(super) use connection::{Connection, Stage, Unanswered, Unsent};
#[cfg(all(test, feature = "bincode"))]
pub(super) use contract::KillIf;
pub(super) use contract::{Recording, StartFailure, TaskId, Worker};
pub(super) use handle::{ExitReport, StopReason, WorkerHandle};
pub(crate) use initializer::{CALL as INITIALIZER, Initializer};
pub(super) use launch::Launcher;
pub(super) use process::Process;
