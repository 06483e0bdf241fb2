//! Lines of workers, each with the task that has written it, on their way to the caller.
//!
//! ```text
//! worker: marks  ..pipe..  splitter -> sink: hub -> the caller's hook
//! ```
//! A worker whose lines are wanted writes a *mark* to its stream where a task ends that has left bytes in the pipe. The reader takes only
//! bytes that were in the pipe before it looked what runs. So they are of that task, unless the mark of an earlier one follows.

mod hub;
mod mark;
mod sink;
mod splitter;

pub(crate) use hub::LineHub;
pub(crate) use mark::write_mark;
pub(super) use sink::LineSink;
pub(super) use splitter::LineSplitter;
