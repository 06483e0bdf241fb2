//! A crate that hands the library on.

#![deny(warnings)]

pub use wirecheck::Sendable;

pub mod reexported {
    pub use wirecheck;
}

#[doc(hidden)]
pub mod __private {
    pub use serde;
    pub use wirecheck;
}

#[macro_export]
macro_rules! message {
    ($vis:vis struct $name:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        #[derive(
            $crate::__private::serde::Serialize,
            $crate::__private::serde::Deserialize,
            $crate::__private::wirecheck::Sendable,
        )]
        #[serde(crate = "middle::__private::serde")]
        #[sendable(crate = "middle::__private::wirecheck")]
        $vis struct $name { $(pub $field: $ty),* }
    };
}
