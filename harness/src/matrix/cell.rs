//! A cell: which workload, on which backend, in which format, and how large values are transferred.

use crate::backend::{Fault, Transfer};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name in place of a format where nothing is encoded.
pub const MEMORY: &str = "memory";

/// A backend, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BackendKind {
    /// A plain loop, the reference.
    Inline,
    /// Threads.
    Thread,
    /// One process for each task.
    Spawn,
    /// Processes that are kept for the next task.
    Pool,
    /// Processes on the nodes of a cluster.
    Cluster,
}

impl BackendKind {
    /// All of them, the reference first.
    pub const ALL: [Self; 5] = [Self::Inline, Self::Thread, Self::Spawn, Self::Pool, Self::Cluster];

    /// The name that reports print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Thread => "thread",
            Self::Spawn => "spawn",
            Self::Pool => "pool",
            Self::Cluster => "cluster",
        }
    }

    /// Whether large values may go past the socket of the worker.
    pub(crate) fn shares_memory(self) -> bool {
        matches!(self, Self::Spawn | Self::Pool)
    }

    /// Whether values are encoded, so that the format matters.
    pub fn encodes(self) -> bool {
        matches!(self, Self::Spawn | Self::Pool | Self::Cluster)
    }
}

impl fmt::Display for BackendKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One cell of the matrix; prints as `list_append::pool::bincode`, as `large_output::pool::bincode::shared_memory`
/// where the workload is run in several [`Transfer`] modes, and as `list_append::pool::bincode::kill_during` where a [`Fault`]
/// is injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The workload's name.
    pub workload: &'static str,
    /// Where it runs.
    pub backend: BackendKind,
    /// The wire format's name, or [`MEMORY`].
    pub format: &'static str,
    /// How large values are transferred; `None` where nothing is encoded, and where the workload leaves it to the backend.
    pub transfer: Option<Transfer>,
    /// The fault that the worker of the second input meets.
    pub fault: Option<Fault>,
}

impl Cell {
    /// The input whose task meets the fault.
    pub const FAULT_AT: u64 = 1;
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}::{}", self.workload, self.backend, self.format)?;
        if let Some(transfer) = self.transfer {
            write!(f, "::{}", transfer.name())?;
        }
        match self.fault {
            Some(fault) => write!(f, "::{fault}"),
            None => Ok(()),
        }
    }
}
