//! `map` and its relatives.

mod collector;
mod map;
mod map_source;
mod result_iter;

pub(crate) use map::{map, map_iter, map_unordered, try_map};
