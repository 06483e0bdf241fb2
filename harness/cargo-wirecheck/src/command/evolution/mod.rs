//! What becomes of bytes that were written before: `lock`, `release` and `diff`.

mod files;
mod workspace;

pub(super) mod diff;
pub(super) mod lock;
pub(super) mod release;
