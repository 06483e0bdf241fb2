//! A type that is asked for, and where in the value.

use crate::shape::{Store, Ty};

#[derive(Clone, Copy)]
pub(super) struct Seed<'a> {
    pub(super) store: &'a Store,
    pub(super) ty: &'a Ty,
    pub(super) depth: usize,
}

impl<'a> Seed<'a> {
    pub(super) fn of(self, ty: &'a Ty) -> Self {
        Self { ty, depth: self.depth + 1, ..self }
    }
}
