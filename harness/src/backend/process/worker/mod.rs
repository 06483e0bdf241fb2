//! One worker: its connection, how it starts, greets and ends.

mod batch_controller;
mod capture;
mod connection;
mod contract;
mod dead_task;
mod ending;
mod exit_report;
mod handle;
pub(super) mod handshake;
mod initializer;
mod launch;
mod launch_thread;
mod lines;
mod local;
mod process;
#[cfg(feature = "_cluster")]
mod remote;
mod start_failure;
mod stop_reason;

#[cfg(feature = "_cluster")]
pub(super) use connection::Carrier;
pub(super) use connection::{Connection, Stage, Unanswered, Unsent};
#[cfg(all(test, feature = "bincode", not(feature = "_cluster")))]
pub(super) use contract::KillIf;
pub(crate) use contract::StartLimits;
#[cfg(not(feature = "_cluster"))]
pub(super) use contract::TaskId;
#[cfg(feature = "_cluster")]
pub use contract::{KillIf, TaskId};
pub(super) use contract::{Recording, StartFailure, Worker};
#[cfg(not(feature = "_cluster"))]
pub(super) use dead_task::DeadTask;
#[cfg(feature = "_cluster")]
pub use dead_task::DeadTask;
pub(super) use ending::{AFTER_HANG_UP, MOMENT, ORDERLY_END, kill_all, wait_for_ends};
pub(super) use exit_report::ExitReport;
pub(super) use handle::WorkerHandle;
pub(crate) use initializer::Initializer;
pub(super) use launch::Launcher;
pub(crate) use lines::{LineHub, write_mark};
pub(super) use process::Process;
#[cfg(feature = "_cluster")]
pub use remote::{
    GrowingMemory, HostedWorker, MemoryChannel, MemoryCopy, NewMemory, NewSeat, Program, ProgramFile,
    SeatCommand, SeatEnd, SeatHost, SeatLine, SeatReport, SeatStatus, SharedBytes, SharedMemory, TaskCounts,
    WorkerCounts, WorkerHost, WorkerMemory, WorkerProtocol, glibc_version,
};
#[cfg(feature = "_cluster")]
pub(crate) use remote::{RemoteLauncher, RemoteWorker, read_setup, write_setup};
pub(super) use stop_reason::StopReason;
