//! J. Timeouts.
