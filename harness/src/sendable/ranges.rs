//! Ranges. `RangeInclusive` is in [`refused`](super::refused): one that is used up comes back full.

use super::{Sendable, sendable};
use std::ops::{Bound, Range, RangeFrom, RangeTo};

sendable! {
    keys in AnyMapKey;
    [T] Range<T> where [T: Sendable<F>];
    [T] RangeFrom<T> where [T: Sendable<F>];
    [T] RangeTo<T> where [T: Sendable<F>];
    [T] Bound<T> where [T: Sendable<F>];
}
