//! The formats as types, made from [the one list](wirecheck_rules::formats).

use super::capability::{can, can_all};
use super::{Buffered, Format};

macro_rules! types {
    ([] $($Format:ident {
        name: $name:literal, module: $module:ident, package: $package:literal, paths: $paths:tt, docs: $docs:literal,
        can: [$($can:ident)*], buffered: [$($Buffered:ident: $($buffered:ident)*)?], measured: $measured:tt,
    })*) => {$(
        #[doc = $docs]
        ///
        #[doc = concat!("Its codec needs the feature `", $name, "`.")]
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $Format;

        impl Format for $Format {
            const NAME: &'static str = $name;
            type InBuffer = Buffered<Self>;
        }

        can! { $Format: $($can)* }
        can_all! { $Format }
        $(can! { Buffered<$Buffered>: $($buffered)* })?
    )*};
}

wirecheck_rules::formats!(types);
