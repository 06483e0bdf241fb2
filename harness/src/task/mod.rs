//! Tasks: what can be given to a backend to run.
//!
//! A function goes to another process as it is, a closure goes through [`closure!`](crate::closure). A task of
//! several parameters takes its inputs as tuples.

#[cfg(feature = "runtime")]
mod admit;
mod closure;
#[cfg(feature = "runtime")]
pub(crate) mod code;
pub(crate) mod expansion;
#[cfg(feature = "runtime")]
mod kinds;
#[cfg(feature = "runtime")]
pub(crate) mod local;
#[cfg(processes)]
pub(crate) mod remote;
#[cfg(processes)]
pub(crate) mod table;

#[cfg(feature = "runtime")]
pub(crate) use admit::admit;
pub use closure::Closure;
pub(crate) use closure::RefusedClosure;
#[cfg(feature = "trials")]
pub(crate) use kinds::Sealed;
#[cfg(feature = "runtime")]
pub use kinds::{Captured, Function, RemoteTask, StatelessCode, Task};
