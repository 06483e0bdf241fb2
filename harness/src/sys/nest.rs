//! How many pools this process is within, and its share of the cores.

use std::sync::OnceLock;

/// Where a process stands among nested pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nest {
    /// Pools it is within; 0 in a program that is no worker.
    pub(crate) depth: u32,
    /// Cores it may use; as many as there are in a program that is no worker.
    pub(crate) cores: usize,
}

static NEST: OnceLock<Nest> = OnceLock::new();

pub(crate) fn nest() -> Nest {
    NEST.get().copied().unwrap_or(Nest { depth: 0, cores: usize::MAX })
}

/// Notes what the parent of this worker said.
pub(crate) fn enter_nest(depth: u32, cores: u32) {
    // Told once, in the greeting; a second one says the same.
    let _ = NEST.set(Nest { depth, cores: cores.max(1) as usize });
}
