//! I. Futures, callbacks, waiting.
