//! D. Shutdown and liveness.
