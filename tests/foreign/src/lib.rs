//! What the verdicts on types of other crates are held against.

mod measure;
mod verdict;

pub use measure::{Outcome, Value, measure};
pub use verdict::{Verdicts, check};

/// The verdicts of the compiler on a type.
#[macro_export]
macro_rules! verdicts {
    ($ty:ty) => {
        $crate::Verdicts {
            plain: $crate::verdicts!(@each $ty;
                Bincode Postcard Bitcode MessagePack MessagePackNamed Cbor Json Ron),
            buffered: $crate::verdicts!(@each $ty;
                Buffered<MessagePack> Buffered<MessagePackNamed> Buffered<Cbor> Buffered<Json> Buffered<Ron>),
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
    (@each $ty:ty; $($format:ident $(<$inner:ident>)?)*) => {{
        #[allow(unused_imports)]
        use wirecheck::format::*;
        [$(wirecheck::probe!($ty: wirecheck::Sendable<$format $(<$inner>)?>)),*]
    }};
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
