//! What the derive writes instead of a type's own name inside its fields.
//!
//! `struct Tree { kids: Vec<Tree> }` would need `Vec<Tree>: Sendable` to prove `Tree: Sendable`, which overflows:
//! only auto traits may assume what they prove. `Vec<Recursive>: Sendable` needs everything that `Vec` itself needs, and nothing
//! of the type, which is being proved anyway.

use super::{Flatten, MapKey, NotNull, Sendable};
use crate::format::{AnyMapKey, Format, NestedOptions};
use serde::{Deserialize, Serialize};

/// Stands for a type that is never written as a bare null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Recursive {}
impl<F: Format> Sendable<F> for Recursive {}
impl<F: Format> NotNull<F> for Recursive {}
impl<F: AnyMapKey> MapKey<F> for Recursive {}
impl<F: Format> Flatten<F> for Recursive {}

/// Stands for a type that is written as its content, and so may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecursiveInner {}
impl<F: Format> Sendable<F> for RecursiveInner {}
impl<F: NestedOptions> NotNull<F> for RecursiveInner {}
impl<F: AnyMapKey> MapKey<F> for RecursiveInner {}
impl<F: Format> Flatten<F> for RecursiveInner {}
