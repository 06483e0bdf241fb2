//! What never crosses a process boundary: each family is a trait that nothing has.

pub mod awaiting;
pub mod borrowed;
pub mod build_identity;
pub mod channel_end;
pub mod child_end;
pub mod code_as_data;
pub mod filled_later;
pub mod held_lock;
pub mod iterating;
pub mod local_clock;
pub mod loses_exhaustion;
pub mod loses_scope;
pub mod opaque_error;
pub mod open_file;
pub mod open_socket;
pub mod place_in_program;
pub mod process_local;
pub mod raw_pointer;
pub mod runner;
pub mod seeded;
pub mod shared_ownership;
pub mod started_here;
pub mod thread_handle;
pub mod thread_local;
pub mod trait_object;
pub mod unguarded;
