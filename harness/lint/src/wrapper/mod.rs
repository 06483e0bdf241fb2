//! The executable as cargo's `RUSTC_WRAPPER`: it runs the compiler, and keeps what the compiled crate says.

mod arguments;
mod compile;
mod derive_copy;

#[cfg(test)]
mod arguments_tests;

pub(crate) use compile::{CHAINED, FOLDER};
pub use compile::{is_wrapper, run};
