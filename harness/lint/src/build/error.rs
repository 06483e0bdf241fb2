//! What can go wrong.

use crate::patch::NotPatched;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why there is no survey; each prints as one sentence.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Cargo ended with an error, which it has printed.
    Build,
    /// Cargo does not know the workspace; its words.
    Workspace(String),
    /// The compiler is too old: its version.
    Toolchain(String),
    /// No package of the workspace uses serde.
    NoSerde,
    /// A serde_derive is not as they are: its version, and what is missing.
    Derive {
        /// Of serde_derive.
        version: String,
        /// What was looked for.
        reason: String,
    },
    /// A file or a program.
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The program cannot be measured: why, as a sentence.
    Measure(String),
    /// Something that should not happen.
    Internal(String),
}

impl Error {
    /// The exit code of a program that ends with it: 2 for what is asked, 3 for the user's build.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Build | Self::Workspace(_) => 3,
            Self::Toolchain(_)
            | Self::NoSerde
            | Self::Derive { .. }
            | Self::Io { .. }
            | Self::Measure(_)
            | Self::Internal(_) => 2,
        }
    }

    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: path.to_owned(), reason: error.to_string() }
    }

    pub(crate) fn measure(reason: String) -> Self {
        Self::Measure(reason)
    }

    pub(crate) fn internal(reason: &str) -> Self {
        Self::Internal(reason.to_owned())
    }

    pub(crate) fn derive(version: &str, reason: &NotPatched) -> Self {
        Self::Derive { version: version.to_owned(), reason: reason.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build => f.write_str("the workspace does not build; cargo's errors are above"),
            Self::Workspace(words) => write!(f, "cargo cannot read the workspace: {words}"),
            Self::Toolchain(version) => {
                write!(
                    f,
                    "the compiler of this workspace is {version}, and the survey needs 1.88 or newer; try `cargo +stable wirecheck lint`"
                )
            }
            Self::NoSerde => {
                f.write_str("no package of this workspace uses serde 1, so no type meets a format")
            }
            Self::Derive { version, reason } => {
                write!(
                    f,
                    "serde_derive {version} is not known, so nothing was built: {reason}; use a released version of serde"
                )
            }
            Self::Measure(reason) => f.write_str(reason),
            Self::Io { path, reason } => write!(f, "{}: {reason}", path.display()),
            Self::Internal(reason) => write!(f, "{reason}; this is an error of wirecheck, please report it"),
        }
    }
}

impl std::error::Error for Error {}
