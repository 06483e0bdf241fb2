//! [`Stated`]: a type and a format that the author names.

use super::types::TypeCell;
use crate::format::Format;
use std::any::TypeId;
use std::marker::PhantomData;

/// `Config in Bincode`, as the author wrote it.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    key: TypeId,
    format: &'static str,
    pub(super) text: &'static str,
}

impl Stated {
    /// Of a type and a format.
    pub fn new<T: 'static, F: Format>(_: PhantomData<T>, _: PhantomData<F>, text: &'static str) -> Self {
        Self { key: TypeId::of::<T>(), format: F::NAME, text }
    }

    pub(super) fn is_of(&self, cell: &TypeCell) -> bool {
        self.key == cell.key && self.format == cell.format
    }
}
