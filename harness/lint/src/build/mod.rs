//! Cargo builds the program, and what it compiles is noted.

mod cargo;
mod error;
mod lock_file;
mod options;
mod program;
mod setting;
mod stamp;
mod survey;
mod toolchain;

pub(crate) use cargo::command;
pub use error::Error;
pub(crate) use lock_file::LockFiles;
pub use options::Options;
pub(crate) use program::{Program, metadata};
pub(crate) use setting::{here, home, setting, start};
pub(crate) use stamp::{is_current, stamp_of};
pub use survey::survey;
pub(crate) use survey::{Built, FOLDER_IN_TARGET, build, look};
pub(crate) use toolchain::host;
