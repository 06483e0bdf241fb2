//! Lines of workers, each with the task that has written it, on their way to the caller.
//!
//! ```text
//! worker: marks  ..pipe..  splitter -> sink: hub -> the caller's hook
//! ```
//! A worker whose lines are wanted writes a *mark* to its stream where a task ends that has left bytes in the pipe. The reader takes only
//! bytes that were in the pipe before it looked what runs. So they are of that task, unless the mark of an earlier one follows.

mod hub;
mod mark;
mod splitter;

pub(crate) use hub::LineHub;
pub(crate) use mark::write_mark;
pub(super) use splitter::LineSplitter;

use crate::backend::LineStream;
use crate::backend::process::worker::contract::TaskId;
use std::fmt::Debug;

/// Takes lines. It does not block.
pub(crate) trait LineSink: Debug + Send + Sync {
    fn line(&self, pid: u32, stream: LineStream, task: Option<TaskId>, text: &[u8]);
}
