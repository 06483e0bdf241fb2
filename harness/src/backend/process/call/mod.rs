//! `map` and its relatives.

mod collector;
#[cfg(feature = "_cluster")]
mod encoded;
mod map;
mod map_source;
mod result_iter;

#[cfg(feature = "_cluster")]
pub(crate) use encoded::run_encoded;
#[cfg(feature = "_cluster")]
pub use encoded::{EncodedTask, InputEncoder, decode_error, decode_result, encode_error};
pub(crate) use map::{map, map_iter, map_unordered, try_map};
