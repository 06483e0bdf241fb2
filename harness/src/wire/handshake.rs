//! The handshake: both sides must be the same program.

use super::pack::{Malformed, Reader};
use crate::task::table::Table;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

const MAGIC: [u8; 8] = *b"wirechk2";
/// Counted up with each change of the frames or of the control block.
pub(crate) const PROTOCOL: u32 = 7;

/// The call of the initializer; no other call has this number.
pub(crate) const INITIALIZER: u32 = 0;

/// The first frame of each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hello {
    magic: [u8; 8],
    protocol: u32,
    build: u64,
    table: u64,
    pub(crate) worker_config: WorkerConfig,
}

/// The settings that a parent sends to its worker. A worker sends zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WorkerConfig {
    /// How many tasks it runs before it ends by itself; 0 is no limit.
    pub(crate) tasks: u64,
    /// After how many idle milliseconds it ends by itself; 0 is never.
    pub(crate) idle: u64,
    /// The number of its pool, which no other pool has. A task is named by it in all its attempts.
    pub(crate) pool: u64,
    /// How many pools it is nested in.
    pub(crate) depth: u32,
    /// How many cores it may use.
    pub(crate) cores: u32,
    /// The file mode mask plus one; 0 leaves it as it is.
    pub(crate) mask: u32,
}

/// What both sides of a channel must agree on, where they run on different machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "_cluster"),
    allow(unreachable_pub, reason = "its only user outside is not compiled")
)]
pub struct ProgramNumbers {
    /// That of the executable, by its content.
    pub build: u64,
    /// That of its table of tasks.
    pub(crate) table: u64,
}

impl ProgramNumbers {
    /// Those of this program, whose executable has that number by its content.
    pub(crate) fn own(build: u64) -> Self {
        Self { build, table: Table::get().fingerprint() }
    }
}

impl Hello {
    /// The worker's.
    #[cfg(test)]
    pub(crate) fn own() -> Self {
        Self::with(WorkerConfig::default())
    }

    /// The parent's.
    #[cfg(test)]
    pub(crate) fn with(worker_config: WorkerConfig) -> Self {
        Self::of(None, worker_config)
    }

    /// Of a program that is known by its content, if both sides know that. The file itself identifies a build on one machine only.
    pub(crate) fn of(program: Option<ProgramNumbers>, worker_config: WorkerConfig) -> Self {
        let ProgramNumbers { build, table } = program.unwrap_or_else(|| ProgramNumbers::own(build()));
        Self { magic: MAGIC, protocol: PROTOCOL, build, table, worker_config }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.magic);
        out.extend_from_slice(&self.protocol.to_le_bytes());
        let config = &self.worker_config;
        for word in [self.build, self.table, config.tasks, config.idle, config.pool] {
            out.extend_from_slice(&word.to_le_bytes());
        }
        for word in [self.worker_config.depth, self.worker_config.cores, self.worker_config.mask] {
            out.extend_from_slice(&word.to_le_bytes());
        }
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let hello = Self {
            magic: reader.bytes()?,
            protocol: reader.u32()?,
            build: reader.u64()?,
            table: reader.u64()?,
            worker_config: WorkerConfig {
                tasks: reader.u64()?,
                idle: reader.u64()?,
                pool: reader.u64()?,
                depth: reader.u32()?,
                cores: reader.u32()?,
                mask: reader.u32()?,
            },
        };
        if reader.0.is_empty() { Ok(hello) } else { Err(Malformed) }
    }

    /// Why the other side cannot be talked to, if so.
    pub(crate) fn objection(&self, other: &Self) -> Option<String> {
        if other.magic != self.magic {
            Some("the other side does not speak this protocol".to_owned())
        } else if other.protocol != self.protocol {
            Some(format!("the other side speaks protocol {}, this one {}", other.protocol, self.protocol))
        } else if other.build == UNKNOWN {
            Some("the worker could not look at its own executable, `/proc/self/exe`".to_owned())
        } else if self.build == UNKNOWN {
            Some("this program could not look at its own executable, `/proc/self/exe`".to_owned())
        } else if other.build != self.build {
            Some("the worker's executable is not the parent's; was it replaced while it ran?".to_owned())
        } else if other.table != self.table {
            Some("the worker's table of tasks is not the parent's".to_owned())
        } else {
            None
        }
    }
}

/// Stands for an executable that cannot be looked at.
const UNKNOWN: u64 = 0;

/// Identifies the running executable: the file itself, not its path, which may lead to another file by now.
fn build() -> u64 {
    static BUILD: OnceLock<u64> = OnceLock::new();
    if let Some(build) = BUILD.get() {
        return *build;
    }
    // The kernel may be short of memory for a moment.
    let stat = (0..3).find_map(|_| rustix::fs::stat(crate::sys::EXECUTABLE).ok());
    // A failure is not kept: the next worker may find it passed.
    let Some(stat) = stat else { return UNKNOWN };
    *BUILD.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime, stat.st_mtime_nsec).hash(&mut hasher);
        hasher.finish().max(UNKNOWN + 1)
    })
}
