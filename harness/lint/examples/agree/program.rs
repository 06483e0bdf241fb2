//! The types of the matrix, each written and read once: the program that is surveyed. A package of its own, made by `main.rs`.

#![allow(dead_code)]

#[path = ""]
mod types {
    #[path = "../../../../tests/types/prelude.rs"]
    pub mod prelude;

    /// As the macro of the matrix, without its cells.
    macro_rules! cases {
        ($standing:ident; $(
            $name:ident: $ty:ty = [$($sample:expr),* $(,)?] $(same($same:expr))? $({ $($item:item)* })?
                $(raw { $($raw:item)* })? $(and { $($code:item)* })?;
        )*) => {
            $(#[allow(warnings, clippy::all, reason = "odd types are the point")]
            mod $name {
                use super::*;
                use $crate::types::prelude::*;
                $($(derived! { $standing $item })*)?
                $($(raw! { $standing $raw })*)?
                $($($code)*)?
                pub(super) fn meet() -> bool {
                    let samples: ::std::vec::Vec<$ty> = vec![$($sample),*];
                    $crate::types::meet(&samples)
                }
            })*
            pub fn meet() -> usize {
                let all: &[fn() -> bool] = &[$($name::meet),*];
                all.iter().filter(|meet| meet()).count()
            }
        };
    }

    macro_rules! derived {
        (refused $item:item) => {
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
            $item
        };
        ($standing:ident $item:item) => {
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
            $item
        };
    }

    macro_rules! raw {
        (refused $item:item) => {
            #[derive(serde::Serialize, serde::Deserialize)]
            $item
        };
        ($standing:ident $item:item) => {
            #[derive(serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
            $item
        };
    }

    macro_rules! themes {
        ($($theme:ident)*) => {
            $(mod $theme;)*
            pub fn meet() -> usize {
                0 $(+ $theme::meet())*
            }
        };
    }

    #[path = "../../../../tests/types/accepted/mod.rs"]
    mod accepted;
    #[path = "../../../../tests/types/late/mod.rs"]
    mod late;
    #[path = "../../../../tests/types/opted/mod.rs"]
    mod opted;
    #[path = "../../../../tests/types/refused/mod.rs"]
    mod refused;

    /// Writes and reads each value.
    pub fn meet<T: serde::Serialize + serde::de::DeserializeOwned>(values: &[T]) -> bool {
        let come_back = |value| serde_json::to_string(value).and_then(|text| serde_json::from_str::<T>(&text));
        values.iter().all(|value| come_back(value).is_ok())
    }

    /// How many types have only values that can be written and read.
    pub fn all() -> usize {
        accepted::meet() + late::meet() + opted::meet() + refused::meet()
    }
}

fn main() {
    std::process::exit(i32::from(types::all() == 0));
}
