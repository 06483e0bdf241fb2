//! Makes errors, and says more of them on their way to the caller.

use super::kind::Inner;
use super::{Error, Kind, Side};
use std::fmt;

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                task: None,
                index: None,
                format: None,
                type_name: None,
                path: None,
                side: None,
                node: None,
            }),
        }
    }

    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused(message.into()))
    }

    /// The operating system refused something: `message` says what, and the error's own words follow.
    pub(crate) fn io(message: impl fmt::Display, source: impl Into<std::io::Error>) -> Self {
        let source = source.into();
        Self::new(Kind::System { message: with_advice(&message, &source), source })
    }

    /// A worker could not be started.
    pub(crate) fn start(message: impl Into<String>) -> Self {
        Self::new(Kind::Start { message: message.into(), source: None })
    }

    /// A worker, or a thread, could not be started since the operating system refused something.
    pub(crate) fn start_io(message: impl fmt::Display, source: impl Into<std::io::Error>) -> Self {
        let source = source.into();
        Self::new(Kind::Start { message: with_advice(&message, &source), source: Some(source) })
    }

    /// The same error for another task, which has its own name and input.
    pub(crate) fn repeated(&self) -> Self {
        let message = self.to_string();
        let copy = |source: &std::io::Error| match source.raw_os_error() {
            Some(number) => std::io::Error::from_raw_os_error(number),
            None => std::io::Error::new(source.kind(), source.to_string()),
        };
        Self::new(match &self.inner.kind {
            Kind::Start { source, .. } => Kind::Start { message, source: source.as_ref().map(copy) },
            Kind::System { source, .. } => Kind::System { message, source: copy(source) },
            Kind::Protocol(why) => Kind::Protocol(why.clone()),
            Kind::Lost { node } => Kind::Lost { node: node.clone() },
            _ => Kind::Refused(message),
        })
    }

    /// What broke a channel, for the error of each task that is affected.
    pub(crate) fn channel_story(&self) -> String {
        match &self.inner.kind {
            Kind::Protocol(message) => message.clone(),
            _ => self.to_string(),
        }
    }

    pub(crate) fn at(mut self, task: &str, index: u64) -> Self {
        self.inner.task = Some(task.to_owned());
        self.inner.index = Some(index);
        self
    }

    /// The initializer failed, which has no input.
    pub(crate) fn of_initializer(mut self, task: &str) -> Self {
        self.inner.task = Some(task.to_owned());
        self.inner.index = None;
        self
    }

    pub(crate) fn on(mut self, side: Side) -> Self {
        self.inner.side = Some(side);
        self
    }

    /// It happened on this node of a cluster.
    #[cfg(any(test, all(processes, feature = "_cluster")))]
    pub(crate) fn on_node(mut self, node: &str) -> Self {
        self.inner.node = Some(node.to_owned());
        self
    }

    pub(crate) fn of(mut self, format: &'static str, type_name: String, path: Option<String>) -> Self {
        self.inner.format = Some(format.into());
        self.inner.type_name = Some(type_name);
        self.inner.path = path;
        self
    }
}

/// The message with the words of its source, and what to do where no file can be opened any more.
fn with_advice(message: &dyn fmt::Display, source: &std::io::Error) -> String {
    let message = format!("{message}: {source}");
    #[cfg(processes)]
    if matches!(source.raw_os_error(), Some(libc::EMFILE | libc::ENFILE)) && !message.contains("ulimit -n") {
        return message + "; allow more open files (`ulimit -n`)";
    }
    if source.kind() == std::io::ErrorKind::FileTooLarge && !message.contains("ulimit -f") {
        return message + "; raise the limit on file sizes (`ulimit -f`)";
    }
    message
}
