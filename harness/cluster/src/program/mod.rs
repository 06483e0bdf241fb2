//! The programs of callers, which nodes start workers of.
//!
//! ```text
//! info    what a caller says of its program, and what a node objects to
//! target  which machines and C libraries an executable runs with
//! trust   signatures, and the keys that a node trusts
//! cache   executables on a node's disk
//! admit   an executable from there, checked and in sealed memory
//! ```

mod admit;
mod cache;
mod info;
mod target;
mod trust;

pub(crate) use admit::{NotAdmitted, admit};
pub(crate) use cache::Cache;
pub(crate) use info::{ProgramInfo, objection};
pub(crate) use target::{Glibc, triple};
pub(crate) use trust::{KeyId, SignatureText, Trust};
