//! What workers write to their standard output and error, where the parent keeps it.
//!
//! One thread per backend reads all the pipes, so that no worker ever waits for its own words to be read. It is
//! started with the first worker that has a pipe, and sleeps until one writes.

mod reader;
mod streams;
mod tail;

pub(super) use reader::{Onward, Reader};
pub(super) use streams::{Streams, make_room, take_all};
pub(super) use tail::Capture;
