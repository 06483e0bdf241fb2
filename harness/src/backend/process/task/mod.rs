//! A typed task as bytes, and values in and out of frames.

mod encode;

pub(crate) use encode::{Outgoing, decode_result, failed_here, load_body, pack_input, read_result};
