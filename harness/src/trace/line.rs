//! Lines of workers as events.

use crate::{LineStream, WorkerLine};
use tracing::info;

/// Makes an event of a line of a worker: a hook for [`Builder::on_line`](crate::Builder::on_line).
///
/// Its target is `wirecheck::line`, its level `INFO`, its message the line, and its fields `node`, `pid`, `task`, `index`, `stream` and
/// `missed`, as far as they are known.
///
/// ```no_run
/// # fn main() -> Result<(), wirecheck::Error> {
/// let pool = wirecheck::Pool::builder().on_line(wirecheck::trace::line_event).build()?;
/// # drop(pool);
/// # Ok(())
/// # }
/// ```
pub fn line_event(line: &WorkerLine) {
    let WorkerLine { node, pid, task, index, stream, text, missed } = line;
    let stream = match stream {
        LineStream::Stdout => "stdout",
        LineStream::Stderr => "stderr",
    };
    let missed = (*missed > 0).then_some(*missed);
    info!(target: "wirecheck::line", node = node.as_deref(), pid, task = *task, index = *index, stream, missed, "{text}");
}
