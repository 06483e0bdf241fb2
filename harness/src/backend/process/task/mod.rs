//! A typed task as bytes, and values in and out of frames.

mod chunk;
mod encode;
mod prepared;

pub(crate) use chunk::chunk;
pub(crate) use encode::{Outgoing, decode_result, failed_here, read_result};
pub(crate) use prepared::{Admission, PreparedTask, Preparing};
