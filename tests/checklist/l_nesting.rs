//! L. Nesting and threads.
