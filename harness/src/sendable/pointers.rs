//! Owners of one value that are written as that value. Shared owners are in [`refused`](super::refused).

use super::Sendable;
use crate::format::Format;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;

impl<F: Format, T: Sendable<F>> Sendable<F> for Box<T> {}
impl<F: Format, T: Sendable<F>> Sendable<F> for Box<[T]> {}
impl<F: Format, T: Sendable<F> + Clone + Sync> Sendable<F> for Cow<'static, [T]> {}
impl<F: Format, T: Sendable<F> + Copy> Sendable<F> for Cell<T> {}
// One that is mutably borrowed while it is sent is an error at encode.
impl<F: Format, T: Sendable<F>> Sendable<F> for RefCell<T> {}
impl<F: Format, T: Sendable<F>> Sendable<F> for Reverse<T> {}
