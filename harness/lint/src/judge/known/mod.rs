//! What is known of types that no derive of this build describes: those of std and of well-known crates.
//!
//! Each entry mirrors an impl of `wirecheck::sendable`, found by the path of the type and not by a trait. A test holds them against
//! these impls, in every format.

mod declared;
mod entry;
mod foreign;
mod look_up;
mod modules;
mod refused;
mod std_types;

#[cfg(test)]
mod against_impls;

pub(crate) use self::declared::declared;
pub(crate) use self::entry::{Form, Known, Role};
pub use self::look_up::std_path;
pub(crate) use self::look_up::{is_std, look_up};
pub(crate) use self::modules::is_known_code;
