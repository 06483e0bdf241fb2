//! How large values travel.

#[cfg(processes)]
use crate::error::Error;
#[cfg(processes)]
use crate::wire::TransferPolicy;
use std::path::PathBuf;

/// How encoded values travel between this process and its workers: inputs, captures and results.
///
/// Small values always go through the socket. [`Builder::shared_memory_threshold`](crate::Builder::shared_memory_threshold)
/// says what is large.
///
/// ```no_run
/// use wirecheck::{Pool, Transfer};
///
/// let pool = Pool::builder().transfer(Transfer::File).transfer_dir("/var/tmp").build()?;
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Transfer {
    /// Large values go through shared memory, those above [`Builder::file_threshold`](crate::Builder::file_threshold) through a
    /// file.
    #[default]
    Auto,
    /// All values go through the socket.
    Inline,
    /// Large values go through a file in the directory for temporary files. The file has no name, so nothing is left behind when
    /// a process dies.
    File,
    /// Large values go through memory that both processes map. They are encoded into it and decoded out of it. It has no name
    /// either.
    SharedMemory,
}

impl Transfer {
    /// Every mode.
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

/// The settings of a process backend for it.
#[derive(Clone, Debug)]
pub(crate) struct TransferSettings {
    pub(crate) transfer: Transfer,
    /// Encoded bytes above which a value is large.
    pub(crate) large: usize,
    /// Encoded bytes above which a value goes through a file.
    pub(crate) huge: Option<usize>,
    /// The directory for files.
    pub(crate) folder: Option<PathBuf>,
}

impl Default for TransferSettings {
    fn default() -> Self {
        Self { transfer: Transfer::default(), large: LARGE, huge: None, folder: None }
    }
}

/// Shared memory begins to win, by a little, at 10 to 17 KiB (`cargo run --release -- --only transfer_sweep`); here it does by a
/// third or more, and a value that takes less leaves the few memories of a worker to others.
const LARGE: usize = 64 << 10;

#[cfg(processes)]
impl TransferSettings {
    /// All values in their frames.
    #[cfg(feature = "_cluster")]
    pub(crate) fn inline() -> Self {
        Self { transfer: Transfer::Inline, ..Self::default() }
    }

    /// # Errors
    /// When there is no such directory.
    pub(crate) fn policy(&self) -> Result<TransferPolicy, Error> {
        let large = self.large as u64;
        let folder = self.folder.clone().unwrap_or_else(std::env::temp_dir);
        if self.folder.is_some() && !folder.is_dir() {
            return Err(Error::refused(format!(
                "the directory `{}` for large values is not a directory that can be entered: give another one to \
                 `transfer_dir`",
                folder.display()
            )));
        }
        // A worker may have another working directory.
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        let (memory_above, file_above) = match self.transfer {
            Transfer::Inline => (u64::MAX, u64::MAX),
            Transfer::File => (u64::MAX, large),
            Transfer::SharedMemory => (large, u64::MAX),
            Transfer::Auto => {
                (large, self.huge.map_or_else(a_quarter_of_memory, |huge| huge as u64).max(large))
            }
        };
        Ok(TransferPolicy { memory_above, file_above, keeps_freed: true, folder })
    }
}

#[cfg(processes)]
/// The kernel can write the pages of a file to disk to make room, but not shared memory.
fn a_quarter_of_memory() -> u64 {
    let about = rustix::system::sysinfo();
    // Narrower on some targets.
    #[allow(clippy::useless_conversion, clippy::unnecessary_cast, reason = "as above")]
    let bytes = (about.totalram as u64).saturating_mul(u64::from(about.mem_unit));
    bytes / 4
}
