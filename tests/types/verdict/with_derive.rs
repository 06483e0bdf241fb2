//! The macros of `case.rs`, with the derive on every type and without samples.

macro_rules! cases {
    (refused; $(
        $name:ident: $ty:ty = [$($sample:expr),* $(,)?] $(same($same:expr))? $({ $($item:item)* })?
            $(raw { $($raw:item)* })? $(and { $($code:item)* })?;
    )*) => {
        $(mod $name {
            #![allow(unused_imports)]
            use super::*;
            use $crate::prelude::*;
            $($(
                #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
                $item
            )*)?
            $($(
                #[derive(serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
                $raw
            )*)?
            $($($code)*)?
        })*
    };
}

macro_rules! themes {
    ($($theme:ident)*) => {
        $(mod $theme;)*
    };
}
