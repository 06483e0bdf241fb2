//! Tasks: what can be given to a backend to run.

mod closure;

pub use closure::Closure;
