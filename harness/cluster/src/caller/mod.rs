//! The caller's side: a thread with the connection to the broker, which carries the seats of a pool.
//!
//! ```text
//! handle     what the rest of the program has of it
//! board      what it tells the rest of the program
//! seats      what is open, and what becomes of it
//! nodes      which nodes there are, which of them gets a seat, and which are lost
//! dead_letters those of calls that are not detached
//! late       answers of nodes that are lost
//! pump       the bytes of one seat
//! memory     the memory of `Shared` values, and which node needs it
//! upload     puts that memory on the server
//! executable puts that of the caller there, for nodes that have not got it
//! results    the memory of `Shared` values that come back
//! exchange    what is said to nodes and heard of them, and when
//! run        the thread
//! ```

mod board;
mod dead_letters;
mod exchange;
mod executable;
mod handle;
mod late;
mod memory;
mod nodes;
mod pump;
mod results;
mod run;
mod seats;
#[cfg(test)]
mod simulated;
mod upload;

#[cfg(test)]
pub(crate) use exchange::{ASK_AGAIN, Answer, Asked};
pub(crate) use executable::put_own;
pub(crate) use handle::{Caller, Demands};
pub use nodes::NodeInfo;
#[cfg(test)]
pub(crate) use simulated::{Outcome, SimCaller, read_frame};
