//! Starts peers.

/// Starts peers as the plan of the run says.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeerLauncher {
    /// Bytes that each stream holds.
    pub(super) capacity: usize,
}
