//! [`Shared`] where worker processes are not supported: values that the threads of this process share.

use super::{Plain, Shared};
use crate::error::Error;
use crate::format::{AnyMapKey, Format, SharesMemory};
use crate::sendable::shape::Shape;
use crate::sendable::{MapKey, NotNull, Parts, Sendable, Whole};
use crate::sys::SealedView;
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// There are no regions that another process could be passed.
pub(crate) enum Region {}

impl<F: SharesMemory, T: Plain> Sendable<F> for Shared<[T]> {
    const SHAPE: Shape = <(u64, u64, u64, u64) as Sendable<F>>::SHAPE;
}
impl<F: Format, T> NotNull<F> for Shared<[T]> {}
impl<F: Format, T> Parts<F> for Shared<[T]> {
    type Parts = Whole<Self, F>;
}
impl<F: AnyMapKey, T> MapKey<F> for Shared<[T]> {}

const NO_WORKERS: &str = "a `Shared` can only be written on its way to or from a worker of `Pool` or `Spawn`, and there are none \
                          on this platform; write its values: `shared.to_vec()`";

/// An error.
impl<T: Plain> Serialize for Shared<[T]> {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(NO_WORKERS))
    }
}

/// An error.
impl<'de, T: Plain> Deserialize<'de> for Shared<[T]> {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom(NO_WORKERS))
    }
}

/// Where values are made.
pub(super) mod make {
    use super::{Error, Plain, Region, SealedView};

    /// `len` values, all zero until they are filled.
    pub(in crate::shared_slice) fn view<T: Plain>(
        len: usize,
        fill: impl FnOnce(&mut [T]),
    ) -> Result<SealedView<[T], Region>, Error> {
        let no_memory = |_| {
            let message = format!("there is no memory for {len} shared values of {} bytes", size_of::<T>());
            Error::io(message, std::io::ErrorKind::OutOfMemory)
        };
        let mut values = Vec::new();
        values.try_reserve_exact(len).map_err(no_memory)?;
        values.resize_with(len, bytemuck::Zeroable::zeroed);
        fill(&mut values);
        Ok(SealedView::of(values.into_boxed_slice()))
    }
}
