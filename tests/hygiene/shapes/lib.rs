//! Shapes of types that serde's derive takes, and so must ours: generics, conditions, attributes that few use.

#![forbid(unsafe_code)]
#![deny(warnings, deprecated)]
#![allow(dead_code)]
#![allow(clippy::type_complexity, clippy::redundant_static_lifetimes)]

pub mod bounds;
pub mod defaults;
pub mod deprecated;
pub mod empty;
pub mod paths;
pub mod vouched;

use wirecheck::{AnyFormat, Sendable};

/// Fails to compile if some condition of an impl was forgotten.
const fn sent<T: Sendable<AnyFormat>>() {}
