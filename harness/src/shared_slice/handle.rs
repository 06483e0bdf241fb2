//! How a [`Shared`] is encoded: four numbers that say where its values are.

use super::sending::{is_sending, mention};
use super::{Plain, Region, Shared, missing};
use crate::format::{AnyMapKey, Format, SharesMemory};
use crate::sendable::shape::Shape;
use crate::sendable::{MapKey, NotNull, Parts, Sendable, Whole};
use crate::sys::{SealedView, ViewError};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

impl<F: SharesMemory, T: Plain> Sendable<F> for Shared<[T]> {
    const SHAPE: Shape = <(u64, u64, u64, u64) as Sendable<F>>::SHAPE;
}
impl<F: Format, T> NotNull<F> for Shared<[T]> {}
impl<F: Format, T> Parts<F> for Shared<[T]> {
    type Parts = Whole<Self, F>;
}
impl<F: AnyMapKey, T> MapKey<F> for Shared<[T]> {}

/// The region, the offset in it, the number of values, and their layout. A value that takes no memory has region 0.
type Handle = (u64, u64, u64, u64);

/// The layout of a type. Types of another layout would read other values.
const fn layout<T>() -> u64 {
    (size_of::<T>() as u64) << 16 | align_of::<T>() as u64
}

/// Writes the handle. An error unless it is sent to or from a worker.
impl<T: Plain> Serialize for Shared<[T]> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let region = self.view.keeper();
        if !region.map_or_else(is_sending, mention) {
            return Err(S::Error::custom(
                "a `Shared` can only be serialized when it is sent to or from a worker of `Pool` or `Spawn`, which gets its memory; \
                 serialize its values instead: `shared.to_vec()`",
            ));
        }
        let (id, offset) = region.map_or((0, 0), |region| (region.id(), self.view.offset(region.memory())));
        let handle: Handle = (id, offset as u64, self.len() as u64, layout::<T>());
        handle.serialize(serializer)
    }
}

/// Refers to the memory that the handle names, which this process has received before.
impl<'de, T: Plain> Deserialize<'de> for Shared<[T]> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        find(Handle::deserialize(deserializer)?).map(|view| Self { view }).map_err(D::Error::custom)
    }
}

fn find<T: Plain>((id, offset, len, written): Handle) -> Result<SealedView<[T], Region>, String> {
    if written != layout::<T>() {
        let (size, align) = (size_of::<T>(), align_of::<T>());
        return Err(format!(
            "this handle is of shared values of {} bytes aligned to {}, but values of {size} bytes aligned to {align} were \
             expected; read the type that was written",
            written >> 16,
            written & 0xffff
        ));
    }
    let outside = || {
        "this handle of shared values points outside of their memory: it was not written by a `Shared`"
            .to_owned()
    };
    let (Ok(offset), Ok(len)) = (usize::try_from(offset), usize::try_from(len)) else {
        return Err(outside());
    };
    if id == 0 {
        return SealedView::of_nothing(len).filter(|_| offset == 0).ok_or_else(outside);
    }
    let region = Region::find(id).ok_or_else(|| {
        if let Some(why) = Region::unavailable(id) {
            return missing::note(why);
        }
        format!(
            "this process has no shared memory with the number {id}: a `Shared` can only be read once, in the process that a `Pool` or \
             `Spawn` sent it to; send it again, or keep it as a `Shared` and not as bytes"
        )
    })?;
    SealedView::new(region, Region::memory, offset, len).map_err(|misplaced| match misplaced {
        ViewError::Outside => outside(),
        ViewError::Unaligned => {
            "this handle of shared values is not aligned: it was not written by a `Shared`".to_owned()
        }
    })
}

#[cfg(all(test, feature = "bincode"))]
#[path = "handle_tests.rs"]
mod tests;
