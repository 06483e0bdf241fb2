//! What never crosses a process boundary: each family is a trait that nothing has.

pub mod borrowed;
pub mod channel_end;
pub mod code_as_data;
pub mod held_lock;
pub mod local_clock;
pub mod loses_exhaustion;
pub mod loses_scope;
pub mod open_file;
pub mod open_socket;
pub mod process_local;
pub mod raw_pointer;
pub mod shared_ownership;
pub mod started_here;
pub mod thread_handle;
