//! Lines that workers write, as they come.

use std::fmt;
use std::sync::Arc;

/// A line that a worker has written to its standard output or error. [`Builder::on_line`](crate::Builder::on_line) passes it to your
/// callback.
///
/// Its `Display` is the line behind a label: `[worker 4711 render #7] text`, or `[node gpu-1 worker 4711 render #7] text` on a cluster.
///
/// ```no_run
/// use wirecheck::{Pool, closure};
///
/// #[wirecheck::main]
/// fn main() -> Result<(), wirecheck::Error> {
///     let pool = Pool::builder().on_line(|line| println!("{line}")).build()?;
///     // Prints `[worker 4711 work::main::{{closure}} #0] 0 of 3` and so on.
///     pool.map(closure!(|x: u64| eprintln!("{x} of 3")), 0..3)?;
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkerLine {
    /// The name of the node, on a cluster.
    pub node: Option<String>,
    /// The process that has written it, on its machine.
    pub pid: u32,
    /// The name of the task that ran when it was written, if one did and its call is not long over.
    pub task: Option<&'static str>,
    /// The index of that task's input.
    pub index: Option<u64>,
    /// Where it was written.
    pub stream: LineStream,
    /// The line without its end. A line of more than 8 KiB comes in parts.
    pub text: String,
    /// How many lines before this one are missing, because more came than were taken.
    pub missed: u64,
}

/// A standard stream of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

#[cfg(feature = "tracing")]
impl WorkerLine {
    /// Makes an event of it: a hook for [`Builder::on_line`](crate::Builder::on_line).
    ///
    /// The event's target is `wirecheck::line`, its level `INFO`, its message the line, and its fields `node`, `pid`, `task`, `index`,
    /// `stream` and `missed`, as far as they are known.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wirecheck::Error> {
    /// let pool = wirecheck::Pool::builder().on_line(wirecheck::WorkerLine::emit_event).build()?;
    /// # drop(pool);
    /// # Ok(())
    /// # }
    /// ```
    pub fn emit_event(&self) {
        let Self { node, pid, task, index, stream, text, missed } = self;
        let stream = match stream {
            LineStream::Stdout => "stdout",
            LineStream::Stderr => "stderr",
        };
        let (node, missed) = (node.as_deref(), (*missed > 0).then_some(*missed));
        tracing::info!(target: "wirecheck::line", node, pid, task = *task, index = *index, stream, missed, "{text}");
    }
}

impl fmt::Display for WorkerLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        if let Some(node) = &self.node {
            write!(f, "node {node} ")?;
        }
        write!(f, "worker {}", self.pid)?;
        if let Some(task) = self.task {
            write!(f, " {task}")?;
        }
        if let Some(index) = self.index {
            write!(f, " #{index}")?;
        }
        if self.missed > 0 {
            write!(f, ", {} lines missed", self.missed)?;
        }
        write!(f, "] {}", self.text)
    }
}

/// What takes lines.
#[derive(Clone, Default)]
pub(crate) struct LineHook(Option<Arc<Hook>>);

type Hook = dyn Fn(&WorkerLine) + Send + Sync;

impl LineHook {
    pub(crate) fn new(hook: impl Fn(&WorkerLine) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    /// Returns whether there is one.
    #[cfg(processes)]
    pub(crate) fn call(&self, line: &WorkerLine) -> bool {
        self.0.as_ref().is_some_and(|hook| {
            hook(line);
            true
        })
    }
}

impl fmt::Debug for LineHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "LineHook(set)" } else { "LineHook(none)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_what_is_known() {
        let line = WorkerLine {
            node: None,
            pid: 47,
            task: Some("work"),
            index: Some(7),
            stream: LineStream::Stderr,
            text: "half".to_owned(),
            missed: 0,
        };
        assert_eq!(line.to_string(), "[worker 47 work #7] half");
        let idle = WorkerLine { task: None, index: None, missed: 3, ..line.clone() };
        assert_eq!(idle.to_string(), "[worker 47, 3 lines missed] half");
        let remote = WorkerLine { node: Some("one".to_owned()), ..line };
        assert_eq!(remote.to_string(), "[node one worker 47 work #7] half");
    }
}
