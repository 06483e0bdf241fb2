//! Cargo builds the program, and what it compiles is noted.

mod cargo;
mod error;
mod lock_file;
mod options;
mod program;
mod stamp;
mod survey;
mod toolchain;

pub use error::Error;
pub use options::Options;
pub(crate) use program::Program;
pub use survey::survey;
