//! How large values travel.

use std::path::PathBuf;

/// Which way encoded values take between this process and its workers. Both directions, inputs, captures and results.
///
/// A value that is not large goes through the socket in every mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Transfer {
    /// By size: through the socket, through shared memory above [`Builder::large_above`](crate::Builder::large_above), through a
    /// file above [`Builder::huge_above`](crate::Builder::huge_above).
    #[default]
    Auto,
    /// All through the socket.
    Inline,
    /// Large ones through a file without a name in the directory for temporary files: nothing is left behind, whatever
    /// ends a process.
    File,
    /// Large ones through memory that both processes see, encoded into it and decoded out of it. It has no name either.
    SharedMemory,
}

impl Transfer {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Inline, Self::File, Self::SharedMemory];

    /// The name that reports print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Inline => "inline",
            Self::File => "file",
            Self::SharedMemory => "shared_memory",
        }
    }
}

/// What a process backend was told of it.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) transfer: Transfer,
    /// Encoded bytes above which a value is large.
    pub(crate) large: usize,
    /// Above which a file is better than memory.
    pub(crate) huge: usize,
    /// Where files are.
    pub(crate) folder: Option<PathBuf>,
}

impl Default for Route {
    fn default() -> Self {
        Self { transfer: Transfer::default(), large: LARGE, huge: usize::MAX, folder: None }
    }
}

/// Where shared memory begins to win.
const LARGE: usize = 64 << 10;
