//! What an error says.

use super::kind::Inner;
use super::{Error, Kind, Side, Timed};
use crate::format::CodecError;
use std::fmt;

impl Error {
    fn codec_story(
        &self,
        f: &mut fmt::Formatter<'_>,
        verb: &str,
        what: &str,
        error: &CodecError,
    ) -> fmt::Result {
        let Inner { format, type_name, path, side, .. } = &*self.inner;
        write!(f, "the {what}")?;
        if let Some(name) = type_name {
            write!(f, " of type `{name}`")?;
        }
        write!(f, " could not be {verb}")?;
        if let Some(format) = format {
            write!(f, " as {format}")?;
        }
        match side {
            Some(Side::Parent) => f.write_str(" in the parent")?,
            Some(Side::Worker) => f.write_str(" in the worker")?,
            None => {}
        }
        if let Some(path) = path {
            write!(f, ", at `{path}`")?;
        }
        write!(f, ": {error}")
    }
}

impl Timed {
    fn describe(self, f: &mut fmt::Formatter<'_>, seconds: f64) -> fmt::Result {
        match self {
            Self::Task => write!(
                f,
                "it ran longer than the limit of {seconds} s for a task and was killed; raise `task_timeout` if it needs longer"
            ),
            Self::Initializer => write!(
                f,
                "it did not return within {seconds} s, and its worker was killed; raise `initializer_timeout` if it needs longer"
            ),
            Self::Unstoppable => write!(
                f,
                "it ran longer than the limit of {seconds} s for a task, and still runs: its worker could not be killed, as after \
                 this program gave up its privileges"
            ),
            Self::Call => write!(
                f,
                "its call ran longer than the limit of {seconds} s, and its remaining tasks were stopped; raise `call_timeout` if \
                 it needs longer"
            ),
            Self::Join => {
                write!(
                    f,
                    "no result within {seconds} s; the task is still running: join it again or cancel it"
                )
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.inner.task, self.inner.index) {
            (Some(task), Some(index)) => write!(f, "task `{task}` failed at input {index}: ")?,
            (Some(task), None) => write!(f, "the initializer `{task}` failed: ")?,
            _ => {}
        }
        match &self.inner.kind {
            Kind::Panic(info) => info.fmt(f),
            Kind::Crash { pid, exit, reason, stderr } => {
                write!(f, "its worker (process {pid}")?;
                if let Some(node) = &self.inner.node {
                    write!(f, " on {node}")?;
                }
                write!(f, ") {exit}")?;
                match (reason, exit.hint()) {
                    (Some(reason), _) => write!(f, ": {reason}")?,
                    (None, Some(hint)) => write!(f, "; {hint}")?,
                    (None, None) => {}
                }
                if !stderr.is_empty() {
                    f.write_str("; it last wrote:")?;
                }
                stderr.lines().try_for_each(|line| write!(f, "\n    | {line}"))
            }
            Kind::Lost { node } => write!(
                f,
                "its node {node} is lost: it ended or cannot be reached, and the task may have run there; `retries` runs such a task \
                 again"
            ),
            Kind::Timeout { limit, what } => what.describe(f, limit.as_secs_f64()),
            Kind::Nested { depth, most } => write!(
                f,
                "this process is a worker within {depth} nested pools, and the limit is {most}: use `Inline` or `Thread` here, or \
                 raise `max_depth` of the builder"
            ),
            Kind::Encode { what, error } => self.codec_story(f, "written", what, error),
            Kind::Decode { what, error } => {
                self.codec_story(f, "read back", what, error)?;
                f.write_str("; its `Serialize` and `Deserialize` must agree in this format")
            }
            Kind::Callback { info, others: 0 } => write!(f, "a callback of `submit_then` {info}"),
            Kind::Callback { info, others } => {
                write!(f, "a callback of `submit_then` {info}; {others} more did")
            }
            Kind::Cancelled => {
                f.write_str("cancelled: it, its call or its backend was ended before there was a result")
            }
            Kind::Refused(message) => f.write_str(message),
            Kind::Start { message, .. } | Kind::System { message, .. } => f.write_str(message),
            Kind::Protocol(message) => write!(f, "the channel to a worker broke: {message}"),
            Kind::Unsupported => write!(
                f,
                "worker processes are not supported on {} ({}) yet: use `Inline` or `Thread` here, or run the program on Linux \
                 for x86_64 or aarch64",
                std::env::consts::OS,
                std::env::consts::ARCH
            ),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `unwrap` and `main() -> Result` print Debug: the message is more useful there than the struct.
        if f.alternate() { self.inner.fmt(f) } else { fmt::Display::fmt(self, f) }
    }
}

impl std::error::Error for Error {
    /// The codec's own error or the operating system's, where one is behind it. Its message is part of this error's as well.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.inner.kind {
            Kind::Start { source: Some(source), .. } | Kind::System { source, .. } => Some(source),
            Kind::Encode { error, .. } | Kind::Decode { error, .. } => Some(error.as_source()),
            _ => None,
        }
    }
}
