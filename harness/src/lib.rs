//! Prove at compile time that a type or closure can cross a process boundary, then run it there.

pub mod format;
pub mod sendable;
pub mod task;

pub use format::{Bincode, Codec, Format, Json, Postcard, Ron};
pub use sendable::Sendable;
pub use task::Closure;
