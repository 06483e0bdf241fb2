//! E. Worker count, recycling, reuse.
