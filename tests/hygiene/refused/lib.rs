//! Shapes that serde's derive takes and ours refuses: in its own words, and in no others.

pub mod types;
