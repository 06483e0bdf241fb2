//! What takes lines.

use crate::backend::LineStream;
use crate::backend::process::worker::contract::TaskId;
use std::fmt::Debug;

/// Takes lines. It does not block.
pub(in crate::backend::process::worker) trait LineSink:
    Debug + Send + Sync
{
    fn line(&self, pid: u32, stream: LineStream, task: Option<TaskId>, text: &[u8]);
}
