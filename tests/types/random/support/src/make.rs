//! A value of every type, from a seed.

mod containers;
mod foreign;
mod numbers;
mod others;
mod text;

use crate::draw::Draw;

/// A type whose values can be drawn.
pub trait Make: Sized {
    /// A value. It ends, also for a type that contains itself.
    fn make(draw: &mut Draw) -> Self;
}

/// Impls of types whose values are one expression.
macro_rules! make {
    ($([$($param:tt)*] $ty:ty = |$draw:ident| $value:expr;)*) => {$(
        impl<$($param)*> $crate::make::Make for $ty {
            fn make($draw: &mut $crate::draw::Draw) -> Self {
                $value
            }
        }
    )*};
}
use make;
