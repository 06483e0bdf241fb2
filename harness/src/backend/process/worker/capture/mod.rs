//! What workers write to their standard output and error, where the parent keeps it.
//!
//! One thread for each backend reads all pipes, so that no worker waits for its output to be read. It is started with the
//! first worker that has a pipe, and sleeps until one writes.

mod onward;
mod reader;
mod streams;
mod tail;

pub(super) use onward::Onward;
pub(super) use reader::Reader;
pub(super) use streams::{Streams, make_room, take_all};
pub(super) use tail::Capture;
