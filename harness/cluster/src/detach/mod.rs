//! Detached calls: the caller goes home, and any process of the program fetches the results later.
//!
//! ```text
//! calls          what programs use: detach, attach, dead letters
//! call           one call: its state and its results
//! follower       reads what becomes of a call
//! call_store     the entries and records on the server
//! entry          what is known of a call; id, its name
//! records        inputs and results in messages; wire, numbers and texts in them
//! scheduler      a node's part: takes calls, and starts a deputy for each
//! deputy         a process that runs one call, in the place of the one who detached it
//! deputy_config  what the node tells it
//! heartbeat      how it says that it lives, and hears whether the call is still wanted
//! publisher      how its results get to the server
//! history        what tries before it have left
//! liveness       which calls have no deputy any more
//! leftovers      what a killed server brings back, and what nobody deleted
//! letter         inputs that have killed their workers
//! ```
//! The server keeps three streams. The *entry* of a call is the one truth about it: who runs it, and how it has ended.

mod call;
mod call_store;
mod calls;
mod deputy;
mod deputy_config;
mod entry;
mod follower;
mod heartbeat;
mod history;
mod id;
mod leftovers;
mod letter;
mod liveness;
mod publisher;
mod records;
mod scheduler;
mod server_clock;
mod wire;

pub use call::{CallState, DetachedCall, Results};
pub(crate) use call_store::CallStore;
pub use calls::Calls;
pub(crate) use calls::DetachOptions;
pub(crate) use deputy::{DEPUTY_VARIABLE, serve};
pub use id::CallId;
pub use letter::DeadLetter;
pub(crate) use letter::send as send_letter;
pub(crate) use scheduler::CallScheduler;
