//! What the verdicts on types of other crates are held against.

mod measure;
mod verdict;

pub use measure::{Outcome, Value, measure};
pub use verdict::{Verdicts, check};
pub use wirecheck_rules::formats;

/// The verdicts of the compiler on a type.
#[macro_export]
macro_rules! verdicts {
    ($ty:ty) => {
        $crate::Verdicts {
            plain: {
                use $crate::plain_verdicts;
                $crate::formats!(plain_verdicts, $ty)
            },
            buffered: {
                use $crate::buffered_verdicts;
                $crate::formats!(buffered_verdicts, $ty)
            },
            key: {
                use wirecheck::format::{Buffered, Json};
                use wirecheck::sendable::MapKey;
                [
                    wirecheck::probe!($ty: wirecheck::Sendable<Json> + MapKey<Json>),
                    wirecheck::probe!($ty: wirecheck::Sendable<Buffered<Json>> + MapKey<Buffered<Json>>),
                ]
            },
        }
    };
}

/// The verdicts in each format.
#[macro_export]
macro_rules! plain_verdicts {
    ([$ty:ty] $($Format:ident { $($row:tt)* })*) => {
        [$(wirecheck::probe!($ty: wirecheck::Sendable<wirecheck::format::$Format>)),*]
    };
}

/// The verdicts in each format that is read through serde's buffer.
#[macro_export]
macro_rules! buffered_verdicts {
    ([$ty:ty] $($Format:ident {
        name: $name:literal, module: $module:ident, package: $package:literal, paths: $paths:tt, docs: $docs:literal, can: $can:tt,
        buffered: [$($Buffered:ident: $($ability:ident)*)?], $($row:tt)*
    })*) => {
        [$($(wirecheck::probe!(
            $ty: wirecheck::Sendable<wirecheck::format::Buffered<wirecheck::format::$Buffered>>
        ),)?)*]
    };
}

/// A test a line: `name: Type = samples => verdicts, same as (closure)?;`
///
/// Holds the verdicts of the compiler against the ones that are expected, and both against what happens.
#[macro_export]
macro_rules! types {
    (@same) => { |a, b| a == b };
    (@same $same:expr) => { $same };
    ($($name:ident: $ty:ty = $samples:expr => $expected:expr $(, same as $same:expr)?;)*) => {$(
        #[test]
        fn $name() {
            let same: fn(&$ty, &$ty) -> bool = $crate::types!(@same $($same)?);
            $crate::check($crate::verdicts!($ty), $expected, &$crate::measure::<$ty>(&$samples, same));
        }
    )*};
}
