//! The one error type: what failed, in which process, for which task and input, and what to do.

mod asking;
mod exit;
mod kind;
mod making;
mod message;
mod panic;
mod reason;
mod signals;
mod travel;

pub use exit::Exit;
pub use kind::{Error, Side};
pub use panic::PanicInfo;
pub use reason::Reason;

pub(crate) use kind::{Kind, Timed};
#[cfg(processes)]
pub(crate) use travel::{pack, unpack};
#[cfg(all(processes, feature = "_cluster"))]
pub(crate) use travel::{put_exit, read_exit};
